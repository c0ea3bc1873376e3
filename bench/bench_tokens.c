/* Tokens: the fast path and the reference that it is proved against, on one core; what the levels
 * of its two kernels give, and a copy of the text, which is the most that memory gives. */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash_spans.h"
#include "stages.h"
#include "text/tokens.h"
#include "text/tokens_cut.h"

typedef kembar_status (*append_function)(kembar_tokens *tokens, kembar_view text, size_t begin,
                                         size_t end);

typedef struct token_work {
    const bench_stages *stages;
    append_function append;
    kembar_tokens tokens;
    uint64_t n_tokens, sum; /* of all hashes: keeps both paths honest */
} token_work;

/* Block by block, as documents do. */
static void tokenise(void *context) {
    token_work *work = context;
    work->n_tokens = work->sum = 0;
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        const kembar_document *document = work->stages->near.documents[i];
        work->tokens.n_items = 0;
        for (size_t k = 0; k < document->n_blocks; k++)
            bench_need(work->append(&work->tokens, document->text, document->blocks[k].begin,
                                    document->blocks[k].end),
                       NULL);
        work->n_tokens += work->tokens.n_items;
        for (size_t k = 0; k < work->tokens.n_items; k++)
            work->sum += work->tokens.items[k].hash;
    }
}

static token_work measure(bench *self, const bench_stages *stages, append_function append,
                          const char *text, const char *tokens) {
    token_work work = {.stages = stages, .append = append};
    bench_times times = bench_measure(self, tokenise, NULL, &work);
    bench_rate(self, text, (double)stages->text_bytes * 1e-6, "MB/s", &times);
    bench_rate(self, tokens, (double)work.n_tokens * 1e-6, "M/s", &times);
    kembar_tokens_deinit(&work.tokens);
    return work;
}

typedef void (*cut_function)(kembar_token_cut *cut, const char *data, size_t size);
typedef void (*hash_function)(const kembar_hash_spans *spans, uint64_t *hashes);

/* One level of each kernel; `hash` may be NULL. */
typedef struct kernel_work {
    const bench_stages *stages;
    cut_function cut;
    hash_function hash;
    kembar_token_cut words;
    uint64_t hashes[KEMBAR_CUT_MAX_BYTES / 2];
    uint64_t sum;
} kernel_work;

/* Cuts texts in pieces, whatever their bytes: words at the edges of pieces come in two. */
static void run_kernels(void *context) {
    kernel_work *work = context;
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        kembar_view text = work->stages->near.documents[i]->text;
        for (size_t at = 0; at < text.size; at += KEMBAR_CUT_MAX_BYTES) {
            size_t left = text.size - at;
            work->cut(&work->words, text.data + at,
                      left < KEMBAR_CUT_MAX_BYTES ? left : KEMBAR_CUT_MAX_BYTES);
            kembar_hash_spans spans = {work->words.folded, work->words.begins, work->words.ends,
                                       work->words.n_words};
            if (work->hash)
                work->hash(&spans, work->hashes);
            work->sum += work->words.n_words + work->hashes[0];
        }
    }
}

static void measure_kernels(bench *self, const bench_stages *stages, const char *what,
                            cut_function cut, hash_function hash) {
    kernel_work *work = bench_need_memory(kembar_alloc_zeroed(1, sizeof *work));
    work->stages = stages;
    work->cut = cut;
    work->hash = hash;
    bench_times times = bench_measure(self, run_kernels, NULL, work);
    bench_rate(self, what, (double)stages->text_bytes * 1e-6, "MB/s", &times);
    kembar_free(work);
}

static void measure_levels(bench *self, const bench_stages *stages) {
    measure_kernels(self, stages, "words, scalar", kembar_token_cut_scalar, NULL);
    measure_kernels(self, stages, "words and hashes, scalar", kembar_token_cut_scalar,
                    kembar_hash_spans_scalar);
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX2)
        measure_kernels(self, stages, "words, AVX2", kembar_token_cut_avx2, NULL);
    if (kembar_cpu() < KEMBAR_CPU_AVX512)
        return;
    measure_kernels(self, stages, "words, AVX-512", kembar_token_cut_avx512, NULL);
    measure_kernels(self, stages, "words and hashes, AVX-512", kembar_token_cut_avx512,
                    kembar_hash_spans_avx512);
#endif
}

typedef struct copy_work {
    const bench_stages *stages;
    kembar_buffer buffer;
} copy_work;

static void copy_texts(void *context) {
    copy_work *work = context;
    kembar_buffer_clear(&work->buffer);
    for (size_t i = 0; i < work->stages->near.n_documents; i++)
        kembar_buffer_append_view(&work->buffer, work->stages->near.documents[i]->text);
}

static void measure_copy(bench *self, const bench_stages *stages) {
    copy_work work = {.stages = stages};
    copy_texts(&work);
    bench_times times = bench_measure(self, copy_texts, NULL, &work);
    bench_rate(self, "limit: a copy of the text", (double)stages->text_bytes * 1e-6, "MB/s",
               &times);
    kembar_buffer_deinit(&work.buffer);
}

static uint64_t count_ascii(const bench_stages *stages) {
    uint64_t n = 0;
    for (size_t i = 0; i < stages->near.n_documents; i++) {
        const kembar_tokens *tokens = &stages->near.documents[i]->tokens;
        for (size_t k = 0; k < tokens->n_items; k++)
            n += !(tokens->flags[k] & KEMBAR_TOKEN_NON_ASCII);
    }
    return n;
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_tokens", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_row(&self, "tokens that are ASCII",
              100 * (double)count_ascii(&stages) / (double)stages.n_tokens, "%");
    measure_copy(&self, &stages);
    measure_levels(&self, &stages);
    token_work fast =
        measure(&self, &stages, kembar_tokens_append, "fast path", "fast path: tokens");
    token_work reference =
        measure(&self, &stages, kembar_tokens_append_reference, "reference", "reference: tokens");
    bench_stages_deinit(&stages);
    if (fast.n_tokens != reference.n_tokens || fast.sum != reference.sum) {
        fprintf(stderr, "bench_tokens: the two paths differ: %" PRIu64 " and %" PRIu64 " tokens\n",
                fast.n_tokens, reference.n_tokens);
        return 1;
    }
    return bench_end(&self);
}
