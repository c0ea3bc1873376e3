/* A collection with its truth: which pairs are copies, and which documents tell one story. */
#ifndef KEMBAR_BENCH_LABELLED_H
#define KEMBAR_BENCH_LABELLED_H

#include "bench.h"
#include "kembar/source.h"

typedef struct bench_labelled {
    const kembar_collection *collection; /* borrowed */
    size_t n_documents;
    uint64_t *pairs; /* owned; a << 32 | b, a < b, of all exact, near and excerpt pairs; sorted */
    size_t n_pairs;
    uint32_t
        *story; /* owned; of each document; equal numbers for equal stories, UINT32_MAX: unknown */
} bench_labelled;

/* Reads `folder`/truth.tsv and `folder`/stories.tsv. */
void bench_labelled_read(bench_labelled *out, const kembar_collection *collection,
                         const char *folder);
/* Forgets the stories of documents in other languages, so that only the others are judged. */
void bench_labelled_keep_language(bench_labelled *labelled, kembar_language language);
void bench_labelled_deinit(bench_labelled *labelled);

/* F1 of sorted, distinct pairs against the labelled ones. */
double bench_labelled_f1(const bench_labelled *labelled, const uint64_t *pairs, size_t n_pairs);

/* Adjusted Rand index (Hubert and Arabie 1985) of a partition of the documents with a story, by
 * counting pairs: O(n^2). */
double bench_labelled_ari(const bench_labelled *labelled, const uint32_t *cluster_of);

#endif
