/* The best of many estimates, with a margin for what the estimates may be wrong by. */
#ifndef KEMBAR_PAIR_POOL_H
#define KEMBAR_PAIR_POOL_H

#include <stddef.h>
#include <stdint.h>

typedef struct kembar_estimate {
    float value;
    uint32_t doc_id;
} kembar_estimate;

/* For qsort: the largest value first, then the smallest id. */
int kembar_estimate_compare(const void *x, const void *y);

/* The product of two rows summed in fixed order: what is kept must not hang on the kernel.
 * `n_dimensions` is a multiple of 16. */
float kembar_estimate_product(const float *a, const float *b, size_t n_dimensions);

/* How far two kernels may differ on one product of unit vectors, with room to spare. */
#define KEMBAR_ESTIMATE_MARGIN 1e-4F

enum { KEMBAR_POOL_ROOM = 512 };

/* Collects every estimate that may be among the `n_best` largest seen. */
typedef struct kembar_pool {
    kembar_estimate items[KEMBAR_POOL_ROOM];
    size_t n_items;
    size_t n_best;
    float lowest; /* products below are not wanted */
    float floor;  /* estimates below are out; rises as the pool fills */
} kembar_pool;

void kembar_pool_start(kembar_pool *pool, size_t n_best, float lowest);
/* Offers values[0 .. n) of documents first_id + k. Where more than KEMBAR_POOL_ROOM - n_best
 * estimates lie within the margin of each other (thousands of equal documents) those with the
 * smallest ids stay. */
void kembar_pool_offer(kembar_pool *pool, const float *values, size_t n, uint32_t first_id);
/* Drops all that cannot be among the best any more. Sorted by value, then id. */
void kembar_pool_settle(kembar_pool *pool);
/* Puts the best by fixed products of `row` and the ids' rows of `others` first, in no order, and
 * returns how many they are. Only products that the estimates leave open are computed. */
size_t kembar_pool_choose(kembar_pool *pool, const float *row, const float *others,
                          size_t n_dimensions);

#endif
