/* Writes every pair of documents with its Jaccard index of 5-word shingles from a threshold on,
 * exactly: bench_truth INPUT FILE [THRESHOLD]; and to standard output how much there is. Lines are
 * id, tab, id, tab, index with six decimals. Words are those of text/tokens.h, and the text is the
 * title, a newline, and the text of the record. INPUT is JSONL, one record after the other in
 * memory. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buffer.h"
#include "base/sort.h"
#include "bench.h"
#include "document/document.h"
#include "join.h"
#include "read/jsonl.h"
#include "read/lines.h"
#include "text/shingles.h"

enum { WINDOW_BYTES = 1 << 22, LINE_BYTES = 1 << 26, DEFAULT_MICRO = 300000 };

typedef struct truth {
    bench_sets sets;
    kembar_buffer ids;
    size_t *id_begin; /* owned; where each id begins; NUL ends it */
    size_t n_ids, id_capacity;
    uint64_t text_bytes, n_tokens;
    kembar_json_parser *parser; /* owned */
} truth;

static void add_set(truth *self, const kembar_document *document) {
    size_t n_tokens = document->tokens.n_items;
    size_t n = kembar_shingles_count(n_tokens, KEMBAR_SHINGLE_DEFAULT_TOKENS);
    uint64_t *hashes = bench_need_memory(kembar_alloc(n_tokens, sizeof *hashes));
    uint64_t *shingles = bench_need_memory(kembar_alloc(n, sizeof *shingles));
    for (size_t i = 0; i < n_tokens; i++)
        hashes[i] = document->tokens.items[i].hash;
    kembar_shingles_hash(hashes, n_tokens, KEMBAR_SHINGLE_DEFAULT_TOKENS, shingles);
    bench_need(kembar_sort_u64(shingles, n), NULL);
    bench_sets_add(&self->sets, shingles, kembar_unique_u64(shingles, n));
    kembar_free(hashes);
    kembar_free(shingles);
}

static void add_line(truth *self, const char *path, const kembar_line *line) {
    const char *fields[KEMBAR_N_FIELDS];
    kembar_jsonl_row row;
    kembar_document *document;
    kembar_error error = {0};
    for (int i = 0; i < KEMBAR_N_FIELDS; i++)
        fields[i] = kembar_field_key((kembar_field)i);
    bench_need(kembar_jsonl_read(self->parser, fields, line->bytes, &row), NULL);
    if (row.reason[0] != '\0' || row.id.size == 0) {
        fprintf(stderr, "bench_truth: %s:%llu: %s\n", path, (unsigned long long)line->number,
                row.reason[0] != '\0' ? row.reason : "no id");
        exit(1);
    }
    kembar_record record = {.id = row.id, .title = row.title, .text = row.text};
    bench_need(kembar_document_new(&document, &record, &error), &error);
    bench_need(kembar_array_reserve((void **)&self->id_begin, &self->id_capacity, self->n_ids + 1,
                                    sizeof *self->id_begin),
               NULL);
    self->id_begin[self->n_ids++] = self->ids.size;
    kembar_buffer_append_view(&self->ids, row.id);
    kembar_buffer_append_char(&self->ids, '\0');
    self->text_bytes += document->text.size;
    self->n_tokens += document->tokens.n_items;
    add_set(self, document);
    kembar_document_free(document);
}

static void read_all(truth *self, const char *path) {
    kembar_window windows[2] = {{0}, {0}}, *window;
    kembar_stream *stream;
    kembar_error error = {0};
    uint64_t line_number = 0;
    bench_need(kembar_stream_open(&stream, path, KEMBAR_COMPRESSION_NONE, &error), &error);
    bench_need(kembar_json_parser_new(&self->parser), NULL);
    for (int is_odd = 0, at_end = 0; !at_end; is_odd = !is_odd) {
        window = &windows[is_odd];
        bench_need(kembar_window_fill(window, stream, WINDOW_BYTES, LINE_BYTES, &error), &error);
        bench_need(kembar_window_split(window, &line_number), NULL);
        for (size_t i = 0; i < window->n_lines; i++)
            add_line(self, path, &window->lines[i]);
        bench_need(kembar_window_carry(window, &windows[!is_odd]), NULL);
        at_end = window->at_end;
    }
    bench_need(kembar_buffer_status(&self->ids), NULL);
    kembar_json_parser_free(self->parser);
    kembar_window_deinit(&windows[0]);
    kembar_window_deinit(&windows[1]);
    kembar_stream_close(stream);
}

static int write_pairs(const truth *self, const bench_joined *pairs, size_t n_pairs,
                       const char *path) {
    FILE *file = fopen(path, "w");
    int failed = file == NULL;
    for (size_t i = 0; i < n_pairs && !failed; i++) {
        uint64_t micro = (uint64_t)pairs[i].n_shared * 1000000 / pairs[i].n_union;
        failed = fprintf(file, "%s\t%s\t%llu.%06llu\n", self->ids.data + self->id_begin[pairs[i].a],
                         self->ids.data + self->id_begin[pairs[i].b],
                         (unsigned long long)(micro / 1000000),
                         (unsigned long long)(micro % 1000000)) < 0;
    }
    if (file != NULL && fclose(file) != 0)
        failed = 1;
    if (failed)
        perror(path);
    return failed;
}

int main(int argc, char **argv) {
    truth self = {0};
    size_t n_pairs;
    char *end = NULL;
    unsigned long threshold = argc == 4 ? strtoul(argv[3], &end, 10) : DEFAULT_MICRO;
    if (argc < 3 || argc > 4 || (end != NULL && *end != '\0') || threshold < 1 ||
        threshold > 1000000) {
        fprintf(stderr, "usage: %s INPUT FILE [THRESHOLD in 10^-6]\n", argv[0]);
        return 2;
    }
    read_all(&self, argv[1]);
    bench_joined *pairs = bench_sets_join(&self.sets, (uint32_t)threshold, &n_pairs);
    int failed = write_pairs(&self, pairs, n_pairs, argv[2]);
    printf("documents %zu\ntext_bytes %llu\ntokens %llu\npairs %zu\n", self.n_ids,
           (unsigned long long)self.text_bytes, (unsigned long long)self.n_tokens, n_pairs);
    kembar_free(pairs);
    bench_sets_deinit(&self.sets);
    kembar_buffer_deinit(&self.ids);
    kembar_free(self.id_begin);
    return failed;
}
