#include "report/plain.h"

#include "text/utf8.h"

enum { REPLACEMENT = 0xfffd, ELLIPSIS = 0x2026, MAX_CODE_POINT_BYTES = 4 };

typedef struct code_point_range {
    uint32_t first, last;
} code_point_range;

/* Marks, embeddings, overrides and isolates: they can reorder what stands around them. */
static const code_point_range direction_ranges[] = {
    {0x061c, 0x061c}, {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}};

static const code_point_range invisible_ranges[] = {
    {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x115f, 0x1160},  {0x17b4, 0x17b5}, {0x180b, 0x180e},
    {0x200b, 0x200b}, {0x2060, 0x2065}, {0x206a, 0x206f},  {0x3164, 0x3164}, {0xfeff, 0xfeff},
    {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};

/* Joiners, combining marks and variation selectors of the common scripts. */
static const code_point_range narrow_ranges[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x064b, 0x065f},
    {0x06d6, 0x06dc}, {0x093c, 0x093c}, {0x094d, 0x094d}, {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200c, 0x200d}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

static const code_point_range wide_ranges[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

#define IS_IN(ranges, code_point) is_in(ranges, sizeof(ranges) / sizeof *(ranges), code_point)

static int is_in(const code_point_range *ranges, size_t n_ranges, uint32_t code_point) {
    for (size_t i = 0; i < n_ranges && code_point >= ranges[i].first; i++)
        if (code_point <= ranges[i].last)
            return 1;
    return 0;
}

uint32_t kembar_plain_next(kembar_view *rest) {
    uint32_t code_point = (unsigned char)rest->data[0];
    size_t size = 1;
    if (code_point >= 0x80) {
        size_t n = rest->size < MAX_CODE_POINT_BYTES ? rest->size : MAX_CODE_POINT_BYTES;
        if (kembar_utf8_valid_prefix((kembar_view){rest->data, n}) > 0)
            code_point = kembar_utf8_decode(*rest, &size);
        else
            code_point = REPLACEMENT;
    }
    rest->data += size;
    rest->size -= size;
    return code_point;
}

uint32_t kembar_plain_shown(uint32_t code_point) {
    if (code_point >= 0x20 && code_point < 0x7f)
        return code_point;
    if ((code_point >= '\t' && code_point <= '\r') || code_point == 0x85 || code_point == 0x2028 ||
        code_point == 0x2029)
        return ' ';
    if (code_point < 0xa0 || IS_IN(direction_ranges, code_point) ||
        (code_point & 0xfffe) == 0xfffe || (code_point >= 0xfdd0 && code_point <= 0xfdef))
        return REPLACEMENT;
    return IS_IN(invisible_ranges, code_point) ? 0 : code_point;
}

size_t kembar_plain_width(uint32_t code_point) {
    if (code_point < 0x300)
        return 1;
    if (IS_IN(narrow_ranges, code_point))
        return 0;
    return IS_IN(wide_ranges, code_point) ? 2 : 1;
}

void kembar_plain_append_code_point(kembar_buffer *out, uint32_t code_point) {
    char bytes[MAX_CODE_POINT_BYTES];
    size_t size = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    if (size == 1) {
        kembar_buffer_append_char(out, (char)code_point);
        return;
    }
    for (size_t i = size; --i > 0; code_point >>= 6)
        bytes[i] = (char)(0x80 | (code_point & 0x3f));
    bytes[0] = (char)(0xf00u >> size | code_point);
    kembar_buffer_append(out, bytes, size);
}

size_t kembar_plain_append_line(kembar_buffer *out, kembar_view text, size_t max_columns) {
    size_t n_columns = 0;
    /* Where to cut so that the ellipsis still fits, should the text go on. */
    size_t cut_size = out->size, cut_columns = 0;
    int is_space_due = 0;
    for (kembar_view rest = text; rest.size > 0;) {
        uint32_t shown = kembar_plain_shown(kembar_plain_next(&rest));
        if (shown == 0)
            continue;
        if (shown == ' ') {
            is_space_due = n_columns > 0;
            continue;
        }
        size_t width = kembar_plain_width(shown) + (is_space_due ? 1 : 0);
        if (width > max_columns - n_columns) {
            out->size = out->failed ? out->size : cut_size;
            kembar_plain_append_code_point(out, ELLIPSIS);
            return cut_columns + 1;
        }
        if (is_space_due)
            kembar_buffer_append_char(out, ' ');
        is_space_due = 0;
        kembar_plain_append_code_point(out, shown);
        n_columns += width;
        if (n_columns < max_columns) {
            cut_size = out->size;
            cut_columns = n_columns;
        }
    }
    return n_columns;
}

void kembar_plain_append_left(kembar_buffer *out, kembar_view text, size_t columns) {
    size_t used = kembar_plain_append_line(out, text, columns);
    kembar_buffer_append_spaces(out, columns - used);
}

static int is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without blanks and the marks of headings, rules and emphasis at its ends. */
static kembar_view strip_marks(kembar_view line) {
    while (line.size > 0 && (is_blank(line.data[0]) || line.data[0] == '#' || line.data[0] == '*' ||
                             line.data[0] == '=' || line.data[0] == '_')) {
        line.data++;
        line.size--;
    }
    while (line.size > 0 && (is_blank(line.data[line.size - 1]) || line.data[line.size - 1] == '*'))
        line.size--;
    return line;
}

static kembar_view first_line(kembar_view text) {
    size_t begin = 0;
    while (begin < text.size) {
        size_t end = begin;
        while (end < text.size && text.data[end] != '\n' && text.data[end] != '\r')
            end++;
        kembar_view line = strip_marks((kembar_view){text.data + begin, end - begin});
        if (line.size > 0)
            return line;
        begin = end + 1;
    }
    return (kembar_view){NULL, 0};
}

kembar_view kembar_plain_title(const kembar_document *document) {
    kembar_view title = kembar_document_title(document);
    for (size_t i = 0; i < title.size; i++)
        if (!is_blank(title.data[i]))
            return title;
    return first_line(kembar_document_text(document));
}

void kembar_plain_append_count(kembar_buffer *out, uint64_t count) {
    char digits[32];
    size_t at = sizeof digits;
    int n_digits = 0;
    do {
        if (n_digits > 0 && n_digits % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + count % 10);
        count /= 10;
        n_digits++;
    } while (count > 0);
    kembar_buffer_append(out, digits + at, sizeof digits - at);
}

void kembar_plain_append_counted(kembar_buffer *out, uint64_t count, const char *one,
                                 const char *many) {
    kembar_plain_append_count(out, count);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, count == 1 ? one : many);
}

void kembar_plain_append_percent(kembar_buffer *out, int32_t micro) {
    kembar_buffer_append_u64(out, micro < 0 ? 0 : (uint64_t)micro / 10000);
    kembar_buffer_append_char(out, '%');
}
