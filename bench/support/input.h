/* What a benchmark reads: the inputs of its command line, or a file of generated text. */
#ifndef KEMBAR_BENCH_INPUT_H
#define KEMBAR_BENCH_INPUT_H

#include "bench.h"
#include "kembar/source.h"

/* Writes n_documents generated documents as JSONL. 0, or -1 with errno. */
int bench_input_write(FILE *file, uint64_t n_documents);
/* Makes n_documents generated documents the bench's input, in place of any other. */
void bench_input_generate(bench *self);
/* The same where the command line gave none. */
void bench_input_provide(bench *self);

/* The bench's inputs, added to a source that is not read yet; the caller frees it. */
kembar_source *bench_input_source(const bench *self);
/* Reads the bench's inputs; the caller frees the collection. Says on stderr what was rejected. */
kembar_collection *bench_input_read(const bench *self, int n_threads);

/* Bytes of the input files as they lie on disk, and of the documents' texts. */
uint64_t bench_input_bytes(const kembar_collection *collection);
uint64_t bench_text_bytes(const kembar_collection *collection);

#endif
