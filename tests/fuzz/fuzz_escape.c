/* Foreign text in every kind of output: HTML, JSON, terminal lines and columns. Input: a byte for
 * widths, then any bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json_writer.h"
#include "cli/escape.h"
#include "fuzz.h"
#include "read/json.h"
#include "report/column.h"
#include "report/html_put.h"
#include "report/plain.h"

static void check_html(kembar_view text, size_t columns) {
    kembar_buffer out = {0};
    kembar_html_put(&out, "<p title=\"");
    kembar_html_put_line(&out, text, columns);
    kembar_html_put(&out, "\">");
    kembar_html_put_escaped(&out, text);
    kembar_html_put(&out, "</p>");
    FUZZ_CHECK(kembar_buffer_status(&out) == KEMBAR_OK);
    fuzz_check_html(kembar_buffer_view(&out));
    kembar_buffer_deinit(&out);
}

static size_t width_of(kembar_view text) {
    size_t width = 0;
    while (text.size > 0)
        width += kembar_plain_width(kembar_plain_next(&text));
    return width;
}

static void check_line(kembar_view text, size_t columns) {
    kembar_buffer out = {0};
    size_t n = kembar_plain_append_line(&out, text, columns);
    kembar_view line = {out.size > 0 ? out.data : "", out.size};
    FUZZ_CHECK(n <= columns && width_of(line) == n);
    fuzz_check_shown(line, 0);
    FUZZ_CHECK(n == 0 || line.data[0] != ' ');
    kembar_buffer_deinit(&out);
}

static void check_column(kembar_view text, size_t columns) {
    kembar_byte_range marked[2] = {{0, 0}, {0, 0}};
    uint32_t third = (uint32_t)(text.size / 3);
    marked[0].end = third;
    marked[1] = (kembar_byte_range){2 * third, (uint32_t)text.size};
    kembar_column column = {.width = columns, .mark_begin = "[", .mark_end = "]", .mark_width = 1};
    kembar_column_set(&column, text, marked, 2);
    FUZZ_CHECK(!column.text.failed);
    fuzz_check_shown((kembar_view){column.text.size > 0 ? column.text.data : "", column.text.size},
                     1);
    for (size_t i = 0; i < column.n_lines; i++) {
        FUZZ_CHECK(column.lines[i].begin <= column.lines[i].end);
        FUZZ_CHECK(column.lines[i].end <= column.text.size);
        FUZZ_CHECK(i == 0 || column.lines[i - 1].end <= column.lines[i].begin);
    }
    kembar_column_deinit(&column);
}

/* A string through writer and parser, and the same text made fit for a terminal. */
static void check_json(kembar_view text) {
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    kembar_json_parser *parser = NULL;
    kembar_json_value root;
    char *shown = NULL;
    size_t shown_size = 0;
    kembar_json_string(&json, text);
    FUZZ_CHECK(kembar_buffer_status(&out) == KEMBAR_OK);
    FUZZ_CHECK(kembar_json_parser_new(&parser) == KEMBAR_OK);
    FUZZ_CHECK(kembar_json_parse(parser, kembar_buffer_view(&out), &root, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_view_equal(kembar_json_as_string(root), text));
    FILE *stream = open_memstream(&shown, &shown_size);
    FUZZ_CHECK(stream != NULL);
    kembar_escape_print_json(stream, kembar_buffer_view(&out));
    FUZZ_CHECK(fclose(stream) == 0);
    kembar_view escaped = {shown, shown_size};
    fuzz_check_shown(escaped, 1);
    FUZZ_CHECK(kembar_json_parse(parser, escaped, &root, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_view_equal(kembar_json_as_string(root), text));
    free(shown);
    kembar_json_parser_free(parser);
    kembar_buffer_deinit(&out);
}

static void check_print(kembar_view bytes) {
    char *shown = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&shown, &size);
    FUZZ_CHECK(stream != NULL);
    kembar_escape_print(stream, bytes);
    FUZZ_CHECK(fclose(stream) == 0);
    fuzz_check_shown((kembar_view){shown, size}, 0);
    FUZZ_CHECK(size >= bytes.size);
    free(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view bytes = fuzz_view(data, size);
    size_t columns = 1 + fuzz_take_byte(&bytes);
    char *copy = fuzz_copy(bytes);
    kembar_buffer repaired = {0};
    bytes.data = copy;
    fuzz_repair(bytes, &repaired);
    kembar_view text = kembar_buffer_view(&repaired);
    check_html(bytes, columns);
    check_line(bytes, columns);
    check_column(text, columns);
    check_json(text);
    check_print(bytes);
    kembar_buffer_deinit(&repaired);
    kembar_free(copy);
    return 0;
}
