/* Content keys from what a stage has at hand: all of these are kembar_document_content_key. */
#ifndef KEMBAR_PIPELINE_CONTENT_KEY_H
#define KEMBAR_PIPELINE_CONTENT_KEY_H

#include "kembar/baseline.h"
#include "text/tokens.h"

/* Of a document's tokens, all of them, in order. Linear, no heap. */
kembar_content_key kembar_content_key_of_tokens(const kembar_token *tokens, size_t n_tokens);
/* Of their hashes. */
kembar_content_key kembar_content_key_of_hashes(const uint64_t *hashes, size_t n_hashes);

/* Negative, 0 or positive, in the order of their hex digits. */
int kembar_content_key_compare(kembar_content_key a, kembar_content_key b);

#endif
