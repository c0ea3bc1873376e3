#include "pipeline/check_words.h"

#include "base/lower_bound.h"

#include "kembar/check.h"
#include "text/utf8.h"

/* The first token that begins at `offset` or after it. */
static size_t token_at(const kembar_tokens *tokens, uint32_t offset) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, tokens->n_items, tokens->items[at].begin < offset);
    return at;
}

uint32_t kembar_check_count_words(const kembar_document *document, uint32_t begin, uint32_t end) {
    return (uint32_t)(token_at(&document->tokens, end) - token_at(&document->tokens, begin));
}

kembar_view kembar_check_cut_words(const kembar_document *document, uint32_t begin, uint32_t end,
                                   uint8_t *is_cut) {
    const kembar_tokens *tokens = &document->tokens;
    kembar_view text = document->text;
    size_t limit = (size_t)begin + KEMBAR_SHOWN_PASSAGE_BYTES;
    *is_cut = end > limit;
    if (!*is_cut)
        return (kembar_view){text.data + begin, end - begin};
    /* The last word that ends within the limit. */
    size_t first = token_at(tokens, begin), last = token_at(tokens, (uint32_t)limit);
    while (last > first && tokens->items[last - 1].end > limit)
        last--;
    size_t to = last > first ? tokens->items[last - 1].end : kembar_utf8_floor(text, limit);
    return (kembar_view){text.data + begin, to - begin};
}
