/* Tokens: the fast path and the reference that it is proved against, on one core. */
#include <inttypes.h>
#include <string.h>

#include "stages.h"
#include "text/tokens.h"

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
