/* A source's options: checked, and copied in one order. */
#ifndef KEMBAR_READ_SOURCE_OPTIONS_H
#define KEMBAR_READ_SOURCE_OPTIONS_H

#include "kembar/source.h"
#include "read/jsonl.h"
#include "read/plan.h"

/* ARGUMENT says what is wrong. */
kembar_status kembar_source_options_check(const kembar_source_options *options,
                                          kembar_error *error) KEMBAR_MUST_CHECK;

/* Copies checked options with all that they point to (free with kembar_source_options_deinit),
 * so that the same options in another order give the same copy: `fields` has all keys in the order
 * of kembar_field, of a key that stands twice the last counts; globs are sorted and distinct.
 * MEMORY is the only failure; then *out is zeroed. */
kembar_status kembar_source_options_copy(kembar_source_options *out,
                                         const kembar_source_options *options) KEMBAR_MUST_CHECK;
void kembar_source_options_deinit(kembar_source_options *copy);
/* What reading needs of a copy, borrowed from it. */
kembar_read_settings kembar_read_settings_of(const kembar_source_options *options);
/* The source of the documents of a file that name none; NULL: none. Borrowed. */
const char *kembar_source_of(const kembar_read_settings *settings, const char *path);

#endif
