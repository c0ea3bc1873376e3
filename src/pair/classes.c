#include "pair/classes.h"

#include <stdlib.h>

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
    for (size_t i = 0; i < a->content.n_tokens; i++)
        if (kembar_prepared_hash(a, i) != kembar_prepared_hash(b, i))
            return same_whole(a->document, b->document);
    return 1;
}

typedef struct member {
    const kembar_prepared *prepared;
    uint32_t doc_id;
} member;

static int compare_ids(const member *a, const member *b) {
    return a->doc_id < b->doc_id ? -1 : a->doc_id > b->doc_id;
}

static int order_contents(const kembar_prepared *a, const kembar_prepared *b) {
    if (a->content.n_tokens != b->content.n_tokens)
        return a->content.n_tokens < b->content.n_tokens ? -1 : 1;
    for (size_t i = 0; i < a->content.n_tokens; i++) {
        uint64_t x = kembar_prepared_hash(a, i), y = kembar_prepared_hash(b, i);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static int order_wholes(const kembar_tokens *a, const kembar_tokens *b) {
    if (a->n_items != b->n_items)
        return a->n_items < b->n_items ? -1 : 1;
    for (size_t i = 0; i < a->n_items; i++)
        if (a->items[i].hash != b->items[i].hash)
            return a->items[i].hash < b->items[i].hash ? -1 : 1;
    return 0;
}

static int compare_by_content(const void *x, const void *y) {
    const member *a = x, *b = y;
    int order = order_contents(a->prepared, b->prepared);
    return order ? order : compare_ids(a, b);
}

static int compare_by_whole(const void *x, const void *y) {
    const member *a = x, *b = y;
    int order = order_wholes(&a->prepared->document->tokens, &b->prepared->document->tokens);
    return order ? order : compare_ids(a, b);
}

/* Each member joins the first of those that it equals, in the order given; the others are left in
 * members[0, result). */
static size_t join_sorted(uint32_t *of_document, member *members, size_t n,
                          int (*compare)(const void *, const void *)) {
    size_t n_heads = 0;
    qsort(members, n, sizeof *members, compare);
    for (size_t i = 0; i < n; i++) {
        const member *head = n_heads ? &members[n_heads - 1] : NULL;
        if (head && kembar_classes_same(head->prepared, members[i].prepared))
            of_document[members[i].doc_id] = head->doc_id;
        else
            members[n_heads++] = members[i];
    }
    return n_heads;
}

/* Documents whose hashes agree by accident, or because somebody made them so: sorted, since each
 * with each would take too long. */
static kembar_status join_others(uint32_t *of_document, const kembar_prepared *prepared,
                                 const kembar_keyed *items, size_t n_items) {
    member *members = kembar_alloc(n_items, sizeof *members);
    if (!members)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_items; i++)
        members[i] = (member){&prepared[items[i].value], items[i].value};
    size_t n_heads = join_sorted(of_document, members, n_items, compare_by_content);
    (void)join_sorted(of_document, members, n_heads, compare_by_whole);
    for (size_t i = 0; i < n_items; i++)
        of_document[items[i].value] = of_document[of_document[items[i].value]];
    kembar_free(members);
    return KEMBAR_OK;
}

/* Of documents with one hash nearly always all equal the first. The items are used up. */
static kembar_status join_equals(uint32_t *of_document, const kembar_prepared *prepared,
                                 kembar_keyed *items, size_t n_items) {
    size_t n_others = 0;
    for (size_t i = 1; i < n_items; i++) {
        if (kembar_classes_same(&prepared[items[0].value], &prepared[items[i].value]))
            of_document[items[i].value] = items[0].value;
        else
            items[n_others++ + 1] = items[i];
    }
    return n_others ? join_others(of_document, prepared, items + 1, n_others) : KEMBAR_OK;
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
        if (join_equals(out->of_document, prepared, items + begin, end - begin))
            return KEMBAR_ERROR_MEMORY;
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
