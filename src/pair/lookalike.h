/* Look-alikes: two tokens that are one word but for a slip of the pen or of the scanner. */
#ifndef KEMBAR_PAIR_LOOKALIKE_H
#define KEMBAR_PAIR_LOOKALIKE_H

#include <stdint.h>

#include "kembar/view.h"

enum { KEMBAR_LOOKALIKE_MAX_BYTES = 64 };

/* Levenshtein distance of two byte strings of at most 64 bytes each (Myers 1999, bit-parallel).
 * O(longer). */
unsigned kembar_edit_distance(kembar_view a, kembar_view b);
/* The same by the textbook table: the reference. */
unsigned kembar_edit_distance_reference(kembar_view a, kembar_view b);

/* Not 0 when the folded words differ by at most max(1, length / 3) edits, length being the longer
 * one's, and neither holds a digit. Words over 64 bytes are look-alikes of none. */
int kembar_lookalike(kembar_view a, kembar_view b);

/* Edits that two words may be apart, the longer one of so many bytes. */
static inline size_t kembar_lookalike_edits(size_t longer) {
    return longer / 3 > 1 ? longer / 3 : 1;
}

/* Not 0 when words of so many bytes may be look-alikes. */
static inline int kembar_lookalike_sizes(size_t a, size_t b) {
    size_t longer = a > b ? a : b, shorter = a > b ? b : a;
    return longer <= KEMBAR_LOOKALIKE_MAX_BYTES &&
           longer - shorter <= kembar_lookalike_edits(longer);
}

/* Of each letter whether it stands in the word, in either case: bit c & 31 of ASCII, and what else
 * falls on it. */
uint32_t kembar_letters(kembar_view word);
static inline size_t kembar_letters_count(uint32_t letters) {
    letters -= letters >> 1 & 0x55555555;
    letters = (letters & 0x33333333) + (letters >> 2 & 0x33333333);
    return (((letters + (letters >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24;
}

/* 0 only when no two words with these letters are look-alikes, `longer` bytes being the longer
 * one's: each letter that one of them lacks is an edit. */
static inline int kembar_letters_may_be_alike(uint32_t a, uint32_t b, size_t longer) {
    size_t allowed = kembar_lookalike_edits(longer);
    return kembar_letters_count(a & ~b) <= allowed && kembar_letters_count(b & ~a) <= allowed;
}

/* kembar_lookalike of two words of ASCII letters and underscores in any case, folded. */
int kembar_lookalike_ascii(kembar_view a, kembar_view b);

#endif
