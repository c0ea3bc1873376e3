/* What speaks for one candidate: whole texts and their sentences.
 *
 * evidence = cosine of the documents + (the two mean best sentence cosines) / 4 + the best sentence
 * cosine / 2 - |ln(words / words)| / 20. The mean weighs sentences by how much they say; it sees a
 * brief in a long text, which the cosine of the whole does not. The best pair of sentences, of 5
 * words or more each, sees a shared lead. */
#ifndef KEMBAR_PAIR_LINK_EVIDENCE_H
#define KEMBAR_PAIR_LINK_EVIDENCE_H

#include "pair/link_candidates.h"

/* Sentences of each document on each side, row side * n_documents + i, of those that are in a
 * candidate. */
typedef struct kembar_link_sentences {
    kembar_space_sentences *rows; /* owned */
    size_t n_rows;
} kembar_link_sentences;

/* Of a longer text the first so many sentences count. */
enum { KEMBAR_LINK_SENTENCES = 400 };

kembar_status kembar_link_sentences_make(kembar_link_sentences *out,
                                         const kembar_link_candidates *candidates,
                                         const kembar_space *space, const kembar_prepared *prepared,
                                         int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_link_sentences_deinit(kembar_link_sentences *sentences);

/* Sets `evidence` of every candidate. Time: sentences times sentences of each pair. */
kembar_status kembar_link_evidence_weigh(kembar_link_candidates *candidates,
                                         const kembar_link_sentences *sentences,
                                         const kembar_space *space, int n_threads,
                                         kembar_error *error) KEMBAR_MUST_CHECK;

#endif
