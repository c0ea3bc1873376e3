#include "model/furniture_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/lower_bound.h"
#include "base/sort.h"
#include "document/block_hash.h"
#include "model/furniture_anchors.h"

static uint16_t step_of(const uint64_t *hashes) {
    uint16_t step = 1;
    while (step < KEMBAR_FURNITURE_RUN_TOKENS &&
           memcmp(hashes, hashes + step, (KEMBAR_FURNITURE_RUN_TOKENS - step) * sizeof *hashes) !=
               0)
        step++;
    return step;
}

void kembar_furniture_open(const kembar_document *document, const kembar_block *block,
                           kembar_furniture_opening *out) {
    const kembar_token *first = document->tokens.items + block->first_token;
    uint64_t hashes[KEMBAR_ANCHORED_RUN_TOKENS];
    uint32_t anchors[KEMBAR_ANCHORED_RUN_TOKENS];
    size_t n = 0;
    for (; n < block->n_tokens && n < KEMBAR_ANCHORED_RUN_TOKENS; n++)
        hashes[n] = first[n].hash;
    size_t n_anchors = kembar_furniture_anchors(hashes, n, anchors);
    *out = (kembar_furniture_opening){
        .hash = kembar_block_hash_tokens(first, KEMBAR_FURNITURE_RUN_TOKENS),
        .anchors_hash = kembar_hash_bytes(anchors, n_anchors * sizeof *anchors, 0),
        .anchor = anchors[0],
        .row = kembar_furniture_row(first[0].hash, first[1].hash, first[2].hash),
        .n_anchors = (uint16_t)n_anchors,
        .step = step_of(hashes)};
}

int kembar_furniture_compare_runs(const void *x, const void *y) {
    const kembar_furniture_run *a = x, *b = y;
    if (a->opening != b->opening)
        return a->opening < b->opening ? -1 : 1;
    if (a->n_tokens != b->n_tokens)
        return a->n_tokens > b->n_tokens ? -1 : 1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static int compare_leads(const void *x, const void *y) {
    const kembar_furniture_lead *a = x, *b = y;
    if (a->anchor != b->anchor)
        return a->anchor < b->anchor ? -1 : 1;
    return a->run < b->run ? -1 : a->run > b->run;
}

/* --- filters --- */

void kembar_furniture_filters_deinit(kembar_furniture_filters *filters) {
    kembar_bit_filter_deinit(&filters->blocks);
    kembar_bit_filter_deinit(&filters->rows);
    kembar_bit_filter_deinit(&filters->anchors);
}

static void fill_filters(const kembar_furniture *from, kembar_furniture_filters *out) {
    for (size_t i = 0; i < from->n_blocks; i++)
        kembar_bit_filter_add(&out->blocks, (uint32_t)from->blocks[i]);
    for (size_t i = 0; i < from->n_runs; i++) {
        kembar_bit_filter_add(&out->rows, from->runs[i].row);
        kembar_bit_filter_add(&out->anchors, from->leads[i].anchor);
    }
}

/* Larger ones, where those that there are have no room for one more block. */
static kembar_status reserve_filters(kembar_furniture *to) {
    kembar_furniture_filters larger = {0};
    size_t n = to->n_blocks + 1, n_words = to->filters.blocks.n_words;
    if (n <= n_words || n_words == KEMBAR_BIT_FILTER_MAX_WORDS)
        return KEMBAR_OK;
    if (kembar_bit_filter_init(&larger.blocks, n) || kembar_bit_filter_init(&larger.rows, n) ||
        kembar_bit_filter_init(&larger.anchors, n)) {
        kembar_furniture_filters_deinit(&larger);
        return KEMBAR_ERROR_MEMORY;
    }
    fill_filters(to, &larger);
    kembar_furniture_filters_deinit(&to->filters);
    to->filters = larger;
    return KEMBAR_OK;
}

/* --- adding --- */

/* Room for one more of each. */
static kembar_status reserve(kembar_furniture *to) {
    if (reserve_filters(to) ||
        kembar_array_reserve((void **)&to->blocks, &to->block_capacity, to->n_blocks + 1,
                             sizeof *to->blocks) ||
        kembar_array_reserve((void **)&to->runs, &to->run_capacity, to->n_runs + 1,
                             sizeof *to->runs))
        return KEMBAR_ERROR_MEMORY;
    return kembar_array_reserve((void **)&to->leads, &to->lead_capacity, to->n_runs + 1,
                                sizeof *to->leads);
}

/* Opens a gap at `at` and fills it. */
static void put_at(void *items, size_t n_items, size_t at, const void *item, size_t size) {
    char *place = (char *)items + at * size;
    memmove(place + size, place, (n_items - at) * size);
    memcpy(place, item, size);
}

static size_t find_place(const void *items, size_t n_items, const void *item, size_t size,
                         int (*compare)(const void *, const void *)) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, n_items, compare((const char *)items + at * size, item) < 0);
    return at;
}

static void add_run(kembar_furniture *to, const kembar_furniture_line *line,
                    const kembar_furniture_opening *opening, int in_order) {
    kembar_furniture_run run = {opening->hash, line->hash, line->n_tokens, opening->row};
    kembar_furniture_lead lead = {.anchors_hash = opening->anchors_hash,
                                  .run = line->hash,
                                  .anchor = opening->anchor,
                                  .n_tokens = line->n_tokens,
                                  .n_anchors = opening->n_anchors,
                                  .step = opening->step};
    size_t n = to->n_runs;
    size_t run_at = n, lead_at = n;
    if (in_order) {
        run_at = find_place(to->runs, n, &run, sizeof run, kembar_furniture_compare_runs);
        lead_at = find_place(to->leads, n, &lead, sizeof lead, compare_leads);
    }
    put_at(to->runs, n, run_at, &run, sizeof run);
    put_at(to->leads, n, lead_at, &lead, sizeof lead);
    kembar_bit_filter_add(&to->filters.rows, opening->row);
    kembar_bit_filter_add(&to->filters.anchors, opening->anchor);
    to->runs_key += kembar_hash_mix(line->hash);
    to->n_runs++;
}

static void add_block(kembar_furniture *to, const kembar_furniture_line *line,
                      const kembar_furniture_opening *opening, size_t at, int in_order) {
    put_at(to->blocks, to->n_blocks++, at, &line->hash, sizeof line->hash);
    kembar_bit_filter_add(&to->filters.blocks, (uint32_t)line->hash);
    if (line->n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS)
        add_run(to, line, opening, in_order);
}

kembar_status kembar_furniture_append(kembar_furniture *furniture,
                                      const kembar_furniture_line *line,
                                      const kembar_furniture_opening *opening) {
    if (reserve(furniture))
        return KEMBAR_ERROR_MEMORY;
    add_block(furniture, line, opening, furniture->n_blocks, 0);
    return KEMBAR_OK;
}

void kembar_furniture_finish(kembar_furniture *furniture) {
    size_t n = furniture->n_runs;
    if (n > 0) {
        qsort(furniture->runs, n, sizeof *furniture->runs, kembar_furniture_compare_runs);
        qsort(furniture->leads, n, sizeof *furniture->leads, compare_leads);
    }
}

kembar_status kembar_furniture_insert(kembar_furniture *furniture,
                                      const kembar_furniture_line *line,
                                      const kembar_furniture_opening *opening) {
    size_t at = kembar_lower_bound_u64(furniture->blocks, furniture->n_blocks, line->hash);
    if (at < furniture->n_blocks && furniture->blocks[at] == line->hash)
        return KEMBAR_OK;
    if (reserve(furniture))
        return KEMBAR_ERROR_MEMORY;
    add_block(furniture, line, opening, at, 1);
    return KEMBAR_OK;
}
