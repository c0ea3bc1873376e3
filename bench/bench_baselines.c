/* Obvious methods beside kembar on labelled documents: MinHash with a threshold for pairs, TF-IDF
 * with average linkage for stories. Takes one folder with truth.tsv and stories.tsv; without one
 * the corpus. */
#include <math.h>
#include <string.h>

#include "average_link.h"
#include "base/alloc.h"
#include "base/sort.h"
#include "feature/sketch.h"
#include "input.h"
#include "kembar/run.h"
#include "labelled.h"
#include "stages.h"
#include "text/shingles.h"

enum { N_PLACES = 128, USUAL_PLACES = 103 }; /* 0.8 of 128, rounded up */

typedef struct minhash {
    const bench_labelled *labelled;
    uint32_t *sketches;
    uint64_t *pairs; /* room for every pair */
} minhash;

/* MinHash over the shingles of k words of the whole text, as tools for near-duplicates have it. */
static void sketch(uint32_t *out, const kembar_document *document, unsigned k) {
    size_t n_tokens = document->tokens.n_items;
    size_t n = kembar_shingles_count(n_tokens, k);
    uint64_t *hashes = bench_need_memory(kembar_alloc(n_tokens, sizeof *hashes));
    uint64_t *shingles = bench_need_memory(kembar_alloc(n, sizeof *shingles));
    for (size_t i = 0; i < n_tokens; i++)
        hashes[i] = document->tokens.items[i].hash;
    kembar_shingles_hash(hashes, n_tokens, k, shingles);
    bench_need(kembar_sort_u64(shingles, n), NULL);
    kembar_sketch_make(shingles, kembar_unique_u64(shingles, n), N_PLACES, out);
    kembar_free(hashes);
    kembar_free(shingles);
}

static double f1_at(const minhash *work, unsigned n_places_needed) {
    size_t n = work->labelled->n_documents, n_pairs = 0;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            if (kembar_sketch_equal_places(work->sketches + a * N_PLACES,
                                           work->sketches + b * N_PLACES,
                                           N_PLACES) >= n_places_needed)
                work->pairs[n_pairs++] = (uint64_t)a << 32 | b;
    return bench_labelled_f1(work->labelled, work->pairs, n_pairs);
}

static void measure_minhash(bench *self, const bench_labelled *labelled, unsigned k,
                            const char *usual, const char *best) {
    size_t n = labelled->n_documents;
    minhash work = {labelled, bench_need_memory(kembar_alloc(n, N_PLACES * sizeof(uint32_t))),
                    bench_need_memory(kembar_alloc(n * n, sizeof(uint64_t)))};
    double best_f1 = 0;
    for (size_t i = 0; i < n; i++)
        sketch(work.sketches + i * N_PLACES, kembar_collection_document(labelled->collection, i),
               k);
    for (unsigned places = 1; places <= N_PLACES; places++)
        best_f1 = fmax(best_f1, f1_at(&work, places));
    bench_row(self, usual, f1_at(&work, USUAL_PLACES), "F1");
    bench_row(self, best, best_f1, "F1");
    kembar_free(work.sketches);
    kembar_free(work.pairs);
}

typedef struct best_partition {
    const bench_labelled *labelled;
    double ari, similarity;
} best_partition;

static void keep_best(void *context, const uint32_t *cluster_of, double similarity) {
    best_partition *best = context;
    double ari = bench_labelled_ari(best->labelled, cluster_of);
    if (ari > best->ari) {
        best->ari = ari;
        best->similarity = similarity;
    }
}

/* The usual weights in the place of ours: tf * (1 + ln((1 + N) / (1 + df))), without words of more
 * than `most` documents. */
static void weigh_as_usual(const bench_stages *stages, uint32_t most, kembar_sparse *matrix) {
    const kembar_frequencies *frequencies = &stages->near.model.frequencies;
    for (size_t row = 0; row < matrix->n_rows; row++) {
        for (size_t i = matrix->first[row]; i < matrix->first[row + 1]; i++) {
            uint32_t n_with = frequencies->documents[matrix->columns[i]];
            double idf = 1 + log((1 + (double)matrix->n_rows) / (1 + (double)n_with));
            matrix->values[i] = n_with > most ? 0 : (float)((double)stages->table.counts[i] * idf);
        }
    }
    kembar_sparse_normalise(matrix);
}

static void measure_linkage(bench *self, const bench_labelled *labelled,
                            const kembar_sparse *matrix, const char *what, const char *where) {
    size_t n = labelled->n_documents;
    best_partition best = {labelled, 0, 0};
    double *similarities = bench_need_memory(kembar_alloc(n * n, sizeof *similarities));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            similarities[i * n + k] = kembar_sparse_dot(matrix, i, k);
    bench_average_link(similarities, n, keep_best, &best);
    bench_row(self, what, best.ari, "ARI");
    bench_row(self, where, best.similarity, "cosine");
    kembar_free(similarities);
}

/* What the library's own run says. */
typedef struct own_run {
    uint64_t *pairs; /* room for every pair */
    size_t n_pairs;
    uint32_t *story_of;
    uint32_t n_documents;
} own_run;

static kembar_status note_document(void *context, const kembar_document_row *row,
                                   kembar_error *error) {
    own_run *own = context;
    (void)error;
    own->story_of[row->doc_id] = row->doc_id + own->n_documents;
    return KEMBAR_OK;
}

static kembar_status note_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    own_run *own = context;
    (void)error;
    if (row->pair->relation >= KEMBAR_RELATION_EXCERPT)
        own->pairs[own->n_pairs++] = (uint64_t)row->pair->a << 32 | row->pair->b;
    return KEMBAR_OK;
}

static kembar_status note_cluster(void *context, const kembar_cluster *cluster,
                                  kembar_error *error) {
    own_run *own = context;
    (void)error;
    for (size_t i = 0; i < cluster->n_members && cluster->kind == KEMBAR_CLUSTER_STORY; i++)
        own->story_of[cluster->members[i].doc_id] = cluster->representative;
    return KEMBAR_OK;
}

static void run_own(const bench *self, const bench_labelled *labelled, own_run *own) {
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    kembar_error error = {0};
    kembar_sink sink = {own, NULL, note_document, note_pair, note_cluster, NULL};
    kembar_sink *sinks[] = {&sink};
    options.n_threads = self->n_threads;
    bench_need(kembar_run_cluster(labelled->collection, &options, &context, sinks, 1, &error),
               &error);
}

static void measure_pairs(bench *self, const bench_labelled *labelled, const own_run *own) {
    measure_minhash(self, labelled, 3, "pairs: MinHash >= .8, 3-shingles",
                    "pairs: MinHash, best threshold, 3-shingles");
    measure_minhash(self, labelled, 5, "pairs: MinHash >= .8, 5-shingles",
                    "pairs: MinHash, best threshold, 5-shingles");
    bench_row(self, "pairs: kembar", bench_labelled_f1(labelled, own->pairs, own->n_pairs), "F1");
}

/* Also for the English documents alone: no vector of words joins two languages. */
static void measure_stories(bench *self, bench_stages *stages, bench_labelled *labelled,
                            const own_run *own) {
    uint32_t most = (uint32_t)(labelled->n_documents / 5);
    measure_linkage(self, labelled, &stages->matrix, "stories: average link, our weights, best",
                    "stories: average link, our weights, at");
    bench_row(self, "stories: kembar", bench_labelled_ari(labelled, own->story_of), "ARI");
    kembar_sparse usual = stages->matrix;
    weigh_as_usual(stages, UINT32_MAX, &usual);
    measure_linkage(self, labelled, &usual, "stories: average link, usual weights, best",
                    "stories: average link, usual weights, at");
    weigh_as_usual(stages, most, &usual);
    measure_linkage(self, labelled, &usual, "stories: average link, max_df .2, best",
                    "stories: average link, max_df .2, at");
    bench_labelled_keep_language(labelled, KEMBAR_LANGUAGE_EN);
    measure_linkage(self, labelled, &usual, "English stories: average link, max_df .2, best",
                    "English stories: average link, max_df .2, at");
    bench_row(self, "English stories: kembar", bench_labelled_ari(labelled, own->story_of), "ARI");
}

static void measure(bench *self, bench_stages *stages, bench_labelled *labelled) {
    size_t n = labelled->n_documents;
    own_run own = {bench_need_memory(kembar_alloc(n * n, sizeof *own.pairs)), 0,
                   bench_need_memory(kembar_alloc(n, sizeof *own.story_of)), (uint32_t)n};
    bench_stages_near(stages);
    bench_stages_terms(stages);
    bench_stages_matrix(stages);
    run_own(self, labelled, &own);
    measure_pairs(self, labelled, &own);
    measure_stories(self, stages, labelled, &own);
    kembar_free(own.pairs);
    kembar_free(own.story_of);
}

int main(int argc, char **argv) {
    static char corpus[] = "corpus";
    static char *default_inputs[] = {corpus, NULL};
    bench self;
    bench_stages stages;
    bench_labelled labelled;
    int code = bench_begin(&self, "bench_baselines", argc, argv);
    if (code != 0)
        return code;
    if (self.inputs[0] == NULL)
        self.inputs = default_inputs;
    if (self.inputs[1] != NULL) {
        fprintf(stderr, "bench_baselines: takes one folder\n");
        return 2;
    }
    bench_stages_read(&stages, &self);
    bench_labelled_read(&labelled, stages.collection, self.inputs[0]);
    measure(&self, &stages, &labelled);
    bench_labelled_deinit(&labelled);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
