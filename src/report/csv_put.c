#include "report/csv_put.h"

#include "report/plain.h"

static void begin_cell(kembar_csv_row *row) {
    if (row->n_cells++)
        kembar_buffer_append_char(row->out, ',');
}

void kembar_csv_end_row(kembar_csv_row *row) {
    kembar_buffer_append_text(row->out, "\r\n");
    row->n_cells = 0;
}

void kembar_csv_put_empty(kembar_csv_row *row) {
    begin_cell(row);
}

/* Where a spreadsheet sees a formula, also in their full-width form. */
static int is_formula(uint32_t c) {
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b ||
           c == 0xff0d || c == 0xff20;
}

/* Where the list separator is a semicolon, a spreadsheet begins a cell after one even in quotes:
 * what follows it is made harmless too. */
void kembar_csv_put_text(kembar_csv_row *row, kembar_view text) {
    begin_cell(row);
    if (!text.data)
        return;
    int is_start = 1;
    kembar_buffer_append_char(row->out, '"');
    for (kembar_view rest = text; rest.size > 0;) {
        uint32_t shown = kembar_plain_shown(kembar_plain_next(&rest));
        if (shown == 0)
            continue;
        if (is_start && is_formula(shown))
            kembar_buffer_append_char(row->out, '\'');
        if (shown == '"')
            kembar_buffer_append_char(row->out, '"');
        kembar_plain_append_code_point(row->out, shown);
        is_start = shown == ';' || (is_start && (shown == ' ' || shown == '"'));
    }
    kembar_buffer_append_char(row->out, '"');
}

void kembar_csv_put_name(kembar_csv_row *row, const char *name) {
    begin_cell(row);
    kembar_buffer_append_text(row->out, name);
}

void kembar_csv_put_micro(kembar_csv_row *row, int32_t micro) {
    begin_cell(row);
    if (micro >= 0)
        kembar_buffer_append_micro(row->out, micro);
}

void kembar_csv_put_i64(kembar_csv_row *row, int64_t value) {
    begin_cell(row);
    kembar_buffer_append_i64(row->out, value);
}

void kembar_csv_put_u64(kembar_csv_row *row, uint64_t value) {
    begin_cell(row);
    kembar_buffer_append_u64(row->out, value);
}
