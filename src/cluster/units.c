#include "cluster/units.h"

#include "base/alloc.h"

kembar_status kembar_units_init(kembar_units *out, const kembar_groups *groups,
                                size_t n_documents) {
    *out = (kembar_units){0};
    out->of_document = kembar_alloc(n_documents, sizeof *out->of_document);
    out->representative = kembar_alloc(n_documents, sizeof *out->representative);
    if (!out->of_document || !out->representative) {
        kembar_units_deinit(out);
        return KEMBAR_ERROR_MEMORY;
    }
    for (uint32_t i = 0; i < n_documents; i++) {
        if (groups->representative[i] != i)
            continue;
        out->of_document[i] = (uint32_t)out->n_units;
        out->representative[out->n_units++] = i;
    }
    for (size_t i = 0; i < n_documents; i++)
        out->of_document[i] = out->of_document[groups->representative[i]];
    return KEMBAR_OK;
}

void kembar_units_deinit(kembar_units *units) {
    kembar_free(units->of_document);
    kembar_free(units->representative);
    *units = (kembar_units){0};
}
