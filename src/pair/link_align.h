/* Corresponding sentences of an Indonesian and an English text.
 *
 * Pairs of sentences are taken best first, each sentence once, from a cosine of
 * KEMBAR_SENTENCE_COSINE on: translators and editors reorder. Then a sentence left over joins its
 * neighbour's pair where the two together are nearer to the counterpart: one sentence became two.
 */
#ifndef KEMBAR_PAIR_LINK_ALIGN_H
#define KEMBAR_PAIR_LINK_ALIGN_H

#include "pair/align.h"
#include "pair/link_evidence.h"

#define KEMBAR_SENTENCE_COSINE 0.25

typedef struct kembar_sentence_aligner kembar_sentence_aligner;

/* What was found; borrowed from the aligner until its next use. */
typedef struct kembar_correspondence {
    const kembar_passage *passages; /* in content positions, by a; no equal tokens */
    size_t n_passages;
    uint32_t covered_a, covered_b; /* content positions in them */
} kembar_correspondence;

/* One for each thread. */
kembar_status kembar_sentence_aligner_new(kembar_sentence_aligner **out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_sentence_aligner_free(kembar_sentence_aligner *aligner);
/* Looks at the first KEMBAR_LINK_SENTENCES of each. */
void kembar_sentence_aligner_run(kembar_sentence_aligner *aligner, const kembar_space_sentences *a,
                                 const kembar_space_sentences *b, kembar_correspondence *out);

#endif
