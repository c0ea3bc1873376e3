#include "read/lines.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"

enum { SKIP_BYTES = 64 * 1024 };

void kembar_window_deinit(kembar_window *window) {
    kembar_free(window->data);
    kembar_free(window->lines);
    *window = (kembar_window){0};
}

/* Drops what the window holds, keeps its memory. */
static void clear(kembar_window *window) {
    window->size = 0;
    window->n_split = 0;
    window->cut_bytes = 0;
    window->offset = 0;
    window->at_end = 0;
    window->n_lines = 0;
}

static kembar_status reserve_bytes(kembar_window *window, size_t n_bytes) {
    return kembar_array_reserve((void **)&window->data, &window->capacity, n_bytes, 1);
}

/* The window holds one line without an end that is over the limit: keeps its first `limit` + 1
 * bytes, counts the others, and goes on behind its end. */
static kembar_status skip_long_line(kembar_window *window, kembar_stream *stream, size_t limit,
                                    kembar_error *error) {
    size_t keep = limit + 1;
    window->cut_bytes = window->size - keep;
    window->size = keep;
    if (reserve_bytes(window, keep + 1 + SKIP_BYTES) != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    char *rest = window->data + keep + 1;
    for (;;) {
        size_t n = 0;
        kembar_status status = kembar_stream_read(stream, rest, SKIP_BYTES, &n, error);
        if (status != KEMBAR_OK) {
            return status;
        }
        const char *end = memchr(rest, '\n', n);
        if (end != NULL) {
            size_t n_line = (size_t)(end - rest);
            size_t n_behind = n - n_line - 1;
            window->cut_bytes += n_line;
            window->data[keep] = '\n';
            memmove(rest, end + 1, n_behind);
            window->size = keep + 1 + n_behind;
            window->at_end = n < SKIP_BYTES;
            return KEMBAR_OK;
        }
        window->cut_bytes += n;
        if (n < SKIP_BYTES) {
            window->at_end = 1;
            return KEMBAR_OK;
        }
    }
}

kembar_status kembar_window_fill(kembar_window *window, kembar_stream *stream, size_t target,
                                 size_t limit, kembar_error *error) {
    size_t wanted = window->size < target ? target : window->size + target;
    for (;;) {
        size_t first = window->size;
        if (reserve_bytes(window, wanted) != KEMBAR_OK) {
            return kembar_error_memory(error);
        }
        size_t n = 0;
        kembar_status status =
            kembar_stream_read(stream, window->data + first, wanted - first, &n, error);
        if (status != KEMBAR_OK) {
            return status;
        }
        window->size += n;
        window->at_end = window->size < wanted;
        /* What was there before is the rest of a line: its end can only be among the new bytes. */
        if (window->at_end || memchr(window->data + first, '\n', n) != NULL) {
            return KEMBAR_OK;
        }
        if (window->size > limit) {
            return skip_long_line(window, stream, limit, error);
        }
        wanted = window->size > (SIZE_MAX - target) / 2 ? SIZE_MAX : 2 * window->size + target;
    }
}

static int is_blank(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
            return 0;
        }
    }
    return 1;
}

static kembar_status add_line(kembar_window *window, size_t begin, size_t end, uint64_t number) {
    uint64_t cut = begin == 0 ? window->cut_bytes : 0;
    uint64_t offset = window->offset + begin + (begin == 0 ? 0 : window->cut_bytes);
    if (cut == 0 && end > begin && window->data[end - 1] == '\r') {
        end--;
    }
    if (is_blank(window->data + begin, end - begin)) {
        return KEMBAR_OK;
    }
    kembar_status status = kembar_array_reserve((void **)&window->lines, &window->line_capacity,
                                                window->n_lines + 1, sizeof *window->lines);
    if (status == KEMBAR_OK) {
        window->lines[window->n_lines++] =
            (kembar_line){{window->data + begin, end - begin}, end - begin + cut, number, offset};
    }
    return status;
}

kembar_status kembar_window_split(kembar_window *window, uint64_t *line_number) {
    size_t begin = 0;
    kembar_status status = KEMBAR_OK;
    while (begin < window->size && status == KEMBAR_OK) {
        /* Files of nothing but line ends go by quickly. */
        if (window->data[begin] == '\n') {
            begin++;
            ++*line_number;
            continue;
        }
        const char *end = memchr(window->data + begin, '\n', window->size - begin);
        if (end == NULL && !window->at_end) {
            break;
        }
        size_t n = end == NULL ? window->size : (size_t)(end - window->data);
        status = add_line(window, begin, n, ++*line_number);
        begin = end == NULL ? n : n + 1;
    }
    window->n_split = begin;
    return status;
}

kembar_status kembar_window_carry(const kembar_window *window, kembar_window *next) {
    clear(next);
    next->offset = window->offset + window->n_split + window->cut_bytes;
    size_t n = window->size - window->n_split;
    if (n == 0) {
        return KEMBAR_OK;
    }
    kembar_status status = reserve_bytes(next, n);
    if (status == KEMBAR_OK) {
        memcpy(next->data, window->data + window->n_split, n);
        next->size = n;
    }
    return status;
}
