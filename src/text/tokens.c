#include "text/tokens.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "text/tokens_cut.h"
#include "text/tokens_run.h"
#include "text/utf8.h"

void kembar_tokens_deinit(kembar_tokens *tokens) {
    kembar_free(tokens->items);
    kembar_free(tokens->flags);
    *tokens = (kembar_tokens){0};
}

/* Size of the punctuation mark at the start of non-empty `rest` if it is one of the few that
 * English and Indonesian text is full of (no-break space, guillemets, dashes, curly quotes, bullet,
 * ellipsis), else 0. */
static size_t common_mark(kembar_view rest) {
    const unsigned char *p = (const unsigned char *)rest.data;
    if (p[0] == 0xc2)
        return p[1] == 0xa0 || p[1] == 0xab || p[1] == 0xbb ? 2 : 0;
    if (p[0] != 0xe2 || p[1] != 0x80)
        return 0;
    switch (p[2]) {
    case 0x93:
    case 0x94:
    case 0x98:
    case 0x99:
    case 0x9c:
    case 0x9d:
    case 0xa2:
    case 0xa6:
        return 3;
    default:
        return 0;
    }
}

/* Size of a common mark that is sure to be a cluster of its own, else 0: what follows is ASCII or
 * another common mark. */
static size_t separator_size(kembar_view rest) {
    size_t size = common_mark(rest);
    if (size == 0 || size == rest.size || (unsigned char)rest.data[size] < 0x80)
        return size;
    return common_mark((kembar_view){rest.data + size, rest.size - size}) != 0 ? size : 0;
}

/* ASCII and marks that stand by themselves, from the start of `rest` as far as they go. */
static size_t plain_prefix(kembar_view rest) {
    size_t limit = rest.size < KEMBAR_CUT_MAX_BYTES ? rest.size : KEMBAR_CUT_MAX_BYTES;
    size_t at = 0;
    for (;;) {
        at += kembar_utf8_ascii_prefix((kembar_view){rest.data + at, limit - at});
        if (at == limit)
            return at;
        size_t size = separator_size((kembar_view){rest.data + at, rest.size - at});
        if (size == 0 || at + size > limit)
            return at;
        at += size;
    }
}

/* Size of what the fast path may take at the start of `rest`. The last character before other bytes
 * is left to the clusters when a mark combines with it. */
static size_t plain_size(kembar_view rest, int *is_final) {
    size_t size = plain_prefix(rest);
    *is_final = size == rest.size;
    if (size == 0 || size == rest.size || (unsigned char)rest.data[size] < 0x80 ||
        (unsigned char)rest.data[size - 1] >= 0x80)
        return size;
    *is_final = common_mark((kembar_view){rest.data + size, rest.size - size}) != 0;
    kembar_view last = {rest.data + size - 1, rest.size - size + 1};
    return *is_final || kembar_utf8_cluster_size(last) == 1 ? size : size - 1;
}

static kembar_status add_part(kembar_token_run *run, size_t *at, size_t end) {
    kembar_view rest = {run->text.data + *at, end - *at};
    int is_final;
    size_t begin = *at;
    size_t size = plain_size(rest, &is_final);
    if (size > 0) {
        *at += size;
        return kembar_token_run_add_plain(run, begin, size, is_final);
    }
    *at += kembar_utf8_cluster_size(rest);
    return kembar_token_run_add_cluster(run, begin, *at);
}

kembar_status kembar_tokens_append(kembar_tokens *tokens, kembar_view text, size_t begin,
                                   size_t end) {
    kembar_token_run run = kembar_token_run_begin(tokens, text);
    kembar_status status = KEMBAR_OK;
    while (begin < end && status == KEMBAR_OK)
        status = add_part(&run, &begin, end);
    return kembar_token_run_end(&run, status);
}

kembar_status kembar_tokens_append_plain(kembar_tokens *tokens, kembar_view text, int *is_plain) {
    kembar_token_run run = kembar_token_run_begin(tokens, text);
    kembar_status status = KEMBAR_OK;
    size_t at = 0;
    run.marked = KEMBAR_TOKEN_MARKED;
    while (at < text.size && status == KEMBAR_OK) {
        size_t size = plain_prefix((kembar_view){text.data + at, text.size - at});
        if (size == 0)
            break;
        status = kembar_token_run_add_plain(&run, at, size, at + size == text.size);
        at += size;
    }
    status = kembar_token_run_end(&run, status);
    *is_plain = status == KEMBAR_OK && at == text.size;
    if (!*is_plain)
        tokens->n_items = run.n_before;
    return status;
}

/* Size of the word characters at the start of folded text. */
static size_t word_size(kembar_view folded) {
    size_t at = 0;
    size_t size;
    while (at < folded.size) {
        uint32_t c = kembar_utf8_decode((kembar_view){folded.data + at, folded.size - at}, &size);
        if ((kembar_utf8_kind(c) & KEMBAR_CHAR_WORD) == 0)
            return at;
        at += size;
    }
    return at;
}

/* Moves the word with this hash in data[begin, size) to `begin` and cuts the rest off. */
static void keep_word(kembar_buffer *buffer, size_t begin, uint64_t hash) {
    size_t at = begin;
    while (at < buffer->size) {
        kembar_view rest = {buffer->data + at, buffer->size - at};
        size_t size = word_size(rest);
        if (size > 0 && kembar_hash_bytes(rest.data, size, 0) == hash) {
            for (size_t i = 0; i < size; i++)
                buffer->data[begin + i] = rest.data[i];
            buffer->size = begin + size;
            return;
        }
        at += size;
        if (at < buffer->size) {
            (void)kembar_utf8_decode((kembar_view){buffer->data + at, buffer->size - at}, &size);
            at += size;
        }
    }
}

void kembar_token_fold(kembar_view text, const kembar_tokens *tokens, size_t i,
                       kembar_buffer *out) {
    const kembar_token *token = &tokens->items[i];
    kembar_view span = {text.data + token->begin, token->end - token->begin};
    size_t begin = out->size;
    kembar_utf8_fold(span, out);
    if ((tokens->flags[i] & KEMBAR_TOKEN_NON_ASCII) != 0 && !out->failed)
        keep_word(out, begin, token->hash);
}
