#include "model/furniture.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "document/block_hash.h"
#include "model/company.h"
#include "model/furniture_build.h"

/* Share of its tokens that a document keeps outside recurring blocks: under a fifth, under half (a
 * lead, or as many tokens as short news), at least half. */
enum { OWN_LITTLE = 0, OWN_FIFTH, OWN_NEWS, OWN_HALF };

typedef struct furniture_fit {
    const kembar_furniture_page *pages;
    size_t n_pages;
    kembar_furniture_document document;
    void *context;
    int n_threads;
    kembar_keyed *blocks; /* key: block hash, value: page, extra: line index */
    size_t n_blocks;
    uint64_t *recurring; /* sorted hashes */
    size_t n_recurring;
    kembar_bit_filter recurring_filter;
    uint8_t *own;         /* of each page, as above */
    uint64_t *source_ids; /* scratch, one a page */
    kembar_company company;
} furniture_fit;

static int compare_keyed(const void *x, const void *y) {
    const kembar_keyed *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->extra < b->extra ? -1 : a->extra > b->extra;
}

size_t kembar_furniture_list(const kembar_document *document, kembar_furniture_line *out) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++)
        if (kembar_furniture_is_line(&document->blocks[i]))
            out[n++] =
                (kembar_furniture_line){document->blocks[i].hash, document->blocks[i].n_tokens};
    return n;
}

/* How often lines are met, by a part of their hashes and up to 255: nearly all stand in one
 * document alone and need not be sorted. */
typedef struct line_counts {
    uint8_t *counts; /* owned */
    unsigned shift;  /* from a hash to its place */
} line_counts;

static kembar_status count_lines(line_counts *self, const furniture_fit *fit) {
    enum { MIN_BITS = 10, MAX_BITS = 26 };
    size_t total = 0;
    unsigned bits = MIN_BITS;
    for (size_t i = 0; i < fit->n_pages; i++)
        total += fit->pages[i].n_lines;
    while (bits < MAX_BITS && total >> (bits - 1))
        bits++;
    self->shift = 64 - bits;
    self->counts = kembar_alloc_zeroed((size_t)1 << bits, 1);
    if (!self->counts)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < fit->n_pages; i++)
        for (size_t k = 0; k < fit->pages[i].n_lines; k++) {
            uint8_t *count = &self->counts[fit->pages[i].lines[k].hash >> self->shift];
            *count = (uint8_t)(*count + (*count < UINT8_MAX));
        }
    return KEMBAR_OK;
}

static int may_recur(const line_counts *counts, uint64_t hash) {
    return counts->counts[hash >> counts->shift] >= KEMBAR_FURNITURE_SOURCE_DOCS;
}

/* The lines of a page that may recur, each once, so that one that stands twice does not count
 * twice. */
static size_t list_lines(const line_counts *counts, const kembar_furniture_page *page,
                         uint32_t page_id, kembar_keyed *out) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < page->n_lines; i++)
        if (may_recur(counts, page->lines[i].hash))
            out[n++] = (kembar_keyed){page->lines[i].hash, page_id, (uint32_t)i};
    qsort(out, n, sizeof *out, compare_keyed);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || out[kept - 1].key != out[i].key)
            out[kept++] = out[i];
    return kept;
}

static size_t count_candidates(const furniture_fit *fit, const line_counts *counts) {
    size_t n = 0;
    for (size_t i = 0; i < fit->n_pages; i++)
        for (size_t k = 0; k < fit->pages[i].n_lines; k++)
            n += may_recur(counts, fit->pages[i].lines[k].hash) ? 1 : 0;
    return n;
}

static kembar_status collect_blocks(furniture_fit *fit) {
    line_counts counts;
    kembar_status status = count_lines(&counts, fit);
    if (!status) {
        fit->blocks = kembar_alloc(count_candidates(fit, &counts), sizeof *fit->blocks);
        status = fit->blocks ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < fit->n_pages && !status; i++)
        fit->n_blocks +=
            list_lines(&counts, &fit->pages[i], (uint32_t)i, fit->blocks + fit->n_blocks);
    kembar_free(counts.counts);
    return status ? status : kembar_sort_keyed(fit->blocks, fit->n_blocks, fit->n_threads);
}

static size_t group_end(const furniture_fit *fit, size_t begin) {
    size_t end = begin + 1;
    while (end < fit->n_blocks && fit->blocks[end].key == fit->blocks[begin].key)
        end++;
    return end;
}

static int compare_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static int recurs_in_one_source(const furniture_fit *fit, size_t begin, size_t end) {
    uint64_t *ids = fit->source_ids;
    size_t n = 0, run = 0;
    for (size_t i = begin; i < end; i++)
        ids[n++] = fit->pages[fit->blocks[i].value].source_id;
    qsort(ids, n, sizeof *ids, compare_u64);
    for (size_t i = 0; i < n; i++) {
        run = i > 0 && ids[i] == ids[i - 1] ? run + 1 : 1;
        if (ids[i] != 0 && run >= KEMBAR_FURNITURE_SOURCE_DOCS)
            return 1;
    }
    return 0;
}

static int recurs(const furniture_fit *fit, size_t begin, size_t end) {
    if (end - begin >= KEMBAR_FURNITURE_COLLECTION_DOCS)
        return 1;
    return end - begin >= KEMBAR_FURNITURE_SOURCE_DOCS && recurs_in_one_source(fit, begin, end);
}

static kembar_status list_recurring(furniture_fit *fit) {
    fit->recurring =
        kembar_alloc(fit->n_blocks / KEMBAR_FURNITURE_SOURCE_DOCS + 1, sizeof *fit->recurring);
    if (!fit->recurring)
        return KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < fit->n_blocks; begin = end) {
        end = group_end(fit, begin);
        if (!recurs(fit, begin, end))
            continue;
        fit->recurring[fit->n_recurring++] = fit->blocks[begin].key;
        kembar_bit_filter_add(&fit->recurring_filter, fit->blocks[begin].key);
    }
    return KEMBAR_OK;
}

static int is_recurring(const furniture_fit *fit, uint64_t hash) {
    return kembar_bit_filter_may_hold(&fit->recurring_filter, hash) &&
           kembar_holds_u64(fit->recurring, fit->n_recurring, hash);
}

static uint8_t share_of(size_t own, size_t whole) {
    if (own * 2 >= whole)
        return OWN_HALF;
    if (own * 5 < whole)
        return OWN_LITTLE;
    return own >= KEMBAR_FURNITURE_NEWS_TOKENS ? OWN_NEWS : OWN_FIFTH;
}

static kembar_status judge_pages(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    furniture_fit *fit = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_furniture_page *page = &fit->pages[i];
        size_t own = page->n_tokens;
        for (size_t k = 0; k < page->n_lines; k++)
            if (is_recurring(fit, page->lines[k].hash))
                own -= page->lines[k].n_tokens;
        fit->own[i] = share_of(own, page->n_tokens);
    }
    return KEMBAR_OK;
}

/* At least half of the pages keep so much of their own. */
static int half_keep(const furniture_fit *fit, size_t begin, size_t end, int share) {
    size_t n = 0;
    for (size_t i = begin; i < end; i++)
        n += fit->own[fit->blocks[i].value] >= share;
    return n * 2 >= end - begin;
}

/* A long block that no source repeats may be what many were sent. */
static int may_be_a_release(const furniture_fit *fit, size_t begin, size_t end) {
    const kembar_keyed *first = &fit->blocks[begin];
    return fit->pages[first->value].lines[first->extra].n_tokens >= KEMBAR_FURNITURE_LONG_TOKENS &&
           !recurs_in_one_source(fit, begin, end);
}

static kembar_status has_room(furniture_fit *fit, size_t begin, size_t end, int *has,
                              kembar_error *error) {
    *has = half_keep(fit, begin, end, OWN_FIFTH);
    if (!*has || half_keep(fit, begin, end, OWN_HALF) || !may_be_a_release(fit, begin, end))
        return KEMBAR_OK;
    *has = half_keep(fit, begin, end, OWN_NEWS);
    return *has ? kembar_company_is_foreign(&fit->company, fit->blocks + begin, end - begin, has,
                                            error)
                : KEMBAR_OK;
}

static kembar_status is_furniture(furniture_fit *fit, size_t begin, size_t end, int *is_some,
                                  kembar_error *error) {
    int same = 0;
    kembar_status status = has_room(fit, begin, end, is_some, error);
    if (status || !*is_some)
        return status;
    status = kembar_company_is_same(&fit->company, fit->blocks + begin, end - begin, &same, error);
    *is_some = !same;
    return status;
}

/* *found is 0 where lines that were kept from another run are no longer in the document. */
static kembar_status find_opening(const furniture_fit *fit, const kembar_keyed *first,
                                  kembar_furniture_opening *out, int *found, kembar_error *error) {
    const kembar_document *document;
    *found = 0;
    kembar_status status = fit->document(fit->context, first->value, &document, error);
    if (!status) {
        const kembar_block *block = document->blocks, *end = block + document->n_blocks;
        while (block < end && (!kembar_furniture_is_line(block) || block->hash != first->key))
            block++;
        *found = block < end;
        if (*found)
            kembar_furniture_open(document, block, out);
    }
    return status;
}

static kembar_status keep_block(furniture_fit *fit, kembar_furniture *out,
                                const kembar_keyed *first, kembar_error *error) {
    const kembar_furniture_line *line = &fit->pages[first->value].lines[first->extra];
    kembar_furniture_opening opening = {0};
    if (line->n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS) {
        int found;
        kembar_status status = find_opening(fit, first, &opening, &found, error);
        if (status || !found)
            return status;
    }
    return kembar_furniture_append(out, line, &opening) ? kembar_error_memory(error) : KEMBAR_OK;
}

static kembar_status keep_furniture(furniture_fit *fit, kembar_furniture *out,
                                    kembar_error *error) {
    fit->company = (kembar_company){.pages = fit->pages,
                                    .n_pages = fit->n_pages,
                                    .recurring = fit->recurring,
                                    .n_recurring = fit->n_recurring,
                                    .document = fit->document,
                                    .context = fit->context};
    size_t next = 0;
    int is_some;
    kembar_status status = KEMBAR_OK;
    for (size_t begin = 0, end; begin < fit->n_blocks && !status; begin = end) {
        end = group_end(fit, begin);
        const kembar_keyed *first = &fit->blocks[begin];
        if (next == fit->n_recurring || fit->recurring[next] != first->key)
            continue;
        next++;
        status = is_furniture(fit, begin, end, &is_some, error);
        if (!status && is_some)
            status = keep_block(fit, out, first, error);
    }
    kembar_furniture_finish(out);
    return status;
}

static kembar_status fit_stages(furniture_fit *fit, kembar_furniture *out, kembar_error *error) {
    if (collect_blocks(fit) || list_recurring(fit))
        return kembar_error_memory(error);
    kembar_status status =
        kembar_parallel_for(fit->n_threads, fit->n_pages, 256, judge_pages, fit, error);
    return status ? status : keep_furniture(fit, out, error);
}

kembar_status kembar_furniture_learn(kembar_furniture *out, const kembar_furniture_page *pages,
                                     size_t n_pages, kembar_furniture_document document,
                                     void *context, int n_threads, kembar_error *error) {
    furniture_fit fit = {.pages = pages,
                         .n_pages = n_pages,
                         .document = document,
                         .context = context,
                         .n_threads = n_threads};
    *out = (kembar_furniture){0};
    fit.own = kembar_alloc_zeroed(n_pages, sizeof *fit.own);
    fit.source_ids = kembar_alloc(n_pages, sizeof *fit.source_ids);
    kembar_status status =
        fit.own && fit.source_ids ? fit_stages(&fit, out, error) : kembar_error_memory(error);
    kembar_free(fit.own);
    kembar_free(fit.source_ids);
    kembar_free(fit.blocks);
    kembar_free(fit.recurring);
    kembar_company_deinit(&fit.company);
    if (status)
        kembar_furniture_deinit(out);
    return status;
}

void kembar_furniture_deinit(kembar_furniture *furniture) {
    kembar_free(furniture->blocks);
    kembar_free(furniture->runs);
    kembar_free(furniture->leads);
    kembar_free(furniture->starts);
    kembar_free(furniture->row_filter);
    kembar_free(furniture->block_filter);
    kembar_free(furniture->anchor_filter);
    *furniture = (kembar_furniture){0};
}

int kembar_furniture_has_block(const kembar_furniture *furniture, uint64_t block_hash) {
    const kembar_bit_filter *filter = furniture->block_filter;
    return (!filter || kembar_bit_filter_may_hold(filter, block_hash)) &&
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
    kembar_furniture_run key = {opening, 0, UINT32_MAX};
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

static void mark_runs(const kembar_furniture *furniture, const kembar_tokens *tokens,
                      uint8_t *marks) {
    enum { WINDOW = KEMBAR_FURNITURE_RUN_TOKENS };
    size_t room = kembar_furniture_room(tokens->n_items);
    for (size_t at = 0; furniture->n_runs > 0 && at + WINDOW <= tokens->n_items; at++) {
        if (!kembar_furniture_may_start(furniture, tokens->items + at))
            continue;
        size_t n = run_at(furniture, tokens, at, &room);
        if (n > 0) {
            memset(marks + at, 1, n);
            at += n - 1;
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
    mark_runs(furniture, &document->tokens, marks);
    return KEMBAR_OK;
}
