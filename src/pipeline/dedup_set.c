#include "pipeline/dedup_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

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
    const kembar_imprint *x = set->imprints[a], *y = set->imprints[b];
    const kembar_options *options = &set->options->run;
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

typedef struct order_sort {
    kembar_dedup_set *set;
    kembar_keyed *items;  /* owned */
    uint32_t *source;     /* owned; of each document where its source stands first */
    uint64_t *priorities; /* owned; hashes of the sources that are preferred */
} order_sort;

typedef uint64_t (*order_key)(const order_sort *sort, uint32_t document);

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

/* Whether all documents have the same key, as far as is known without a look at any. */
static int says_nothing(const order_sort *sort, order_key key) {
    const kembar_dedup_set *set = sort->set;
    return (key == by_priority && set->options->run.n_priorities == 0) ||
           (key == by_age && set->n_old == 0 && !set->places);
}

/* Stable: the lesser keys come first. */
static kembar_status sort_by(order_sort *sort, order_key key) {
    kembar_dedup_set *set = sort->set;
    if (says_nothing(sort, key))
        return KEMBAR_OK;
    for (size_t i = 0; i < set->n; i++)
        sort->items[i] = (kembar_keyed){key(sort, set->order[i]), set->order[i], 0};
    kembar_status status = kembar_sort_keyed(sort->items, set->n, set->options->run.n_threads);
    for (size_t i = 0; i < set->n && !status; i++)
        set->order[i] = sort->items[i].value;
    return status;
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

static kembar_status sort_order(order_sort *sort) {
    static const order_key keys[][4] = {
        [KEMBAR_KEEP_EARLIEST] = {by_length, by_priority, by_day, by_age},
        [KEMBAR_KEEP_LONGEST] = {by_priority, by_day, by_length, by_age},
        [KEMBAR_KEEP_SOURCE_ORDER] = {by_length, by_day, by_source, by_age}};
    kembar_dedup_set *set = sort->set;
    kembar_dedup_keep keep = set->options->keep;
    kembar_status status = find_priorities(sort);
    for (uint32_t i = 0; i < set->n; i++)
        set->order[keep == KEMBAR_KEEP_FIRST ? i : kembar_dedup_set_number(set, i)] = i;
    if (keep == KEMBAR_KEEP_FIRST)
        return status;
    if (keep == KEMBAR_KEEP_SOURCE_ORDER && !status)
        status = find_sources(sort);
    for (size_t i = 0; i < 4 && keys[keep][i] && !status; i++)
        status = sort_by(sort, keys[keep][i]);
    return status;
}

/* --- exact classes --- */

static kembar_status sort_contents(const kembar_dedup_set *set, kembar_keyed *items) {
    int n_threads = set->options->run.n_threads;
    for (size_t i = 0; i < set->n; i++)
        items[i] = (kembar_keyed){set->imprints[set->order[i]]->content.low, set->order[i], 0};
    kembar_status status = kembar_sort_keyed(items, set->n, n_threads);
    for (size_t i = 0; i < set->n; i++)
        items[i].key = set->imprints[items[i].value]->content.high;
    return status ? status : kembar_sort_keyed(items, set->n, n_threads);
}

static int is_same(const kembar_imprint *a, const kembar_imprint *b) {
    return a->content.low && a->content.low == b->content.low &&
           a->content.high == b->content.high && a->n_content == b->n_content;
}

static void find_heads(kembar_dedup_set *set, const kembar_keyed *items) {
    for (size_t i = 0; i < set->n; i++) {
        uint32_t document = items[i].value, before = i ? items[i - 1].value : document;
        int joins = i && is_same(set->imprints[before], set->imprints[document]);
        set->head[document] = joins ? set->head[before] : document;
    }
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
        status = sort_order(&sort);
    if (!status)
        status = sort_contents(set, sort.items);
    if (!status) {
        find_heads(set, sort.items);
        list_members(set);
        for (uint32_t i = 0; i < set->n; i++)
            set->place[set->order[i]] = i;
    }
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
