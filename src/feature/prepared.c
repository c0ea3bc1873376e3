#include "feature/prepared.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/sort.h"
#include "text/shingles.h"
#include "text/tokens_pack.h"

/* As in document_maker.c. */
#ifdef KEMBAR_SANITIZED
enum { MAX_KEPT_BYTES = 0 };
#else
enum { MAX_KEPT_BYTES = 1 << 22 };
#endif

static kembar_status reserve(kembar_shingle_set *set, size_t *capacity, size_t n) {
    return kembar_array_reserve((void **)&set->items, capacity, n, sizeof *set->items);
}

static kembar_status make_set(kembar_shingle_set *out, size_t *capacity, const uint64_t *hashes,
                              size_t n_hashes, unsigned k) {
    size_t n = kembar_shingles_count(n_hashes, k);
    if (reserve(out, capacity, n))
        return KEMBAR_ERROR_MEMORY;
    kembar_shingles_hash(hashes, n_hashes, k, out->items);
    kembar_status status = kembar_sort_u64(out->items, n);
    if (status)
        return status;
    out->n_items = kembar_unique_u64(out->items, n);
    return KEMBAR_OK;
}

/* Writes what `set` holds and `other` lacks. */
static kembar_status make_rest(kembar_shingle_set *out, size_t *capacity,
                               const kembar_shingle_set *set, const kembar_shingle_set *other) {
    size_t n = set->n_items -
               kembar_shingles_shared(set->items, set->n_items, other->items, other->n_items);
    if (reserve(out, capacity, n))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0, k = 0; i < set->n_items && out->n_items < n; i++) {
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

static kembar_status list_shingles(kembar_prepared_maker *maker) {
    kembar_prepared *out = &maker->prepared;
    maker->has_shingles = 1;
    return make_set(&out->shingles, &maker->shingles_capacity, out->hashes, out->content.n_tokens,
                    maker->shingle_tokens);
}

static kembar_status make_sets(kembar_prepared_maker *maker, const token_hashes *hashes) {
    kembar_prepared *out = &maker->prepared;
    kembar_shingle_set of_whole = {0};
    size_t whole_capacity = 0;
    kembar_status status = list_shingles(maker);
    if (status || (maker->shingle_tokens == KEMBAR_SHINGLE_DEFAULT_TOKENS &&
                   hashes->n_content == hashes->n_whole))
        return status;
    status = make_set(&of_whole, &whole_capacity, hashes->whole, hashes->n_whole,
                      KEMBAR_SHINGLE_DEFAULT_TOKENS);
    if (!status)
        status = make_rest(&out->more, &maker->more_capacity, &of_whole, &out->shingles);
    if (!status)
        status = make_rest(&out->less, &maker->less_capacity, &out->shingles, &of_whole);
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

/* Room for the hashes of all tokens and, where they are others, of the content behind them. */
static kembar_status list_hashes(kembar_prepared_maker *maker, token_hashes *hashes) {
    kembar_prepared *out = &maker->prepared;
    const kembar_tokens *tokens = &out->document->tokens;
    size_t n_whole = tokens->n_items, n_content = out->content.n_tokens;
    size_t begin = n_content < n_whole ? n_whole : 0;
    if (kembar_array_reserve((void **)&maker->hashes, &maker->hashes_capacity,
                             begin + n_content + 1, sizeof *maker->hashes))
        return KEMBAR_ERROR_MEMORY;
    kembar_tokens_hashes(tokens->items, n_whole, maker->hashes);
    for (size_t i = 0; i < n_content && begin; i++)
        maker->hashes[begin + i] = kembar_prepared_hash(out, i);
    out->hashes = maker->hashes + begin;
    *hashes = (token_hashes){maker->hashes, out->hashes, n_whole, n_content};
    return KEMBAR_OK;
}

static kembar_status list_content(kembar_prepared_maker *maker, kembar_content_maker *scratch,
                                  const kembar_prepared_settings *settings) {
    kembar_content *content = &maker->prepared.content;
    const kembar_document *document = maker->prepared.document;
    size_t n = document->tokens.n_items;
    if (!settings->all_is_content) {
        if (kembar_content_maker_next(scratch, document, settings->furniture))
            return KEMBAR_ERROR_MEMORY;
        n = scratch->content.n_tokens;
    }
    if (kembar_array_reserve((void **)&content->tokens, &maker->content_capacity, n,
                             sizeof *content->tokens))
        return KEMBAR_ERROR_MEMORY;
    if (settings->all_is_content)
        for (size_t i = 0; i < n; i++)
            content->tokens[i] = (uint32_t)i;
    else if (n)
        memcpy(content->tokens, scratch->content.tokens, n * sizeof *content->tokens);
    content->n_tokens = n;
    return KEMBAR_OK;
}

/* Empties the last one but for its arrays. */
static void clear(kembar_prepared_maker *maker, const kembar_document *document) {
    if (kembar_prepared_maker_bytes(maker) > MAX_KEPT_BYTES)
        kembar_prepared_maker_deinit(maker);
    kembar_prepared old = maker->prepared;
    maker->prepared = (kembar_prepared){.document = document,
                                        .content = {.tokens = old.content.tokens},
                                        .shingles = {.items = old.shingles.items},
                                        .more = {.items = old.more.items},
                                        .less = {.items = old.less.items}};
}

kembar_status kembar_prepared_maker_next(kembar_prepared_maker *maker,
                                         kembar_content_maker *scratch,
                                         const kembar_document *document,
                                         const kembar_prepared_settings *settings) {
    token_hashes hashes;
    clear(maker, document);
    maker->shingle_tokens = settings->shingle_tokens;
    maker->has_shingles = 0;
    kembar_status status = list_content(maker, scratch, settings);
    if (!status)
        status = list_hashes(maker, &hashes);
    if (!status && !settings->without_shingles)
        status = make_sets(maker, &hashes);
    if (!status)
        maker->prepared.content_hash = sequence_hash(&hashes, settings->min_tokens);
    else
        kembar_prepared_maker_deinit(maker);
    return status;
}

kembar_status kembar_prepared_maker_find_shingles(kembar_prepared_maker *maker) {
    kembar_status status = maker->has_shingles ? KEMBAR_OK : list_shingles(maker);
    if (status)
        kembar_prepared_maker_deinit(maker);
    return status;
}

size_t kembar_prepared_maker_bytes(const kembar_prepared_maker *maker) {
    return maker->content_capacity * sizeof(uint32_t) +
           (maker->hashes_capacity + maker->shingles_capacity + maker->more_capacity +
            maker->less_capacity) *
               sizeof(uint64_t);
}

void kembar_prepared_maker_deinit(kembar_prepared_maker *maker) {
    kembar_free(maker->hashes);
    kembar_prepared_deinit(&maker->prepared);
    *maker = (kembar_prepared_maker){0};
}

kembar_status kembar_prepared_init(kembar_prepared *out, const kembar_document *document,
                                   const kembar_furniture *furniture, unsigned shingle_tokens,
                                   unsigned min_tokens) {
    kembar_prepared_settings settings = {
        .furniture = furniture, .shingle_tokens = shingle_tokens, .min_tokens = min_tokens};
    kembar_prepared_maker maker = {0};
    kembar_content_maker scratch = {0};
    kembar_status status = kembar_prepared_maker_next(&maker, &scratch, document, &settings);
    kembar_content_maker_deinit(&scratch);
    kembar_free(maker.hashes);
    *out = maker.prepared;
    out->hashes = NULL;
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
