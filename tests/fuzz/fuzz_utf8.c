/* Repair gives valid UTF-8, is done after one time, and leaves what is valid alone. */
#include "fuzz.h"
#include "text/utf8.h"

/* Size of the well-formed character at the start, 0 when there is none (Unicode 15, table 3-7; NUL
 * is none here). */
static size_t character_size(const unsigned char *p, size_t size) {
    if (p[0] >= 0x01 && p[0] < 0x80)
        return 1;
    size_t n = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    if (n == 0 || n > size)
        return 0;
    for (size_t i = 1; i < n; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return n;
}

static size_t valid_prefix(kembar_view bytes) {
    size_t at = 0;
    while (at < bytes.size) {
        size_t n = character_size((const unsigned char *)bytes.data + at, bytes.size - at);
        if (n == 0)
            break;
        at += n;
    }
    return at;
}

static kembar_view without_mark(kembar_view bytes) {
    int has_mark = bytes.size >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0;
    return has_mark ? (kembar_view){bytes.data + 3, bytes.size - 3} : bytes;
}

static void check_repair(kembar_view bytes) {
    kembar_buffer once = {0}, twice = {0};
    size_t n_repairs = kembar_utf8_repair(bytes, &once);
    kembar_view repaired = kembar_buffer_view(&once);
    kembar_view plain = without_mark(bytes);
    FUZZ_CHECK(kembar_utf8_valid_prefix(repaired) == repaired.size);
    FUZZ_CHECK(valid_prefix(repaired) == repaired.size);
    size_t n_valid = valid_prefix(plain);
    FUZZ_CHECK((n_repairs == 0) == (n_valid == plain.size));
    FUZZ_CHECK(repaired.size >= n_valid);
    FUZZ_CHECK(n_valid == 0 || memcmp(repaired.data, plain.data, n_valid) == 0);
    FUZZ_CHECK(kembar_utf8_repair(repaired, &twice) == 0);
    FUZZ_CHECK(kembar_view_equal(kembar_buffer_view(&twice), without_mark(repaired)));
    kembar_buffer_deinit(&once);
    kembar_buffer_deinit(&twice);
}

static void check_walk(kembar_view text) {
    size_t n_ascii = kembar_utf8_ascii_prefix(text), end = 0, cluster_end = 0;
    for (size_t at = 0; at < text.size; at++) {
        kembar_view rest = {text.data + at, text.size - at};
        FUZZ_CHECK(((unsigned char)*rest.data < 0x80) || at >= n_ascii);
        if (at == end) {
            size_t size;
            uint32_t c = kembar_utf8_decode(rest, &size);
            FUZZ_CHECK(size == character_size((const unsigned char *)rest.data, rest.size));
            FUZZ_CHECK(c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
            FUZZ_CHECK(kembar_utf8_kind(c) < 16);
            end = at + size;
            FUZZ_CHECK(kembar_utf8_floor(text, at) == at);
        } else {
            FUZZ_CHECK(kembar_utf8_floor(text, at) < at);
        }
        if (at == cluster_end) {
            size_t size = kembar_utf8_cluster_size(rest);
            FUZZ_CHECK(size > 0 && size <= rest.size && size <= 128);
            cluster_end = at + size;
            fuzz_check_span(text, at, cluster_end);
        }
    }
    FUZZ_CHECK(end == text.size && cluster_end == text.size);
    FUZZ_CHECK(n_ascii == text.size || (unsigned char)text.data[n_ascii] >= 0x80);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view bytes = fuzz_view(data, size);
    kembar_buffer text = {0};
    FUZZ_CHECK(kembar_utf8_valid_prefix(bytes) == valid_prefix(bytes));
    check_repair(bytes);
    fuzz_repair(bytes, &text);
    check_walk(kembar_buffer_view(&text));
    kembar_buffer_deinit(&text);
    return 0;
}
