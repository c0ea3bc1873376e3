#include "cluster/ranks.h"

#include "base/alloc.h"
#include "base/sort.h"

/* Sorts as the rule asks; equal keys keep the order of ids, since the sort is stable. */
static uint64_t rank_key(const kembar_prepared *prepared) {
    int32_t day = kembar_document_day(prepared->document);
    uint64_t late = day == INT32_MIN ? UINT32_MAX : (uint64_t)((int64_t)day - INT32_MIN - 1);
    size_t n = prepared->content.n_tokens;
    return late << 32 | (UINT32_MAX - (uint32_t)(n < UINT32_MAX ? n : UINT32_MAX));
}

kembar_status kembar_ranks_build(kembar_ranks *out, const kembar_prepared *prepared,
                                 size_t n_documents, int n_threads) {
    out->of_document = kembar_alloc(n_documents, sizeof *out->of_document);
    out->documents = kembar_alloc(n_documents, sizeof *out->documents);
    kembar_keyed *items = kembar_alloc(n_documents, sizeof *items);
    kembar_status status =
        out->of_document && out->documents && items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status) {
        for (size_t i = 0; i < n_documents; i++)
            items[i] = (kembar_keyed){rank_key(&prepared[i]), (uint32_t)i, 0};
        status = kembar_sort_keyed(items, n_documents, n_threads);
    }
    for (size_t i = 0; i < n_documents && !status; i++) {
        out->documents[i] = items[i].value;
        out->of_document[items[i].value] = (uint32_t)i;
    }
    kembar_free(items);
    if (status)
        kembar_ranks_deinit(out);
    return status;
}

void kembar_ranks_deinit(kembar_ranks *ranks) {
    kembar_free(ranks->of_document);
    kembar_free(ranks->documents);
    *ranks = (kembar_ranks){0};
}
