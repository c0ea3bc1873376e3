/* What keys that somebody made cost, beside random ones: every table and sort whose keys come from
 * documents. No input. Processor time, one thread. */
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/sort.h"
#include "bench.h"
#include "feature/sketch.h"
#include "pair/classes.h"
#include "pair/equal_runs.h"

enum { N_KEYS = 1 << 20, N_TOKENS = 20000, N_CLASSES = 20000, CLASS_TOKENS = 8, N_SHINGLES = 300 };

typedef struct hostile {
    kembar_random random;
    uint64_t *keys, *work;
    uint64_t *tokens;
    kembar_prepared *prepared;
    kembar_document *documents;
    uint64_t *contents;
    kembar_token *wholes;
    uint32_t places[CLASS_TOKENS]; /* 0, 1, 2...: all tokens are content */
} hostile;

typedef void (*hostile_work)(hostile *work);

static double measure_cpu(const bench *self, hostile_work work, hostile *context) {
    double best_s = 0;
    for (int round = 0; round < self->n_rounds; round++) {
        double start_s = bench_cpu_s();
        work(context);
        double spent_s = bench_cpu_s() - start_s;
        best_s = round == 0 || spent_s < best_s ? spent_s : best_s;
    }
    return best_s;
}

/* --- the radix sort: keys that part only in their last bits, and keys nested into each other ---
 */

static void fill_random(hostile *work) {
    for (size_t i = 0; i < N_KEYS; i++)
        work->keys[i] = kembar_random_next(&work->random);
}

static void fill_alike(hostile *work) {
    for (size_t i = 0; i < N_KEYS; i++)
        work->keys[i] = kembar_random_next(&work->random) & (N_KEYS - 1);
}

/* Half of the keys differ in the first bits, a quarter in the next, and so on. */
static void fill_nested(hostile *work) {
    for (size_t i = 0; i < N_KEYS; i++) {
        unsigned n_zeros = (unsigned)__builtin_ctzll(i + 1) * 5;
        work->keys[i] = kembar_random_next(&work->random) >> (n_zeros < 64 ? n_zeros : 63);
    }
}

static void sort_keys(hostile *work) {
    memcpy(work->work, work->keys, N_KEYS * sizeof *work->keys);
    bench_need(kembar_sort_u64(work->work, N_KEYS), NULL);
}

/* --- the seeds of an alignment: all in one slot --- */

static void fill_tokens(hostile *work, uint64_t slot_mask) {
    for (size_t i = 0; i < N_TOKENS; i++) {
        uint64_t *at = &work->tokens[i];
        do
            *at = kembar_random_next(&work->random);
        while (i >= 2 && ((kembar_seeds_hash(at - 2) >> 20) & slot_mask) != 0);
    }
}

static void find_runs(hostile *work) {
    kembar_token_hashes content = {.hashes = work->tokens, .n_tokens = N_TOKENS};
    kembar_seeds seeds = {0};
    kembar_equal_runs runs = {0};
    for (int i = 0; i < 20; i++) {
        bench_need(kembar_seeds_build(&seeds, work->tokens, N_TOKENS), NULL);
        bench_need(kembar_equal_runs_find(&runs, &seeds, &content, &content), NULL);
    }
    kembar_seeds_deinit(&seeds);
    kembar_equal_runs_deinit(&runs);
}

/* --- contents whose hashes are all the same --- */

static void make_contents(hostile *work) {
    work->prepared = bench_need_memory(kembar_alloc_zeroed(N_CLASSES, sizeof *work->prepared));
    work->documents = bench_need_memory(kembar_alloc_zeroed(N_CLASSES, sizeof *work->documents));
    work->contents =
        bench_need_memory(kembar_alloc((size_t)N_CLASSES * CLASS_TOKENS, sizeof *work->contents));
    work->wholes = bench_need_memory(
        kembar_alloc_zeroed((size_t)N_CLASSES * CLASS_TOKENS, sizeof *work->wholes));
    for (uint32_t i = 0; i < CLASS_TOKENS; i++)
        work->places[i] = i;
    for (size_t i = 0; i < (size_t)N_CLASSES * CLASS_TOKENS; i++)
        work->contents[i] = work->wholes[i].hash = kembar_random_next(&work->random);
    for (size_t i = 0; i < N_CLASSES; i++) {
        work->documents[i].tokens.items = work->wholes + i * CLASS_TOKENS;
        work->documents[i].tokens.n_items = CLASS_TOKENS;
        work->prepared[i].document = &work->documents[i];
        work->prepared[i].content.tokens = work->places;
        work->prepared[i].content.n_tokens = CLASS_TOKENS;
    }
}

static void fill_contents(hostile *work, int have_one_hash) {
    for (size_t i = 0; i < N_CLASSES; i++)
        work->prepared[i].content_hash =
            have_one_hash ? 1
                          : kembar_hash_bytes(work->contents + i * CLASS_TOKENS,
                                              CLASS_TOKENS * sizeof *work->contents, 2);
}

static void build_classes(hostile *work) {
    kembar_classes classes;
    bench_need(kembar_classes_build(&classes, work->prepared, N_CLASSES, 1), NULL);
    kembar_classes_deinit(&classes);
}

/* --- a sketch whose first place no shingle ever hits by chance --- */

static int hits_first_place(uint64_t item, unsigned n_places) {
    for (unsigned round = 0; round < n_places; round++) {
        uint64_t value = kembar_hash_mix(item ^ kembar_hash_mix(round + 1));
        if (((value >> 32) * n_places) >> 32 == 0)
            return 1;
    }
    return 0;
}

static void fill_shingles(hostile *work, int avoids_a_place) {
    for (size_t i = 0; i < N_SHINGLES; i++)
        do
            work->keys[i] = kembar_random_next(&work->random);
        while (avoids_a_place && hits_first_place(work->keys[i], 128));
}

static void make_sketches(hostile *work) {
    uint32_t signature[KEMBAR_SKETCH_MAX_PLACES];
    for (size_t i = 0; i < 2000; i++)
        kembar_sketch_make(work->keys, N_SHINGLES, 128, signature);
}

static void row(bench *self, const char *what, double made_s, double random_s) {
    bench_row(self, what, made_s / random_s, "times random");
}

static void measure(bench *self, hostile *work) {
    fill_random(work);
    double random_s = measure_cpu(self, sort_keys, work);
    fill_alike(work);
    row(self, "sort, keys alike but for 20 bits", measure_cpu(self, sort_keys, work), random_s);
    fill_nested(work);
    row(self, "sort, keys nested", measure_cpu(self, sort_keys, work), random_s);
    fill_tokens(work, 0);
    random_s = measure_cpu(self, find_runs, work);
    fill_tokens(work, 65535);
    row(self, "equal runs, seeds in one slot", measure_cpu(self, find_runs, work), random_s);
    fill_contents(work, 0);
    random_s = measure_cpu(self, build_classes, work);
    fill_contents(work, 1);
    double made_s = measure_cpu(self, build_classes, work);
    row(self, "exact classes, one hash for all", made_s, random_s);
    bench_row(self, "such a document", made_s / N_CLASSES * 1e6, "us");
    fill_shingles(work, 0);
    random_s = measure_cpu(self, make_sketches, work);
    fill_shingles(work, 1);
    made_s = measure_cpu(self, make_sketches, work);
    row(self, "sketch, a place that nothing hits", made_s, random_s);
    bench_row(self, "such a sketch", made_s / 2000 * 1e6, "us");
}

int main(int argc, char **argv) {
    bench self;
    hostile work = {.random = {1}};
    int code = bench_begin(&self, "bench_hostile", argc, argv);
    if (code != 0)
        return code;
    work.keys = bench_need_memory(kembar_alloc(N_KEYS, sizeof *work.keys));
    work.work = bench_need_memory(kembar_alloc(N_KEYS, sizeof *work.work));
    work.tokens = bench_need_memory(kembar_alloc(N_TOKENS, sizeof *work.tokens));
    make_contents(&work);
    measure(&self, &work);
    kembar_free(work.prepared);
    kembar_free(work.documents);
    kembar_free(work.contents);
    kembar_free(work.wholes);
    kembar_free(work.tokens);
    kembar_free(work.work);
    kembar_free(work.keys);
    return bench_end(&self);
}
