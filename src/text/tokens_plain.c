#include <string.h>

#include "base/hash_spans.h"
#include "text/tokens_cut.h"
#include "text/tokens_pack.h"
#include "text/tokens_run.h"

enum { HASHED_AT_ONCE = 512 };

/* What stands before a piece is not known to it, so that its first word is marked in any case. */
static void append_flags(kembar_token_run *run, const uint8_t *flags, size_t n) {
    uint8_t *out = run->tokens->flags + run->tokens->n_items;
    memcpy(out, flags, n);
    out[0] |= KEMBAR_TOKEN_MARKED;
    for (size_t i = 0; run->marked == 0 && i < n; i++)
        out[i] &= (uint8_t)~KEMBAR_TOKEN_MARKED;
}

/* Words [first, last) of a piece that lies at `base` of the text; there is room for them. */
static void append_words(kembar_token_run *run, const kembar_token_cut *cut, size_t base,
                         size_t first, size_t last) {
    uint64_t hashes[HASHED_AT_ONCE];
    kembar_tokens *tokens = run->tokens;
    if (first == last)
        return;
    append_flags(run, cut->flags + first, last - first);
    for (size_t n; first < last; first += n) {
        n = last - first < HASHED_AT_ONCE ? last - first : HASHED_AT_ONCE;
        kembar_hash_spans spans = {cut->folded, cut->begins + first, cut->ends + first, n};
        kembar_hash_spans_make(&spans, hashes);
        kembar_tokens_pack(&spans, hashes, (uint32_t)base, tokens->items + tokens->n_items);
        tokens->n_items += n;
    }
}

static void extend(kembar_token_run *run, const kembar_token_cut *cut, size_t base, size_t i) {
    size_t begin = cut->begins[i], end = cut->ends[i];
    kembar_view folded = {cut->folded + begin, end - begin};
    kembar_token_run_extend(run, base + begin, base + end, folded);
    run->has_digit |= (cut->flags[i] & KEMBAR_TOKEN_DIGIT) != 0;
}

kembar_status kembar_token_run_add_plain(kembar_token_run *run, size_t begin, size_t size,
                                         int is_final) {
    kembar_token_cut cut;
    kembar_token_cut_make(&cut, run->text.data + begin, size);
    size_t first = 0;
    size_t last = cut.n_words;
    if (run->is_open && last > 0 && cut.begins[0] == 0) {
        extend(run, &cut, begin, 0);
        if (cut.ends[0] == size)
            return KEMBAR_OK;
        first = 1;
    }
    kembar_status status = kembar_token_run_close(run);
    if (status == KEMBAR_OK)
        status = kembar_tokens_reserve(run->tokens, last - first);
    if (status != KEMBAR_OK)
        return status;
    int stays_open = !is_final && last > first && cut.ends[last - 1] == size;
    if (stays_open)
        last--;
    append_words(run, &cut, begin, first, last);
    if (stays_open)
        extend(run, &cut, begin, last);
    return KEMBAR_OK;
}
