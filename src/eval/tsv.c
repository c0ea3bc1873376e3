#include "eval/tsv.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "text/utf8.h"

static const uint64_t max_bytes = UINT64_C(1) << 30;

/* Takes the text up to `mark` off *rest, and the mark itself. */
static kembar_view take(kembar_view *rest, char mark) {
    const char *end = rest->size > 0 ? memchr(rest->data, mark, rest->size) : NULL;
    kembar_view taken = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    size_t n = end ? taken.size + 1 : taken.size;
    rest->data += n;
    rest->size -= n;
    return taken;
}

static kembar_status add_row(kembar_tsv *tsv, kembar_view line, uint64_t position, size_t n_columns,
                             const char *path, kembar_error *error) {
    kembar_tsv_row row = {.line = position};
    for (size_t i = 0; i < n_columns; i++) {
        row.columns[i] = take(&line, '\t');
        if (row.columns[i].size == 0)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, position,
                                    "column %zu of %zu is missing or empty", i + 1, n_columns);
    }
    if (kembar_array_reserve((void **)&tsv->rows, &tsv->capacity, tsv->n_rows + 1, sizeof row) !=
        KEMBAR_OK)
        return kembar_error_memory(error);
    tsv->rows[tsv->n_rows++] = row;
    return KEMBAR_OK;
}

/* The file's text, with what is no UTF-8 repaired as in the ids of documents, which it names. */
static kembar_status read_text(kembar_tsv *out, const char *path, kembar_view *text,
                               kembar_error *error) {
    kembar_status status = kembar_file_read(path, max_bytes, &out->bytes, &text->size, error);
    text->data = out->bytes;
    if (status != KEMBAR_OK || kembar_utf8_valid_prefix(*text) == text->size)
        return status;
    kembar_buffer repaired = {0};
    (void)kembar_utf8_repair(*text, &repaired);
    kembar_free(out->bytes);
    out->bytes = repaired.data;
    *text = kembar_buffer_view(&repaired);
    return repaired.failed ? kembar_error_memory(error) : KEMBAR_OK;
}

kembar_status kembar_tsv_read(kembar_tsv *out, const char *path, size_t n_columns,
                              kembar_error *error) {
    *out = (kembar_tsv){0};
    kembar_view rest = {NULL, 0};
    kembar_status status = read_text(out, path, &rest, error);
    if (status == KEMBAR_OK && rest.size >= 3 && memcmp(rest.data, "\xef\xbb\xbf", 3) == 0) {
        rest.data += 3;
        rest.size -= 3;
    }
    for (uint64_t position = 1; status == KEMBAR_OK && rest.size > 0; position++) {
        kembar_view line = take(&rest, '\n');
        if (line.size > 0 && line.data[line.size - 1] == '\r')
            line.size--;
        if (line.size > 0)
            status = add_row(out, line, position, n_columns, path, error);
    }
    if (status != KEMBAR_OK)
        kembar_tsv_deinit(out);
    return status;
}

void kembar_tsv_deinit(kembar_tsv *tsv) {
    kembar_free(tsv->bytes);
    kembar_free(tsv->rows);
    *tsv = (kembar_tsv){0};
}
