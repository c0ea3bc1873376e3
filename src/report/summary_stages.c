#include <string.h>

#include "report/plain.h"
#include "report/summary_text.h"

enum { STAGE_COLUMNS = 22, SECONDS_COLUMNS = 10, ITEMS_COLUMNS = 14, RATE_COLUMNS = 14 };

void kembar_summary_ink(kembar_buffer *out, int color, kembar_ink ink) {
    static const char *const codes[] = {"\033[0m", "\033[1m", "\033[2m", "\033[33m"};
    if (color)
        kembar_buffer_append_text(out, codes[ink]);
}

void kembar_summary_append_cell(kembar_buffer *out, kembar_view text, int width) {
    size_t n_columns = (size_t)(width < 0 ? -width : width);
    size_t n_spaces = text.size < n_columns ? n_columns - text.size : 0;
    if (width > 0)
        kembar_buffer_append_spaces(out, n_spaces);
    kembar_buffer_append_view(out, text);
    if (width < 0)
        kembar_buffer_append_spaces(out, n_spaces);
}

/* A measured value with `n_digits` (1 or 2) behind the point; printf would ask the locale for it.
 */
static void append_decimal(kembar_buffer *out, double value, int n_digits) {
    uint64_t scale = n_digits == 1 ? 10 : 100;
    uint64_t scaled = value > 0 && value < 1e15 ? (uint64_t)(value * (double)scale + 0.5) : 0;
    kembar_buffer_append_u64(out, scaled / scale);
    kembar_buffer_append_char(out, '.');
    if (n_digits == 2)
        kembar_buffer_append_char(out, (char)('0' + scaled % 100 / 10));
    kembar_buffer_append_char(out, (char)('0' + scaled % 10));
}

void kembar_summary_append_seconds(kembar_buffer *out, double seconds) {
    if (seconds < 120) {
        append_decimal(out, seconds, 2);
        kembar_buffer_append_text(out, " s");
        return;
    }
    uint64_t whole = seconds < 1e15 ? (uint64_t)(seconds + 0.5) : 0;
    kembar_plain_append_count(out, whole / 60);
    kembar_buffer_append_text(out, " min ");
    kembar_buffer_append_u64(out, whole % 60);
    kembar_buffer_append_text(out, " s");
}

/* Moves what `cell` holds into a column of `out`. */
static void flush_cell(kembar_buffer *out, kembar_buffer *cell, int width) {
    kembar_summary_append_cell(out, kembar_buffer_view(cell), width);
    kembar_buffer_clear(cell);
}

static void put_stage(kembar_buffer *out, kembar_buffer *cell, const kembar_timing *timing) {
    kembar_buffer_append_text(out, "  ");
    kembar_buffer_append_text(cell, timing->stage);
    flush_cell(out, cell, -STAGE_COLUMNS);
    append_decimal(cell, timing->seconds, 2);
    kembar_buffer_append_text(cell, " s");
    flush_cell(out, cell, SECONDS_COLUMNS);
    kembar_plain_append_count(cell, timing->n_items);
    flush_cell(out, cell, ITEMS_COLUMNS);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(cell, timing->unit);
    flush_cell(out, cell, -10);
    if (timing->seconds > 0)
        kembar_plain_append_count(cell, (uint64_t)((double)timing->n_items / timing->seconds));
    else
        kembar_buffer_append_char(cell, '-');
    flush_cell(out, cell, RATE_COLUMNS);
    kembar_buffer_append_text(out, "/s\n");
}

static void put_machine(kembar_buffer *out, const kembar_run_summary *summary) {
    kembar_buffer_append_text(out, "  ");
    kembar_plain_append_counted(out, summary->n_threads > 0 ? (uint64_t)summary->n_threads : 0,
                                "thread", "threads");
    if (summary->peak_memory_bytes > 0) {
        kembar_buffer_append_text(out, " · ");
        kembar_plain_append_count(out, (summary->peak_memory_bytes + 500000) / 1000000);
        kembar_buffer_append_text(out, " MB at most");
    }
    if (summary->blas_core) {
        kembar_buffer_append_text(out, " · OpenBLAS ");
        (void)kembar_plain_append_line(
            out, (kembar_view){summary->blas_core, strlen(summary->blas_core)}, 24);
        kembar_buffer_append_text(out, ", ");
        append_decimal(out, summary->blas_gflops, 1);
        kembar_buffer_append_text(out, " GFLOP/s");
    }
    kembar_buffer_append_char(out, '\n');
}

void kembar_summary_write_stages(kembar_buffer *out, const kembar_run_summary *summary, int color) {
    kembar_buffer cell = {0};
    kembar_buffer_append_char(out, '\n');
    kembar_summary_ink(out, color, KEMBAR_INK_SOFT);
    for (size_t i = 0; i < summary->n_timings; i++)
        put_stage(out, &cell, &summary->timings[i]);
    put_machine(out, summary);
    kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    out->failed = out->failed || cell.failed;
    kembar_buffer_deinit(&cell);
}
