/* Lists of pairs that threads made, put together. */
#ifndef KEMBAR_PAIR_PAIR_MERGE_H
#define KEMBAR_PAIR_PAIR_MERGE_H

#include "pair/pair_build.h"

/* Moves the pairs of n_lists lists into *out (which may hold some already), sorted by (a, b); the
 * lists are left empty. LIMIT beyond 2^32 passages. */
kembar_status kembar_pair_merge(kembar_pair_list *out, kembar_pair_list *lists, size_t n_lists,
                                kembar_error *error) KEMBAR_MUST_CHECK;

/* The pair (a, b), a < b, of a sorted list, or NULL. Logarithmic. */
const kembar_pair *kembar_pair_list_find(const kembar_pair_list *list, uint32_t a, uint32_t b);
/* Pairs of a sorted list whose first document comes before `a`. Logarithmic. */
size_t kembar_pair_list_before(const kembar_pair_list *list, uint32_t a);

#endif
