/* Content: what of a document counts, by the model. A pure function of one document and the frozen
 * model. */
#ifndef KEMBAR_CLEAN_CONTENT_H
#define KEMBAR_CLEAN_CONTENT_H

#include <stddef.h>
#include <stdint.h>

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

#endif
