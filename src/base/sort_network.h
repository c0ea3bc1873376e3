/* A few keys sorted in registers: quicker than any spreading, and without a branch that depends on
 * them. Private to sort_u64.c and sort_network*.c. */
#ifndef KEMBAR_BASE_SORT_NETWORK_H
#define KEMBAR_BASE_SORT_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

enum { KEMBAR_SORT_NETWORK_KEYS = 128 };

#ifdef KEMBAR_X86
/* Sorts up to KEMBAR_SORT_NETWORK_KEYS keys by Batcher's bitonic network. */
void kembar_sort_network_avx512(uint64_t *keys, size_t n_keys);
#endif

#endif
