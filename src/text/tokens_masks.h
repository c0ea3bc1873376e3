/* Words and their flags from one bit a byte, 64 bytes at a time. Private to tokens_cut*.c.
 *
 * Whether a word holds a byte of some kind is found for all words at once: in the sum of the words'
 * bits and the kind's bits a carry runs from the first byte of that kind to the bit behind the
 * word, and on into the next 64. */
#ifndef KEMBAR_TEXT_TOKENS_MASKS_H
#define KEMBAR_TEXT_TOKENS_MASKS_H

#include "text/tokens.h"
#include "text/tokens_cut.h"

/* What the bytes are; lower, upper and digit lie within word, mark (see tokens.h) without. */
typedef struct kembar_byte_masks {
    uint64_t word, upper, lower, digit, mark;
} kembar_byte_masks;

/* From one 64 bytes to the next; starts zeroed. */
typedef struct kembar_mask_carry {
    uint64_t word, digit, lower, upper, second_upper, mark;
} kembar_mask_carry;

/* Where words begin and end (the bit behind the last byte), and at the ends what they hold; of
 * those that begin which have a mark since the word before. */
typedef struct kembar_word_edges {
    uint64_t begins, ends;
    uint64_t has_digit, is_upper, has_mark;
} kembar_word_edges;

static inline uint64_t kembar_mask_add(uint64_t a, uint64_t b, uint64_t *carry) {
    uint64_t sum = a + b;
    uint64_t with_carry = sum + *carry;
    *carry = (uint64_t)(sum < a) | (uint64_t)(with_carry < sum);
    return with_carry;
}

static inline kembar_word_edges kembar_masks_find_edges(kembar_byte_masks masks,
                                                        kembar_mask_carry *carry) {
    uint64_t before = masks.word << 1 | carry->word;
    carry->word = masks.word >> 63;
    kembar_word_edges edges = {.begins = masks.word & ~before, .ends = ~masks.word & before};
    edges.has_digit = kembar_mask_add(masks.word, masks.digit, &carry->digit) & edges.ends;
    uint64_t has_lower = kembar_mask_add(masks.word, masks.lower, &carry->lower);
    /* The first capital's own bit is lost to the carry; later ones stay. */
    uint64_t second = kembar_mask_add(masks.word, masks.upper, &carry->upper) & masks.upper;
    uint64_t has_second = kembar_mask_add(masks.word, second, &carry->second_upper);
    edges.is_upper = has_second & ~has_lower & edges.ends;
    edges.has_mark = kembar_mask_add(~masks.word, masks.mark, &carry->mark) & edges.begins;
    return edges;
}

/* Appends the words that begin or end in one 64 bytes, `at` being where they lie. */
static inline void kembar_masks_add_words(kembar_token_cut *cut, size_t *n_begins, size_t at,
                                          uint64_t upper, const kembar_word_edges *edges) {
    for (uint64_t left = edges->begins; left != 0; left &= left - 1) {
        unsigned place = (unsigned)__builtin_ctzll(left);
        cut->flags[*n_begins] = (uint8_t)((upper >> place & 1) * KEMBAR_TOKEN_CAPITAL |
                                          (edges->has_mark >> place & 1) * KEMBAR_TOKEN_MARKED);
        cut->begins[(*n_begins)++] = (uint16_t)(at + place);
    }
    for (uint64_t left = edges->ends; left != 0; left &= left - 1) {
        unsigned place = (unsigned)__builtin_ctzll(left);
        cut->flags[cut->n_words] |= (uint8_t)((edges->has_digit >> place & 1) * KEMBAR_TOKEN_DIGIT |
                                              (edges->is_upper >> place & 1) * KEMBAR_TOKEN_UPPER);
        cut->ends[cut->n_words++] = (uint16_t)(at + place);
    }
}

#endif
