/* Small collections cut from an input, and whole runs over them. */
#ifndef KEMBAR_TESTS_FUZZ_RUN_H
#define KEMBAR_TESTS_FUZZ_RUN_H

#include "fuzz.h"
#include "kembar/run.h"

enum { FUZZ_MAX_DOCUMENTS = 12 };

/* The parts of an input as records: of each its first byte says source (two bits), date (two),
 * whether the first line is a title, and whether there is a web address; the rest is text. Ids are
 * d00, d01 ... They are written to the file `name` of the folder, the last one first when
 * `reverse`, and read back. */
kembar_collection *fuzz_collection(const char *name, kembar_view parts, int reverse);

/* What a run said. */
typedef struct fuzz_run {
    kembar_buffer documents, pairs, clusters; /* rows as text */
    kembar_buffer html;                       /* the page */
    kembar_buffer summary;                    /* for the terminal */
} fuzz_run;

/* Clusters the collection and checks that the rows agree with each other. */
void fuzz_run_cluster(fuzz_run *out, const kembar_collection *collection, int n_threads);
void fuzz_run_deinit(fuzz_run *run);

#endif
