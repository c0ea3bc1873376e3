/* Pairs of corresponding passages as bags of words: what word translations are learned from. */
#ifndef KEMBAR_PAIR_BITEXT_H
#define KEMBAR_PAIR_BITEXT_H

#include "pair/link_align.h"

/* Words of a passage that are looked at, on either side. */
enum { KEMBAR_BITEXT_WORDS = 64 };
/* Pairs of words, counted in every pair of passages, that a bitext may hold. */
enum { KEMBAR_BITEXT_MEETINGS = 2000000 };

/* Pair p has words[first_word[p] .. first_word[p + 1]), rows of the space's map of Indonesian
 * words, and columns[first_column[p] .. first_column[p + 1]) of its English words. Start from
 * zeros. */
typedef struct kembar_bitext {
    uint32_t *words, *columns;         /* owned */
    size_t *first_word, *first_column; /* owned */
    size_t n_pairs, n_words, n_columns, n_meetings;
    size_t pairs_capacity, columns_first_capacity, words_capacity, columns_capacity;
} kembar_bitext;

/* Adds the corresponding passages of one document pair (id_doc as `a`); what would not fit is left
 * out. Linear in the documents. */
kembar_status kembar_bitext_add(kembar_bitext *bitext, const kembar_space *space,
                                const kembar_prepared *id_doc, const kembar_prepared *en_doc,
                                const kembar_correspondence *found) KEMBAR_MUST_CHECK;
void kembar_bitext_deinit(kembar_bitext *bitext);

#endif
