#include "feature/prepared.h"

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

/* Writes what `set` holds and `other` lacks. */
static kembar_status make_rest(kembar_shingle_set *out, const kembar_shingle_set *set,
                               const kembar_shingle_set *other) {
    size_t n = set->n_items -
               kembar_shingles_shared(set->items, set->n_items, other->items, other->n_items);
    out->items = kembar_alloc(n, sizeof *out->items);
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0, k = 0; i < set->n_items; i++) {
        while (k < other->n_items && other->items[k] < set->items[i])
            k++;
        if (k == other->n_items || other->items[k] != set->items[i])
            out->items[out->n_items++] = set->items[i];
    }
    return KEMBAR_OK;
}

/* Token hashes, of all tokens and of the content: the same array where every token is content. */
typedef struct token_hashes {
    const uint64_t *whole, *content;
    size_t n_whole, n_content;
} token_hashes;

static kembar_status make_sets(kembar_prepared *out, const token_hashes *hashes, unsigned k) {
    kembar_shingle_set of_whole = {0};
    kembar_status status = make_set(&out->shingles, hashes->content, hashes->n_content, k);
    if (status || (k == KEMBAR_SHINGLE_DEFAULT_TOKENS && hashes->n_content == hashes->n_whole))
        return status;
    status = make_set(&of_whole, hashes->whole, hashes->n_whole, KEMBAR_SHINGLE_DEFAULT_TOKENS);
    if (!status)
        status = make_rest(&out->more, &of_whole, &out->shingles);
    if (!status)
        status = make_rest(&out->less, &out->shingles, &of_whole);
    kembar_free(of_whole.items);
    return status;
}

/* Few tokens say little: such a text is only ever equal as a whole. */
static uint64_t sequence_hash(const token_hashes *hashes, unsigned min_tokens) {
    size_t n_whole = hashes->n_whole, n = hashes->n_content;
    if (n == 0)
        return 0;
    if (n < min_tokens)
        return kembar_hash_bytes(hashes->whole, n_whole * sizeof *hashes->whole, 1) | 1;
    return kembar_hash_bytes(hashes->content, n * sizeof *hashes->content, 2) | 1;
}

static kembar_status fill(kembar_prepared *out, uint64_t *whole, unsigned k, unsigned min_tokens) {
    const kembar_tokens *tokens = &out->document->tokens;
    token_hashes hashes = {whole, whole, tokens->n_items, out->content.n_tokens};
    for (size_t i = 0; i < tokens->n_items; i++)
        whole[i] = tokens->items[i].hash;
    if (hashes.n_content < hashes.n_whole) {
        uint64_t *content = whole + hashes.n_whole;
        for (size_t i = 0; i < hashes.n_content; i++)
            content[i] = kembar_prepared_hash(out, i);
        hashes.content = content;
    }
    kembar_status status = make_sets(out, &hashes, k);
    if (!status)
        out->content_hash = sequence_hash(&hashes, min_tokens);
    return status;
}

kembar_status kembar_prepared_init(kembar_prepared *out, const kembar_document *document,
                                   const kembar_furniture *furniture, unsigned shingle_tokens,
                                   unsigned min_tokens) {
    *out = (kembar_prepared){.document = document};
    uint64_t *hashes = kembar_alloc(document->tokens.n_items, 2 * sizeof *hashes);
    if (!hashes)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = kembar_content_apply(&out->content, document, furniture);
    if (!status)
        status = fill(out, hashes, shingle_tokens, min_tokens);
    kembar_free(hashes);
    if (status)
        kembar_prepared_deinit(out);
    return status;
}

static size_t shared(const kembar_shingle_set *a, const kembar_shingle_set *b) {
    return kembar_shingles_shared(a->items, a->n_items, b->items, b->n_items);
}

size_t kembar_prepared_whole(const kembar_prepared *prepared) {
    return prepared->shingles.n_items + prepared->more.n_items - prepared->less.n_items;
}

/* Of sets A - a + b and C - c + d, where a lies in A and b outside, c in C and d outside, counts
 * multiply out. */
size_t kembar_prepared_whole_shared(const kembar_prepared *a, const kembar_prepared *b) {
    size_t added = shared(&a->shingles, &b->shingles) + shared(&a->shingles, &b->more) +
                   shared(&a->more, &b->shingles) + shared(&a->more, &b->more) +
                   shared(&a->less, &b->less);
    return added - shared(&a->shingles, &b->less) - shared(&a->less, &b->shingles) -
           shared(&a->more, &b->less) - shared(&a->less, &b->more);
}

void kembar_prepared_drop_shingles(kembar_prepared *prepared) {
    kembar_shingle_set *sets[] = {&prepared->shingles, &prepared->more, &prepared->less};
    for (size_t i = 0; i < 3; i++) {
        kembar_free(sets[i]->items);
        *sets[i] = (kembar_shingle_set){0};
    }
}

void kembar_prepared_deinit(kembar_prepared *prepared) {
    kembar_prepared_drop_shingles(prepared);
    kembar_content_deinit(&prepared->content);
    *prepared = (kembar_prepared){0};
}
