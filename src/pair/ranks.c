#include "pair/ranks.h"

#include "base/alloc.h"
#include "base/sort.h"

/* The lesser keys: the source, then the length. */
static uint64_t tie_key(const kembar_prepared *prepared) {
    size_t n = prepared->content.n_tokens;
    return (uint64_t)prepared->source_rank << 32 |
           (UINT32_MAX - (uint32_t)(n < UINT32_MAX ? n : UINT32_MAX));
}

/* Undated ones last. */
static uint64_t day_key(const kembar_prepared *prepared) {
    int32_t day = kembar_document_day(prepared->document);
    return day == INT32_MIN ? UINT32_MAX : (uint64_t)((int64_t)day - INT32_MIN - 1);
}

/* Equal keys keep their order, at first that of ids, since the sort is stable. */
static kembar_status sort_as_ruled(kembar_keyed *items, const kembar_prepared *prepared,
                                   size_t n_documents, int n_threads) {
    for (size_t i = 0; i < n_documents; i++)
        items[i] = (kembar_keyed){tie_key(&prepared[i]), (uint32_t)i, 0};
    kembar_status status = kembar_sort_keyed(items, n_documents, n_threads);
    for (size_t i = 0; i < n_documents; i++)
        items[i].key = day_key(&prepared[items[i].value]);
    return status ? status : kembar_sort_keyed(items, n_documents, n_threads);
}

kembar_status kembar_ranks_build(kembar_ranks *out, const kembar_prepared *prepared,
                                 size_t n_documents, int n_threads) {
    out->of_document = kembar_alloc(n_documents, sizeof *out->of_document);
    out->documents = kembar_alloc(n_documents, sizeof *out->documents);
    kembar_keyed *items = kembar_alloc(n_documents, sizeof *items);
    kembar_status status =
        out->of_document && out->documents && items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = sort_as_ruled(items, prepared, n_documents, n_threads);
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
