#include "text/tokens_run.h"

#include "base/array.h"
#include "base/hash.h"
#include "text/utf8.h"

kembar_status kembar_tokens_reserve(kembar_tokens *tokens, size_t n_more) {
    size_t n_needed = tokens->n_items + n_more;
    size_t n_items = tokens->capacity;
    size_t n_flags = tokens->capacity;
    if (n_needed <= tokens->capacity)
        return KEMBAR_OK;
    kembar_status status =
        kembar_array_reserve((void **)&tokens->items, &n_items, n_needed, sizeof *tokens->items);
    if (status == KEMBAR_OK)
        status = kembar_array_reserve((void **)&tokens->flags, &n_flags, n_needed,
                                      sizeof *tokens->flags);
    if (status == KEMBAR_OK)
        tokens->capacity = n_items < n_flags ? n_items : n_flags;
    return status;
}

kembar_token_run kembar_token_run_begin(kembar_tokens *tokens, kembar_view text) {
    return (kembar_token_run){.tokens = tokens, .text = text, .n_before = tokens->n_items};
}

kembar_status kembar_token_run_end(kembar_token_run *run, kembar_status status) {
    if (status == KEMBAR_OK)
        status = kembar_token_run_close(run);
    if (status == KEMBAR_OK)
        status = kembar_buffer_status(&run->folded);
    if (status == KEMBAR_OK)
        status = kembar_buffer_status(&run->scratch);
    if (status != KEMBAR_OK)
        run->tokens->n_items = run->n_before;
    kembar_buffer_deinit(&run->folded);
    kembar_buffer_deinit(&run->scratch);
    return status;
}

/* Flags that the span's characters before folding decide. */
static unsigned span_flags(kembar_view span) {
    unsigned flags = 0;
    size_t n_letters = 0;
    size_t n_upper = 0;
    size_t size;
    for (size_t at = 0; at < span.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){span.data + at, span.size - at}, &size);
        unsigned kind = kembar_utf8_kind(c);
        int is_upper = (kind & KEMBAR_CHAR_UPPER) != 0;
        n_upper += (size_t)is_upper;
        n_letters +=
            (kind & (KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT)) == KEMBAR_CHAR_WORD && c != '_';
        flags |= c >= 0x80 ? KEMBAR_TOKEN_NON_ASCII : 0;
        flags |= is_upper && at == 0 ? KEMBAR_TOKEN_CAPITAL : 0;
    }
    return flags | (n_letters >= 2 && n_upper == n_letters ? KEMBAR_TOKEN_UPPER : 0);
}

kembar_status kembar_token_run_close(kembar_token_run *run) {
    if (!run->is_open)
        return KEMBAR_OK;
    kembar_status status = kembar_tokens_reserve(run->tokens, 1);
    if (status != KEMBAR_OK)
        return status;
    kembar_view span = {run->text.data + run->begin, run->end - run->begin};
    kembar_view folded = kembar_buffer_view(&run->folded);
    size_t i = run->tokens->n_items++;
    run->tokens->items[i] = (kembar_token){kembar_hash_bytes(folded.data, folded.size, 0),
                                           (uint32_t)run->begin, (uint32_t)run->end};
    run->tokens->flags[i] =
        (uint8_t)(span_flags(span) | (run->has_digit ? KEMBAR_TOKEN_DIGIT : 0) | run->marked);
    run->is_open = 0;
    return KEMBAR_OK;
}

void kembar_token_run_extend(kembar_token_run *run, size_t begin, size_t end, kembar_view folded) {
    if (!run->is_open) {
        run->is_open = 1;
        run->has_digit = 0;
        run->begin = begin;
        kembar_buffer_clear(&run->folded);
    }
    run->end = end;
    kembar_buffer_append_view(&run->folded, folded);
}

kembar_status kembar_token_run_add_cluster(kembar_token_run *run, size_t begin, size_t end) {
    kembar_status status = KEMBAR_OK;
    size_t size;
    kembar_buffer_clear(&run->scratch);
    kembar_utf8_fold((kembar_view){run->text.data + begin, end - begin}, &run->scratch);
    kembar_view folded = kembar_buffer_view(&run->scratch);
    for (size_t at = 0; at < folded.size && status == KEMBAR_OK; at += size) {
        kembar_view rest = {folded.data + at, folded.size - at};
        unsigned kind = kembar_utf8_kind(kembar_utf8_decode(rest, &size));
        if ((kind & KEMBAR_CHAR_WORD) == 0) {
            status = kembar_token_run_close(run);
        } else {
            kembar_token_run_extend(run, begin, end, (kembar_view){rest.data, size});
            run->has_digit |= (kind & KEMBAR_CHAR_DIGIT) != 0;
        }
    }
    return status;
}
