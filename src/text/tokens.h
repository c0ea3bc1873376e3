/* Tokens: maximal runs of Unicode letters, numbers and the underscore after NFKC and case folding.
 *
 * Anyone can recompute them: the sequence equals re.findall(r'\w+', unicodedata.normalize('NFKC',
 * text).casefold()) of Python up to the Unicode version. Spans point into the text before folding,
 * on character boundaries. */
#ifndef KEMBAR_TEXT_TOKENS_H
#define KEMBAR_TEXT_TOKENS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "kembar/status.h"
#include "kembar/view.h"

enum {
    KEMBAR_TOKEN_CAPITAL = 1,    /* its first character is upper or title case in the text */
    KEMBAR_TOKEN_UPPER = 2,      /* two or more letters, all of them upper or title case */
    KEMBAR_TOKEN_DIGIT = 4,      /* holds a number character */
    KEMBAR_TOKEN_SENTENCE = 8,   /* first token of a sentence (set by sentences.h) */
    KEMBAR_TOKEN_NON_ASCII = 16, /* its span holds a byte >= 0x80: fold by utf8.h */
    KEMBAR_TOKEN_MARKED = 32     /* may begin a sentence: what sentences.h is to settle */
};

typedef struct kembar_token {
    uint64_t hash;  /* XXH3 of the folded bytes, seed 0 */
    uint32_t begin; /* bytes into the text */
    uint32_t end;
} kembar_token;

/* Start from a zeroed struct. */
typedef struct kembar_tokens {
    kembar_token *items; /* owned */
    uint8_t *flags;      /* owned, one for each item */
    size_t n_items;
    size_t capacity;
} kembar_tokens;

void kembar_tokens_deinit(kembar_tokens *tokens);

/* Makes room for `n_more` tokens. */
kembar_status kembar_tokens_reserve(kembar_tokens *tokens, size_t n_more) KEMBAR_MUST_CHECK;

/* Appends the tokens of text[begin, end) (valid UTF-8, below 4 GiB; the range is on cluster
 * boundaries). ASCII takes a fast path, common punctuation (curly quotes, dashes, no-break
 * space) is stepped over, and only other clusters with a byte >= 0x80 go through utf8.h. Linear; on
 * failure the tokens are as before. */
kembar_status kembar_tokens_append(kembar_tokens *tokens, kembar_view text, size_t begin,
                                   size_t end) KEMBAR_MUST_CHECK;
/* The same for the whole of a text that the fast path can take alone, as most are: *is_plain says
 * whether it is one. If not, nothing is appended. What lies between two ranges of white space has
 * the same tokens then as by itself. Tokens have KEMBAR_TOKEN_MARKED where one of . ! ? or a byte
 * 0xe2 stands between them and the token before, and a few others: kembar_sentences_settle is to
 * follow. */
kembar_status kembar_tokens_append_plain(kembar_tokens *tokens, kembar_view text,
                                         int *is_plain) KEMBAR_MUST_CHECK;
/* The same cluster by cluster alone: the reference that the fast path is proved against. */
kembar_status kembar_tokens_append_reference(kembar_tokens *tokens, kembar_view text, size_t begin,
                                             size_t end) KEMBAR_MUST_CHECK;

/* Appends the folded bytes of token `i` to `out` (a token's span may hold more than the token where
 * a cluster folds to several characters; what is appended is exactly what was hashed). */
void kembar_token_fold(kembar_view text, const kembar_tokens *tokens, size_t i, kembar_buffer *out);

#endif
