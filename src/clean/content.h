/* Content: what of a document counts, by the model. A pure function of one document and the frozen
 * model. */
#ifndef KEMBAR_CLEAN_CONTENT_H
#define KEMBAR_CLEAN_CONTENT_H

#include <stddef.h>
#include <stdint.h>

#include "clean/repeats.h"
#include "document/document.h"
#include "model/furniture.h"

/* The content tokens of a document in text order: all but furniture, and of sentences that stand
 * twice only the first. */
typedef struct kembar_content {
    uint32_t *tokens; /* owned; indices into the document's tokens, ascending */
    size_t n_tokens;
} kembar_content;

/* `furniture` is borrowed and may be NULL: then nothing is furniture. When furniture would leave a
 * document without any token it keeps none. Time: linear, and a sort of its sentences. */
kembar_status kembar_content_apply(kembar_content *out, const kembar_document *document,
                                   const kembar_furniture *furniture) KEMBAR_MUST_CHECK;
void kembar_content_deinit(kembar_content *content);

/* The same for document after document in the same memory. Start from a zeroed struct; one for each
 * worker. */
typedef struct kembar_content_maker {
    kembar_content content; /* the last one; its tokens belong to the maker */
    uint8_t *marks;         /* owned */
    size_t mark_capacity;
    size_t token_capacity;
    kembar_sentence_list sentences;
} kembar_content_maker;

/* Sets maker->marks, one for each token of the document: 0 for content. They are good until the
 * next call. Memory as below. */
kembar_status kembar_content_maker_mark(kembar_content_maker *maker,
                                        const kembar_document *document,
                                        const kembar_furniture *furniture) KEMBAR_MUST_CHECK;
/* Makes maker->content, good until the next call. Once a few have been made, no memory is allocated
 * where no sentence stands twice. */
kembar_status kembar_content_maker_next(kembar_content_maker *maker,
                                        const kembar_document *document,
                                        const kembar_furniture *furniture) KEMBAR_MUST_CHECK;
void kembar_content_maker_deinit(kembar_content_maker *maker);

#endif
