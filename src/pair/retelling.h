/* One pair judged by all that it has in common: what is shared word by word, and what one document
 * tells again of the other in another order or in other words. */
#ifndef KEMBAR_PAIR_RETELLING_H
#define KEMBAR_PAIR_RETELLING_H

#include "pair/pair_build.h"
#include "pair/retold.h"

/* Work space of one thread. Start from a zeroed struct and init. */
typedef struct kembar_retelling {
    const kembar_prepared *prepared; /* borrowed; of all documents of the stretches */
    const kembar_options *options;   /* borrowed */
    kembar_retold_finder *finder;    /* owned */
    kembar_aligner *aligner;         /* owned */
    kembar_passage *passages;        /* owned; of the pair at hand */
    size_t capacity;
    uint8_t *covered; /* owned; one byte a content token */
    size_t covered_capacity;
} kembar_retelling;

/* `stretches` are borrowed. Zeroed after a failure. */
kembar_status kembar_retelling_init(kembar_retelling *work, const kembar_stretches *stretches,
                                    const kembar_prepared *prepared, const kembar_options *options,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_retelling_deinit(kembar_retelling *work);

/* Whether both say enough, in one language. */
int kembar_retelling_is_possible(const kembar_prepared *a, const kembar_prepared *b,
                                 const kembar_options *options);

/* Judges documents a and b of the stretches. `known` is what their passages in order made them,
 * NONE or EXCERPT, `n_known` how many those are. Says in *is_one whether *out has more to say than
 * that: `near` or `excerpt` where the passages that they share in another order make one, else
 * `related` with the passages told again; a known excerpt stays one. Its passages are borrowed
 * until the next use. */
kembar_status kembar_retelling_judge(kembar_retelling *work, uint32_t a, uint32_t b,
                                     kembar_relation known, size_t n_known,
                                     kembar_pair_finding *out, int *is_one) KEMBAR_MUST_CHECK;

#endif
