#include "report/column.h"

#include "base/alloc.h"
#include "base/array.h"
#include "report/plain.h"

void kembar_column_deinit(kembar_column *column) {
    kembar_buffer_deinit(&column->text);
    kembar_free(column->lines);
    column->lines = NULL;
}

static void add_line(kembar_column *column, size_t begin) {
    if (kembar_array_reserve((void **)&column->lines, &column->capacity, column->n_lines + 1,
                             sizeof *column->lines) != KEMBAR_OK) {
        column->text.failed = 1;
        return;
    }
    column->lines[column->n_lines++] = (kembar_column_line){begin, begin, 0};
}

static void end_mark(kembar_column *column) {
    if (!column->is_marked)
        return;
    kembar_buffer_append_text(&column->text, column->mark_end);
    column->pending_width += column->mark_width;
    column->is_marked = 0;
}

/* Puts the pending word on the last line, or on a new one where it does not fit. `goes_on` says
 * that what comes next is marked like its end. */
static void end_word(kembar_column *column, int goes_on) {
    if (!goes_on || column->marks_words)
        end_mark(column);
    size_t size = column->text.size;
    if (column->pending_begin == size || column->text.failed)
        return;
    kembar_column_line *last = column->n_lines ? &column->lines[column->n_lines - 1] : NULL;
    size_t space = last && last->width > 0 ? 1 : 0;
    if (!last || last->width + space + column->pending_width > column->width) {
        add_line(column, column->pending_begin);
        if (column->text.failed)
            return;
        last = &column->lines[column->n_lines - 1];
        space = 0;
    }
    last->width += space + column->pending_width;
    last->end = size;
    /* Becomes part of a line when another word follows on it. */
    kembar_buffer_append_char(&column->text, ' ');
    column->pending_begin = column->text.size;
    column->pending_width = 0;
}

static void add_character(kembar_column *column, uint32_t shown, int is_marked) {
    size_t width = kembar_plain_width(shown);
    size_t marks = is_marked ? 2 * column->mark_width : 0;
    if (column->pending_width > 0 && column->pending_width + width + marks > column->width)
        end_word(column, is_marked);
    if (is_marked && !column->is_marked) {
        kembar_buffer_append_text(&column->text, column->mark_begin);
        column->pending_width += column->mark_width;
        column->is_marked = 1;
    } else if (!is_marked)
        end_mark(column);
    kembar_plain_append_code_point(&column->text, shown);
    column->pending_width += width;
}

void kembar_column_set(kembar_column *column, kembar_view text, const kembar_byte_range *marked,
                       size_t n_marked) {
    size_t next_mark = 0;
    for (kembar_view rest = text; rest.size > 0 && !column->text.failed;) {
        size_t at = text.size - rest.size;
        uint32_t shown = kembar_plain_shown(kembar_plain_next(&rest));
        while (next_mark < n_marked && marked[next_mark].end <= at)
            next_mark++;
        int is_marked = next_mark < n_marked && marked[next_mark].begin <= at;
        if (shown == ' ')
            end_word(column, is_marked);
        else if (shown != 0)
            add_character(column, shown, is_marked);
    }
    end_word(column, 0);
}
