/* A word itself as the key of a cache. A hash would not do: crafted words may share one, and then
 * what a thread has seen before would decide. */
#ifndef KEMBAR_FEATURE_WORD_KEY_H
#define KEMBAR_FEATURE_WORD_KEY_H

#include "document/document.h"

enum { KEMBAR_WORD_KEY_BYTES = 16 };

/* In lower case, with zeros behind it. The highest bit of the second half is the caller's to use;
 * all zero is no word. */
typedef struct kembar_word_key {
    uint64_t halves[2];
} kembar_word_key;

/* The key of token `i` in Indonesian, or in any other language. 0 for what has none: longer words
 * and those that are not of ASCII, few as they are. */
int kembar_word_key_read(const kembar_document *document, size_t i, kembar_language language,
                         kembar_word_key *out);

/* A place for it in a table, by the token's hash. */
uint64_t kembar_word_key_place(const kembar_document *document, size_t i, kembar_language language);

#endif
