#include "pair/posting_lines.h"

#include <string.h>

#include "base/alloc.h"
#include "base/cpu.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

/* Both begin on a border of lines. Past the caches, from where it would go to memory anyway. */
static void write_line(kembar_posting *out, const kembar_posting *line) {
    for (size_t i = 0; i < KEMBAR_LINE_BYTES / sizeof(__m128i); i++)
        _mm_stream_si128((__m128i *)out + i, _mm_load_si128((const __m128i *)line + i));
}

/* Such writes are not in order with others until then. */
static void settle_lines(void) {
    _mm_sfence();
}

#else

static void write_line(kembar_posting *out, const kembar_posting *line) {
    memcpy(out, line, KEMBAR_LINE_BYTES);
}

static void settle_lines(void) {
}

#endif

kembar_status kembar_posting_lines_init(kembar_posting_lines *out, kembar_posting *items,
                                        size_t *next, size_t n_ranges) {
    *out = (kembar_posting_lines){.items = items,
                                  .lead = (uintptr_t)items % KEMBAR_LINE_BYTES / sizeof *items,
                                  .next = next,
                                  .n_ranges = n_ranges};
    out->first = kembar_alloc(n_ranges, sizeof *out->first);
    out->memory = kembar_alloc((n_ranges + 1) * KEMBAR_LINE_POSTINGS, sizeof *out->memory);
    if (!out->first || !out->memory) {
        kembar_free(out->first);
        kembar_free(out->memory);
        *out = (kembar_posting_lines){0};
        return KEMBAR_ERROR_MEMORY;
    }
    out->lines = out->memory + (KEMBAR_LINE_BYTES - (uintptr_t)out->memory % KEMBAR_LINE_BYTES) /
                                   sizeof *out->memory;
    memcpy(out->first, next, n_ranges * sizeof *next);
    return KEMBAR_OK;
}

/* What stands in the line before the first place or behind the last is another's. */
void kembar_posting_lines_write(const kembar_posting_lines *lines, size_t range, size_t end) {
    const kembar_posting *line = lines->lines + range * KEMBAR_LINE_POSTINGS;
    size_t n = (end + lines->lead - 1) % KEMBAR_LINE_POSTINGS + 1,
           n_put = end - lines->first[range];
    if (n_put >= KEMBAR_LINE_POSTINGS && n == KEMBAR_LINE_POSTINGS) {
        write_line(lines->items + end - n, line);
        return;
    }
    size_t n_written = n < n_put ? n : n_put;
    memcpy(lines->items + end - n_written, line + n - n_written, n_written * sizeof *line);
}

void kembar_posting_lines_end(kembar_posting_lines *lines) {
    for (size_t range = 0; range < lines->n_ranges; range++) {
        size_t end = lines->next[range];
        if (end > lines->first[range] && (end + lines->lead) % KEMBAR_LINE_POSTINGS != 0)
            kembar_posting_lines_write(lines, range, end);
    }
    settle_lines();
    kembar_free(lines->first);
    kembar_free(lines->memory);
    *lines = (kembar_posting_lines){0};
}
