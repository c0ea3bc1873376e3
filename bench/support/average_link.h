/* Textbook average-link clustering of all documents: the obvious way to find stories. */
#ifndef KEMBAR_BENCH_AVERAGE_LINK_H
#define KEMBAR_BENCH_AVERAGE_LINK_H

#include <stddef.h>
#include <stdint.h>

/* Called after each merge with the partition and the average similarity at which the last two
 * clusters met. */
typedef void (*bench_partition_seen)(void *context, const uint32_t *cluster_of, double similarity);

/* Merges the two clusters of highest average similarity until one is left. `similarities` (n x n,
 * symmetric) is used up. O(n^3): for some hundreds of documents. */
void bench_average_link(double *similarities, size_t n, bench_partition_seen seen, void *context);

#endif
