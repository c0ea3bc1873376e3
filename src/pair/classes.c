#include "pair/classes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"
#include "pair/representative.h"

static int same_whole(const kembar_document *a, const kembar_document *b) {
    if (a->tokens.n_items != b->tokens.n_items)
        return 0;
    for (size_t i = 0; i < a->tokens.n_items; i++)
        if (a->tokens.items[i].hash != b->tokens.items[i].hash)
            return 0;
    return 1;
}

int kembar_classes_same(const kembar_prepared *a, const kembar_prepared *b) {
    if (a->content_hash == 0 || a->content_hash != b->content_hash)
        return 0;
    if (a->content.n_tokens != b->content.n_tokens)
        return 0;
    if (memcmp(a->content.hashes, b->content.hashes, a->content.n_tokens * sizeof(uint64_t)) == 0)
        return 1;
    return same_whole(a->document, b->document);
}

/* Hashes that agree by accident split here: a document joins the first earlier one that it really
 * equals. */
static void join_equals(uint32_t *of_document, const kembar_prepared *prepared,
                        const kembar_keyed *items, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        uint32_t doc = items[i].value;
        for (size_t k = begin; k < i; k++) {
            uint32_t head = items[k].value;
            if (of_document[head] != head || !kembar_classes_same(&prepared[head], &prepared[doc]))
                continue;
            of_document[doc] = head;
            break;
        }
    }
}

static kembar_status group(kembar_classes *out, const kembar_prepared *prepared,
                           kembar_keyed *items, int n_threads) {
    size_t n = 0;
    for (size_t i = 0; i < out->n_documents; i++)
        if (prepared[i].content_hash)
            items[n++] = (kembar_keyed){prepared[i].content_hash, (uint32_t)i, 0};
    if (kembar_sort_keyed(items, n, n_threads))
        return KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && items[end].key == items[begin].key;)
            end++;
        join_equals(out->of_document, prepared, items, begin, end);
    }
    return KEMBAR_OK;
}

/* Until here a class goes by its smallest index; `best` receives its representative. */
static void name_by_representative(kembar_classes *classes, const kembar_prepared *prepared,
                                   size_t *best) {
    size_t n = classes->n_documents;
    for (size_t i = 0; i < n; i++)
        best[i] = i;
    for (size_t i = 0; i < n; i++) {
        size_t *of_class = &best[classes->of_document[i]];
        if (kembar_representative_compare(prepared, (uint32_t)i, (uint32_t)*of_class) < 0)
            *of_class = i;
    }
    for (size_t i = 0; i < n; i++)
        classes->of_document[i] = (uint32_t)best[classes->of_document[i]];
}

static void list_members(kembar_classes *classes, size_t *next) {
    size_t n = classes->n_documents;
    for (size_t i = 0; i < n; i++)
        classes->first[classes->of_document[i] + 1]++;
    for (size_t i = 0; i < n; i++)
        classes->first[i + 1] += classes->first[i];
    for (size_t i = 0; i < n; i++)
        next[i] = classes->first[i];
    for (size_t i = 0; i < n; i++)
        classes->members[next[classes->of_document[i]]++] = (uint32_t)i;
}

kembar_status kembar_classes_build(kembar_classes *out, const kembar_prepared *prepared,
                                   size_t n_documents, int n_threads) {
    *out = (kembar_classes){.n_documents = n_documents};
    kembar_keyed *items = kembar_alloc(n_documents, sizeof *items);
    size_t *next = kembar_alloc(n_documents, sizeof *next);
    out->of_document = kembar_alloc(n_documents, sizeof *out->of_document);
    out->members = kembar_alloc(n_documents, sizeof *out->members);
    out->first = kembar_alloc_zeroed(n_documents + 1, sizeof *out->first);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (items && next && out->of_document && out->members && out->first) {
        for (size_t i = 0; i < n_documents; i++)
            out->of_document[i] = (uint32_t)i;
        status = group(out, prepared, items, n_threads);
    }
    if (!status) {
        name_by_representative(out, prepared, next);
        list_members(out, next);
    }
    kembar_free(items);
    kembar_free(next);
    if (status)
        kembar_classes_deinit(out);
    return status;
}

void kembar_classes_deinit(kembar_classes *classes) {
    kembar_free(classes->of_document);
    kembar_free(classes->members);
    kembar_free(classes->first);
    *classes = (kembar_classes){0};
}
