#include "feature/prepared.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"
#include "text/shingles.h"

static kembar_status make_set(kembar_shingle_set *out, const uint64_t *hashes, size_t n_hashes,
                              unsigned k) {
    size_t n = kembar_shingles_count(n_hashes, k);
    out->items = kembar_alloc(n, sizeof *out->items);
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    kembar_shingles_hash(hashes, n_hashes, k, out->items);
    kembar_status status = kembar_sort_u64(out->items, n);
    if (status)
        return status;
    out->n_items = kembar_unique_u64(out->items, n);
    return KEMBAR_OK;
}

static kembar_status make_whole_set(kembar_prepared *out, uint64_t *hashes) {
    const kembar_tokens *tokens = &out->document->tokens;
    for (size_t i = 0; i < tokens->n_items; i++)
        hashes[i] = tokens->items[i].hash;
    return make_set(&out->whole, hashes, tokens->n_items, KEMBAR_SHINGLE_DEFAULT_TOKENS);
}

/* Where every token is content, the sets are the same: half of the sorting falls away. */
static kembar_status make_content_set(kembar_prepared *out, unsigned k) {
    const kembar_content *content = &out->content;
    if (k != KEMBAR_SHINGLE_DEFAULT_TOKENS || content->n_tokens != out->document->tokens.n_items)
        return make_set(&out->shingles, content->hashes, content->n_tokens, k);
    out->shingles.items = kembar_alloc(out->whole.n_items, sizeof *out->shingles.items);
    if (!out->shingles.items)
        return KEMBAR_ERROR_MEMORY;
    out->shingles.n_items = out->whole.n_items;
    if (out->whole.n_items)
        memcpy(out->shingles.items, out->whole.items,
               out->whole.n_items * sizeof *out->whole.items);
    return KEMBAR_OK;
}

/* Few tokens say little: such a text is only ever equal as a whole. */
static uint64_t sequence_hash(const kembar_prepared *prepared, const uint64_t *whole,
                              unsigned min_tokens) {
    size_t n_whole = prepared->document->tokens.n_items, n = prepared->content.n_tokens;
    if (n == 0)
        return 0;
    if (n < min_tokens)
        return kembar_hash_bytes(whole, n_whole * sizeof *whole, 1) | 1;
    return kembar_hash_bytes(prepared->content.hashes, n * sizeof *whole, 2) | 1;
}

kembar_status kembar_prepared_init(kembar_prepared *out, const kembar_document *document,
                                   const kembar_furniture *furniture, unsigned shingle_tokens,
                                   unsigned min_tokens) {
    *out = (kembar_prepared){.document = document};
    uint64_t *whole = kembar_alloc(document->tokens.n_items, sizeof *whole);
    if (!whole)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = kembar_content_apply(&out->content, document, furniture);
    if (!status)
        status = make_whole_set(out, whole);
    if (!status)
        status = make_content_set(out, shingle_tokens);
    if (!status)
        out->content_hash = sequence_hash(out, whole, min_tokens);
    kembar_free(whole);
    if (status)
        kembar_prepared_deinit(out);
    return status;
}

void kembar_prepared_deinit(kembar_prepared *prepared) {
    kembar_content_deinit(&prepared->content);
    kembar_free(prepared->whole.items);
    kembar_free(prepared->shingles.items);
    *prepared = (kembar_prepared){0};
}
