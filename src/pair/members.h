/* From a finding between two classes to the pairs of their members. */
#ifndef KEMBAR_PAIR_MEMBERS_H
#define KEMBAR_PAIR_MEMBERS_H

#include "pair/classes.h"
#include "pair/pair_build.h"

/* Appends the pairs of members of a's class with those of b's (a, b: representatives of different
 * classes) that listed.h lists and the options want. *n_unlisted grows by the pairs that are not
 * asked for because a class is large. */
kembar_status kembar_members_add(kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_prepared *prepared, const kembar_classes *classes,
                                 const kembar_options *options, uint32_t a, uint32_t b,
                                 const kembar_pair_finding *finding) KEMBAR_MUST_CHECK;

/* A pair of the sorted list between members of the classes of a and b (their representatives), or
 * NULL. Logarithmic where the pair (a, b) itself is listed; n log n for the members of large
 * classes where the options leave pairs out. */
const kembar_pair *kembar_members_find(const kembar_pair_list *sorted,
                                       const kembar_classes *classes, const kembar_options *options,
                                       uint32_t a, uint32_t b);

/* Appends the exact pairs within the class of representative `head`, likewise. */
kembar_status kembar_members_add_class(kembar_pair_list *list, uint64_t *n_unlisted,
                                       const kembar_prepared *prepared,
                                       const kembar_classes *classes, const kembar_options *options,
                                       uint32_t head) KEMBAR_MUST_CHECK;

#endif
