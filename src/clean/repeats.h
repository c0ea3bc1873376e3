/* Sentences that stand twice in one document. */
#ifndef KEMBAR_CLEAN_REPEATS_H
#define KEMBAR_CLEAN_REPEATS_H

#include <stdint.h>

#include "base/sort.h"
#include "document/document.h"

/* Sentences shorter than this are never repeats: "Yes." may well be said twice. */
enum { KEMBAR_REPEAT_MIN_TOKENS = 4 };

/* Room for a document's sentences, for document after document. Start from a zeroed struct. */
typedef struct kembar_sentence_list {
    kembar_keyed *items; /* owned; key: hash, value: first token, extra: tokens */
    size_t capacity;
} kembar_sentence_list;

void kembar_sentence_list_deinit(kembar_sentence_list *list);

/* Sets marks[i] = 1 for each token of a sentence (or whole block) whose tokens stood, in the same
 * order, earlier in the document among tokens not yet marked. One byte a token; tokens marked
 * before (furniture) take no part. */
kembar_status kembar_repeats_mark(const kembar_document *document, kembar_sentence_list *list,
                                  uint8_t *marks) KEMBAR_MUST_CHECK;

#endif
