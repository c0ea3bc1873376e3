/* Dedup in a test. */
#ifndef KEMBAR_TESTS_RUN_DEDUP_H
#define KEMBAR_TESTS_RUN_DEDUP_H

#include "kembar/dedup.h"

/* Options for tests: two threads, pairs listed, every shingle looks for candidates. */
kembar_dedup_options dedup_options(void);

/* A source of the paths of a NULL-terminated list. */
kembar_source *source_of(const char *const *paths);

/* Reads the inputs, those of `against` (NULL: none) too, and decides. Fails the test when that
 * fails. The caller frees the result. */
kembar_dedup_result dedup_paths(const char *const *paths, const char *const *against,
                                const kembar_dedup_options *options);
/* The same for one file. */
kembar_dedup_result dedup_file(const char *path, const kembar_dedup_options *options);

/* The record with this id; fails the test when there is none. */
uint32_t record_of(const kembar_catalogue *catalogue, const char *id);

/* Everything that was decided, with ids, as text in the order of ids (free it): the same for two
 * results that say the same. */
char *dedup_dump(const kembar_dedup_result *result);

#endif
