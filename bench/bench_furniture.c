/* Furniture: learning what recurs, and taking it out of every document. */
#include "base/alloc.h"
#include "stages.h"

typedef struct furniture_work {
    bench_stages *stages;
    kembar_furniture furniture;
    kembar_content content;
    kembar_prepared prepared;
    uint64_t n_content;
} furniture_work;

static void forget(void *context) {
    furniture_work *work = context;
    kembar_furniture_deinit(&work->furniture);
}

static void fit(void *context) {
    furniture_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    bench_need(kembar_furniture_fit(&work->furniture, near->documents, near->n_documents,
                                    near->options.n_threads, &error),
               &error);
}

static void clean(void *context) {
    furniture_work *work = context;
    const kembar_near *near = &work->stages->near;
    work->n_content = 0;
    for (size_t i = 0; i < near->n_documents; i++) {
        bench_need(kembar_content_apply(&work->content, near->documents[i], &work->furniture),
                   NULL);
        work->n_content += work->content.n_tokens;
        kembar_content_deinit(&work->content);
    }
}

static void prepare(void *context) {
    furniture_work *work = context;
    const kembar_near *near = &work->stages->near;
    for (size_t i = 0; i < near->n_documents; i++) {
        bench_need(kembar_prepared_init(&work->prepared, near->documents[i], &work->furniture,
                                        (unsigned)near->options.shingle_tokens,
                                        (unsigned)near->options.min_tokens),
                   NULL);
        kembar_prepared_deinit(&work->prepared);
    }
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_furniture", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    furniture_work work = {.stages = &stages};
    double n_documents = (double)stages.near.n_documents;
    double megabytes = (double)stages.text_bytes * 1e-6;
    bench_times times = bench_measure(&self, fit, forget, &work);
    bench_rate(&self, "fit, all threads", n_documents, "documents/s", &times);
    bench_rate(&self, "fit, all threads: text", megabytes, "MB/s", &times);
    times = bench_measure(&self, clean, NULL, &work);
    bench_rate(&self, "clean, 1 thread", n_documents, "documents/s", &times);
    bench_rate(&self, "clean, 1 thread: text", megabytes, "MB/s", &times);
    times = bench_measure(&self, prepare, NULL, &work);
    bench_rate(&self, "clean and shingle, 1 thread", n_documents, "documents/s", &times);
    bench_rate(&self, "clean and shingle, 1 thread: text", megabytes, "MB/s", &times);
    bench_row(&self, "furniture blocks", (double)work.furniture.n_blocks, "");
    bench_row(&self, "tokens that are content",
              100 * (double)work.n_content / (double)stages.n_tokens, "%");
    forget(&work);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
