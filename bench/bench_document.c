/* What happens to one document before it is paired with any other, step by step, on one core:
 * microseconds a document, and the share of them that memory and hashes alone would take. */
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"
#include "document/block_hash.h"
#include "document/document_maker.h"
#include "feature/sketch.h"
#include "stages.h"
#include "text/language.h"
#include "text/sentences.h"
#include "text/shingles.h"
#include "text/utf8.h"

enum { N_PLACES = 128 };

typedef struct document_work {
    const bench_stages *stages;
    kembar_document_maker maker;
    kembar_content_maker content;
    kembar_tokens tokens;
    kembar_block_list spans;
    kembar_value *values;
    kembar_buffer buffer;
    uint64_t *hashes, *shingles; /* room for the longest document */
    size_t n_values, value_capacity;
    uint64_t sum; /* keeps results from being optimised away */
} document_work;

typedef void (*document_step)(document_work *work, size_t i);

static const kembar_document *document_at(const document_work *work, size_t i) {
    return work->stages->near.documents[i];
}

static void copy_text(document_work *work, size_t i) {
    kembar_buffer_clear(&work->buffer);
    kembar_buffer_append_view(&work->buffer, document_at(work, i)->text);
    work->sum += (unsigned char)work->buffer.data[work->buffer.size / 2];
}

static void hash_words(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    for (size_t k = 0; k < document->tokens.n_items; k++) {
        kembar_token token = document->tokens.items[k];
        work->sum +=
            kembar_hash_bytes(document->text.data + token.begin, token.end - token.begin, 0);
    }
}

static kembar_record record_at(const document_work *work, size_t i) {
    const kembar_document *d = document_at(work, i);
    size_t at = d->title.data ? d->title.size + 1 : 0;
    return (kembar_record){.id = d->id,
                           .title = d->title,
                           .date = d->date,
                           .source = d->source,
                           .url = d->url,
                           .text = {d->text.data + at, d->text.size - at},
                           .input = d->input};
}

static void make_document(document_work *work, size_t i) {
    kembar_record record = record_at(work, i);
    kembar_document *document;
    bench_need(kembar_document_new(&document, &record, NULL), NULL);
    work->sum += document->tokens.n_items;
    kembar_document_free(document);
}

static void make_plain(document_work *work, size_t i) {
    kembar_record record = record_at(work, i);
    bench_need(kembar_document_maker_next(&work->maker, &record, NULL), NULL);
    work->sum += work->maker.document.tokens.n_items;
}

static void repair(document_work *work, size_t i) {
    kembar_buffer_clear(&work->buffer);
    work->sum += kembar_utf8_repair(document_at(work, i)->text, &work->buffer);
}

static void split(document_work *work, size_t i) {
    work->spans.n_items = 0;
    bench_need(kembar_blocks_split(document_at(work, i)->text, &work->spans), NULL);
}

static void tokenise(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    work->tokens.n_items = 0;
    for (size_t k = 0; k < document->n_blocks; k++)
        bench_need(kembar_tokens_append(&work->tokens, document->text, document->blocks[k].begin,
                                        document->blocks[k].end),
                   NULL);
}

/* Marking twice changes nothing. */
static void mark_sentences(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    kembar_tokens tokens = document->tokens;
    for (size_t k = 0; k < document->n_blocks; k++)
        kembar_sentences_mark(document->text, &tokens, document->blocks[k].first_token,
                              document->blocks[k].n_tokens);
    work->sum += tokens.flags ? tokens.flags[0] : 0;
}

static void hash_blocks(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    for (size_t k = 0; k < document->n_blocks; k++)
        work->sum += kembar_block_hash_tokens(
            document->tokens.items + document->blocks[k].first_token, document->blocks[k].n_tokens);
}

static void find_languages(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    for (size_t k = 0; k < document->n_blocks; k++) {
        const kembar_block *block = &document->blocks[k];
        kembar_view text = {document->text.data + block->begin, block->end - block->begin};
        work->sum += kembar_language_measure(text).n_known;
    }
}

static void find_values(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    work->n_values = 0;
    for (size_t k = 0; k < document->n_blocks; k++) {
        const kembar_block *block = &document->blocks[k];
        bench_need(kembar_values_find(document->text, &document->tokens, block->first_token,
                                      block->n_tokens, (kembar_language)block->language,
                                      &work->values, &work->n_values, &work->value_capacity),
                   NULL);
    }
}

static void prepare(document_work *work, size_t i) {
    kembar_prepared prepared;
    bench_need(kembar_prepared_init(&prepared, document_at(work, i), NULL, 5, 5), NULL);
    work->sum += prepared.content_hash;
    kembar_prepared_deinit(&prepared);
}

static void clean(document_work *work, size_t i) {
    bench_need(kembar_content_maker_next(&work->content, document_at(work, i), NULL), NULL);
    work->sum += work->content.content.n_tokens;
}

static size_t make_shingles(document_work *work, size_t i) {
    const kembar_document *document = document_at(work, i);
    size_t n = document->tokens.n_items;
    for (size_t k = 0; k < n; k++)
        work->hashes[k] = document->tokens.items[k].hash;
    kembar_shingles_hash(work->hashes, n, 5, work->shingles);
    return kembar_shingles_count(n, 5);
}

static void hash_shingles(document_work *work, size_t i) {
    work->sum += make_shingles(work, i);
}

static void sort_shingles(document_work *work, size_t i) {
    size_t n = make_shingles(work, i);
    bench_need(kembar_sort_u64(work->shingles, n), NULL);
    work->sum += kembar_unique_u64(work->shingles, n);
}

static void sketch(document_work *work, size_t i) {
    uint32_t out[N_PLACES];
    size_t n = make_shingles(work, i);
    kembar_sketch_make(work->shingles, n, N_PLACES, out);
    work->sum += out[0];
}

/* Processor time: others at work on the machine take nothing of it. */
static double time_step(document_work *work, document_step step) {
    double begin = bench_cpu_s();
    for (size_t i = 0; i < work->stages->near.n_documents; i++)
        step(work, i);
    return bench_cpu_s() - begin;
}

static void measure(bench *self, document_work *work, const char *what, document_step step) {
    double *times_s = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *times_s));
    for (int round = 0; round < self->n_rounds; round++)
        times_s[round] = time_step(work, step);
    bench_times times = bench_times_of(times_s, self->n_rounds);
    bench_micros(self, what, (double)work->stages->near.n_documents, &times);
    kembar_free(times_s);
}

static const struct {
    const char *what;
    document_step step;
} steps[] = {
    {"limit: a copy of the text", copy_text},
    {"limit: a hash of each word", hash_words},
    {"document", make_document},
    {"document, without languages and values", make_plain},
    {"  repair of the text", repair},
    {"  blocks", split},
    {"  tokens", tokenise},
    {"  sentences", mark_sentences},
    {"  block hashes", hash_blocks},
    {"  languages", find_languages},
    {"  values", find_values},
    {"prepared, no furniture", prepare},
    {"  content", clean},
    {"  shingles", hash_shingles},
    {"  shingles, sorted", sort_shingles},
    {"shingles, sketch of 128 places", sketch},
};

static size_t longest_document(const bench_stages *stages) {
    size_t longest = 1;
    for (size_t i = 0; i < stages->near.n_documents; i++)
        if (stages->near.documents[i]->tokens.n_items > longest)
            longest = stages->near.documents[i]->tokens.n_items;
    return longest;
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_document", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    size_t longest = longest_document(&stages);
    document_work work = {.stages = &stages};
    work.hashes = bench_need_memory(kembar_alloc(longest, sizeof *work.hashes));
    work.shingles = bench_need_memory(kembar_alloc(longest, sizeof *work.shingles));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        measure(&self, &work, steps[i].what, steps[i].step);
    kembar_document_maker_deinit(&work.maker);
    kembar_content_maker_deinit(&work.content);
    kembar_tokens_deinit(&work.tokens);
    kembar_buffer_deinit(&work.buffer);
    kembar_block_list_deinit(&work.spans);
    kembar_free(work.values);
    kembar_free(work.hashes);
    kembar_free(work.shingles);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
