/* Sentences that stand twice in one document. */
#ifndef KEMBAR_CLEAN_REPEATS_H
#define KEMBAR_CLEAN_REPEATS_H

#include <stdint.h>

#include "document/document.h"

/* Sentences shorter than this are never repeats: "Yes." may well be said twice. */
enum { KEMBAR_REPEAT_MIN_TOKENS = 4 };

/* Sets marks[i] = 1 for each token of a sentence (or whole block) whose tokens stood, in the same
 * order, earlier in the document among tokens not yet marked. One byte a token; tokens marked
 * before (furniture) take no part. */
kembar_status kembar_repeats_mark(const kembar_document *document,
                                  uint8_t *marks) KEMBAR_MUST_CHECK;

#endif
