/* Sketches: how many a second on one core, and how far their estimates lie from the truth; beside
 * two that the library does not use. */
#include <math.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/random.h"
#include "feature/sketch.h"
#include "sketches.h"
#include "stages.h"

enum {
    N_PLACES = BENCH_SKETCH_PLACES,
    N_TRIALS = 2000,
    MAX_SHINGLES = 1000,
    N_LEVELS = 9,
    NAME_BYTES = 64
};

typedef void (*sketch_maker)(const uint64_t *items, size_t n_items, uint32_t *out);

static void make_own(const uint64_t *items, size_t n_items, uint32_t *out) {
    kembar_sketch_make(items, n_items, N_PLACES, out);
}

static void make_own_scalar(const uint64_t *items, size_t n_items, uint32_t *out) {
    kembar_sketch_make_scalar(items, n_items, N_PLACES, out);
}

static const struct {
    const char *name;
    sketch_maker make;
} makers[] = {{"FastSimilaritySketch", make_own},
              {"classic MinHash", bench_sketch_classic},
              {"one permutation", bench_sketch_one_permutation}};

enum { N_MAKERS = sizeof makers / sizeof *makers };

typedef struct sketch_work {
    sketch_maker make;
    const bench_stages *stages;
    uint32_t *sketches; /* N_PLACES a document */
    uint64_t n_equal;
} sketch_work;

static void make_sketches(void *context) {
    sketch_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        const kembar_shingle_set *set = &work->stages->near.prepared[i].shingles;
        work->make(set->items, set->n_items, work->sketches + i * N_PLACES);
    }
}

/* What no sketch can do without: a hash of each shingle. */
static void mix_shingles(void *context) {
    sketch_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        const kembar_shingle_set *set = &work->stages->near.prepared[i].shingles;
        for (size_t k = 0; k < set->n_items; k++)
            work->n_equal += kembar_hash_mix(set->items[k]);
    }
}

static void compare_sketches(void *context) {
    sketch_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++)
        work->n_equal +=
            kembar_sketch_equal_places(work->sketches, work->sketches + i * N_PLACES, N_PLACES);
}

/* Squared error of one estimate for two sets of n random shingles with a given number in common. */
static double squared_error(sketch_maker make, kembar_random *random, size_t n, size_t n_shared) {
    static uint64_t items[2 * MAX_SHINGLES];
    uint32_t a[N_PLACES], b[N_PLACES];
    for (size_t i = 0; i < 2 * n - n_shared; i++)
        items[i] = kembar_random_next(random);
    make(items, n, a);
    make(items + n - n_shared, n, b);
    double estimate = (double)kembar_sketch_equal_places(a, b, N_PLACES) / N_PLACES;
    double error = estimate - (double)n_shared / (double)(2 * n - n_shared);
    return error * error;
}

/* Over overlaps of 1/10 to 9/10 of a set. In theory a classic MinHash errs by the root of
 * J(1 - J) / places. */
static void measure_error(bench *self, size_t n) {
    char what[NAME_BYTES];
    double sums[N_MAKERS] = {0}, expected = 0;
    for (size_t level = 1; level <= N_LEVELS; level++) {
        size_t n_shared = n * level / (N_LEVELS + 1);
        double jaccard = (double)n_shared / (double)(2 * n - n_shared);
        for (size_t k = 0; k < N_MAKERS; k++) {
            kembar_random random = {n * N_LEVELS + level};
            for (int i = 0; i < N_TRIALS; i++)
                sums[k] += squared_error(makers[k].make, &random, n, n_shared);
        }
        expected += jaccard * (1 - jaccard) / N_PLACES;
    }
    for (size_t k = 0; k < N_MAKERS; k++) {
        snprintf(what, sizeof what, "RMSE, %zu shingles: %s", n, makers[k].name);
        bench_row(self, what, sqrt(sums[k] / (N_LEVELS * N_TRIALS)), "");
    }
    snprintf(what, sizeof what, "RMSE, %zu shingles: theory", n);
    bench_row(self, what, sqrt(expected / N_LEVELS), "");
}

static void measure_makers(bench *self, sketch_work *work, double n_shingles) {
    char what[NAME_BYTES];
    for (size_t k = N_MAKERS; k-- > 0;) {
        work->make = makers[k].make;
        bench_times times = bench_measure(self, make_sketches, NULL, work);
        bench_rate(self, makers[k].name, (double)work->stages->near.n_documents, "documents/s",
                   &times);
        snprintf(what, sizeof what, "%s: shingles", makers[k].name);
        bench_rate(self, what, n_shingles * 1e-6, "M/s", &times);
    }
}

static void measure_speed(bench *self, const bench_stages *stages) {
    size_t n = stages->near.n_documents;
    sketch_work work = {.stages = stages};
    uint64_t n_shingles = 0;
    for (size_t i = 0; i < n; i++)
        n_shingles += stages->near.prepared[i].shingles.n_items;
    work.sketches = bench_need_memory(kembar_alloc(n, N_PLACES * sizeof *work.sketches));
    bench_row(self, "shingles of a document", (double)n_shingles / (double)n, "");
    measure_makers(self, &work, (double)n_shingles);
    work.make = make_own_scalar;
    bench_times times = bench_measure(self, make_sketches, NULL, &work);
    bench_rate(self, "FastSimilaritySketch, scalar", (double)n, "documents/s", &times);
    times = bench_measure(self, mix_shingles, NULL, &work);
    bench_rate(self, "limit: one mix of each shingle", (double)n_shingles * 1e-6, "M/s", &times);
    times = bench_measure(self, compare_sketches, NULL, &work);
    bench_rate(self, "comparisons of two sketches", (double)n * 1e-6, "M/s", &times);
    kembar_free(work.sketches);
}

int main(int argc, char **argv) {
    static const size_t sizes[] = {10, 100, 300, 1000};
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_sketch", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    measure_speed(&self, &stages);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        measure_error(&self, sizes[i]);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
