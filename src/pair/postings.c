#include "pair/postings.h"

#include "base/alloc.h"

static void count_frequent(kembar_postings *postings, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++)
        postings->n_frequent[postings->items[i].value]++;
}

static size_t keep_list(kembar_keyed *items, size_t begin, size_t end, size_t kept) {
    for (size_t i = begin; i < end; i++) {
        int pairs = end - begin <= KEMBAR_POSTINGS_LARGE || i - begin < KEMBAR_POSTINGS_FIRST;
        items[kept] = items[i];
        items[kept++].extra = pairs ? (uint32_t)(end - i) : 1;
    }
    return kept;
}

static void keep_lists(kembar_postings *postings, size_t n_items, size_t max_documents) {
    kembar_keyed *items = postings->items;
    for (size_t begin = 0, end; begin < n_items; begin = end) {
        for (end = begin + 1; end < n_items && items[end].key == items[begin].key;)
            end++;
        int is_dropped = max_documents && end - begin > max_documents;
        if (is_dropped || end - begin > KEMBAR_POSTINGS_LARGE)
            count_frequent(postings, begin, end);
        if (!is_dropped && end - begin >= 2)
            postings->n_items = keep_list(items, begin, end, postings->n_items);
    }
}

static kembar_status index_documents(kembar_postings *postings) {
    size_t n = postings->n_documents;
    postings->first = kembar_alloc_zeroed(n + 2, sizeof *postings->first);
    postings->of_document = kembar_alloc(postings->n_items, sizeof *postings->of_document);
    if (!postings->first || !postings->of_document)
        return KEMBAR_ERROR_MEMORY;
    /* Counts two places on, so that filling leaves every offset where it belongs. */
    for (size_t i = 0; i < postings->n_items; i++)
        postings->first[postings->items[i].value + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        postings->first[i] += postings->first[i - 1];
    for (size_t i = 0; i < postings->n_items; i++)
        postings->of_document[postings->first[postings->items[i].value + 1]++] = (uint32_t)i;
    return KEMBAR_OK;
}

kembar_status kembar_postings_build(kembar_postings *out, kembar_keyed *items, size_t n_items,
                                    size_t n_documents, size_t max_documents, int n_threads) {
    *out = (kembar_postings){.items = items, .n_documents = n_documents};
    out->n_frequent = kembar_alloc_zeroed(n_documents, sizeof *out->n_frequent);
    kembar_status status = out->n_frequent ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status && n_items >= UINT32_MAX)
        status = KEMBAR_ERROR_LIMIT;
    if (!status)
        status = kembar_sort_keyed(items, n_items, n_threads);
    if (!status) {
        keep_lists(out, n_items, max_documents);
        status = index_documents(out);
    }
    if (status)
        kembar_postings_deinit(out);
    return status;
}

void kembar_postings_deinit(kembar_postings *postings) {
    kembar_free(postings->items);
    kembar_free(postings->of_document);
    kembar_free(postings->first);
    kembar_free(postings->n_frequent);
    *postings = (kembar_postings){0};
}
