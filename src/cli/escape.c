#include "escape.h"

#include <stdint.h>
#include <string.h>

/* Takes one character off the front: its code point and bytes, or 0 bytes when they are no UTF-8.
 */
static size_t decode(kembar_view text, uint32_t *code_point) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *s = (const unsigned char *)text.data;
    size_t n_bytes = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (n_bytes == 0 || s[0] > 0xf4 || n_bytes > text.size)
        return 0;
    uint32_t value = n_bytes == 1 ? s[0] : s[0] & (0x7fu >> n_bytes);
    for (size_t i = 1; i < n_bytes; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3fu);
    }
    if (value < least[n_bytes] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *code_point = value;
    return n_bytes;
}

static int is_in(uint32_t c, uint32_t first, uint32_t last) {
    return c >= first && c <= last;
}

static int is_control(uint32_t c) {
    return c < 0x20 || is_in(c, 0x7f, 0x9f);
}

static int is_harmful(uint32_t c) {
    if (c < 0x7f)
        return c < 0x20;
    return is_control(c) || c == 0xad || c == 0x61c || c == 0x180e || is_in(c, 0x200b, 0x200f) ||
           is_in(c, 0x2028, 0x202e) || is_in(c, 0x2060, 0x206f) || c == 0xfeff ||
           is_in(c, 0xfff9, 0xfffb) || is_in(c, 0xe0000, 0xe007f);
}

static void put_plain_escape(FILE *stream, uint32_t c) {
    if (c == '\n')
        fputs("\\n", stream);
    else if (c == '\t')
        fputs("\\t", stream);
    else if (c < 0x80)
        fprintf(stream, "\\x%02x", (unsigned)c);
    else
        fprintf(stream, "\\u{%04x}", (unsigned)c);
}

static void put_json_escape(FILE *stream, uint32_t c) {
    if (c > 0xffff) {
        c -= 0x10000;
        fprintf(stream, "\\u%04x\\u%04x", (unsigned)(0xd800 + (c >> 10)),
                (unsigned)(0xdc00 + (c & 0x3ff)));
    } else
        fprintf(stream, "\\u%04x", (unsigned)c);
}

/* Copies what is harmless in runs, so that long texts are written fast. */
static void print(FILE *stream, kembar_view text, int is_json) {
    size_t begin = 0, at = 0;
    while (at < text.size) {
        uint32_t c = 0;
        size_t n_bytes = decode((kembar_view){text.data + at, text.size - at}, &c);
        if (n_bytes > 0 && (!is_harmful(c) || (is_json && c == '\n'))) {
            at += n_bytes;
            continue;
        }
        (void)fwrite(text.data + begin, 1, at - begin, stream);
        if (n_bytes == 0 && is_json)
            fputs("\\ufffd", stream);
        else if (n_bytes == 0)
            fprintf(stream, "\\x%02x", (unsigned)(unsigned char)text.data[at]);
        else if (is_json)
            put_json_escape(stream, c);
        else
            put_plain_escape(stream, c);
        at += n_bytes > 0 ? n_bytes : 1;
        begin = at;
    }
    if (at > begin)
        (void)fwrite(text.data + begin, 1, at - begin, stream);
}

void kembar_escape_print(FILE *stream, kembar_view text) {
    print(stream, text, 0);
}

void kembar_escape_print_text(FILE *stream, const char *text) {
    print(stream, (kembar_view){text, strlen(text)}, 0);
}

void kembar_escape_print_json(FILE *stream, kembar_view json) {
    print(stream, json, 1);
}
