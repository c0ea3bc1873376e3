/* From the inputs of a command line to a collection. */
#ifndef KEMBAR_CLI_INPUTS_H
#define KEMBAR_CLI_INPUTS_H

#include "arguments.h"
#include "kembar/source.h"
#include "progress.h"

/* A source of `paths` and what the lists name (both borrowed; lists may be NULL), to be read as the
 * arguments say. Returns 0, or an exit code after a message; then *out is NULL. */
int kembar_inputs_name(const kembar_arguments *arguments, const kembar_text_list *paths,
                       const kembar_text_list *lists, kembar_source **out);

/* Reads `paths` and what the lists name (both borrowed) as the arguments say, shows progress on the
 * bar, and moves the result to *out (free with kembar_collection_free). Returns 0, or an exit code
 * after a message; then *out is NULL. Rejections are left to the caller. */
int kembar_inputs_read(const kembar_arguments *arguments, const kembar_text_list *paths,
                       const kembar_text_list *lists, kembar_bar *bar, kembar_collection **out);

/* The operands and --files-from of a command that works on documents. Names what was rejected; it
 * is a failure when no document is left. */
int kembar_inputs_read_operands(const kembar_arguments *arguments, kembar_bar *bar,
                                kembar_collection **out);

/* Reads one path with the options of an earlier run; *out as above. */
kembar_status kembar_inputs_read_as(const kembar_source_options *options, const char *path,
                                    kembar_collection **out, kembar_error *error) KEMBAR_MUST_CHECK;

/* KEMBAR_EXIT_REJECTED when an input of the collection was rejected, else KEMBAR_EXIT_DONE. */
int kembar_inputs_code(const kembar_collection *collection);

#endif
