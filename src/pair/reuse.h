/* Reused passages: windows of two documents that say the same in other words or another order. */
#ifndef KEMBAR_PAIR_REUSE_H
#define KEMBAR_PAIR_REUSE_H

#include "model/frequencies.h"
#include "pair/classes.h"
#include "pair/pair_build.h"
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

/* Adds to the sorted verified pairs of *list the pairs of one language whose likest windows have
 * more in common than topic explains: as `near` or `excerpt` where the passages that they share in
 * another order make one, else as `related` with the passages told again. Excerpts among the
 * verified pairs are measured anew. *n_unlisted as in members.h. */
kembar_status kembar_reuse_add(kembar_pair_list *list, uint64_t *n_unlisted,
                               const kembar_reuse_input *input,
                               kembar_error *error) KEMBAR_MUST_CHECK;

#endif
