/* Reading inputs in a test, and what came of it as text. */
#ifndef KEMBAR_TESTS_COLLECTED_H
#define KEMBAR_TESTS_COLLECTED_H

#include "kembar/source.h"

/* Reads the paths of a NULL-terminated list ("@NAME" adds a list) and fails the test when that
 * fails. Options may be NULL. */
kembar_collection *collect_with(const kembar_source_options *options, int n_threads,
                                const char *const *paths);
/* The same for one path with default options and one thread. */
kembar_collection *collect(const char *path);

/* The ids, each followed by a space. Valid until the next call. */
const char *ids_of(const kembar_collection *collection);
/* Each rejection as "path:position reason\n". Valid until the next call. */
const char *rejections_of(const kembar_collection *collection);
/* Everything that a collection holds, for comparing two (free it). */
char *dump_of(const kembar_collection *collection);

/* Frees `collection` after checking its ids and rejections against what is expected. */
void expect_collected(kembar_collection *collection, const char *ids, const char *rejections);

/* Fails the test unless the view holds these bytes (NULL: is absent). */
void expect_view(kembar_view view, const char *text);

#endif
