#include "cluster/story_columns.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/story_vocabulary.h"

/* The columns of one range, numbered from 0. */
typedef struct range_columns {
    uint64_t *terms; /* owned, as the next two */
    uint32_t *n_with;
    float *general;
    size_t n;
} range_columns;

typedef struct column_build {
    const kembar_story_terms *terms;
    const kembar_story_sources *sources;
    kembar_story_columns *out;
    size_t n_units, n_threads;
    kembar_story_ranges ranges;
    range_columns *columns; /* owned; by range */
    uint32_t **counts;      /* owned; one array a thread, by source; all zero between terms */
    uint32_t *first_column; /* owned; by range */
} column_build;

static void build_deinit(column_build *build) {
    for (size_t i = 0; build->columns && i < build->ranges.n_ranges; i++) {
        kembar_free(build->columns[i].terms);
        kembar_free(build->columns[i].n_with);
        kembar_free(build->columns[i].general);
    }
    for (size_t i = 0; build->counts && i < build->n_threads; i++)
        kembar_free(build->counts[i]);
    kembar_free(build->columns);
    kembar_free(build->counts);
    kembar_free(build->first_column);
    kembar_story_ranges_deinit(&build->ranges);
}

/* The items of one term. */
static size_t group_end(const kembar_keyed *items, size_t n, size_t begin) {
    size_t end = begin + 1;
    while (end < n && items[end].key == items[begin].key)
        end++;
    return end;
}

static kembar_status number_columns(range_columns *out, const kembar_keyed *items, size_t n_items) {
    size_t n = 0, next;
    for (size_t i = 0; i < n_items; i = next) {
        next = group_end(items, n_items, i);
        n += next - i > 1;
    }
    out->terms = kembar_alloc(n, sizeof *out->terms);
    out->n_with = kembar_alloc(n, sizeof *out->n_with);
    out->general = kembar_alloc(n, sizeof *out->general);
    if (!out->terms || !out->n_with || !out->general)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_items; i = next) {
        next = group_end(items, n_items, i);
        if (next - i < 2)
            continue;
        out->terms[out->n] = items[i].key;
        out->n_with[out->n++] = (uint32_t)(next - i);
    }
    kembar_story_vocabulary_weigh(out->terms, out->n, out->general);
    return KEMBAR_OK;
}

static uint32_t is_name(const kembar_story_place *places, const kembar_keyed *items, size_t n) {
    uint64_t inside = 0, capital = 0;
    for (size_t i = 0; i < n; i++) {
        inside += places[items[i].value].column;
        capital += places[items[i].value].is.capital;
    }
    return 2 * capital > inside ? KEMBAR_STORY_COLUMN_NAME : 0;
}

/* Neighbouring items are often of one source and language, so the last idf is kept. */
static void weigh_group(column_build *build, const kembar_keyed *items, size_t n, uint32_t column,
                        uint32_t *counts) {
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
        build->ranges.places[items[i].value] =
            (kembar_story_place){.column = column, .is.idf = idf};
    }
    for (size_t i = 0; i < n; i++)
        counts[sources->source[items[i].extra]] = 0;
}

static void weigh_range(column_build *build, const range_columns *columns,
                        const kembar_keyed *items, size_t n, uint32_t *counts) {
    uint32_t column = 0;
    for (size_t i = 0, next; i < n; i = next) {
        next = group_end(items, n, i);
        if (next - i < 2) {
            build->ranges.places[items[i].value].column = KEMBAR_STORY_COLUMN_NONE;
            continue;
        }
        uint32_t flags = is_name(build->ranges.places, items + i, next - i);
        if (columns->general[column] < 1)
            flags |= KEMBAR_STORY_COLUMN_GENERAL;
        weigh_group(build, items + i, next - i, column++ | flags, counts);
    }
}

static kembar_status fill_range(column_build *build, size_t range, uint32_t *counts) {
    kembar_story_ranges *ranges = &build->ranges;
    const kembar_keyed *items = ranges->items + ranges->first[range];
    size_t n_kept;
    kembar_status status = kembar_story_ranges_sort(ranges, range, &n_kept);
    if (!status)
        status = number_columns(&build->columns[range], items, n_kept);
    if (!status)
        weigh_range(build, &build->columns[range], items, n_kept, counts);
    return status;
}

static kembar_status fill_ranges(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    column_build *build = context;
    uint32_t **counts = &build->counts[worker_id];
    kembar_status status = KEMBAR_OK;
    if (!*counts)
        *counts = kembar_alloc_zeroed(build->sources->n_sources, sizeof **counts);
    if (!*counts)
        status = KEMBAR_ERROR_MEMORY;
    for (size_t range = begin; range < end && !status; range++)
        status = fill_range(build, range, *counts);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Numbers of ranges become numbers of all. */
static kembar_status join_ranges(column_build *build, kembar_error *error) {
    kembar_story_columns *out = build->out;
    for (size_t i = 0; i < build->ranges.n_ranges; i++) {
        build->first_column[i] = (uint32_t)out->n_columns;
        out->n_columns += build->columns[i].n;
        if (out->n_columns > KEMBAR_STORY_COLUMN_MASK)
            return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                    "too many distinct terms in one collection");
    }
    out->n_with = kembar_alloc(out->n_columns, sizeof *out->n_with);
    out->general = kembar_alloc(out->n_columns, sizeof *out->general);
    if (!out->n_with || !out->general)
        return kembar_error_memory(error);
    for (size_t i = 0; i < build->ranges.n_ranges; i++) {
        const range_columns *from = &build->columns[i];
        if (from->n == 0)
            continue;
        memcpy(out->n_with + build->first_column[i], from->n_with, from->n * sizeof *out->n_with);
        memcpy(out->general + build->first_column[i], from->general,
               from->n * sizeof *out->general);
    }
    return KEMBAR_OK;
}

/* Places come back in the order of units, with columns numbered over all ranges. */
static void gather_unit(column_build *build, size_t unit, size_t *at) {
    const kembar_story_ranges *ranges = &build->ranges;
    const kembar_story_terms *terms = &build->terms[unit];
    kembar_story_place *places = build->out->places + build->out->first[unit];
    uint32_t n = 0;
    for (size_t j = 0; j < terms->n_items; j++) {
        size_t range = terms->items[j].term >> ranges->shift;
        places[j] = ranges->places[at[range]++];
        if (places[j].column == KEMBAR_STORY_COLUMN_NONE)
            continue;
        places[j].column += build->first_column[range];
        n++;
    }
    build->out->n_values[unit] = n;
}

static kembar_status gather_slices(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    column_build *build = context;
    const kembar_story_ranges *ranges = &build->ranges;
    size_t *at = kembar_alloc(ranges->n_ranges, sizeof *at);
    (void)worker_id;
    if (!at)
        return kembar_error_memory(error);
    for (size_t slice = begin; slice < end; slice++) {
        size_t first = slice * ranges->slice_units, last = first + ranges->slice_units;
        memcpy(at, ranges->begins + slice * ranges->n_ranges, ranges->n_ranges * sizeof *at);
        for (size_t unit = first; unit < last && unit < build->n_units; unit++)
            gather_unit(build, unit, at);
    }
    kembar_free(at);
    return KEMBAR_OK;
}

/* The items have done their work by now: they are the largest part. */
static kembar_status gather(column_build *build, kembar_error *error) {
    kembar_story_columns *out = build->out;
    kembar_free(build->ranges.items);
    build->ranges.items = NULL;
    out->places = kembar_alloc(out->first[build->n_units], sizeof *out->places);
    out->n_values = kembar_alloc(build->n_units, sizeof *out->n_values);
    if (!out->places || !out->n_values)
        return kembar_error_memory(error);
    return kembar_parallel_for((int)build->n_threads, build->ranges.n_slices, 1, gather_slices,
                               build, error);
}

static kembar_status count_terms(column_build *build, kembar_error *error) {
    kembar_story_columns *out = build->out;
    size_t n_terms = 0;
    out->first = kembar_alloc_zeroed(build->n_units + 1, sizeof *out->first);
    if (!out->first)
        return kembar_error_memory(error);
    for (size_t i = 0; i < build->n_units; i++)
        out->first[i + 1] = n_terms += build->terms[i].n_items;
    if (n_terms >= UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "too many terms in one collection");
    return KEMBAR_OK;
}

static kembar_status allocate(column_build *build, kembar_error *error) {
    size_t n_ranges = build->ranges.n_ranges;
    build->columns = kembar_alloc_zeroed(n_ranges, sizeof *build->columns);
    build->first_column = kembar_alloc(n_ranges, sizeof *build->first_column);
    build->counts = kembar_alloc_zeroed(build->n_threads, sizeof *build->counts);
    return build->columns && build->first_column && build->counts ? KEMBAR_OK
                                                                  : kembar_error_memory(error);
}

static kembar_status find_columns(column_build *build, kembar_error *error) {
    int n_threads = (int)build->n_threads;
    kembar_status status = count_terms(build, error);
    if (!status)
        status = kembar_story_ranges_spread(&build->ranges, build->terms, build->n_units,
                                            build->out->first[build->n_units], n_threads, error);
    if (!status)
        status = allocate(build, error);
    if (!status)
        status =
            kembar_parallel_for(n_threads, build->ranges.n_ranges, 1, fill_ranges, build, error);
    if (!status)
        status = join_ranges(build, error);
    return status ? status : gather(build, error);
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
