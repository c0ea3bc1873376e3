#include "pair/pool.h"

#include <stdlib.h>

void kembar_pool_start(kembar_pool *pool, size_t n_best, float lowest) {
    pool->n_items = 0;
    pool->n_best = n_best;
    pool->lowest = lowest;
    pool->floor = lowest - KEMBAR_ESTIMATE_MARGIN;
}

int kembar_estimate_compare(const void *x, const void *y) {
    const kembar_estimate *a = x, *b = y;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return a->doc_id < b->doc_id ? -1 : a->doc_id > b->doc_id;
}

/* Sixteen sums side by side fit vector registers of every width. */
float kembar_estimate_product(const float *a, const float *b, size_t n_dimensions) {
    enum { LANES = 16 };
    float sums[LANES] = {0}, sum = 0;
    for (size_t i = 0; i < n_dimensions; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += a[i + k] * b[i + k];
    for (size_t k = 0; k < LANES; k++)
        sum += sums[k];
    return sum;
}

void kembar_pool_settle(kembar_pool *pool) {
    qsort(pool->items, pool->n_items, sizeof *pool->items, kembar_estimate_compare);
    if (pool->n_items <= pool->n_best)
        return;
    float floor = pool->items[pool->n_best - 1].value - 2 * KEMBAR_ESTIMATE_MARGIN;
    if (floor > pool->floor)
        pool->floor = floor;
    while (pool->n_items > pool->n_best && pool->items[pool->n_items - 1].value < pool->floor)
        pool->n_items--;
}

/* The estimate from which an item is among the best whatever the kernel. */
static float sure_from(const kembar_pool *pool) {
    float sure = pool->lowest + KEMBAR_ESTIMATE_MARGIN;
    if (pool->n_items > pool->n_best) {
        float last = pool->items[pool->n_best - 1].value + 2 * KEMBAR_ESTIMATE_MARGIN;
        sure = last > sure ? last : sure;
    }
    return sure;
}

size_t kembar_pool_choose(kembar_pool *pool, const float *row, const float *others,
                          size_t n_dimensions) {
    size_t n = 0;
    kembar_pool_settle(pool);
    float sure = sure_from(pool);
    while (n < pool->n_items && pool->items[n].value > sure)
        n++;
    for (size_t i = n; i < pool->n_items; i++)
        pool->items[i].value = kembar_estimate_product(
            row, others + pool->items[i].doc_id * n_dimensions, n_dimensions);
    qsort(pool->items + n, pool->n_items - n, sizeof *pool->items, kembar_estimate_compare);
    while (n < pool->n_items && n < pool->n_best && pool->items[n].value >= pool->lowest)
        n++;
    return n;
}

static void add(kembar_pool *pool, float value, uint32_t doc_id) {
    if (pool->n_items == KEMBAR_POOL_ROOM) {
        kembar_pool_settle(pool);
        if (pool->n_items == KEMBAR_POOL_ROOM)
            pool->n_items = KEMBAR_POOL_ROOM / 2;
        if (value < pool->floor)
            return;
    }
    pool->items[pool->n_items++] = (kembar_estimate){value, doc_id};
}

void kembar_pool_offer(kembar_pool *pool, const float *values, size_t n, uint32_t first_id) {
    enum { STRIP = 16 };
    size_t i = 0;
    /* Nearly all strips hold nothing of interest; the compiler turns this test into a few vector
     * instructions. */
    for (; i + STRIP <= n; i += STRIP) {
        int any = 0;
        for (size_t k = 0; k < STRIP; k++)
            any |= values[i + k] >= pool->floor;
        if (!any)
            continue;
        for (size_t k = 0; k < STRIP; k++)
            if (values[i + k] >= pool->floor)
                add(pool, values[i + k], first_id + (uint32_t)(i + k));
    }
    for (; i < n; i++)
        if (values[i] >= pool->floor)
            add(pool, values[i], first_id + (uint32_t)i);
}
