/* What the stages before the one under measure make, made by the library's own calls. */
#ifndef KEMBAR_BENCH_STAGES_H
#define KEMBAR_BENCH_STAGES_H

#include "bench.h"
#include "feature/sparse.h"
#include "feature/term_table.h"
#include "lexicon/lexicon.h"
#include "pipeline/near.h"

/* Start with bench_stages_read; each later call needs those before it. */
typedef struct bench_stages {
    kembar_collection *collection; /* owned */
    uint64_t text_bytes, n_tokens;
    kembar_near near; /* documents and options from the start; all else after bench_stages_near */
    kembar_lexicon *lexicon;
    kembar_term_table table; /* stays: what needs it to give away takes a copy */
    kembar_sparse matrix;
} bench_stages;

/* Reads the inputs, generated ones where there are none, and prints how much there is. */
void bench_stages_read(bench_stages *stages, bench *self);
/* Furniture, content, shingles, exact classes and verified pairs. */
void bench_stages_near(bench_stages *stages);
/* What candidates are found by, the caller's to deinit. */
void bench_stages_lists(const bench_stages *stages, kembar_near_lists *lists);
/* The lexicon and the terms of every document. */
void bench_stages_terms(bench_stages *stages);
kembar_term_table bench_stages_copy_table(const bench_stages *stages);
/* The TF-IDF matrix, and the frequencies of near.model. */
void bench_stages_matrix(bench_stages *stages);
void bench_stages_deinit(bench_stages *stages);

#endif
