/* Bytes of a text file: UTF-16 becomes valid UTF-8 with as many characters; blank is what has
 * nothing to say. */
#include "fuzz.h"
#include "read/text.h"
#include "text/utf8.h"

static size_t count_characters(kembar_view text) {
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++)
        n += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    return n;
}

/* How the bytes are to be read: a mark says it, else the only place in pairs that has zeros. */
typedef struct utf16 {
    const unsigned char *units;
    size_t n_units;
    int is_big;
} utf16;

static utf16 utf16_of(kembar_view bytes) {
    const unsigned char *at = (const unsigned char *)bytes.data;
    if (at[0] + at[1] == 0xfe + 0xff && (at[0] == 0xfe || at[0] == 0xff))
        return (utf16){at + 2, (bytes.size - 2) / 2, at[0] == 0xfe};
    const unsigned char *zero = memchr(at, 0, bytes.size);
    return (utf16){at, bytes.size / 2, zero && (zero - at) % 2 == 0};
}

static uint32_t unit_at(const utf16 *text, size_t i) {
    const unsigned char *at = text->units + 2 * i;
    return (uint32_t)at[text->is_big ? 0 : 1] << 8 | at[text->is_big ? 1 : 0];
}

static void check_utf16(kembar_view bytes) {
    kembar_buffer out = {0};
    kembar_text_from_utf16(bytes, &out);
    utf16 text = utf16_of(bytes);
    size_t n_characters = bytes.size % 2;
    for (size_t i = 0; i < text.n_units; i++, n_characters++) {
        int is_high = unit_at(&text, i) >= 0xd800 && unit_at(&text, i) <= 0xdbff;
        if (is_high && i + 1 < text.n_units && unit_at(&text, i + 1) >= 0xdc00 &&
            unit_at(&text, i + 1) <= 0xdfff)
            i++;
    }
    FUZZ_CHECK(count_characters(kembar_buffer_view(&out)) == n_characters);
    for (size_t at = 0; at < out.size;) { /* NULs stay for the repair */
        kembar_view rest = {out.data + at, out.size - at};
        size_t n = kembar_utf8_valid_prefix(rest);
        FUZZ_CHECK(n > 0 || *rest.data == '\0');
        at += n > 0 ? n : 1;
    }
    kembar_buffer_deinit(&out);
}

static int is_blank(kembar_view text) {
    for (size_t at = 0, size = 0; at < text.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){text.data + at, text.size - at}, &size);
        if (!(kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) && c != 0xfeff)
            return 0;
    }
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(fuzz_view(data, size));
    kembar_view bytes = {copy, size}, plain = kembar_text_skip_mark(bytes);
    FUZZ_CHECK(plain.size == size || plain.size + 3 == size);
    FUZZ_CHECK(plain.data + plain.size == bytes.data + size);
    if (kembar_text_is_utf16(bytes)) {
        FUZZ_CHECK(kembar_text_looks_like_text(bytes));
        check_utf16(bytes);
    } else {
        int has_nul = memchr(copy, '\0',
                             size < KEMBAR_TEXT_HEAD_BYTES ? size : KEMBAR_TEXT_HEAD_BYTES) != NULL;
        FUZZ_CHECK(!!kembar_text_looks_like_text(bytes) == !has_nul);
    }
    kembar_buffer text = {0};
    (void)kembar_utf8_repair(bytes, &text);
    FUZZ_CHECK(!!kembar_text_is_blank(bytes) == is_blank(kembar_buffer_view(&text)));
    kembar_buffer_deinit(&text);
    kembar_free(copy);
    return 0;
}
