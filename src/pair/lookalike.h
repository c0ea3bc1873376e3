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

/* Not 0 when words of so many bytes may be look-alikes. */
int kembar_lookalike_sizes(size_t a, size_t b);

/* Of each letter whether it stands in the word, in either case: bit c & 31 of ASCII, and what else
 * falls on it. */
uint32_t kembar_letters(kembar_view word);
/* 0 only when no two words with these letters are look-alikes, `longer` bytes being the longer
 * one's: each letter that one of them lacks is an edit. */
int kembar_letters_may_be_alike(uint32_t a, uint32_t b, size_t longer);

/* kembar_lookalike of two words of ASCII letters and underscores in any case, folded. */
int kembar_lookalike_ascii(kembar_view a, kembar_view b);

#endif
