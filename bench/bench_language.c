/* Language: scoring the words of every block, on one core. */
#include "stages.h"
#include "text/language.h"

typedef struct language_work {
    const bench_stages *stages;
    uint64_t n_blocks;
    uint64_t n_of[KEMBAR_N_LANGUAGES];
} language_work;

static void judge(void *context) {
    language_work *work = context;
    *work = (language_work){.stages = work->stages};
    for (size_t i = 0; i < work->stages->near.n_documents; i++) {
        const kembar_document *document = work->stages->near.documents[i];
        for (size_t k = 0; k < document->n_blocks; k++) {
            const kembar_block *block = &document->blocks[k];
            kembar_view text = {document->text.data + block->begin, block->end - block->begin};
            work->n_of[kembar_language_decide(kembar_language_measure(text))]++;
            work->n_blocks++;
        }
    }
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_language", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    language_work work = {.stages = &stages};
    bench_times times = bench_measure(&self, judge, NULL, &work);
    bench_rate(&self, "language of blocks", (double)work.n_blocks * 1e-3, "thousand/s", &times);
    bench_rate(&self, "language of blocks: text", (double)stages.text_bytes * 1e-6, "MB/s", &times);
    bench_row(&self, "blocks: English", (double)work.n_of[KEMBAR_LANGUAGE_EN], "");
    bench_row(&self, "blocks: Indonesian", (double)work.n_of[KEMBAR_LANGUAGE_ID], "");
    bench_row(&self, "blocks: other", (double)work.n_of[KEMBAR_LANGUAGE_OTHER], "");
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
