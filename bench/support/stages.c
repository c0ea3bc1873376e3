#include "stages.h"

#include <string.h>

#include "base/alloc.h"
#include "feature/tfidf.h"
#include "input.h"

static void list_documents(bench_stages *stages) {
    size_t n = kembar_collection_document_count(stages->collection);
    stages->near.documents = bench_need_memory(kembar_alloc(n, sizeof *stages->near.documents));
    stages->near.n_documents = n;
    for (size_t i = 0; i < n; i++) {
        stages->near.documents[i] = kembar_collection_document(stages->collection, i);
        stages->n_tokens += kembar_document_token_count(stages->near.documents[i]);
    }
}

void bench_stages_read(bench_stages *stages, bench *self) {
    kembar_options options = kembar_options_default();
    kembar_error error = {0};
    *stages = (bench_stages){0};
    bench_input_provide(self);
    stages->collection = bench_input_read(self, self->n_threads);
    stages->text_bytes = bench_text_bytes(stages->collection);
    list_documents(stages);
    options.n_threads = self->n_threads;
    bench_need(kembar_near_set_options(&stages->near, &options, &error), &error);
    kembar_clock_start(&stages->near.clock, NULL, NULL);
    bench_row(self, "documents", (double)stages->near.n_documents, "");
    bench_row(self, "text", (double)stages->text_bytes * 1e-6, "MB");
    bench_row(self, "tokens", (double)stages->n_tokens * 1e-6, "M");
}

void bench_stages_near(bench_stages *stages) {
    kembar_error error = {0};
    bench_need(kembar_near_run(&stages->near, &error), &error);
}

void bench_stages_lists(const bench_stages *stages, kembar_near_lists *lists) {
    kembar_error error = {0};
    bench_need(kembar_near_lists_build(lists, &stages->near, &error), &error);
}

void bench_stages_terms(bench_stages *stages) {
    const kembar_near *near = &stages->near;
    kembar_error error = {0};
    bench_need(kembar_lexicon_open(&stages->lexicon, NULL, &error), &error);
    bench_need(kembar_term_table_build(&stages->table, near->prepared, near->n_documents,
                                       kembar_lexicon_roots(stages->lexicon),
                                       near->options.n_threads, &error),
               &error);
}

static void *copy_of(const void *items, size_t n_items, size_t item_size) {
    void *copy = bench_need_memory(kembar_alloc(n_items, item_size));
    if (n_items)
        memcpy(copy, items, n_items * item_size);
    return copy;
}

kembar_term_table bench_stages_copy_table(const bench_stages *stages) {
    kembar_term_table out = stages->table;
    size_t n_terms = out.first[out.n_documents];
    out.first = copy_of(stages->table.first, out.n_documents + 1, sizeof *out.first);
    out.terms = copy_of(stages->table.terms, n_terms, sizeof *out.terms);
    out.counts = copy_of(stages->table.counts, n_terms, sizeof *out.counts);
    return out;
}

void bench_stages_matrix(bench_stages *stages) {
    kembar_near *near = &stages->near;
    kembar_error error = {0};
    kembar_term_table table = bench_stages_copy_table(stages);
    bench_need(kembar_tfidf_fit(&table, near->options.n_threads, &near->model.frequencies,
                                &stages->matrix, &error),
               &error);
}

void bench_stages_deinit(bench_stages *stages) {
    kembar_term_table_deinit(&stages->table);
    kembar_sparse_deinit(&stages->matrix);
    kembar_lexicon_free(stages->lexicon);
    kembar_near_deinit(&stages->near);
    kembar_collection_free(stages->collection);
}
