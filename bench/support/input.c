#include "input.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "folder.h"
#include "generate.h"

enum { SEED = 20240601 };

int bench_input_write(FILE *file, uint64_t n_documents) {
    bench_generator *generator = bench_generator_new(SEED);
    kembar_buffer line = {0};
    int failed = 0;
    for (uint64_t i = 0; i < n_documents && !failed; i++) {
        kembar_buffer_clear(&line);
        bench_generator_record(generator, i, &line);
        bench_need(kembar_buffer_status(&line), NULL);
        failed = fwrite(line.data, 1, line.size, file) != line.size;
    }
    kembar_buffer_deinit(&line);
    bench_generator_free(generator);
    return failed ? -1 : 0;
}

static void write_generated(const char *path, uint64_t n_documents) {
    FILE *file = fopen(path, "w");
    int failed = file == NULL || bench_input_write(file, n_documents) != 0;
    if (file != NULL && fclose(file) != 0)
        failed = 1;
    if (failed) {
        perror(path);
        exit(1);
    }
}

void bench_input_generate(bench *self) {
    static char path[BENCH_PATH_BYTES];
    static char *generated[] = {path, NULL};
    bench_folder_path("generated.jsonl", path);
    write_generated(path, self->n_documents);
    self->inputs = generated;
}

void bench_input_provide(bench *self) {
    if (self->inputs[0] == NULL)
        bench_input_generate(self);
}

kembar_source *bench_input_source(const bench *self) {
    static const char *const excludes[] = {"README.md"};
    kembar_source_options options = kembar_source_options_default();
    kembar_source *source;
    kembar_error error = {0};
    options.excludes = excludes;
    options.n_excludes = 1;
    bench_need(kembar_source_new(&source, &options, &error), &error);
    for (char **input = self->inputs; *input != NULL; input++)
        bench_need(kembar_source_add(source, *input, &error), &error);
    return source;
}

kembar_collection *bench_input_read(const bench *self, int n_threads) {
    kembar_source *source = bench_input_source(self);
    kembar_collection *collection;
    kembar_error error = {0};
    bench_need(kembar_source_read(source, n_threads, NULL, NULL, &collection, &error), &error);
    kembar_source_free(source);
    for (size_t i = 0; i < kembar_collection_rejection_count(collection); i++) {
        const kembar_rejection *bad = kembar_collection_rejection(collection, i);
        fprintf(stderr, "bench: %.*s: %s\n", (int)bad->path.size, bad->path.data, bad->reason);
    }
    return collection;
}

uint64_t bench_input_bytes(const kembar_collection *collection) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < kembar_collection_input_count(collection); i++)
        bytes += kembar_collection_input(collection, i)->size_bytes;
    return bytes;
}

uint64_t bench_text_bytes(const kembar_collection *collection) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < kembar_collection_document_count(collection); i++)
        bytes += kembar_document_text(kembar_collection_document(collection, i)).size;
    return bytes;
}
