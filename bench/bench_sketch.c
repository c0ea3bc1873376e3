/* Sketches: how many a second on one core, and how far their estimates lie from the truth. */
#include <math.h>

#include "base/alloc.h"
#include "base/random.h"
#include "feature/sketch.h"
#include "stages.h"

enum { N_PLACES = 128, N_TRIALS = 2000, MAX_SHINGLES = 1000, N_LEVELS = 9 };

typedef struct sketch_work {
    const bench_stages *stages;
    uint32_t *sketches; /* N_PLACES a document */
    uint64_t n_equal;
} sketch_work;

static void make_sketches(void *context) {
    sketch_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        const kembar_shingle_set *set = &work->stages->near.prepared[i].shingles;
        kembar_sketch_make(set->items, set->n_items, N_PLACES, work->sketches + i * N_PLACES);
    }
}

static void compare_sketches(void *context) {
    sketch_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++)
        work->n_equal +=
            kembar_sketch_equal_places(work->sketches, work->sketches + i * N_PLACES, N_PLACES);
}

/* Squared error of one estimate for two sets of n random shingles with a given number in common. */
static double squared_error(kembar_random *random, size_t n, size_t n_shared) {
    static uint64_t items[2 * MAX_SHINGLES];
    uint32_t a[N_PLACES], b[N_PLACES];
    for (size_t i = 0; i < 2 * n - n_shared; i++)
        items[i] = kembar_random_next(random);
    kembar_sketch_make(items, n, N_PLACES, a);
    kembar_sketch_make(items + n - n_shared, n, N_PLACES, b);
    double estimate = (double)kembar_sketch_equal_places(a, b, N_PLACES) / N_PLACES;
    double error = estimate - (double)n_shared / (double)(2 * n - n_shared);
    return error * error;
}

/* Over overlaps of 1/10 to 9/10 of a set; a classic MinHash errs by the root of J(1 - J) / places.
 */
static void measure_error(bench *self, size_t n, const char *what, const char *classic) {
    kembar_random random = {n};
    double sum = 0, expected = 0;
    for (size_t level = 1; level <= N_LEVELS; level++) {
        size_t n_shared = n * level / (N_LEVELS + 1);
        double jaccard = (double)n_shared / (double)(2 * n - n_shared);
        for (int i = 0; i < N_TRIALS; i++)
            sum += squared_error(&random, n, n_shared);
        expected += jaccard * (1 - jaccard) / N_PLACES;
    }
    bench_row(self, what, sqrt(sum / (N_LEVELS * N_TRIALS)), "");
    bench_row(self, classic, sqrt(expected / N_LEVELS), "");
}

static void measure_speed(bench *self, const bench_stages *stages) {
    size_t n = stages->near.n_documents;
    sketch_work work = {stages, NULL, 0};
    uint64_t n_shingles = 0;
    for (size_t i = 0; i < n; i++)
        n_shingles += stages->near.prepared[i].shingles.n_items;
    work.sketches = bench_need_memory(kembar_alloc(n, N_PLACES * sizeof *work.sketches));
    bench_times times = bench_measure(self, make_sketches, NULL, &work);
    bench_row(self, "shingles of a document", (double)n_shingles / (double)n, "");
    bench_rate(self, "sketches of 128 places", (double)n, "documents/s", &times);
    bench_rate(self, "sketches of 128 places: shingles", (double)n_shingles * 1e-6, "M/s", &times);
    times = bench_measure(self, compare_sketches, NULL, &work);
    bench_rate(self, "comparisons of two sketches", (double)n * 1e-6, "M/s", &times);
    kembar_free(work.sketches);
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_sketch", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    measure_speed(&self, &stages);
    measure_error(&self, 10, "RMSE, 10 shingles", "RMSE, 10 shingles: classic MinHash");
    measure_error(&self, 300, "RMSE, 300 shingles", "RMSE, 300 shingles: classic MinHash");
    measure_error(&self, 1000, "RMSE, 1000 shingles", "RMSE, 1000 shingles: classic MinHash");
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
