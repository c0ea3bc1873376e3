#include "model/furniture.h"

#include <string.h>

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "base/sort.h"
#include "document/block_hash.h"
#include "model/furniture_build.h"
#include "model/furniture_rows.h"

size_t kembar_furniture_list(const kembar_document *document, kembar_furniture_line *out) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++)
        if (kembar_furniture_is_line(&document->blocks[i]))
            out[n++] =
                (kembar_furniture_line){document->blocks[i].hash, document->blocks[i].n_tokens};
    return n;
}

void kembar_furniture_deinit(kembar_furniture *furniture) {
    kembar_free(furniture->blocks);
    kembar_free(furniture->runs);
    kembar_free(furniture->leads);
    kembar_furniture_filters_deinit(&furniture->filters);
    *furniture = (kembar_furniture){0};
}

int kembar_furniture_has_block(const kembar_furniture *furniture, uint64_t block_hash) {
    return kembar_bit_filter_may_hold(&furniture->filters.blocks, (uint32_t)block_hash) &&
           kembar_holds_u64(furniture->blocks, furniture->n_blocks, block_hash);
}

/* The first run that does not come before `key`. */
static size_t find_run(const kembar_furniture *furniture, const kembar_furniture_run *key) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, furniture->n_runs,
                       kembar_furniture_compare_runs(&furniture->runs[at], key) < 0);
    return at;
}

/* Tokens of the longest furniture run that starts at token `at`; 0: none. Runs with one opening
 * come by length, so that each length is hashed once. Hashing stops where `room` is used up. */
static size_t run_at(const kembar_furniture *furniture, const kembar_tokens *tokens, size_t at,
                     size_t *room) {
    uint64_t opening = kembar_block_hash_tokens(tokens->items + at, KEMBAR_FURNITURE_RUN_TOKENS);
    kembar_furniture_run key = {.opening = opening, .n_tokens = UINT32_MAX};
    if (tokens->n_items - at < UINT32_MAX)
        key.n_tokens = (uint32_t)(tokens->n_items - at);
    for (;;) {
        key.hash = 0;
        size_t i = find_run(furniture, &key);
        if (i == furniture->n_runs || furniture->runs[i].opening != opening)
            return 0;
        key.n_tokens = furniture->runs[i].n_tokens;
        if (key.n_tokens > *room)
            return 0;
        *room -= key.n_tokens;
        key.hash = kembar_block_hash_tokens(tokens->items + at, key.n_tokens);
        i = find_run(furniture, &key);
        if (i < furniture->n_runs && kembar_furniture_compare_runs(&furniture->runs[i], &key) == 0)
            return key.n_tokens;
        key.n_tokens--;
    }
}

/* Bit i of a part of the text: whether a run may start with its token i. */
static uint64_t may_start(const kembar_furniture *furniture, const kembar_token *tokens,
                          size_t n_tokens) {
    uint32_t rows[KEMBAR_BIT_FILTER_MASK_KEYS];
    kembar_furniture_rows(tokens, n_tokens, rows);
    return kembar_bit_filter_mask(&furniture->filters.rows, rows, n_tokens);
}

static void mark_runs(const kembar_furniture *furniture, const kembar_tokens *tokens,
                      uint8_t *marks) {
    enum { WINDOW = KEMBAR_FURNITURE_RUN_TOKENS, PART = KEMBAR_BIT_FILTER_MASK_KEYS };
    size_t room = kembar_furniture_room(tokens->n_items), covered = 0;
    size_t n = tokens->n_items < WINDOW ? 0 : tokens->n_items - WINDOW + 1;
    for (size_t begin = 0; begin < n; begin += PART) {
        uint64_t starts =
            may_start(furniture, tokens->items + begin, n - begin < PART ? n - begin : PART);
        for (; starts; starts &= starts - 1) {
            size_t at = begin + (size_t)__builtin_ctzll(starts);
            size_t n_run = at < covered ? 0 : run_at(furniture, tokens, at, &room);
            memset(marks + at, 1, n_run);
            covered = n_run ? at + n_run : covered;
        }
    }
}

kembar_status kembar_furniture_mark(const kembar_furniture *furniture,
                                    const kembar_document *document, uint8_t *marks) {
    if (furniture->n_blocks == 0)
        return KEMBAR_OK;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        if (kembar_furniture_is_line(block) && kembar_furniture_has_block(furniture, block->hash))
            memset(marks + block->first_token, 1, block->n_tokens);
    }
    if (furniture->n_runs > 0)
        mark_runs(furniture, &document->tokens, marks);
    return KEMBAR_OK;
}
