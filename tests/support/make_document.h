/* Documents for tests: from strings, and from seeded random text with known edits. */
#ifndef KEMBAR_TESTS_MAKE_DOCUMENT_H
#define KEMBAR_TESTS_MAKE_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/random.h"
#include "feature/prepared.h"

/* A document made ready; `prepared` borrows from `document`. Free with free_made. */
typedef struct made {
    kembar_document *document; /* owned */
    kembar_prepared prepared;
} made;

/* All of these fail the test when they cannot do their job. Strings are borrowed; NULL: absent. */
kembar_document *make_document(const char *text);
kembar_document *make_record(const char *id, const char *source, const char *date,
                             const char *text);
/* Without furniture, shingles of 5, at least 5 tokens. */
made make_prepared(const char *text);
void free_made(made *item);

/* Word number `number` (below 2^24) of an endless list: eight letters, seldom alike. */
void append_word(kembar_buffer *out, uint64_t number);
/* n_words random ones of the first `n_different`, each followed by a space. */
void append_words(kembar_buffer *out, kembar_random *random, size_t n_words, uint64_t n_different);
/* The words of `text`; with a chance of `percent` each is replaced, dropped or preceded by a new
 * one. New words come from the upper half of the list, which append_words does not reach with
 * n_different <= 2^23. */
void append_edited(kembar_buffer *out, kembar_random *random, const char *text, unsigned percent);
/* NUL-terminates the text and gives it, borrowed from the buffer. */
const char *text_of(kembar_buffer *buffer);

#endif
