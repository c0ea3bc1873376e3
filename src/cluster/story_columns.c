#include "cluster/story_columns.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/story_ranges.h"
#include "cluster/story_vocabulary.h"

enum { SLICE_UNITS = 64, AHEAD = 32 };

/* The columns of one range, numbered from 0. */
typedef struct range_columns {
    uint64_t *terms; /* owned, as the next two */
    uint32_t *n_with;
    float *general;
    size_t n;
} range_columns;

/* One a thread. */
typedef struct column_worker {
    kembar_story_collector collector;
    uint32_t *counts; /* owned; units by source; all zero between terms */
} column_worker;

typedef struct column_build {
    const kembar_story_terms *terms;
    const kembar_story_sources *sources;
    kembar_story_columns *out;
    size_t n_units, n_threads, largest_range;
    kembar_story_cut *cuts; /* owned; one a unit */
    range_columns *ranges;  /* owned */
    column_worker *workers; /* owned */
    uint32_t first_column[KEMBAR_STORY_RANGES];
} column_build;

static void build_deinit(column_build *build) {
    for (size_t i = 0; build->ranges && i < KEMBAR_STORY_RANGES; i++) {
        kembar_free(build->ranges[i].terms);
        kembar_free(build->ranges[i].n_with);
        kembar_free(build->ranges[i].general);
    }
    for (size_t i = 0; build->workers && i < build->n_threads; i++) {
        kembar_story_collector_deinit(&build->workers[i].collector);
        kembar_free(build->workers[i].counts);
    }
    kembar_free(build->cuts);
    kembar_free(build->ranges);
    kembar_free(build->workers);
}

/* Uses are parked in a place until its term is found in a second unit. */
static uint32_t pack_uses(const kembar_story_term *term) {
    return (uint32_t)term->capital << 16 | term->inside;
}

static kembar_status cut_units(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    column_build *build = context;
    (void)worker_id;
    (void)error;
    for (size_t unit = begin; unit < end; unit++) {
        const kembar_story_terms *terms = &build->terms[unit];
        kembar_story_place *places = build->out->places + build->out->first[unit];
        kembar_story_cut_find(&build->cuts[unit], terms);
        for (size_t j = 0; j < terms->n_items; j++) {
            uint32_t uses = pack_uses(&terms->items[j]);
            memcpy(&places[j].idf, &uses, sizeof uses);
            places[j].column = KEMBAR_STORY_COLUMN_NONE;
        }
    }
    return KEMBAR_OK;
}

static void find_largest_range(column_build *build) {
    for (size_t range = 0; range < KEMBAR_STORY_RANGES; range++) {
        size_t n = 0;
        for (size_t i = 0; i < build->n_units; i++)
            n += (size_t)build->cuts[i].begins[range + 1] - build->cuts[i].begins[range];
        if (n > build->largest_range)
            build->largest_range = n;
    }
}

static size_t group_end(const kembar_story_collector *found, size_t begin) {
    size_t end = begin + 1;
    while (end < found->n_items && found->items[end].key == found->items[begin].key)
        end++;
    return end;
}

static kembar_status number_columns(range_columns *out, const kembar_story_collector *found) {
    size_t n = 0, next;
    for (size_t i = 0; i < found->n_items; i = next) {
        next = group_end(found, i);
        n += next - i > 1;
    }
    out->terms = kembar_alloc(n, sizeof *out->terms);
    out->n_with = kembar_alloc(n, sizeof *out->n_with);
    out->general = kembar_alloc(n, sizeof *out->general);
    if (!out->terms || !out->n_with || !out->general)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < found->n_items; i = next) {
        next = group_end(found, i);
        if (next - i < 2)
            continue;
        out->terms[out->n] = found->items[i].key;
        out->n_with[out->n++] = (uint32_t)(next - i);
    }
    kembar_story_vocabulary_weigh(out->terms, out->n, out->general);
    return KEMBAR_OK;
}

static uint32_t is_name(const kembar_story_place *places, const kembar_keyed *items, size_t n) {
    uint64_t inside = 0, capital = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t uses;
        memcpy(&uses, &places[items[i].value].idf, sizeof uses);
        inside += uses & 0xffff;
        capital += uses >> 16;
    }
    return 2 * capital > inside ? KEMBAR_STORY_COLUMN_NAME : 0;
}

/* Neighbouring items are often of one source and language, so the last idf is kept. */
static void weigh_group(const column_build *build, const kembar_keyed *items, size_t n,
                        uint32_t column, uint32_t *counts) {
    const kembar_story_sources *sources = build->sources;
    uint32_t last = UINT32_MAX;
    float idf = 0;
    for (size_t i = 0; i < n; i++)
        counts[sources->source[items[i].extra]]++;
    for (size_t i = 0; i < n; i++) {
        uint32_t unit = items[i].extra;
        if (last == UINT32_MAX || sources->source[unit] != sources->source[last] ||
            sources->language[unit] != sources->language[last])
            idf = (float)kembar_story_sources_idf(sources, unit, (uint32_t)n,
                                                  counts[sources->source[unit]]);
        last = unit;
        build->out->places[items[i].value] = (kembar_story_place){column, idf};
    }
    for (size_t i = 0; i < n; i++)
        counts[sources->source[items[i].extra]] = 0;
}

static void weigh_range(const column_build *build, const range_columns *columns,
                        column_worker *worker) {
    const kembar_story_collector *found = &worker->collector;
    uint32_t column = 0;
    size_t fetched = 0;
    for (size_t i = 0, next; i < found->n_items; i = next) {
        const kembar_keyed *items = &found->items[i];
        next = group_end(found, i);
        for (; fetched < next + AHEAD && fetched < found->n_items; fetched++)
            __builtin_prefetch(&build->out->places[found->items[fetched].value], 1);
        if (next - i < 2)
            continue;
        uint32_t flags = is_name(build->out->places, items, next - i);
        if (columns->general[column] < 1)
            flags |= KEMBAR_STORY_COLUMN_GENERAL;
        weigh_group(build, items, next - i, column++ | flags, worker->counts);
    }
}

static kembar_status prepare_worker(const column_build *build, column_worker *worker) {
    if (worker->counts)
        return KEMBAR_OK;
    kembar_status status = kembar_story_collector_init(&worker->collector, build->largest_range);
    if (status)
        return status;
    worker->counts = kembar_alloc_zeroed(build->sources->n_sources, sizeof *worker->counts);
    if (worker->counts)
        return KEMBAR_OK;
    kembar_story_collector_deinit(&worker->collector);
    return KEMBAR_ERROR_MEMORY;
}

static kembar_status fill_ranges(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    column_build *build = context;
    column_worker *worker = &build->workers[worker_id];
    kembar_status status = prepare_worker(build, worker);
    for (size_t range = begin; range < end && !status; range++) {
        status = kembar_story_collect(&worker->collector, build->terms, build->cuts,
                                      build->out->first, build->n_units, range);
        if (!status)
            status = number_columns(&build->ranges[range], &worker->collector);
        if (!status)
            weigh_range(build, &build->ranges[range], worker);
    }
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Numbers of ranges become numbers of all. */
static kembar_status join_ranges(column_build *build, kembar_error *error) {
    kembar_story_columns *out = build->out;
    for (size_t i = 0; i < KEMBAR_STORY_RANGES; i++) {
        build->first_column[i] = (uint32_t)out->n_columns;
        out->n_columns += build->ranges[i].n;
        if (out->n_columns > KEMBAR_STORY_COLUMN_MASK)
            return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                    "too many distinct terms in one collection");
    }
    out->n_with = kembar_alloc(out->n_columns, sizeof *out->n_with);
    out->general = kembar_alloc(out->n_columns, sizeof *out->general);
    out->n_values = kembar_alloc(build->n_units, sizeof *out->n_values);
    if (!out->n_with || !out->general || !out->n_values)
        return kembar_error_memory(error);
    for (size_t i = 0; i < KEMBAR_STORY_RANGES; i++) {
        const range_columns *from = &build->ranges[i];
        if (from->n == 0)
            continue;
        memcpy(out->n_with + build->first_column[i], from->n_with, from->n * sizeof *out->n_with);
        memcpy(out->general + build->first_column[i], from->general,
               from->n * sizeof *out->general);
    }
    return KEMBAR_OK;
}

static kembar_status number_units(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    column_build *build = context;
    (void)worker_id;
    (void)error;
    for (size_t unit = begin; unit < end; unit++) {
        const uint16_t *begins = build->cuts[unit].begins;
        kembar_story_place *places = build->out->places + build->out->first[unit];
        uint32_t n = 0;
        for (size_t range = 0; range < KEMBAR_STORY_RANGES; range++)
            for (size_t j = begins[range]; j < begins[range + 1]; j++)
                if (places[j].column != KEMBAR_STORY_COLUMN_NONE) {
                    places[j].column += build->first_column[range];
                    n++;
                }
        build->out->n_values[unit] = n;
    }
    return KEMBAR_OK;
}

static kembar_status allocate(column_build *build, kembar_error *error) {
    kembar_story_columns *out = build->out;
    size_t n = build->n_units, n_places = 0;
    out->first = kembar_alloc_zeroed(n + 1, sizeof *out->first);
    if (!out->first)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        out->first[i + 1] = n_places += build->terms[i].n_items;
    if (n_places >= UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "too many terms in one collection");
    out->places = kembar_alloc(n_places, sizeof *out->places);
    build->cuts = kembar_alloc(n, sizeof *build->cuts);
    build->ranges = kembar_alloc_zeroed(KEMBAR_STORY_RANGES, sizeof *build->ranges);
    build->workers = kembar_alloc_zeroed(build->n_threads, sizeof *build->workers);
    return out->places && build->cuts && build->ranges && build->workers
               ? KEMBAR_OK
               : kembar_error_memory(error);
}

static kembar_status find_columns(column_build *build, kembar_error *error) {
    int n_threads = (int)build->n_threads;
    kembar_status status = allocate(build, error);
    if (!status)
        status =
            kembar_parallel_for(n_threads, build->n_units, SLICE_UNITS, cut_units, build, error);
    if (status)
        return status;
    find_largest_range(build);
    status = kembar_parallel_for(n_threads, KEMBAR_STORY_RANGES, 1, fill_ranges, build, error);
    if (!status)
        status = join_ranges(build, error);
    if (status)
        return status;
    return kembar_parallel_for(n_threads, build->n_units, SLICE_UNITS, number_units, build, error);
}

kembar_status kembar_story_columns_find(kembar_story_columns *out, const kembar_story_terms *terms,
                                        const kembar_story_sources *sources, size_t n_units,
                                        int n_threads, kembar_error *error) {
    *out = (kembar_story_columns){0};
    column_build build = {.terms = terms,
                          .sources = sources,
                          .out = out,
                          .n_units = n_units,
                          .n_threads = n_threads > 1 ? (size_t)n_threads : 1};
    kembar_status status = find_columns(&build, error);
    build_deinit(&build);
    if (status)
        kembar_story_columns_deinit(out);
    return status;
}

void kembar_story_columns_deinit(kembar_story_columns *columns) {
    kembar_free(columns->places);
    kembar_free(columns->first);
    kembar_free(columns->n_values);
    kembar_free(columns->n_with);
    kembar_free(columns->general);
    *columns = (kembar_story_columns){0};
}
