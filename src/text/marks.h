/* Punctuation at the end of a sentence. Private to the floor. */
#ifndef KEMBAR_TEXT_MARKS_H
#define KEMBAR_TEXT_MARKS_H

#include <stdint.h>

/* . ! ? and the ellipsis. */
static inline int kembar_mark_ends(uint32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

/* Quotes and brackets that may stand after it. */
static inline int kembar_mark_closes(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xbb || c == 0x2019 || c == 0x201d;
}

#endif
