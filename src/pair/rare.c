#include "pair/rare.h"

#include "base/alloc.h"
#include "base/error.h"

static int takes_part(const kembar_prepared *prepared, const uint8_t *take, size_t i,
                      const kembar_options *options) {
    return (!take || take[i]) && prepared[i].content.n_tokens >= (size_t)options->min_tokens;
}

kembar_status kembar_rare_build(kembar_postings *out, const kembar_prepared *prepared,
                                const uint8_t *take, size_t n_documents,
                                const kembar_options *options, kembar_error *error) {
    size_t n_items = 0, at = 0;
    *out = (kembar_postings){0};
    for (size_t i = 0; i < n_documents; i++)
        if (takes_part(prepared, take, i, options))
            n_items += prepared[i].shingles.n_items;
    kembar_keyed *items = kembar_alloc(n_items, sizeof *items);
    if (!items)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_documents; i++) {
        if (!takes_part(prepared, take, i, options))
            continue;
        const kembar_shingle_set *set = &prepared[i].shingles;
        for (size_t k = 0; k < set->n_items; k++)
            items[at++] = (kembar_keyed){set->items[k], (uint32_t)i, 0};
    }
    kembar_status status = kembar_postings_build(
        out, items, n_items, n_documents, (size_t)options->rare_shingle_max, options->n_threads);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many shingles for one run");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}
