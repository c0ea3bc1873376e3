#include "clean/content.h"

#include "base/alloc.h"
#include "clean/repeats.h"

static kembar_status keep_unmarked(kembar_content *out, const kembar_document *document,
                                   const uint8_t *marks) {
    size_t n = 0;
    for (size_t i = 0; i < document->tokens.n_items; i++)
        n += !marks[i];
    out->tokens = kembar_alloc(n, sizeof *out->tokens);
    if (!out->tokens)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < document->tokens.n_items; i++)
        if (!marks[i])
            out->tokens[out->n_tokens++] = (uint32_t)i;
    return KEMBAR_OK;
}

kembar_status kembar_content_apply(kembar_content *out, const kembar_document *document,
                                   const kembar_furniture *furniture) {
    *out = (kembar_content){0};
    uint8_t *marks = kembar_alloc_zeroed(document->tokens.n_items, 1);
    if (!marks)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = KEMBAR_OK;
    if (furniture)
        status = kembar_furniture_mark(furniture, document, marks);
    if (!status)
        status = kembar_repeats_mark(document, marks);
    if (!status)
        status = keep_unmarked(out, document, marks);
    kembar_free(marks);
    if (status)
        kembar_content_deinit(out);
    return status;
}

void kembar_content_deinit(kembar_content *content) {
    kembar_free(content->tokens);
    *content = (kembar_content){0};
}
