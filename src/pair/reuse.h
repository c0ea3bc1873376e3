/* Reused passages: windows of two documents that say the same in other words or another order. */
#ifndef KEMBAR_PAIR_REUSE_H
#define KEMBAR_PAIR_REUSE_H

#include "model/frequencies.h"
#include "pair/classes.h"
#include "pair/pair_build.h"
#include "pair/retelling.h"
#include "text/roots.h"

typedef struct kembar_reuse_input {
    const kembar_prepared *prepared;
    size_t n_documents;
    const uint8_t *take; /* representatives of classes */
    const kembar_classes *classes;
    const kembar_frequencies *frequencies;
    const kembar_roots *roots; /* may be NULL */
    const kembar_options *options;
} kembar_reuse_input;

/* For the documents of one collection; nothing of it depends on pairs that were found. */
kembar_status kembar_reuse_stretches(kembar_stretches *out, const kembar_reuse_input *input,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

/* Adds to the sorted verified pairs of *list the pairs of one language whose likest windows have
 * more in common than topic explains: as `near` or `excerpt` where the passages that they share in
 * another order make one, else as `related` with the passages told again. Excerpts among the
 * verified pairs are measured anew. *n_unlisted as in members.h. */
kembar_status kembar_reuse_add(kembar_pair_list *list, uint64_t *n_unlisted,
                               const kembar_reuse_input *input,
                               kembar_error *error) KEMBAR_MUST_CHECK;

/* Whether kembar_reuse_add looks at two representatives, a < b, given the verified pairs. */
kembar_status kembar_reuse_looks_at(kembar_retelling *retelling, const kembar_reuse_input *input,
                                    const kembar_pair_list *verified, uint32_t a, uint32_t b,
                                    int *looks, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
