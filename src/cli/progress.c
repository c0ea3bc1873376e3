#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "messages.h"

enum {
    BAR_CELLS = 24,
    MIN_BAR_COLUMNS = 78,
    MIN_RATE_SECONDS = 1,
    COUNT_BYTES = 32,
    BYTES_IN_MB = 1000000
};
static const double bar_every_s = 0.1;
static const double line_every_s = 10.0;

static double now_s(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
        return 0.0;
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void kembar_bar_init(kembar_bar *bar, const kembar_arguments *arguments) {
    int32_t how = arguments->progress;
    *bar = (kembar_bar){.is_shown = !arguments->quiet && how != KEMBAR_PROGRESS_NEVER,
                        .is_bar = how == KEMBAR_PROGRESS_BAR};
    if (how == KEMBAR_PROGRESS_AUTO)
        bar->is_bar = isatty(STDERR_FILENO);
    bar->last_print_s = now_s();
}

/* 1234567 -> "1,234,567". */
static const char *print_count(uint64_t count, char buffer[COUNT_BYTES]) {
    char digits[COUNT_BYTES];
    int n_digits = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t at = 0;
    for (int i = 0; i < n_digits; i++) {
        if (i > 0 && (n_digits - i) % 3 == 0)
            buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

static void add(char *buffer, const char *text) {
    strncat(buffer, text, KEMBAR_BAR_BYTES - strlen(buffer) - 1);
}

static void add_bar(char *buffer, uint64_t done, uint64_t total) {
    char cells[BAR_CELLS + 1];
    size_t n_full = (size_t)((double)done / (double)total * BAR_CELLS);
    for (size_t i = 0; i < BAR_CELLS; i++)
        cells[i] = i < n_full ? '#' : '.';
    cells[BAR_CELLS] = '\0';
    add(buffer, " [");
    add(buffer, cells);
    add(buffer, "]");
}

/* Reading counts bytes; every other stage counts things. */
static void add_amount(char *buffer, const char *stage, double amount) {
    char number[COUNT_BYTES];
    int is_bytes = strcmp(stage, "read") == 0;
    add(buffer, print_count((uint64_t)(is_bytes ? amount / BYTES_IN_MB : amount + 0.5), number));
    add(buffer, is_bytes ? " MB" : "");
}

static void add_time_left(char *buffer, double seconds) {
    char text[64];
    uint64_t left = (uint64_t)(seconds + 0.5);
    if (left >= 360000)
        return;
    if (left >= 3600)
        (void)snprintf(text, sizeof text, ", %" PRIu64 ":%02" PRIu64 " h left", left / 3600,
                       left % 3600 / 60);
    else
        (void)snprintf(text, sizeof text, ", %" PRIu64 ":%02" PRIu64 " left", left / 60, left % 60);
    add(buffer, text);
}

void kembar_bar_print(char *buffer, size_t columns, const char *stage, uint64_t done,
                      uint64_t total, double seconds) {
    char percent[COUNT_BYTES];
    buffer[0] = '\0';
    add(buffer, stage);
    if (total > 0 && done <= total && columns >= MIN_BAR_COLUMNS)
        add_bar(buffer, done, total);
    if (total > 0 && done <= total) {
        (void)snprintf(percent, sizeof percent, " %3d%%",
                       (int)((double)done * 100 / (double)total));
        add(buffer, percent);
    }
    if (done == 0)
        return;
    add(buffer, " ");
    add_amount(buffer, stage, (double)done);
    if (seconds < MIN_RATE_SECONDS)
        return;
    double rate = (double)done / seconds;
    add(buffer, ", ");
    add_amount(buffer, stage, rate);
    add(buffer, "/s");
    if (total > done)
        add_time_left(buffer, (double)(total - done) / rate);
}

static void draw(kembar_bar *bar, uint64_t done, uint64_t total, double now) {
    char line[KEMBAR_BAR_BYTES];
    size_t columns = bar->is_bar ? kembar_terminal_columns(stderr) : 0;
    kembar_bar_print(line, columns, bar->stage, done, total, now - bar->stage_start_s);
    if (bar->is_bar) {
        if (strlen(line) >= columns)
            line[columns - 1] = '\0';
        fprintf(stderr, "\r%s\033[K", line);
        bar->is_drawn = 1;
    } else
        fprintf(stderr, "%s\n", line);
    (void)fflush(stderr);
    bar->last_print_s = now;
}

void kembar_bar_update(void *context, const char *stage, uint64_t done, uint64_t total) {
    kembar_bar *bar = context;
    if (!bar->is_shown)
        return;
    double now = now_s();
    if (!bar->stage || strcmp(bar->stage, stage) != 0) {
        bar->stage = stage;
        bar->stage_start_s = now;
    }
    if (now - bar->last_print_s >= (bar->is_bar ? bar_every_s : line_every_s))
        draw(bar, done, total, now);
}

void kembar_bar_clear(kembar_bar *bar) {
    if (bar->is_drawn)
        fputs("\r\033[K", stderr);
    bar->is_drawn = 0;
}
