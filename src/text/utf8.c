#include "text/utf8.h"

#include <string.h>

#include <utf8proc.h>

#include "text/byte_bits.h"

/* 128 bytes are at most 128 code points, and one code point decomposes into at most 18. */
enum { MAX_CLUSTER_BYTES = 128, MAX_FOLDED = MAX_CLUSTER_BYTES * 18, MAX_CASE_FOLD = 8 };

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

static uint64_t load_word(const char *data) {
    uint64_t word;
    memcpy(&word, data, sizeof word);
    return word;
}

static int in_range(uint32_t value, uint32_t low, uint32_t high) {
    return value - low <= high - low;
}

size_t kembar_utf8_ascii_prefix(kembar_view text) {
    size_t at = 0;
    for (; text.size - at >= KEMBAR_BYTE_BITS; at += KEMBAR_BYTE_BITS) {
        uint64_t others = kembar_bits_not_ascii(text.data + at, 0);
        if (others != 0)
            return at + (size_t)__builtin_ctzll(others);
    }
    while (text.size - at >= 8 && (load_word(text.data + at) & HIGHS) == 0)
        at += 8;
    while (at < text.size && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}

/* High bits where eight bytes hold a NUL or a byte >= 0x80; below the first of them there may be
 * none, above it any. */
static uint64_t not_plain(const char *data) {
    uint64_t word = load_word(data);
    return (word | (word - ONES)) & HIGHS;
}

/* Bytes of the ASCII run at the start that holds no NUL. */
static size_t plain_prefix(kembar_view bytes) {
    size_t at = 0;
    for (; bytes.size - at >= KEMBAR_BYTE_BITS; at += KEMBAR_BYTE_BITS) {
        uint64_t others = kembar_bits_not_ascii(bytes.data + at, 1);
        if (others != 0)
            return at + (size_t)__builtin_ctzll(others);
    }
    while (bytes.size - at >= 8 && not_plain(bytes.data + at) == 0)
        at += 8;
    while (at < bytes.size && (unsigned char)bytes.data[at] < 0x80 && bytes.data[at] != '\0')
        at++;
    return at;
}

/* Continuation bytes that a lead byte asks for, with the bounds of the first of them; 0 for what is
 * no lead byte. */
static unsigned lead_length(unsigned char lead, unsigned char *low, unsigned char *high) {
    *low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    *high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (in_range(lead, 0xc2, 0xdf))
        return 1;
    if (in_range(lead, 0xe0, 0xef))
        return 2;
    return in_range(lead, 0xf0, 0xf4) ? 3 : 0;
}

/* Size of the character, or of the maximal ill-formed part, at the start of non-empty `bytes`. */
static size_t scan_character(kembar_view bytes, int *is_valid) {
    const unsigned char *p = (const unsigned char *)bytes.data;
    unsigned char low;
    unsigned char high;
    unsigned n_more = lead_length(p[0], &low, &high);
    size_t at = 1;
    while (at <= n_more && at < bytes.size && in_range(p[at], low, high)) {
        low = 0x80;
        high = 0xbf;
        at++;
    }
    *is_valid = n_more > 0 ? at == n_more + 1 : in_range(p[0], 0x01, 0x7f);
    return at;
}

size_t kembar_utf8_valid_prefix(kembar_view bytes) {
    size_t at = 0;
    while (at < bytes.size) {
        at += plain_prefix((kembar_view){bytes.data + at, bytes.size - at});
        if (at == bytes.size)
            break;
        int is_valid;
        size_t size = scan_character((kembar_view){bytes.data + at, bytes.size - at}, &is_valid);
        if (!is_valid)
            break;
        at += size;
    }
    return at;
}

size_t kembar_utf8_repair(kembar_view bytes, kembar_buffer *out) {
    size_t n_repairs = 0;
    size_t at = 0;
    if (bytes.size >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < bytes.size) {
        size_t size = kembar_utf8_valid_prefix((kembar_view){bytes.data + at, bytes.size - at});
        kembar_buffer_append(out, bytes.data + at, size);
        at += size;
        if (at < bytes.size) {
            int is_valid;
            at += scan_character((kembar_view){bytes.data + at, bytes.size - at}, &is_valid);
            kembar_buffer_append_text(out, "\xef\xbf\xbd");
            n_repairs++;
        }
    }
    return n_repairs;
}

uint32_t kembar_utf8_decode(kembar_view text, size_t *size) {
    const unsigned char *p = (const unsigned char *)text.data;
    if (p[0] < 0x80) {
        *size = 1;
        return p[0];
    }
    if (p[0] < 0xe0) {
        *size = 2;
        return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    }
    if (p[0] < 0xf0) {
        *size = 3;
        return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }
    *size = 4;
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

size_t kembar_utf8_floor(kembar_view text, size_t offset) {
    if (offset >= text.size)
        return text.size;
    while (offset > 0 && ((unsigned char)text.data[offset] & 0xc0) == 0x80)
        offset--;
    return offset;
}

static int is_space(uint32_t c) {
    return in_range(c, 9, 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           in_range(c, 0x2000, 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static unsigned ascii_kind(uint32_t c) {
    if (in_range(c | 0x20, 'a', 'z'))
        return c < 'a' ? KEMBAR_CHAR_WORD | KEMBAR_CHAR_UPPER : KEMBAR_CHAR_WORD;
    if (in_range(c, '0', '9'))
        return KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT;
    if (c == '_')
        return KEMBAR_CHAR_WORD;
    return is_space(c) ? KEMBAR_CHAR_SPACE : 0;
}

unsigned kembar_utf8_kind(uint32_t code_point) {
    if (code_point < 0x80)
        return ascii_kind(code_point);
    unsigned kind = is_space(code_point) ? KEMBAR_CHAR_SPACE : 0;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return KEMBAR_CHAR_WORD | KEMBAR_CHAR_UPPER;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return KEMBAR_CHAR_WORD;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT;
    default:
        return kind;
    }
}

static int is_hangul(uint32_t c) {
    return in_range(c, 0x1100, 0x11ff) || in_range(c, 0x3131, 0x318e) ||
           in_range(c, 0x3260, 0x327f) || in_range(c, 0xac00, 0xd7ff) ||
           in_range(c, 0xffa0, 0xffdc);
}

/* Compatibility jamo are no grapheme extenders, yet NFKC turns them into vowels and finals that
 * join the syllable before, and into consonants that a plain vowel joins. */
static int joins_hangul(uint32_t previous, uint32_t c) {
    if (!is_hangul(c) || !is_hangul(previous) || in_range(c, 0xac00, 0xd7ff))
        return 0;
    enum { MAX_JAMO = 8 };
    utf8proc_int32_t jamo[MAX_JAMO];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, jamo, MAX_JAMO,
                                                 UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
    return n > 0 && in_range((uint32_t)jamo[0], 0x1160, 0x11ff);
}

static int is_boundary(uint32_t previous, uint32_t c, utf8proc_int32_t *state) {
    /* Below U+0300 nothing extends anything but LF after CR. */
    if ((previous | c) < 0x300 && previous != '\r')
        return 1;
    /* utf8proc 2.8 takes U+11A7 for a final consonant and composes it away; on its own it stays. */
    if (c == 0x11a7)
        return 1;
    return utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous, (utf8proc_int32_t)c,
                                            state) &&
           !joins_hangul(previous, c);
}

size_t kembar_utf8_cluster_size(kembar_view text) {
    size_t size;
    size_t end;
    uint32_t previous = kembar_utf8_decode(text, &end);
    utf8proc_int32_t state = 0;
    while (end < text.size) {
        kembar_view rest = {text.data + end, text.size - end};
        uint32_t c = kembar_utf8_decode(rest, &size);
        if (end + size > MAX_CLUSTER_BYTES || is_boundary(previous, c, &state))
            break;
        previous = c;
        end += size;
    }
    return end;
}

static void append_code_point(kembar_buffer *out, utf8proc_int32_t c) {
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char(c, bytes);
    kembar_buffer_append(out, (const char *)bytes, (size_t)size);
}

static void append_case_folded(kembar_buffer *out, utf8proc_int32_t c) {
    utf8proc_int32_t folded[MAX_CASE_FOLD];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(c, folded, MAX_CASE_FOLD, UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        append_code_point(out, folded[i]);
}

/* Case folding comes after composition and is not composed again, as in Python: folding inside the
 * decomposition would give other code points for U+01F0 and its like. */
static void fold_cluster(kembar_view text, kembar_buffer *out) {
    const utf8proc_option_t nfkc = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    utf8proc_int32_t code_points[MAX_FOLDED];
    utf8proc_ssize_t n =
        utf8proc_decompose((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size,
                           code_points, MAX_FOLDED, nfkc);
    if (n > 0)
        n = utf8proc_normalize_utf32(code_points, n, nfkc);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        append_case_folded(out, code_points[i]);
}

static void fold_ascii(kembar_view text, kembar_buffer *out) {
    char folded[64] = {0};
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        folded[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        if (n == sizeof folded) {
            kembar_buffer_append(out, folded, n);
            n = 0;
        }
    }
    kembar_buffer_append(out, folded, n);
}

/* A lone character that no table changes, as most are, goes through as it is. */
static int folds_to_itself(kembar_view text) {
    size_t size;
    uint32_t c = kembar_utf8_decode(text, &size);
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    return size == text.size && property->decomp_seqindex == UINT16_MAX &&
           property->casefold_seqindex == UINT16_MAX;
}

void kembar_utf8_fold(kembar_view text, kembar_buffer *out) {
    size_t at = kembar_utf8_ascii_prefix(text);
    /* The last ASCII character may combine with what follows. */
    at -= at > 0 && at < text.size;
    fold_ascii((kembar_view){text.data, at}, out);
    while (at < text.size) {
        kembar_view rest = {text.data + at, text.size - at};
        rest.size = kembar_utf8_cluster_size(rest);
        if (folds_to_itself(rest))
            kembar_buffer_append_view(out, rest);
        else
            fold_cluster(rest, out);
        at += rest.size;
    }
}

const char *kembar_utf8_unicode_version(void) {
    return utf8proc_unicode_version();
}
