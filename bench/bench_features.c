/* Features: terms of a document, the TF-IDF matrix, and its dense projection. */
#include "base/alloc.h"
#include "feature/projection.h"
#include "feature/tfidf.h"
#include "stages.h"

typedef struct feature_work {
    bench_stages *stages;
    kembar_reducer *reducer;
    kembar_term_table table;
    kembar_frequencies frequencies;
    kembar_sparse matrix;
    float *projection;
    uint32_t *rows; /* all of them */
} feature_work;

static void count_terms(void *context) {
    feature_work *work = context;
    const kembar_near *near = &work->stages->near;
    for (size_t i = 0; i < near->n_documents; i++) {
        kembar_terms terms = {0};
        bench_need(kembar_terms_count(&terms, near->documents[i], &near->prepared[i].content,
                                      work->reducer),
                   NULL);
        kembar_terms_deinit(&terms);
    }
}

static void drop_matrix(void *context) {
    feature_work *work = context;
    kembar_term_table_deinit(&work->table);
    kembar_frequencies_deinit(&work->frequencies);
    kembar_sparse_deinit(&work->matrix);
}

static void start_again(void *context) {
    feature_work *work = context;
    drop_matrix(work);
    work->table = bench_stages_copy_table(work->stages);
}

static void fit(void *context) {
    feature_work *work = context;
    kembar_error error = {0};
    bench_need(kembar_tfidf_fit(&work->table, work->stages->near.options.n_threads,
                                &work->frequencies, &work->matrix, &error),
               &error);
}

static void project(void *context) {
    feature_work *work = context;
    kembar_error error = {0};
    kembar_projector projector;
    bench_need(kembar_projector_init(&projector, &work->matrix, &work->frequencies), NULL);
    bench_need(kembar_projector_apply(&projector, work->rows, work->matrix.n_rows,
                                      work->stages->near.options.n_threads, work->projection,
                                      &error),
               &error);
    kembar_projector_deinit(&projector);
}

static void measure(bench *self, feature_work *work) {
    const kembar_near *near = &work->stages->near;
    double n_documents = (double)near->n_documents;
    uint64_t n_tokens = 0;
    for (size_t i = 0; i < near->n_documents; i++)
        n_tokens += near->prepared[i].content.n_tokens;
    bench_times times = bench_measure(self, count_terms, NULL, work);
    bench_rate(self, "terms, 1 thread", n_documents, "documents/s", &times);
    bench_rate(self, "terms, 1 thread: content tokens", (double)n_tokens * 1e-6, "M/s", &times);
    times = bench_measure(self, fit, start_again, work);
    bench_rate(self, "TF-IDF, all threads", n_documents, "documents/s", &times);
    work->projection = bench_need_memory(
        kembar_alloc(near->n_documents, KEMBAR_PROJECTION_DIMENSIONS * sizeof *work->projection));
    work->rows = bench_need_memory(kembar_alloc(near->n_documents, sizeof *work->rows));
    for (size_t i = 0; i < near->n_documents; i++)
        work->rows[i] = (uint32_t)i;
    times = bench_measure(self, project, NULL, work);
    bench_rate(self, "projection, all threads", n_documents, "documents/s", &times);
    bench_row(self, "columns", (double)work->matrix.n_columns, "");
    bench_row(self, "terms of a document",
              (double)work->matrix.first[work->matrix.n_rows] / n_documents, "");
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_features", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    bench_stages_terms(&stages);
    feature_work work = {.stages = &stages};
    kembar_error error = {0};
    bench_need(kembar_reducer_new(&work.reducer, kembar_lexicon_roots(stages.lexicon), &error),
               &error);
    measure(&self, &work);
    kembar_reducer_free(work.reducer);
    drop_matrix(&work);
    kembar_free(work.projection);
    kembar_free(work.rows);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
