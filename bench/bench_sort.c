/* The radix sorts that candidates live on, beside the C library's qsort. No input: the keys are
 * random. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/sort.h"
#include "bench.h"

enum { N_ITEMS = 4000000, N_SMALL = 300 };

typedef struct sort_work {
    int n_threads;
    kembar_keyed *fresh, *items;
    uint64_t *fresh_keys, *keys;
} sort_work;

static void shuffle(void *context) {
    sort_work *work = context;
    memcpy(work->items, work->fresh, N_ITEMS * sizeof *work->items);
    memcpy(work->keys, work->fresh_keys, N_ITEMS * sizeof *work->keys);
}

static void sort_keyed(void *context) {
    sort_work *work = context;
    bench_need(kembar_sort_keyed(work->items, N_ITEMS, work->n_threads), NULL);
}

static void sort_keys(void *context) {
    sort_work *work = context;
    bench_need(kembar_sort_u64(work->keys, N_ITEMS), NULL);
}

/* Sets as long as those of one document. */
static void sort_small(void *context) {
    sort_work *work = context;
    for (size_t i = 0; i + N_SMALL <= N_ITEMS; i += N_SMALL)
        bench_need(kembar_sort_u64(work->keys + i, N_SMALL), NULL);
}

static int compare_keyed(const void *x, const void *y) {
    uint64_t a = ((const kembar_keyed *)x)->key, b = ((const kembar_keyed *)y)->key;
    return a < b ? -1 : a > b;
}

static void sort_library(void *context) {
    sort_work *work = context;
    qsort(work->items, N_ITEMS, sizeof *work->items, compare_keyed);
}

static void make_keys(sort_work *work) {
    kembar_random random = {1};
    work->fresh = bench_need_memory(kembar_alloc(N_ITEMS, sizeof *work->fresh));
    work->items = bench_need_memory(kembar_alloc(N_ITEMS, sizeof *work->items));
    work->fresh_keys = bench_need_memory(kembar_alloc(N_ITEMS, sizeof *work->fresh_keys));
    work->keys = bench_need_memory(kembar_alloc(N_ITEMS, sizeof *work->keys));
    for (uint32_t i = 0; i < N_ITEMS; i++) {
        work->fresh_keys[i] = kembar_random_next(&random);
        work->fresh[i] = (kembar_keyed){work->fresh_keys[i], i, 0};
    }
}

static void measure(bench *self, sort_work *work) {
    double millions = N_ITEMS * 1e-6;
    bench_times times = bench_measure(self, sort_library, shuffle, work);
    bench_rate(self, "4 M keyed items, qsort", millions, "M/s", &times);
    work->n_threads = 1;
    times = bench_measure(self, sort_keyed, shuffle, work);
    bench_rate(self, "4 M keyed items, 1 thread", millions, "M/s", &times);
    work->n_threads = self->n_threads;
    times = bench_measure(self, sort_keyed, shuffle, work);
    bench_rate(self, "4 M keyed items, all threads", millions, "M/s", &times);
    times = bench_measure(self, sort_keys, shuffle, work);
    bench_rate(self, "4 M keys, 1 thread", millions, "M/s", &times);
    times = bench_measure(self, sort_small, shuffle, work);
    bench_rate(self, "sets of 300 keys, 1 thread", millions, "M/s", &times);
}

int main(int argc, char **argv) {
    bench self;
    sort_work work;
    int code = bench_begin(&self, "bench_sort", argc, argv);
    if (code != 0)
        return code;
    make_keys(&work);
    measure(&self, &work);
    kembar_free(work.fresh);
    kembar_free(work.items);
    kembar_free(work.fresh_keys);
    kembar_free(work.keys);
    return bench_end(&self);
}
