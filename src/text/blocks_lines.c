#include "text/blocks_lines.h"

#include <string.h>

#include "base/array.h"
#include "text/byte_bits.h"
#include "text/marks.h"
#include "text/utf8.h"

static int is_space_at(kembar_view text, size_t at, size_t *size) {
    unsigned char c = (unsigned char)text.data[at];
    *size = 1;
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13);
    uint32_t code_point = kembar_utf8_decode((kembar_view){text.data + at, text.size - at}, size);
    return (kembar_utf8_kind(code_point) & KEMBAR_CHAR_SPACE) != 0;
}

static kembar_view trim(kembar_view text) {
    size_t size;
    while (text.size > 0 && is_space_at(text, 0, &size))
        text = (kembar_view){text.data + size, text.size - size};
    while (text.size > 0) {
        size_t at = kembar_utf8_floor(text, text.size - 1);
        if (!is_space_at(text, at, &size))
            break;
        text.size = at;
    }
    return text;
}

/* Every byte but continuations. */
static size_t count_code_points(const char *data, size_t size) {
    size_t n = 0, at = 0;
    for (; size - at >= KEMBAR_BYTE_STEP; at += KEMBAR_BYTE_STEP)
        n += KEMBAR_BYTE_STEP - kembar_bytes_continued(data + at);
    for (; at < size; at++)
        n += ((unsigned char)data[at] & 0xc0) != 0x80;
    return n;
}

static int starts_with(kembar_view text, const char *prefix) {
    size_t size = strlen(prefix);
    return text.size >= size && memcmp(text.data, prefix, size) == 0;
}

static int starts_lower(kembar_view line) {
    /* Latin, Greek and Cyrillic end before U+0530; the letters of most other scripts have no case.
     */
    enum { CASELESS = 0x530 };
    size_t size;
    uint32_t c = kembar_utf8_decode(line, &size);
    unsigned kind = kembar_utf8_kind(c);
    int is_letter = (kind & (KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT)) == KEMBAR_CHAR_WORD && c != '_';
    if (!is_letter || (kind & KEMBAR_CHAR_UPPER) != 0 || c >= CASELESS)
        return 0;
    if (starts_with(line, "http") || starts_with(line, "www."))
        return 0;
    /* A letter before a C1 control is half of a quotation mark that was decoded wrongly. */
    kembar_view rest = {line.data + size, line.size - size};
    return rest.size == 0 || kembar_utf8_decode(rest, &size) - 0x80 >= 0x20;
}

static size_t bullet_size(kembar_view line) {
    static const char *const bullets[] = {"\xe2\x80\x93", "\xe2\x80\xa2", "\xe2\x80\xa3",
                                          "\xe2\x96\xa0", "\xe2\x96\xaa", "\xe2\x97\x8f",
                                          "\xe2\x97\xa6", "\xc2\xb7"};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (starts_with(line, bullets[i]))
            return strlen(bullets[i]);
    return 0;
}

static size_t numeral_size(kembar_view line) {
    size_t n = 0;
    while (n < line.size && n < 3 && line.data[n] >= '0' && line.data[n] <= '9')
        n++;
    return n > 0 && n < line.size && (line.data[n] == '.' || line.data[n] == ')') ? n + 1 : 0;
}

/* Bytes of a bullet, a number or a letter with its mark, or 0. */
static size_t marker_size(kembar_view line) {
    unsigned char c = (unsigned char)line.data[0];
    if (c == '-' || c == '*' || c == '+')
        return 1;
    if (c >= 0x80)
        return bullet_size(line);
    if (c >= 'a' && c <= 'z')
        return line.size > 1 && line.data[1] == ')' ? 2 : 0;
    return numeral_size(line);
}

static unsigned marker_flag(kembar_view line) {
    size_t size;
    size_t n = 0;
    while (n < line.size && line.data[n] == '#')
        n++;
    if (n >= 1 && n <= 6 && n < line.size && line.data[n] == ' ')
        return KEMBAR_LINE_TITLE;
    n = marker_size(line);
    return n > 0 && n < line.size && is_space_at(line, n, &size) ? KEMBAR_LINE_ITEM : 0;
}

static unsigned ending_flag(kembar_view line) {
    size_t size;
    while (line.size > 0) {
        size_t at = kembar_utf8_floor(line, line.size - 1);
        uint32_t c = kembar_utf8_decode((kembar_view){line.data + at, line.size - at}, &size);
        if (kembar_mark_ends(c))
            return KEMBAR_LINE_FINAL;
        if (c == ',' || c == ':' || c == ';')
            return KEMBAR_LINE_STOP;
        if (!kembar_mark_closes(c))
            return 0;
        line.size = at;
    }
    return 0;
}

static unsigned letter_flag(kembar_view line) {
    size_t size;
    for (size_t at = 0; at < line.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){line.data + at, line.size - at}, &size);
        if ((kembar_utf8_kind(c) & KEMBAR_CHAR_WORD) != 0)
            return KEMBAR_LINE_LETTER;
    }
    return 0;
}

static size_t first_word_width(kembar_view line) {
    size_t at = 0;
    size_t size;
    size_t n = 0;
    while (at < line.size && n < UINT8_MAX && !is_space_at(line, at, &size)) {
        at += size;
        n++;
    }
    return n;
}

static kembar_line measure_line(kembar_view text, size_t begin, size_t end) {
    kembar_view content = trim((kembar_view){text.data + begin, end - begin});
    size_t first = (size_t)(content.data - text.data);
    kembar_line line = {.begin = (uint32_t)first, .end = (uint32_t)(first + content.size)};
    if (content.size == 0)
        return line;
    size_t indent = count_code_points(text.data + begin, first - begin);
    size_t width = indent + count_code_points(content.data, content.size);
    line.width = width < UINT16_MAX ? (uint16_t)width : UINT16_MAX;
    line.indent = indent < UINT8_MAX ? (uint8_t)indent : UINT8_MAX;
    line.first_word = (uint8_t)first_word_width(content);
    line.flags = (uint8_t)(marker_flag(content) | ending_flag(content) | letter_flag(content) |
                           (starts_lower(content) ? KEMBAR_LINE_LOWER : 0u));
    return line;
}

/* Where a byte comes next. Remembered, so that a text is searched through once however its lines
 * end. */
typedef struct next_byte {
    size_t at; /* good for every begin up to it */
    int is_known;
} next_byte;

static size_t find_next(next_byte *next, kembar_view text, size_t begin, int c) {
    if (!next->is_known || next->at < begin) {
        const char *found = memchr(text.data + begin, c, text.size - begin);
        next->at = found ? (size_t)(found - text.data) : text.size;
        next->is_known = 1;
    }
    return next->at;
}

kembar_status kembar_lines_split(kembar_view text, kembar_block_list *list, size_t *n_lines) {
    next_byte next_lf = {0};
    next_byte next_cr = {0};
    size_t begin = 0;
    *n_lines = 0;
    while (begin < text.size) {
        size_t lf = find_next(&next_lf, text, begin, '\n');
        size_t cr = find_next(&next_cr, text, begin, '\r');
        size_t end = lf < cr ? lf : cr;
        kembar_status status = kembar_array_reserve((void **)&list->lines, &list->line_capacity,
                                                    *n_lines + 1, sizeof *list->lines);
        if (status != KEMBAR_OK)
            return status;
        list->lines[(*n_lines)++] = measure_line(text, begin, end);
        int is_crlf = end == cr && cr + 1 == lf && lf < text.size;
        begin = end + (is_crlf ? 2 : 1);
    }
    return KEMBAR_OK;
}
