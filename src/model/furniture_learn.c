/* Learning which blocks are furniture. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "model/company.h"
#include "model/furniture_build.h"

enum { PAGE_SLICE = 256, BLOCK_SLICE = 16, MAX_PARTS = 8 };

/* Share of its tokens that a document keeps outside recurring blocks: under a fifth, under half (a
 * lead, or as many tokens as short news), at least half. */
enum { OWN_LITTLE = 0, OWN_FIFTH, OWN_NEWS, OWN_HALF };

/* A block that recurs. */
typedef struct recurring_block {
    size_t begin, end; /* of its documents in `blocks` */
    kembar_company_choice choice;
    uint8_t may_be_a_release;
    uint8_t is_furniture;
    kembar_furniture_opening opening;
} recurring_block;

typedef struct furniture_fit {
    const kembar_furniture_page *pages;
    size_t n_pages;
    kembar_furniture_document document;
    void *context;
    int n_threads;
    kembar_keyed *blocks; /* owned; key: block hash, value: page, extra: line index */
    size_t n_blocks;
    recurring_block *found; /* owned; in the order of their hashes */
    uint64_t *recurring;    /* owned; sorted hashes */
    kembar_keyed *by_page;  /* owned; key: first page and its line, value: index in `found` */
    size_t n_recurring;
    kembar_bit_filter recurring_filter;
    uint8_t *own; /* owned; of each page, as above */
    kembar_company company;
} furniture_fit;

/* --- lines that may recur --- */

/* How often lines are met, by a part of their hashes and up to 255: nearly all stand in one
 * document alone and need not be sorted. */
typedef struct line_list {
    furniture_fit *fit;
    uint8_t *counts; /* owned */
    unsigned bits;   /* of a hash that say its place */
    size_t n_parts;  /* each counts the lines of its places */
    size_t *first;   /* owned; of each slice of pages where its lines begin */
    size_t *n_kept;  /* owned; how many they are */
} line_list;

static size_t place_of(const line_list *self, uint64_t hash) {
    return hash >> (64 - self->bits);
}

static kembar_status count_part(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    line_list *self = context;
    const furniture_fit *fit = self->fit;
    (void)end;
    (void)worker_id;
    (void)error;
    for (size_t i = 0; i < fit->n_pages; i++)
        for (size_t k = 0; k < fit->pages[i].n_lines; k++) {
            size_t place = place_of(self, fit->pages[i].lines[k].hash);
            if (place * self->n_parts >> self->bits != begin)
                continue;
            uint8_t *count = &self->counts[place];
            *count = (uint8_t)(*count + (*count < UINT8_MAX));
        }
    return KEMBAR_OK;
}

/* Each part goes over all lines: more than there are processors would only take turns. */
static size_t part_count(int n_threads) {
    int n = kembar_parallel_default_threads();
    n = n < n_threads ? n : n_threads;
    return n < MAX_PARTS ? (size_t)n : MAX_PARTS;
}

static kembar_status count_lines(line_list *self) {
    enum { MIN_BITS = 10, MAX_BITS = 26 };
    const furniture_fit *fit = self->fit;
    size_t total = 0;
    for (size_t i = 0; i < fit->n_pages; i++)
        total += fit->pages[i].n_lines;
    self->bits = MIN_BITS;
    while (self->bits < MAX_BITS && total >> (self->bits - 1))
        self->bits++;
    self->n_parts = part_count(fit->n_threads);
    self->counts = kembar_alloc_zeroed((size_t)1 << self->bits, 1);
    return self->counts
               ? kembar_parallel_for(fit->n_threads, self->n_parts, 1, count_part, self, NULL)
               : KEMBAR_ERROR_MEMORY;
}

static int may_recur(const line_list *self, uint64_t hash) {
    return self->counts[place_of(self, hash)] >= KEMBAR_FURNITURE_SOURCE_DOCS;
}

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    line_list *self = context;
    size_t n = 0;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_furniture_page *page = &self->fit->pages[i];
        for (size_t k = 0; k < page->n_lines; k++)
            n += may_recur(self, page->lines[k].hash) ? 1 : 0;
    }
    self->first[begin / PAGE_SLICE + 1] = n;
    return KEMBAR_OK;
}

static int compare_keyed(const void *x, const void *y) {
    const kembar_keyed *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->extra < b->extra ? -1 : a->extra > b->extra;
}

/* The lines of a page that may recur, each once, so that one that stands twice does not count
 * twice. */
static size_t list_lines(const line_list *self, const kembar_furniture_page *page, uint32_t page_id,
                         kembar_keyed *out) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < page->n_lines; i++)
        if (may_recur(self, page->lines[i].hash))
            out[n++] = (kembar_keyed){page->lines[i].hash, page_id, (uint32_t)i};
    if (n > 1)
        qsort(out, n, sizeof *out, compare_keyed);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || out[kept - 1].key != out[i].key)
            out[kept++] = out[i];
    return kept;
}

static kembar_status list_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    line_list *self = context;
    kembar_keyed *out = self->fit->blocks + self->first[begin / PAGE_SLICE];
    size_t n = 0;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        n += list_lines(self, &self->fit->pages[i], (uint32_t)i, out + n);
    self->n_kept[begin / PAGE_SLICE] = n;
    return KEMBAR_OK;
}

/* Closes the gaps of lines that stand twice. */
static void close_up(const line_list *self, size_t n_slices) {
    furniture_fit *fit = self->fit;
    for (size_t i = 0; i < n_slices; i++) {
        if (fit->n_blocks < self->first[i] && self->n_kept[i] > 0)
            memmove(fit->blocks + fit->n_blocks, fit->blocks + self->first[i],
                    self->n_kept[i] * sizeof *fit->blocks);
        fit->n_blocks += self->n_kept[i];
    }
}

static kembar_status list_blocks(line_list *self) {
    furniture_fit *fit = self->fit;
    size_t n_slices = fit->n_pages / PAGE_SLICE + 1;
    self->first = kembar_alloc_zeroed(n_slices + 1, sizeof *self->first);
    self->n_kept = kembar_alloc_zeroed(n_slices, sizeof *self->n_kept);
    if (!self->first || !self->n_kept || count_lines(self) ||
        kembar_parallel_for(fit->n_threads, fit->n_pages, PAGE_SLICE, count_slice, self, NULL))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_slices; i++)
        self->first[i + 1] += self->first[i];
    fit->blocks = kembar_alloc(self->first[n_slices], sizeof *fit->blocks);
    if (!fit->blocks ||
        kembar_parallel_for(fit->n_threads, fit->n_pages, PAGE_SLICE, list_slice, self, NULL))
        return KEMBAR_ERROR_MEMORY;
    close_up(self, n_slices);
    return KEMBAR_OK;
}

static kembar_status collect_blocks(furniture_fit *fit) {
    line_list list = {.fit = fit};
    kembar_status status = list_blocks(&list);
    kembar_free(list.counts);
    kembar_free(list.first);
    kembar_free(list.n_kept);
    return status ? status : kembar_sort_keyed(fit->blocks, fit->n_blocks, fit->n_threads);
}

/* --- blocks that recur --- */

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

/* `ids` has room for the block's documents. */
static int recurs_in_one_source(const furniture_fit *fit, size_t begin, size_t end, uint64_t *ids) {
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
    uint64_t ids[KEMBAR_FURNITURE_COLLECTION_DOCS];
    if (end - begin >= KEMBAR_FURNITURE_COLLECTION_DOCS)
        return 1;
    return end - begin >= KEMBAR_FURNITURE_SOURCE_DOCS &&
           recurs_in_one_source(fit, begin, end, ids);
}

static kembar_status list_recurring(furniture_fit *fit) {
    size_t most = fit->n_blocks / KEMBAR_FURNITURE_SOURCE_DOCS + 1;
    fit->recurring = kembar_alloc(most, sizeof *fit->recurring);
    fit->found = kembar_alloc(most, sizeof *fit->found);
    if (!fit->recurring || !fit->found)
        return KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < fit->n_blocks; begin = end) {
        end = group_end(fit, begin);
        if (!recurs(fit, begin, end))
            continue;
        fit->found[fit->n_recurring] = (recurring_block){.begin = begin, .end = end};
        fit->recurring[fit->n_recurring++] = fit->blocks[begin].key;
    }
    if (kembar_bit_filter_init(&fit->recurring_filter, fit->n_recurring))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < fit->n_recurring; i++)
        kembar_bit_filter_add(&fit->recurring_filter, (uint32_t)fit->recurring[i]);
    return KEMBAR_OK;
}

static int is_recurring(const furniture_fit *fit, uint64_t hash) {
    return kembar_bit_filter_may_hold(&fit->recurring_filter, (uint32_t)hash) &&
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
        kembar_company_note(&fit->company, i);
    }
    return KEMBAR_OK;
}

/* --- those that are furniture --- */

/* At least half of the pages keep so much of their own. */
static int half_keep(const furniture_fit *fit, const recurring_block *block, int share) {
    size_t n = 0;
    for (size_t i = block->begin; i < block->end; i++)
        n += fit->own[fit->blocks[i].value] >= share;
    return n * 2 >= block->end - block->begin;
}

static const kembar_furniture_line *line_of(const furniture_fit *fit,
                                            const recurring_block *block) {
    const kembar_keyed *first = &fit->blocks[block->begin];
    return &fit->pages[first->value].lines[first->extra];
}

/* A long block that no source repeats may be what many were sent. */
static kembar_status ask_for_release(const furniture_fit *fit, recurring_block *block) {
    if (line_of(fit, block)->n_tokens < KEMBAR_FURNITURE_LONG_TOKENS)
        return KEMBAR_OK;
    uint64_t *ids = kembar_alloc(block->end - block->begin, sizeof *ids);
    if (!ids)
        return KEMBAR_ERROR_MEMORY;
    block->may_be_a_release = recurs_in_one_source(fit, block->begin, block->end, ids) ? 0 : 1;
    kembar_free(ids);
    return KEMBAR_OK;
}

/* Chooses the company of a block beside which there is enough text. */
static kembar_status choose_company(furniture_fit *fit, recurring_block *block) {
    if (!half_keep(fit, block, OWN_FIFTH))
        return KEMBAR_OK;
    if (!half_keep(fit, block, OWN_HALF) && ask_for_release(fit, block))
        return KEMBAR_ERROR_MEMORY;
    if (!block->may_be_a_release || half_keep(fit, block, OWN_NEWS))
        kembar_company_choose(&fit->company, fit->blocks + block->begin, block->end - block->begin,
                              &block->choice);
    return KEMBAR_OK;
}

static kembar_status choose_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    furniture_fit *fit = context;
    kembar_status status = KEMBAR_OK;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end && !status; i++)
        status = choose_company(fit, &fit->found[i]);
    return status;
}

/* A line of at least KEMBAR_FURNITURE_RUN_TOKENS is known by what follows it in the first document
 * that has it. *from is where the line before it in the same document was found. *found is 0 where
 * lines that were kept from another run are no longer in the document. */
static kembar_status find_opening(const furniture_fit *fit, recurring_block *of, int worker_id,
                                  size_t *from, int *found, kembar_error *error) {
    const kembar_document *document;
    const kembar_keyed *first = &fit->blocks[of->begin];
    *found = 0;
    kembar_status status = fit->document(fit->context, worker_id, first->value, &document, error);
    if (!status) {
        size_t i = *from;
        while (i < document->n_blocks && (!kembar_furniture_is_line(&document->blocks[i]) ||
                                          document->blocks[i].hash != first->key))
            i++;
        *found = i < document->n_blocks;
        if (*found) {
            kembar_furniture_open(document, &document->blocks[i], &of->opening);
            *from = i;
        }
    }
    return status;
}

static int is_chosen(const furniture_fit *fit, const recurring_block *block) {
    return block->choice.n_pages > 0 &&
           (!block->may_be_a_release || kembar_company_is_foreign(&fit->company, &block->choice)) &&
           !kembar_company_is_same(&fit->company, &block->choice);
}

static uint64_t page_of(const kembar_keyed *by_page) {
    return by_page->key >> 32;
}

static kembar_status decide_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    furniture_fit *fit = context;
    kembar_status status = KEMBAR_OK;
    size_t from = 0;
    for (size_t i = begin; i < end && !status; i++) {
        recurring_block *block = &fit->found[fit->by_page[i].value];
        int is_some = is_chosen(fit, block);
        if (i > begin && page_of(&fit->by_page[i - 1]) != page_of(&fit->by_page[i]))
            from = 0;
        if (is_some && line_of(fit, block)->n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS)
            status = find_opening(fit, block, worker_id, &from, &is_some, error);
        block->is_furniture = (uint8_t)is_some;
    }
    return status;
}

/* In the order of their first pages and lines, so that those who follow each other read the same
 * page, and from where the last one was found. */
static kembar_status order_by_page(furniture_fit *fit) {
    fit->by_page = kembar_alloc(fit->n_recurring, sizeof *fit->by_page);
    if (!fit->by_page)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < fit->n_recurring; i++) {
        const kembar_keyed *first = &fit->blocks[fit->found[i].begin];
        fit->by_page[i] =
            (kembar_keyed){(uint64_t)first->value << 32 | first->extra, (uint32_t)i, 0};
    }
    return kembar_sort_keyed(fit->by_page, fit->n_recurring, fit->n_threads);
}

/* The choices of all blocks, so that each page is looked at once. */
static kembar_status look_at_company(furniture_fit *fit, kembar_error *error) {
    for (size_t i = 0; i < fit->n_recurring; i++)
        kembar_company_want(&fit->company, &fit->found[i].choice);
    return kembar_company_look(&fit->company, fit->recurring, fit->n_recurring, fit->n_threads,
                               error);
}

static kembar_status keep_furniture(const furniture_fit *fit, kembar_furniture *out) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < fit->n_recurring && !status; i++)
        if (fit->found[i].is_furniture)
            status =
                kembar_furniture_append(out, line_of(fit, &fit->found[i]), &fit->found[i].opening);
    kembar_furniture_finish(out);
    return status;
}

static kembar_status fit_stages(furniture_fit *fit, kembar_furniture *out, kembar_error *error) {
    if (collect_blocks(fit) || list_recurring(fit) ||
        kembar_parallel_for(fit->n_threads, fit->n_pages, PAGE_SLICE, judge_pages, fit, NULL) ||
        kembar_parallel_for(fit->n_threads, fit->n_recurring, BLOCK_SLICE, choose_slice, fit, NULL))
        return kembar_error_memory(error);
    kembar_status status = look_at_company(fit, error);
    if (!status && order_by_page(fit))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(fit->n_threads, fit->n_recurring, BLOCK_SLICE, decide_slice,
                                     fit, error);
    if (!status && keep_furniture(fit, out))
        status = kembar_error_memory(error);
    return status;
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
    kembar_status status =
        fit.own && !kembar_company_init(&fit.company, pages, n_pages, document, context)
            ? fit_stages(&fit, out, error)
            : kembar_error_memory(error);
    kembar_free(fit.own);
    kembar_free(fit.blocks);
    kembar_free(fit.found);
    kembar_free(fit.recurring);
    kembar_bit_filter_deinit(&fit.recurring_filter);
    kembar_free(fit.by_page);
    kembar_company_deinit(&fit.company);
    if (status)
        kembar_furniture_deinit(out);
    return status;
}
