#include "read/text.h"

#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

enum { REPLACEMENT = 0xFFFD, BYTE_ORDER_MARK = 0xFEFF, MIN_PAIRS = 4 };

static int has_utf16_mark(kembar_view bytes) {
    return bytes.size >= 2 &&
           (memcmp(bytes.data, "\xFF\xFE", 2) == 0 || memcmp(bytes.data, "\xFE\xFF", 2) == 0);
}

typedef enum utf16_order { NO_UTF16 = 0, LOW_BYTE_FIRST, HIGH_BYTE_FIRST } utf16_order;

/* Without a mark: in text of Latin letters every second byte is zero, and no other. */
static utf16_order guess_order(kembar_view head) {
    size_t n_pairs = head.size / 2, n_zeros[2] = {0};
    for (size_t i = 0; i < 2 * n_pairs; i++) {
        n_zeros[i % 2] += head.data[i] == '\0';
    }
    if (n_pairs < MIN_PAIRS || (n_zeros[0] > 0) == (n_zeros[1] > 0) ||
        4 * (n_zeros[0] + n_zeros[1]) < 3 * n_pairs) {
        return NO_UTF16;
    }
    return n_zeros[0] > 0 ? HIGH_BYTE_FIRST : LOW_BYTE_FIRST;
}

static utf16_order find_order(kembar_view bytes) {
    if (has_utf16_mark(bytes)) {
        return (unsigned char)bytes.data[0] == 0xFE ? HIGH_BYTE_FIRST : LOW_BYTE_FIRST;
    }
    bytes.size = bytes.size < KEMBAR_TEXT_HEAD_BYTES ? bytes.size : KEMBAR_TEXT_HEAD_BYTES;
    return guess_order(bytes);
}

int kembar_text_is_utf16(kembar_view bytes) {
    return find_order(bytes) != NO_UTF16;
}

int kembar_text_looks_like_text(kembar_view head) {
    size_t n = head.size < KEMBAR_TEXT_HEAD_BYTES ? head.size : KEMBAR_TEXT_HEAD_BYTES;
    return n == 0 || kembar_text_is_utf16(head) || memchr(head.data, '\0', n) == NULL;
}

kembar_view kembar_text_skip_mark(kembar_view bytes) {
    if (bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0) {
        bytes.data += 3;
        bytes.size -= 3;
    }
    return bytes;
}

static void append_code_point(kembar_buffer *out, uint32_t c) {
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1;) {
        bytes[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    bytes[0] = (char)(lead[n] | c);
    kembar_buffer_append(out, bytes, n);
}

static uint32_t unit_at(const unsigned char *at, int is_big) {
    return is_big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

void kembar_text_from_utf16(kembar_view bytes, kembar_buffer *out) {
    const unsigned char *data = (const unsigned char *)bytes.data;
    int is_big = find_order(bytes) == HIGH_BYTE_FIRST;
    size_t at = has_utf16_mark(bytes) ? 2 : 0;
    while (at + 2 <= bytes.size) {
        uint32_t c = unit_at(data + at, is_big);
        at += 2;
        if (c >= 0xD800 && c <= 0xDFFF) {
            uint32_t low = at + 2 <= bytes.size ? unit_at(data + at, is_big) : 0;
            int is_pair = c <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;
            c = is_pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : REPLACEMENT;
            at += is_pair ? 2 : 0;
        }
        append_code_point(out, c);
    }
    if (at < bytes.size) {
        append_code_point(out, REPLACEMENT);
    }
}

static int is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int kembar_text_is_blank(kembar_view bytes) {
    while (bytes.size > 0) {
        size_t n = 1;
        if ((unsigned char)bytes.data[0] < 0x80) {
            if (!is_ascii_space(bytes.data[0])) {
                return 0;
            }
        } else {
            kembar_view head = {bytes.data, bytes.size < 4 ? bytes.size : 4};
            if (kembar_utf8_valid_prefix(head) == 0) {
                return 0;
            }
            uint32_t c = kembar_utf8_decode(bytes, &n);
            if (c != BYTE_ORDER_MARK && (kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) == 0) {
                return 0;
            }
        }
        bytes.data += n;
        bytes.size -= n;
    }
    return 1;
}
