#include "report/html_excerpt.h"

#include "base/lower_bound.h"

#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/plain.h"
#include "text/utf8.h"

enum {
    KEPT_TOKENS = 22,       /* at each end of a run of words that is cut */
    MIN_CUT_TOKENS = 16,    /* fewer are not worth cutting */
    MAX_PIECE_BYTES = 1500, /* of text between two cuts, should its words be endless */
    MAX_CLINGING_BYTES = 24 /* of punctuation beside a passage */
};

/* The first token that ends behind `offset`. */
static size_t token_at(const kembar_tokens *tokens, size_t offset) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, tokens->n_items, tokens->items[at].end <= offset);
    return at;
}

kembar_html_stretch kembar_html_stretch_of(const kembar_document *document, size_t begin,
                                           size_t end) {
    const kembar_tokens *tokens = &document->tokens;
    size_t size = document->text.size;
    kembar_html_stretch stretch = {.document = document};
    stretch.end = end < size ? end : size;
    stretch.begin = begin < stretch.end ? begin : stretch.end;
    stretch.first_token = token_at(tokens, stretch.begin);
    size_t last = stretch.first_token;
    while (last < tokens->n_items && tokens->items[last].end <= stretch.end)
        last++;
    stretch.n_tokens = last - stretch.first_token;
    return stretch;
}

static int is_space(kembar_view text, size_t offset) {
    return (unsigned char)text.data[offset] <= ' ';
}

kembar_html_stretch kembar_html_stretch_trimmed(const kembar_document *document, size_t begin,
                                                size_t end) {
    kembar_view text = document->text;
    if (end > text.size)
        end = text.size;
    while (begin < end && is_space(text, begin))
        begin++;
    while (begin < end && is_space(text, end - 1))
        end--;
    return kembar_html_stretch_of(document, begin, end);
}

size_t kembar_html_stretch_widen_end(const kembar_document *document, size_t end) {
    const kembar_tokens *tokens = &document->tokens;
    size_t next = token_at(tokens, end);
    size_t limit = next < tokens->n_items ? tokens->items[next].begin : document->text.size;
    size_t after = end;
    while (after < limit && !is_space(document->text, after))
        if (++after - end > MAX_CLINGING_BYTES)
            return end;
    return after;
}

size_t kembar_html_stretch_widen_begin(const kembar_document *document, size_t begin) {
    const kembar_tokens *tokens = &document->tokens;
    size_t next = begin > 0 ? token_at(tokens, begin - 1) : 0;
    size_t before = begin;
    if (begin > document->text.size ||
        (next < tokens->n_items && tokens->items[next].begin < begin))
        return begin;
    while (before > 0 && !is_space(document->text, before - 1))
        if (begin - --before > MAX_CLINGING_BYTES)
            return begin;
    /* A word in that run keeps what follows it. */
    return token_at(tokens, before) < next ? begin : before;
}

/* Bytes [*at, end), when that is not empty; *at moves on. */
static void put_bytes(kembar_buffer *out, kembar_view text, size_t *at, size_t end) {
    if (end <= *at)
        return;
    size_t size = end - *at;
    int is_cut = size > MAX_PIECE_BYTES;
    if (is_cut)
        size = kembar_utf8_floor(text, *at + MAX_PIECE_BYTES) - *at;
    kembar_html_put_escaped(out, (kembar_view){text.data + *at, size});
    if (is_cut)
        kembar_html_put(out, "<span class=\"cut\">…</span>");
    *at = end;
}

static void put_cut(kembar_buffer *out, size_t n_tokens, const char *one, const char *many) {
    kembar_html_put(out, " <span class=\"cut\">… ");
    kembar_plain_append_counted(out, n_tokens, one, many);
    kembar_html_put(out, " …</span> ");
}

/* Text from *at to the end of `n_tokens` tokens, with the middle of many tokens cut out. */
static void put_tokens(kembar_buffer *out, const kembar_html_stretch *stretch, size_t *at,
                       size_t first, size_t n_tokens) {
    const kembar_token *tokens = stretch->document->tokens.items + stretch->first_token + first;
    kembar_view text = stretch->document->text;
    if (n_tokens >= 2 * KEPT_TOKENS + MIN_CUT_TOKENS) {
        size_t n_cut = n_tokens - 2 * KEPT_TOKENS;
        put_bytes(out, text, at, tokens[KEPT_TOKENS - 1].end);
        put_cut(out, n_cut, "word", "words");
        if (*at < tokens[KEPT_TOKENS + n_cut].begin)
            *at = tokens[KEPT_TOKENS + n_cut].begin;
    }
    put_bytes(out, text, at, tokens[n_tokens - 1].end);
}

void kembar_html_put_stretch(kembar_buffer *out, const kembar_html_stretch *stretch) {
    size_t at = stretch->begin;
    if (stretch->n_tokens > 0)
        put_tokens(out, stretch, &at, 0, stretch->n_tokens);
    put_bytes(out, stretch->document->text, &at, stretch->end);
}

/* Tokens [from, to), which the other side has not. */
static void put_difference(kembar_buffer *out, const kembar_html_stretch *stretch, size_t *at,
                           size_t from, size_t to) {
    const kembar_token *tokens = stretch->document->tokens.items + stretch->first_token;
    put_bytes(out, stretch->document->text, at, tokens[from].begin);
    kembar_html_put(out, "<b>");
    put_tokens(out, stretch, at, from, to - from);
    kembar_html_put(out, "</b>");
}

void kembar_html_put_passage(kembar_buffer *out, const kembar_html_stretch *stretch,
                             const kembar_html_diff *runs, int is_left) {
    size_t at = stretch->begin;
    size_t n_done = 0;
    size_t max_size = out->size + KEMBAR_HTML_MAX_PASSAGE_BYTES;
    for (size_t i = 0; i <= runs->n_runs; i++) {
        const kembar_html_equal_run *run = i < runs->n_runs ? &runs->runs[i] : NULL;
        size_t first = !run ? stretch->n_tokens : is_left ? run->left : run->right;
        if (first > n_done)
            put_difference(out, stretch, &at, n_done, first);
        n_done = first;
        if (run)
            put_tokens(out, stretch, &at, first, run->n_tokens);
        n_done += run ? run->n_tokens : 0;
        if (out->size > max_size && n_done < stretch->n_tokens) {
            put_cut(out, stretch->n_tokens - n_done, "more word", "more words");
            return;
        }
    }
    put_bytes(out, stretch->document->text, &at, stretch->end);
}
