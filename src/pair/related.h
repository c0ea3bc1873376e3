/* Related pairs: near in vector space, and no copies of each other. */
#ifndef KEMBAR_PAIR_RELATED_H
#define KEMBAR_PAIR_RELATED_H

#include "pair/classes.h"
#include "pair/neighbours.h"
#include "pair/pair_build.h"

typedef struct kembar_related_input {
    const kembar_prepared *prepared;
    size_t n_documents;
    const kembar_classes *classes;
    const kembar_neighbours *neighbours; /* of the representatives of classes */
    const kembar_options *options;
} kembar_related_input;

/* Adds to the sorted verified pairs of *list every pair of neighbours that is not among them, as
 * `related`, with the passages that they share all the same; pairs of one story told in the same
 * words by accident of form show there. *n_unlisted as in members.h. */
kembar_status kembar_related_add(kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_related_input *input,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
