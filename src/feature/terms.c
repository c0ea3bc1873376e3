#include "feature/terms.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"

enum { VALUE_SEED = 7 };

kembar_status kembar_reducer_item(kembar_reducer *reducer, const kembar_document *document,
                                  const kembar_content_item *item, uint64_t *term) {
    if (!item->value)
        return kembar_reducer_term(reducer, document, item->token, item->language, term);
    *term = kembar_hash_bytes(item->value->text, strlen(item->value->text), VALUE_SEED);
    return KEMBAR_OK;
}

/* Words give two terms, values one. */
static kembar_status add_item(uint64_t *items, size_t *n_items, const kembar_document *document,
                              kembar_reducer *reducer, const kembar_content_item *item) {
    uint64_t term;
    kembar_status status = kembar_reducer_item(reducer, document, item, &term);
    if (status)
        return status;
    if (!item->value)
        items[(*n_items)++] = document->tokens.items[item->token].hash;
    items[(*n_items)++] = term;
    return KEMBAR_OK;
}

static kembar_status count_items(kembar_terms *out, const uint64_t *items, size_t n) {
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++)
        distinct += i == 0 || items[i] != items[i - 1];
    out->items = kembar_alloc(distinct, sizeof *out->items);
    out->counts = kembar_alloc_zeroed(distinct, sizeof *out->counts);
    if (!out->items || !out->counts)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || items[i] != items[i - 1])
            out->items[out->n_items++] = items[i];
        out->counts[out->n_items - 1]++;
    }
    return KEMBAR_OK;
}

kembar_status kembar_terms_count(kembar_terms *out, const kembar_document *document,
                                 const kembar_content *content, kembar_reducer *reducer) {
    *out = (kembar_terms){0};
    kembar_content_walk walk = {.document = document, .content = content};
    kembar_content_item item;
    size_t n_items = 0;
    uint64_t *items = kembar_alloc(content->n_tokens, 2 * sizeof *items);
    kembar_status status = items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    while (!status && kembar_content_walk_next(&walk, &item))
        status = add_item(items, &n_items, document, reducer, &item);
    if (!status)
        status = kembar_sort_u64(items, n_items);
    if (!status)
        status = count_items(out, items, n_items);
    kembar_free(items);
    if (status)
        kembar_terms_deinit(out);
    return status;
}

void kembar_terms_deinit(kembar_terms *terms) {
    kembar_free(terms->items);
    kembar_free(terms->counts);
    *terms = (kembar_terms){0};
}
