/* Word translations learned from corresponding passages: IBM Model 1 (Brown et al., Computational
 * Linguistics 1993), with what the map says already as prior counts. */
#ifndef KEMBAR_PAIR_WORD_MODEL_H
#define KEMBAR_PAIR_WORD_MODEL_H

#include "pair/bitext.h"

/* Writes to *out (the caller's to deinit) a map like `map` (borrowed) in which the words of the
 * bitext lead where it leads them: each row is still of sum 1, and no translation is lost, though
 * it may weigh next to nothing. *n_learned receives how many words have new translations. Sums are
 * taken in the order of the bitext: the same on every machine. */
kembar_status kembar_word_model_learn(kembar_sparse *out, size_t *n_learned,
                                      const kembar_sparse *map,
                                      const kembar_bitext *bitext) KEMBAR_MUST_CHECK;

#endif
