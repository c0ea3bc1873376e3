#include "pipeline/content_key.h"

#include "base/hash.h"
#include "document/document.h"

static kembar_content_key from_hash(kembar_hash128 hash) {
    return (kembar_content_key){hash.high, hash.low};
}

kembar_content_key kembar_content_key_of_tokens(const kembar_token *tokens, size_t n_tokens) {
    return from_hash(
        kembar_hash128_words(n_tokens > 0 ? &tokens->hash : NULL, n_tokens, sizeof *tokens));
}

kembar_content_key kembar_content_key_of_hashes(const uint64_t *hashes, size_t n_hashes) {
    return from_hash(kembar_hash128_bytes(hashes, n_hashes * sizeof *hashes));
}

kembar_content_key kembar_document_content_key(const kembar_document *document) {
    return kembar_content_key_of_tokens(document->tokens.items, document->tokens.n_items);
}

int kembar_content_key_compare(kembar_content_key a, kembar_content_key b) {
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}
