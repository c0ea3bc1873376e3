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
    *out = (kembar_postings){0};
    kembar_key_set *sets = kembar_alloc_zeroed(n_documents, sizeof *sets);
    if (!sets)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_documents; i++)
        if (takes_part(prepared, take, i, options))
            sets[i] = (kembar_key_set){prepared[i].shingles.items, prepared[i].shingles.n_items};
    kembar_status status = kembar_postings_build(
        out, sets, n_documents, (size_t)options->rare_shingle_max, options->n_threads);
    kembar_free(sets);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many shingles for one run");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}
