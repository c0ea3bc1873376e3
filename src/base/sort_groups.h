/* The last step of a radix sort: groups of a few keys, in the order of the groups, unsorted within.
 * Private to sort_u64*.c. */
#ifndef KEMBAR_BASE_SORT_GROUPS_H
#define KEMBAR_BASE_SORT_GROUPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

#ifdef KEMBAR_X86
/* Sorts keys that are made of groups of at most `largest`: neighbours change places in as many
 * rounds, without a branch that depends on them. O(n_keys * largest). */
void kembar_sort_groups_avx512(uint64_t *keys, size_t n_keys, size_t largest);
#endif

#endif
