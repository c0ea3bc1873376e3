#include "feature/terms.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"

/* Where a walk over the content tokens stands in the document's other tables. */
typedef struct term_walk {
    const kembar_document *document;
    kembar_reducer *reducer;
    size_t block;
    size_t value;
    const kembar_value *last_value; /* counted last */
    uint64_t *items;
    size_t n_items;
} term_walk;

enum { VALUE_SEED = 7 };

/* The value that covers token i, or NULL. */
static const kembar_value *value_at(term_walk *walk, uint32_t i) {
    const kembar_document *document = walk->document;
    while (walk->value < document->n_values &&
           document->values[walk->value].first_token + document->values[walk->value].n_tokens <= i)
        walk->value++;
    if (walk->value == document->n_values || document->values[walk->value].first_token > i)
        return NULL;
    return &document->values[walk->value];
}

static kembar_language language_at(term_walk *walk, uint32_t i) {
    const kembar_block *blocks = walk->document->blocks;
    while (blocks[walk->block].first_token + blocks[walk->block].n_tokens <= i)
        walk->block++;
    return (kembar_language)blocks[walk->block].language;
}

static kembar_status add_token(term_walk *walk, uint32_t i) {
    const kembar_value *value = value_at(walk, i);
    if (value) {
        if (value != walk->last_value)
            walk->items[walk->n_items++] =
                kembar_hash_bytes(value->text, strlen(value->text), VALUE_SEED);
        walk->last_value = value;
        return KEMBAR_OK;
    }
    uint64_t reduced;
    kembar_status status =
        kembar_reducer_term(walk->reducer, walk->document, i, language_at(walk, i), &reduced);
    if (status)
        return status;
    walk->items[walk->n_items++] = walk->document->tokens.items[i].hash;
    walk->items[walk->n_items++] = reduced;
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
    term_walk walk = {.document = document, .reducer = reducer};
    walk.items = kembar_alloc(content->n_tokens, 2 * sizeof *walk.items);
    kembar_status status = walk.items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < content->n_tokens && !status; i++)
        status = add_token(&walk, content->tokens[i]);
    if (!status)
        status = kembar_sort_u64(walk.items, walk.n_items);
    if (!status)
        status = count_items(out, walk.items, walk.n_items);
    kembar_free(walk.items);
    if (status)
        kembar_terms_deinit(out);
    return status;
}

void kembar_terms_deinit(kembar_terms *terms) {
    kembar_free(terms->items);
    kembar_free(terms->counts);
    *terms = (kembar_terms){0};
}
