#include "clean/content.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

static void keep_unmarked(kembar_content *out, const uint8_t *marks, size_t n_tokens) {
    size_t n = 0;
    for (size_t i = 0; i < n_tokens; i++) {
        out->tokens[n] = (uint32_t)i;
        n += !marks[i];
    }
    out->n_tokens = n;
}

kembar_status kembar_content_maker_mark(kembar_content_maker *maker,
                                        const kembar_document *document,
                                        const kembar_furniture *furniture) {
    size_t n_tokens = document->tokens.n_items;
    if (n_tokens == 0)
        return KEMBAR_OK;
    kembar_status status =
        kembar_array_reserve((void **)&maker->marks, &maker->mark_capacity, n_tokens, 1);
    if (status != KEMBAR_OK)
        return status;
    memset(maker->marks, 0, n_tokens);
    if (furniture)
        status = kembar_furniture_mark(furniture, document, maker->marks);
    return status == KEMBAR_OK ? kembar_repeats_mark(document, &maker->sentences, maker->marks)
                               : status;
}

kembar_status kembar_content_maker_next(kembar_content_maker *maker,
                                        const kembar_document *document,
                                        const kembar_furniture *furniture) {
    size_t n_tokens = document->tokens.n_items;
    maker->content.n_tokens = 0;
    if (n_tokens == 0)
        return KEMBAR_OK;
    kembar_status status = kembar_content_maker_mark(maker, document, furniture);
    if (status == KEMBAR_OK)
        status = kembar_array_reserve((void **)&maker->content.tokens, &maker->token_capacity,
                                      n_tokens, sizeof *maker->content.tokens);
    if (status == KEMBAR_OK)
        keep_unmarked(&maker->content, maker->marks, n_tokens);
    return status;
}

void kembar_content_maker_deinit(kembar_content_maker *maker) {
    kembar_free(maker->marks);
    kembar_sentence_list_deinit(&maker->sentences);
    kembar_content_deinit(&maker->content);
    *maker = (kembar_content_maker){0};
}

kembar_status kembar_content_apply(kembar_content *out, const kembar_document *document,
                                   const kembar_furniture *furniture) {
    kembar_content_maker maker = {0};
    *out = (kembar_content){0};
    kembar_status status = kembar_content_maker_next(&maker, document, furniture);
    if (status == KEMBAR_OK) {
        *out = maker.content;
        maker.content = (kembar_content){0};
    }
    kembar_content_maker_deinit(&maker);
    return status;
}

void kembar_content_deinit(kembar_content *content) {
    kembar_free(content->tokens);
    *content = (kembar_content){0};
}
