/* Reading: files to documents with tokens, blocks, values and languages. */
#include "input.h"

typedef struct read_work {
    const bench *self;
    int n_threads;
    kembar_collection *collection;
} read_work;

static void drop(void *context) {
    read_work *work = context;
    kembar_collection_free(work->collection);
    work->collection = NULL;
}

static void read_all(void *context) {
    read_work *work = context;
    work->collection = bench_input_read(work->self, work->n_threads);
}

static void measure(bench *self, int n_threads, const char *documents, const char *text) {
    read_work work = {self, n_threads, NULL};
    bench_times times = bench_measure(self, read_all, drop, &work);
    size_t n_documents = kembar_collection_document_count(work.collection);
    if (n_threads == 1) {
        bench_row(self, "documents", (double)n_documents, "");
        bench_row(self, "on disk", (double)bench_input_bytes(work.collection) * 1e-6, "MB");
        bench_row(self, "text", (double)bench_text_bytes(work.collection) * 1e-6, "MB");
    }
    bench_rate(self, documents, (double)n_documents, "documents/s", &times);
    bench_rate(self, text, (double)bench_text_bytes(work.collection) * 1e-6, "MB/s", &times);
    drop(&work);
}

int main(int argc, char **argv) {
    bench self;
    int code = bench_begin(&self, "bench_read", argc, argv);
    if (code != 0)
        return code;
    bench_input_provide(&self);
    measure(&self, 1, "read, 1 thread", "read, 1 thread: text");
    if (self.n_threads > 1)
        measure(&self, self.n_threads, "read, all threads", "read, all threads: text");
    bench_row(&self, "peak memory", bench_peak_mib(), "MiB");
    return bench_end(&self);
}
