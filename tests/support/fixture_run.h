/* A small finished run, made by hand, to hand to sinks: seven documents, one story with a group in
 * it, a pair of notices with different facts, and a rejected line. */
#ifndef TESTS_SUPPORT_FIXTURE_RUN_H
#define TESTS_SUPPORT_FIXTURE_RUN_H

#include "kembar/sink.h"

enum { FIXTURE_DOCUMENTS = 7, FIXTURE_PAIRS = 5, FIXTURE_CLUSTERS = 2 };

typedef struct fixture_run {
    char folder[512]; /* the working folder while the run lives; input is "docs.jsonl" there */
    int old_folder;
    kembar_collection *collection; /* owned */
    kembar_options options;
    kembar_document_row documents[FIXTURE_DOCUMENTS];
    kembar_span_pair spans[FIXTURE_PAIRS][2];
    kembar_pair pairs[FIXTURE_PAIRS];
    kembar_cluster clusters[FIXTURE_CLUSTERS];
    kembar_run_summary summary;
} fixture_run;

/* cmocka's setup and teardown: *state is the run. Each test works in an empty folder of its own. */
int fixture_run_setup(void **state);
int fixture_run_teardown(void **state);

/* Plays the run to a sink; stops at the first failure. */
kembar_status fixture_run_play(const fixture_run *run, kembar_sink *sink, kembar_error *error);
/* As fixture_run_play up to, but without, finish. */
kembar_status fixture_run_play_rows(const fixture_run *run, kembar_sink *sink, kembar_error *error);

/* The bytes of a file, NUL-terminated; fails the test when there is none. To be freed with free().
 */
char *fixture_read_file(const char *path);
void fixture_write_file(const char *path, const char *text);
/* Does a name stand in the folder? */
int fixture_exists(const char *path);
/* Entries of a folder besides "." and ".."; 0 when there is no such folder. */
size_t fixture_count_files(const char *path);

#endif
