/* The fast path gives the tokens of the reference, and both are the words of the folded text. */
#include "base/hash.h"
#include "fuzz.h"
#include "text/tokens.h"
#include "text/utf8.h"

static void check_same(const kembar_tokens *fast, const kembar_tokens *slow) {
    FUZZ_CHECK(fast->n_items == slow->n_items);
    for (size_t i = 0; i < fast->n_items; i++) {
        FUZZ_CHECK(fast->items[i].hash == slow->items[i].hash);
        FUZZ_CHECK(fast->items[i].begin == slow->items[i].begin);
        FUZZ_CHECK(fast->items[i].end == slow->items[i].end);
        FUZZ_CHECK(fast->flags[i] == slow->flags[i]);
    }
}

static void check_spans(kembar_view text, const kembar_tokens *tokens) {
    for (size_t i = 0; i < tokens->n_items; i++) {
        const kembar_token *token = &tokens->items[i];
        FUZZ_CHECK(token->begin < token->end);
        fuzz_check_span(text, token->begin, token->end);
        FUZZ_CHECK(i == 0 || (token[-1].begin <= token->begin && token[-1].end <= token->end));
        int is_ascii = 1;
        for (size_t at = token->begin; at < token->end; at++)
            is_ascii &= (unsigned char)text.data[at] < 0x80;
        FUZZ_CHECK(is_ascii == !(tokens->flags[i] & KEMBAR_TOKEN_NON_ASCII));
    }
}

/* The next run of word characters of a folded text; size 0 at its end. */
static kembar_view next_word(kembar_view *rest) {
    kembar_view word = {rest->data, 0};
    while (rest->size > 0) {
        size_t size;
        uint32_t c = kembar_utf8_decode(*rest, &size);
        int is_word = (kembar_utf8_kind(c) & KEMBAR_CHAR_WORD) != 0;
        if (!is_word && word.size > 0)
            break;
        rest->data += size;
        rest->size -= size;
        word.size += is_word ? size : 0;
        if (word.size == 0)
            word.data = rest->data;
    }
    return word;
}

static void check_words(kembar_view text, const kembar_tokens *tokens) {
    kembar_buffer folded = {0}, one = {0};
    kembar_utf8_fold(text, &folded);
    kembar_view rest = kembar_buffer_view(&folded);
    for (size_t i = 0; i < tokens->n_items; i++) {
        kembar_view word = next_word(&rest);
        kembar_buffer_clear(&one);
        kembar_token_fold(text, tokens, i, &one);
        FUZZ_CHECK(kembar_view_equal(kembar_buffer_view(&one), word));
        FUZZ_CHECK(kembar_hash_bytes(word.data, word.size, 0) == tokens->items[i].hash);
    }
    FUZZ_CHECK(next_word(&rest).size == 0);
    kembar_buffer_deinit(&folded);
    kembar_buffer_deinit(&one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_tokens fast = {0}, slow = {0};
    kembar_buffer repaired = {0};
    fuzz_repair(fuzz_view(data, size), &repaired);
    kembar_view text = kembar_buffer_view(&repaired);
    FUZZ_CHECK(kembar_tokens_append(&fast, text, 0, text.size) == KEMBAR_OK);
    FUZZ_CHECK(kembar_tokens_append_reference(&slow, text, 0, text.size) == KEMBAR_OK);
    check_same(&fast, &slow);
    check_spans(text, &fast);
    check_words(text, &fast);
    kembar_tokens_deinit(&fast);
    kembar_tokens_deinit(&slow);
    kembar_buffer_deinit(&repaired);
    return 0;
}
