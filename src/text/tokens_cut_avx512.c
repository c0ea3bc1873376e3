#include "text/tokens_cut.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

#include "text/tokens_masks.h"

KEMBAR_TARGET_AVX512
static inline __m512i set1(int c) {
    return _mm512_set1_epi8((char)c);
}

KEMBAR_TARGET_AVX512
static inline uint64_t between(__m512i bytes, int low, int high) {
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, set1(low)), set1(high - low));
}

/* A byte is a mark if it is what stands in the table at its lower six bits: elsewhere that is a
 * byte with other lower bits. */
KEMBAR_TARGET_AVX512
static inline uint64_t marks_of(__m512i bytes) {
    static const uint8_t marks[64] = {
        ['.' % 64] = '.', ['!' % 64] = '!', ['?' % 64] = '?', [0xe2 % 64] = 0xe2, [0] = 1};
    __m512i found = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(marks));
    return _mm512_cmpeq_epi8_mask(found, bytes);
}

KEMBAR_TARGET_AVX512
static inline kembar_byte_masks classify(__m512i bytes, char *folded) {
    kembar_byte_masks masks = {.upper = between(bytes, 'A', 'Z'),
                               .lower = between(bytes, 'a', 'z'),
                               .digit = between(bytes, '0', '9')};
    masks.mark = marks_of(bytes);
    masks.word = masks.upper | masks.lower | masks.digit | _mm512_cmpeq_epi8_mask(bytes, set1('_'));
    _mm512_storeu_si512(folded, _mm512_mask_add_epi8(bytes, masks.upper, bytes, set1('a' - 'A')));
    return masks;
}

/* Writes at + the place of each set bit, of which at most 32 are set. */
KEMBAR_TARGET_AVX512
static inline void store_places(uint16_t *out, size_t at, uint64_t bits) {
    static const uint8_t first[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(first));
    __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(places));
    _mm512_storeu_si512(out, _mm512_add_epi16(wide, _mm512_set1_epi16((short)at)));
}

/* One byte for each set bit of `edges`: `flag` where `bits` has it as well. */
KEMBAR_TARGET_AVX512
static inline __m256i flag_bytes(uint64_t bits, uint64_t edges, int flag) {
    return _mm256_maskz_set1_epi8((__mmask32)_pext_u64(bits, edges), (char)flag);
}

/* What the ends of words say of them. Were it added to what their begins have said before all is
 * written, each step would wait for what the one before has just stored. */
typedef struct end_flags {
    uint8_t flags[KEMBAR_CUT_MAX_BYTES / 2 + KEMBAR_CUT_SLACK];
} end_flags;

KEMBAR_TARGET_AVX512
static inline void add_end_flags(kembar_token_cut *cut, const end_flags *of_ends) {
    for (size_t i = 0; i < cut->n_words; i += KEMBAR_CUT_SLACK) {
        __m512i flags = _mm512_loadu_si512(cut->flags + i);
        flags = _mm512_or_si512(flags, _mm512_loadu_si512(of_ends->flags + i));
        _mm512_storeu_si512(cut->flags + i, flags);
    }
}

_Static_assert(KEMBAR_CUT_SLACK == 64, "the last vector lies within the arrays");

KEMBAR_TARGET_AVX512
static inline void add_words(kembar_token_cut *cut, end_flags *of_ends, size_t *n_begins, size_t at,
                             uint64_t upper, const kembar_word_edges *edges) {
    store_places(cut->begins + *n_begins, at, edges->begins);
    __m256i first =
        _mm256_or_si256(flag_bytes(upper, edges->begins, KEMBAR_TOKEN_CAPITAL),
                        flag_bytes(edges->has_mark, edges->begins, KEMBAR_TOKEN_MARKED));
    _mm256_storeu_si256((__m256i *)(void *)(cut->flags + *n_begins), first);
    *n_begins += (size_t)_mm_popcnt_u64(edges->begins);
    store_places(cut->ends + cut->n_words, at, edges->ends);
    __m256i more = _mm256_or_si256(flag_bytes(edges->has_digit, edges->ends, KEMBAR_TOKEN_DIGIT),
                                   flag_bytes(edges->is_upper, edges->ends, KEMBAR_TOKEN_UPPER));
    _mm256_storeu_si256((__m256i *)(void *)(of_ends->flags + cut->n_words), more);
    cut->n_words += (size_t)_mm_popcnt_u64(edges->ends);
}

KEMBAR_TARGET_AVX512
void kembar_token_cut_avx512(kembar_token_cut *cut, const char *data, size_t size) {
    kembar_mask_carry carry = {0};
    end_flags of_ends;
    size_t n_begins = 0;
    cut->n_words = 0;
    for (size_t at = 0; at <= size; at += 64) {
        size_t n = size - at;
        __mmask64 mask = n < 64 ? ((__mmask64)1 << n) - 1 : UINT64_MAX;
        kembar_byte_masks masks =
            classify(_mm512_maskz_loadu_epi8(mask, data + at), cut->folded + at);
        kembar_word_edges edges = kembar_masks_find_edges(masks, &carry);
        add_words(cut, &of_ends, &n_begins, at, masks.upper, &edges);
    }
    add_end_flags(cut, &of_ends);
}

#endif
