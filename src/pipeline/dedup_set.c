#include "pipeline/dedup_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/sort.h"

enum { SLICE = 4096 };

const kembar_catalogue *kembar_dedup_set_catalogue(const kembar_dedup_set *set, uint32_t document,
                                                   size_t *record) {
    if (set->places) {
        *record = set->places[document].record;
        return set->places[document].is_in_old ? set->old : set->new;
    }
    int is_old = kembar_dedup_set_is_old(set, document);
    *record = is_old ? document : document - set->n_old;
    return is_old ? set->old : set->new;
}

kembar_view kembar_dedup_set_id(const kembar_dedup_set *set, uint32_t document) {
    size_t record;
    const kembar_catalogue *catalogue = kembar_dedup_set_catalogue(set, document, &record);
    return kembar_catalogue_id(catalogue, record);
}

uint32_t kembar_dedup_set_day(const kembar_dedup_set *set, uint32_t document) {
    /* INT32_MIN, undated, wraps to the last day of all. */
    return (uint32_t)set->imprints[document]->day - 1 - (uint32_t)INT32_MIN;
}

uint32_t kembar_dedup_set_number(const kembar_dedup_set *set, uint32_t document) {
    size_t record;
    if (set->numbers)
        return set->numbers[document];
    const kembar_catalogue *catalogue = kembar_dedup_set_catalogue(set, document, &record);
    size_t begin = catalogue == set->old ? 0 : set->n_old;
    return (uint32_t)(begin + kembar_catalogue_rank(catalogue, record));
}

kembar_status kembar_dedup_set_read(const kembar_dedup_set *set, kembar_catalogue_reader *reader,
                                    uint32_t document, kembar_document_maker *maker,
                                    const kembar_document **out, kembar_error *error) {
    size_t record;
    const kembar_catalogue *catalogue = kembar_dedup_set_catalogue(set, document, &record);
    return kembar_catalogue_document(catalogue, reader, record, maker, out, error);
}

int kembar_dedup_set_wants(const kembar_dedup_set *set, uint32_t a, uint32_t b) {
    const kembar_options *options = &set->options->run;
    if (!options->across_sources && options->within_days < 0)
        return 1;
    const kembar_imprint *x = set->imprints[a], *y = set->imprints[b];
    if (options->across_sources && x->source && x->source == y->source)
        return 0;
    if (options->within_days < 0 || x->day == INT32_MIN || y->day == INT32_MIN)
        return 1;
    return llabs((long long)x->day - y->day) <= options->within_days;
}

kembar_status kembar_dedup_set_list(kembar_dedup_set *set) {
    set->imprints = kembar_alloc(set->n, sizeof *set->imprints);
    if (!set->imprints)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < set->n; i++) {
        size_t record;
        const kembar_catalogue *catalogue = kembar_dedup_set_catalogue(set, (uint32_t)i, &record);
        set->imprints[i] = kembar_catalogue_summary(catalogue, record);
    }
    return KEMBAR_OK;
}

/* --- who is rather kept --- */

/* What documents are sorted by, of 32 bits each, but for the content hash. */
typedef struct order_sort order_sort;
typedef uint64_t (*order_key)(const order_sort *sort, uint32_t document);

struct order_sort {
    kembar_dedup_set *set;
    kembar_keyed *items;    /* owned */
    uint32_t *source;       /* owned; of each document where its source stands first */
    uint64_t *priorities;   /* owned; hashes of the sources that are preferred */
    order_key upper, lower; /* of the keys that are being listed; NULL: nothing */
};

static uint64_t by_length(const order_sort *sort, uint32_t document) {
    return ~sort->set->imprints[document]->n_content;
}

static uint64_t by_day(const order_sort *sort, uint32_t document) {
    return kembar_dedup_set_day(sort->set, document);
}

static uint64_t by_source(const order_sort *sort, uint32_t document) {
    return sort->source[document];
}

/* An imprint knows its source by the hash alone. */
static uint64_t by_priority(const order_sort *sort, uint32_t document) {
    const kembar_options *options = &sort->set->options->run;
    uint64_t source = sort->set->imprints[document]->source;
    int32_t rank = 0;
    while (rank < options->n_priorities && sort->priorities[rank] != source)
        rank++;
    return (uint64_t)rank;
}

static uint64_t by_age(const order_sort *sort, uint32_t document) {
    return !kembar_dedup_set_is_old(sort->set, document);
}

static uint64_t by_content(const order_sort *sort, uint32_t document) {
    return sort->set->imprints[document]->content.low;
}

/* Whether all documents have the same key, as far as is known without a look at any. */
static int says_nothing(const order_sort *sort, order_key key) {
    const kembar_dedup_set *set = sort->set;
    return (key == by_priority && set->options->run.n_priorities == 0) ||
           (key == by_age && set->n_old == 0);
}

static kembar_status for_all(order_sort *sort, kembar_parallel_task task) {
    return kembar_parallel_for(sort->set->options->run.n_threads, sort->set->n, SLICE, task, sort,
                               NULL);
}

/* Imprints lie anywhere in memory: they are asked for long before it is their turn. */
static kembar_status list_keys(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    enum { AHEAD = 16 };
    const order_sort *sort = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        if (i + AHEAD < end)
            __builtin_prefetch(&sort->set->imprints[sort->items[i + AHEAD].value]->n_content);
        kembar_keyed *item = &sort->items[i];
        item->key = sort->lower(sort, item->value);
        if (sort->upper)
            item->key |= sort->upper(sort, item->value) << 32;
    }
    return KEMBAR_OK;
}

/* Stable: the lesser keys come first. */
static kembar_status sort_by(order_sort *sort, order_key lower, order_key upper) {
    sort->lower = lower;
    sort->upper = upper;
    kembar_status status = for_all(sort, list_keys);
    return status ? status
                  : kembar_sort_keyed(sort->items, sort->set->n, sort->set->options->run.n_threads);
}

/* The inputs in the order in which they were named, in each its records. */
static kembar_status list_as_named(order_sort *sort) {
    kembar_dedup_set *set = sort->set;
    for (size_t i = 0; i < set->n; i++) {
        size_t record;
        const kembar_catalogue *catalogue = kembar_dedup_set_catalogue(set, (uint32_t)i, &record);
        sort->items[i] = (kembar_keyed){kembar_catalogue_input(catalogue, record), (uint32_t)i, 0};
    }
    return kembar_sort_keyed(sort->items, set->n, set->options->run.n_threads);
}

/* A document without a source goes by its input's first record. */
static kembar_status find_sources(order_sort *sort) {
    kembar_dedup_set *set = sort->set;
    sort->source = kembar_alloc(set->n, sizeof *sort->source);
    if (!sort->source || list_as_named(sort))
        return KEMBAR_ERROR_MEMORY;
    size_t first = 0;
    for (size_t i = 0; i < set->n; i++) {
        uint32_t document = sort->items[i].value;
        first = i > 0 && sort->items[i].key == sort->items[i - 1].key ? first : i;
        sort->source[document] = (uint32_t)first;
        /* For the sort below: from here on by source. */
        sort->items[i].extra = (uint32_t)i;
    }
    for (size_t i = 0; i < set->n; i++)
        sort->items[i].key = set->imprints[sort->items[i].value]->source;
    if (kembar_sort_keyed(sort->items, set->n, set->options->run.n_threads))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < set->n; i++) {
        int is_next = i > 0 && sort->items[i].key == sort->items[i - 1].key;
        sort->items[i].extra = is_next ? sort->items[i - 1].extra : sort->items[i].extra;
        if (sort->items[i].key)
            sort->source[sort->items[i].value] = sort->items[i].extra;
    }
    return KEMBAR_OK;
}

static kembar_status find_priorities(order_sort *sort) {
    const kembar_options *options = &sort->set->options->run;
    sort->priorities = kembar_alloc((size_t)options->n_priorities, sizeof *sort->priorities);
    if (!sort->priorities)
        return KEMBAR_ERROR_MEMORY;
    for (int32_t i = 0; i < options->n_priorities; i++)
        sort->priorities[i] = kembar_imprint_source_hash(
            (kembar_view){options->priorities[i], strlen(options->priorities[i])});
    return KEMBAR_OK;
}

static kembar_status list_numbers(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    const order_sort *sort = context;
    int is_first = sort->set->options->keep == KEMBAR_KEEP_FIRST;
    (void)worker_id;
    (void)error;
    for (uint32_t i = (uint32_t)begin; i < end; i++)
        sort->items[is_first ? i : kembar_dedup_set_number(sort->set, i)] = (kembar_keyed){0, i, 0};
    return KEMBAR_OK;
}

static kembar_status list_order(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const order_sort *sort = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        sort->set->order[i] = sort->items[i].value;
        sort->set->place[sort->items[i].value] = (uint32_t)i;
    }
    return KEMBAR_OK;
}

/* The least telling key comes first; two go in one step. */
static kembar_status sort_by_keys(order_sort *sort) {
    static const order_key keys[][4] = {
        [KEMBAR_KEEP_EARLIEST] = {by_length, by_priority, by_day, by_age},
        [KEMBAR_KEEP_LONGEST] = {by_priority, by_day, by_length, by_age},
        [KEMBAR_KEEP_SOURCE_ORDER] = {by_length, by_day, by_source, by_age}};
    order_key left[4 + 1] = {NULL};
    size_t n_left = 0;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < 4 && sort->set->options->keep != KEMBAR_KEEP_FIRST; i++)
        if (!says_nothing(sort, keys[sort->set->options->keep][i]))
            left[n_left++] = keys[sort->set->options->keep][i];
    for (size_t i = 0; i < n_left && !status; i += 2)
        status = sort_by(sort, left[i], left[i + 1]);
    return status;
}

static kembar_status sort_order(order_sort *sort) {
    kembar_status status = find_priorities(sort);
    if (!status && sort->set->options->keep == KEMBAR_KEEP_SOURCE_ORDER)
        status = find_sources(sort);
    if (!status)
        status = for_all(sort, list_numbers);
    if (!status)
        status = sort_by_keys(sort);
    return status ? status : for_all(sort, list_order);
}

/* --- exact classes --- */

static int is_same(const kembar_imprint *a, const kembar_imprint *b) {
    return a->content.low && a->content.low == b->content.low &&
           a->content.high == b->content.high && a->n_content == b->n_content;
}

/* Each joins the one before if it is the same. */
static void chain_heads(kembar_dedup_set *set, const kembar_keyed *items, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t document = items[i].value, before = i ? items[i - 1].value : document;
        int joins = i && is_same(set->imprints[before], set->imprints[document]);
        set->head[document] = joins ? set->head[before] : document;
    }
}

/* Items have half of the content hash in common, and few that do not the other one too. */
static kembar_status find_heads_alike(kembar_dedup_set *set, const kembar_keyed *items, size_t n) {
    uint64_t high = set->imprints[items[0].value]->content.high;
    size_t i = 1;
    while (i < n && (items[0].key == 0 || set->imprints[items[i].value]->content.high == high))
        i++;
    if (i == n) {
        chain_heads(set, items, n);
        return KEMBAR_OK;
    }
    kembar_keyed *sorted = kembar_alloc(n, sizeof *sorted);
    if (!sorted)
        return KEMBAR_ERROR_MEMORY;
    for (i = 0; i < n; i++)
        sorted[i] = (kembar_keyed){set->imprints[items[i].value]->content.high, items[i].value, 0};
    kembar_status status = kembar_sort_keyed(sorted, n, 1);
    if (!status)
        chain_heads(set, sorted, n);
    kembar_free(sorted);
    return status;
}

/* A run of the same key belongs to the slice in which it begins. */
static kembar_status find_heads(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const order_sort *sort = context;
    const kembar_keyed *items = sort->items;
    kembar_status status = KEMBAR_OK;
    (void)worker_id;
    (void)error;
    while (begin > 0 && begin < end && items[begin].key == items[begin - 1].key)
        begin++;
    while (begin < end && !status) {
        size_t n = 1;
        while (begin + n < sort->set->n && items[begin + n].key == items[begin].key)
            n++;
        status = find_heads_alike(sort->set, items + begin, n);
        begin += n;
    }
    return status;
}

/* Counts two places on, so that filling leaves every offset where it belongs. */
static void list_members(kembar_dedup_set *set) {
    for (size_t i = 0; i < set->n; i++)
        set->first[set->head[i] + 2]++;
    for (size_t i = 2; i < set->n + 2; i++)
        set->first[i] += set->first[i - 1];
    for (size_t i = 0; i < set->n; i++) {
        uint32_t document = set->order[i];
        set->members[set->first[set->head[document] + 1]++] = document;
    }
}

static kembar_status sort_all(order_sort *sort) {
    kembar_status status = sort_order(sort);
    if (!status)
        status = sort_by(sort, by_content, NULL);
    if (!status)
        status = for_all(sort, find_heads);
    if (!status)
        list_members(sort->set);
    return status;
}

kembar_status kembar_dedup_set_sort(kembar_dedup_set *set) {
    order_sort sort = {.set = set};
    sort.items = kembar_alloc(set->n, sizeof *sort.items);
    set->order = kembar_alloc(set->n, sizeof *set->order);
    set->place = kembar_alloc(set->n, sizeof *set->place);
    set->head = kembar_alloc(set->n, sizeof *set->head);
    set->members = kembar_alloc(set->n, sizeof *set->members);
    set->first = kembar_alloc_zeroed(set->n + 2, sizeof *set->first);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (sort.items && set->order && set->place && set->head && set->members && set->first)
        status = sort_all(&sort);
    kembar_free(sort.items);
    kembar_free(sort.source);
    kembar_free(sort.priorities);
    return status;
}

void kembar_dedup_set_deinit(kembar_dedup_set *set) {
    kembar_free(set->imprints);
    kembar_free(set->order);
    kembar_free(set->place);
    kembar_free(set->head);
    kembar_free(set->members);
    kembar_free(set->first);
    *set = (kembar_dedup_set){0};
}
