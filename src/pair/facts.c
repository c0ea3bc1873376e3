#include "pair/facts.h"

#include "base/alloc.h"
#include "base/sort.h"
#include "pair/gap.h"
#include "pair/measures.h"

static int is_fact(const kembar_prepared *prepared, uint32_t content_i) {
    uint8_t flags = prepared->document->tokens.flags[prepared->content.tokens[content_i]];
    if (flags & KEMBAR_TOKEN_DIGIT)
        return 1;
    return (flags & KEMBAR_TOKEN_CAPITAL) && !(flags & KEMBAR_TOKEN_SENTENCE);
}

/* The distinct tokens of the content, sorted. */
static kembar_status distinct_tokens(const kembar_prepared *prepared, uint64_t **out, size_t *n) {
    size_t n_tokens = prepared->content.n_tokens;
    *out = kembar_alloc(n_tokens, sizeof **out);
    if (!*out)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_tokens; i++)
        (*out)[i] = kembar_prepared_hash(prepared, i);
    if (kembar_sort_u64(*out, n_tokens))
        return KEMBAR_ERROR_MEMORY;
    *n = kembar_unique_u64(*out, n_tokens);
    return KEMBAR_OK;
}

/* Words of each that the other lacks altogether, and how many of them are facts. */
typedef struct changed_words {
    uint64_t n_words;
    uint64_t n_facts;
} changed_words;

static void count_changed(const kembar_prepared *prepared, const uint64_t *other, size_t n_other,
                          changed_words *changed) {
    for (uint32_t i = 0; i < prepared->content.n_tokens; i++) {
        if (kembar_holds_u64(other, n_other, kembar_prepared_hash(prepared, i)))
            continue;
        changed->n_words++;
        changed->n_facts += is_fact(prepared, i) != 0;
    }
}

static int has_new_fact(const kembar_prepared *prepared, uint32_t begin, uint32_t end,
                        const uint64_t *other, size_t n_other) {
    for (uint32_t i = begin; i < end; i++)
        if (is_fact(prepared, i) &&
            !kembar_holds_u64(other, n_other, kembar_prepared_hash(prepared, i)))
            return 1;
    return 0;
}

/* A replaced pair that merely looks alike is a slip of the pen, not another fact. */
static int replaces_fact(const kembar_prepared *a, const kembar_prepared *b,
                         const kembar_replacement *r, const uint64_t *in_a, size_t n_a,
                         const uint64_t *in_b, size_t n_b, kembar_gap_scratch *scratch) {
    if (r->a_end - r->a_begin == 1 && r->b_end - r->b_begin == 1 &&
        kembar_gap_alike(a, r->a_begin, b, r->b_begin, scratch))
        return 0;
    return has_new_fact(a, r->a_begin, r->a_end, in_b, n_b) &&
           has_new_fact(b, r->b_begin, r->b_end, in_a, n_a);
}

static kembar_status decide(const kembar_prepared *a, const kembar_prepared *b,
                            const kembar_alignment *alignment, const uint64_t *in_a, size_t n_a,
                            const uint64_t *in_b, size_t n_b, int *differ) {
    kembar_gap_scratch scratch = {0};
    changed_words changed = {0};
    int replaced = 0;
    for (size_t i = 0; i < alignment->n_replacements && !replaced; i++)
        replaced = replaces_fact(a, b, &alignment->replacements[i], in_a, n_a, in_b, n_b, &scratch);
    kembar_status status = kembar_gap_status(&scratch);
    kembar_buffer_deinit(&scratch.a);
    kembar_buffer_deinit(&scratch.b);
    if (status || !replaced)
        return status;
    count_changed(a, in_b, n_b, &changed);
    count_changed(b, in_a, n_a, &changed);
    *differ = kembar_micro(changed.n_facts, changed.n_words) >= KEMBAR_FACTS_SHARE;
    return KEMBAR_OK;
}

kembar_status kembar_facts_differ(const kembar_prepared *a, const kembar_prepared *b,
                                  const kembar_alignment *alignment, int *differ) {
    uint64_t *in_a = NULL, *in_b = NULL;
    size_t n_a = 0, n_b = 0;
    *differ = 0;
    if (alignment->n_replacements == 0)
        return KEMBAR_OK;
    kembar_status status = distinct_tokens(a, &in_a, &n_a);
    if (!status)
        status = distinct_tokens(b, &in_b, &n_b);
    if (!status)
        status = decide(a, b, alignment, in_a, n_a, in_b, n_b, differ);
    kembar_free(in_a);
    kembar_free(in_b);
    return status;
}
