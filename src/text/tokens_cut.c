#include "text/tokens_cut.h"

#include <string.h>

#include "text/tokens_masks.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Bytes of text in the order of their addresses, the first lowest, on any machine. */
static uint64_t load_bytes(const char *data, size_t size) {
    uint64_t word = 0;
    memcpy(&word, data, size);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static void store_bytes(char *data, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(data, &word, sizeof word);
}

/* The high bit of each byte (all below 0x80) that lies in [low, high]. */
static uint64_t bytes_between(uint64_t word, unsigned low, unsigned high) {
    uint64_t at_least = word + (0x80 - low) * ONES;
    uint64_t above = word + (0x7f - high) * ONES;
    return at_least & ~above & HIGHS;
}

/* The high bit of each byte that is `c`. */
static uint64_t bytes_equal(uint64_t word, unsigned c) {
    uint64_t other = word ^ c * ONES;
    return ~(((other & ~HIGHS) + ~HIGHS) | other) & HIGHS;
}

/* Eight high bits to eight bits, the lowest byte's first. */
static uint64_t gather_bits(uint64_t highs) {
    return ((highs >> 7) * 0x0102040810204080u) >> 56;
}

/* Adds eight bytes of a piece to the masks and folds them. */
static void classify_word(kembar_byte_masks *masks, unsigned shift, uint64_t word, char *folded) {
    uint64_t ascii = ~word & HIGHS;
    uint64_t low = word & ~HIGHS;
    uint64_t upper = bytes_between(low, 'A', 'Z') & ascii;
    uint64_t lower = bytes_between(low, 'a', 'z') & ascii;
    uint64_t digit = bytes_between(low, '0', '9') & ascii;
    uint64_t underscore = bytes_between(low, '_', '_') & ascii;
    uint64_t mark = bytes_equal(word, '.') | bytes_equal(word, '!') | bytes_equal(word, '?') |
                    bytes_equal(word, 0xe2);
    store_bytes(folded, word | upper >> 2);
    masks->word |= gather_bits(upper | lower | digit | underscore) << shift;
    masks->upper |= gather_bits(upper) << shift;
    masks->lower |= gather_bits(lower) << shift;
    masks->digit |= gather_bits(digit) << shift;
    masks->mark |= gather_bits(mark) << shift;
}

/* Up to 64 bytes. */
static kembar_byte_masks classify(const char *data, size_t size, char *folded) {
    kembar_byte_masks masks = {0};
    for (size_t at = 0; at < size; at += 8) {
        size_t n = size - at < 8 ? size - at : 8;
        classify_word(&masks, (unsigned)at, load_bytes(data + at, n), folded + at);
    }
    return masks;
}

/* One step more than there are 64 bytes, so that a word at the very end ends in it. */
void kembar_token_cut_scalar(kembar_token_cut *cut, const char *data, size_t size) {
    kembar_mask_carry carry = {0};
    size_t n_begins = 0;
    cut->n_words = 0;
    for (size_t at = 0; at <= size; at += 64) {
        size_t n = size - at < 64 ? size - at : 64;
        kembar_byte_masks masks = classify(data + at, n, cut->folded + at);
        kembar_word_edges edges = kembar_masks_find_edges(masks, &carry);
        kembar_masks_add_words(cut, &n_begins, at, masks.upper, &edges);
    }
}

void kembar_token_cut_make(kembar_token_cut *cut, const char *data, size_t size) {
#ifdef KEMBAR_X86
    kembar_cpu_level level = kembar_cpu();
    if (level == KEMBAR_CPU_AVX512) {
        kembar_token_cut_avx512(cut, data, size);
        return;
    }
    if (level == KEMBAR_CPU_AVX2) {
        kembar_token_cut_avx2(cut, data, size);
        return;
    }
#endif
    kembar_token_cut_scalar(cut, data, size);
}
