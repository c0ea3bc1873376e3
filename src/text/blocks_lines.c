#include "text/blocks_lines.h"

#include <string.h>

#include "base/array.h"
#include "text/byte_bits.h"
#include "text/line_marks.h"
#include "text/marks.h"
#include "text/utf8.h"

/* As utf8.h has them, without a call for ASCII, which most characters are. */
static inline uint32_t decode_at(kembar_view text, size_t at, size_t *size) {
    *size = 1;
    if ((unsigned char)text.data[at] < 0x80)
        return (unsigned char)text.data[at];
    return kembar_utf8_decode((kembar_view){text.data + at, text.size - at}, size);
}

static inline int is_small(uint32_t c) {
    return c - 'a' < 26;
}

static inline int is_word(uint32_t c) {
    return is_small(c) || (kembar_utf8_kind(c) & KEMBAR_CHAR_WORD) != 0;
}

static inline size_t floor_of(kembar_view text, size_t offset) {
    return (unsigned char)text.data[offset] < 0x80 ? offset : kembar_utf8_floor(text, offset);
}

static inline int is_space_at(kembar_view text, size_t at, size_t *size) {
    uint32_t c = decode_at(text, at, size);
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13);
    return (kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) != 0;
}

static kembar_view trim(kembar_view text) {
    size_t size;
    while (text.size > 0 && is_space_at(text, 0, &size))
        text = (kembar_view){text.data + size, text.size - size};
    while (text.size > 0) {
        size_t at = floor_of(text, text.size - 1);
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

/* Latin, Greek and Cyrillic end before U+0530; the letters of most other scripts have no case. */
static int is_small_other(uint32_t c) {
    enum { CASELESS = 0x530 };
    enum { NOT_SMALL = KEMBAR_CHAR_DIGIT | KEMBAR_CHAR_UPPER };
    return c < CASELESS &&
           (kembar_utf8_kind(c) & (KEMBAR_CHAR_WORD | NOT_SMALL)) == KEMBAR_CHAR_WORD;
}

static int starts_lower(kembar_view line) {
    size_t size;
    uint32_t c = decode_at(line, 0, &size);
    if (c < 0x80 ? !is_small(c) : !is_small_other(c))
        return 0;
    if (starts_with(line, "http") || starts_with(line, "www."))
        return 0;
    /* A letter before a C1 control is half of a quotation mark that was decoded wrongly. */
    kembar_view rest = {line.data + size, line.size - size};
    return rest.size == 0 || decode_at(rest, 0, &size) - 0x80 >= 0x20;
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
        size_t at = floor_of(line, line.size - 1);
        uint32_t c = decode_at(line, at, &size);
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
        if (is_word(decode_at(line, at, &size)))
            return KEMBAR_LINE_LETTER;
    }
    return 0;
}

size_t kembar_lines_first_word(kembar_view text, const kembar_line *line) {
    kembar_view content = {text.data + line->begin, line->end - line->begin};
    size_t size;
    size_t n = 0;
    for (size_t at = 0; at < content.size && n < UINT8_MAX && !is_space_at(content, at, &size);
         at += size)
        n++;
    return n;
}

static kembar_line measure_line(kembar_view text, size_t begin, size_t end, int is_ascii) {
    kembar_view content = trim((kembar_view){text.data + begin, end - begin});
    size_t first = (size_t)(content.data - text.data);
    kembar_line line = {.begin = (uint32_t)first, .end = (uint32_t)(first + content.size)};
    if (content.size == 0)
        return line;
    size_t indent = first - begin, width = indent + content.size;
    if (!is_ascii) {
        indent = count_code_points(text.data + begin, first - begin);
        width = indent + count_code_points(content.data, content.size);
    }
    line.width = width < UINT16_MAX ? (uint16_t)width : UINT16_MAX;
    line.indent = indent < UINT8_MAX ? (uint8_t)indent : UINT8_MAX;
    line.flags = (uint8_t)(marker_flag(content) | ending_flag(content) | letter_flag(content) |
                           (starts_lower(content) ? KEMBAR_LINE_LOWER : 0u));
    return line;
}

/* Goes through a text by what kembar_line_marks_make says of its pieces. */
typedef struct line_walk {
    kembar_view text;
    size_t piece; /* where the piece lies that is marked */
    kembar_line_marks marks;
} line_walk;

static void mark_piece(line_walk *walk, size_t at) {
    size_t n_left = walk->text.size - at;
    walk->piece = at;
    kembar_line_marks_make(&walk->marks, walk->text.data + at,
                           n_left < KEMBAR_LINE_MARKS_BYTES ? n_left : KEMBAR_LINE_MARKS_BYTES);
}

/* The first LF or CR from `begin` on, or the end of the text; whether all before it is ASCII. */
static size_t find_end(line_walk *walk, size_t begin, int *is_ascii) {
    uint64_t from = UINT64_MAX << begin % KEMBAR_BYTE_BITS; /* of the first 64 bytes */
    *is_ascii = 1;
    for (size_t at = begin - begin % KEMBAR_BYTE_BITS; at < walk->text.size;
         at += KEMBAR_BYTE_BITS, from = UINT64_MAX) {
        if (at >= walk->piece + KEMBAR_LINE_MARKS_BYTES)
            mark_piece(walk, at);
        size_t i = (at - walk->piece) / KEMBAR_BYTE_BITS;
        uint64_t ends = walk->marks.ends[i] & from, others = walk->marks.others[i] & from;
        /* All below the first end. */
        *is_ascii &= (others & (ends - 1) & ~ends) == 0;
        if (ends != 0)
            return at + (size_t)__builtin_ctzll(ends);
    }
    return walk->text.size;
}

kembar_status kembar_lines_split(kembar_view text, kembar_block_list *list, size_t *n_lines) {
    line_walk walk; /* not zeroed: marks are made before they are looked at */
    size_t begin = 0;
    walk.text = text;
    *n_lines = 0;
    if (text.size > 0)
        mark_piece(&walk, 0);
    while (begin < text.size) {
        int is_ascii;
        size_t end = find_end(&walk, begin, &is_ascii);
        if (*n_lines == list->line_capacity &&
            kembar_array_reserve((void **)&list->lines, &list->line_capacity, *n_lines + 1,
                                 sizeof *list->lines) != KEMBAR_OK)
            return KEMBAR_ERROR_MEMORY;
        list->lines[(*n_lines)++] = measure_line(text, begin, end, is_ascii);
        int is_crlf = end + 1 < text.size && text.data[end] == '\r' && text.data[end + 1] == '\n';
        begin = end + (is_crlf ? 2 : 1);
    }
    return KEMBAR_OK;
}
