#include "cluster/story_lists.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

typedef struct list_build {
    const kembar_story_vectors *vectors;
    kembar_story_lists *out;
    uint32_t max_units; /* that a term may stand in */
} list_build;

static uint32_t find_max_units(size_t n_units) {
    size_t max = n_units / KEMBAR_STORY_LIST_SHARE;
    if (max < KEMBAR_STORY_LIST_SURE)
        max = KEMBAR_STORY_LIST_SURE;
    return max < KEMBAR_STORY_LIST_LONGEST ? (uint32_t)max : KEMBAR_STORY_LIST_LONGEST;
}

/* Keeps the heaviest terms in `best`, heaviest first; the smaller column where equal. */
static size_t choose_terms(const list_build *build, size_t unit, size_t *best) {
    const kembar_story_vectors *vectors = build->vectors;
    size_t n = 0;
    for (size_t i = vectors->first[unit]; i < vectors->first[unit + 1]; i++) {
        if (vectors->n_with[vectors->columns[i]] > build->max_units)
            continue;
        float weight = vectors->weights[i];
        if (n == KEMBAR_STORY_LIST_TERMS && weight <= vectors->weights[best[n - 1]])
            continue;
        size_t at = n < KEMBAR_STORY_LIST_TERMS ? n++ : n - 1;
        for (; at > 0 && vectors->weights[best[at - 1]] < weight; at--)
            best[at] = best[at - 1];
        best[at] = i;
    }
    return n;
}

/* Drops what would cost more than is left after the heavier terms. */
static size_t spend_work(const kembar_story_vectors *vectors, size_t *best, size_t n) {
    size_t left = KEMBAR_STORY_LIST_WORK, n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t n_with = vectors->n_with[vectors->columns[best[i]]];
        if (n_with > left)
            continue;
        left -= n_with;
        best[n_kept++] = best[i];
    }
    return n_kept;
}

static void sort_ascending(size_t *items, size_t n) {
    for (size_t i = 1; i < n; i++) {
        size_t item = items[i], at = i;
        for (; at > 0 && items[at - 1] > item; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static kembar_status choose_units(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    list_build *build = context;
    const kembar_story_vectors *vectors = build->vectors;
    (void)worker_id;
    (void)error;
    for (size_t unit = begin; unit < end; unit++) {
        size_t best[KEMBAR_STORY_LIST_TERMS], place = unit * KEMBAR_STORY_LIST_TERMS;
        size_t n = spend_work(vectors, best, choose_terms(build, unit, best));
        sort_ascending(best, n);
        build->out->n_unit_terms[unit] = (uint8_t)n;
        for (size_t i = 0; i < n; i++) {
            build->out->unit_columns[place + i] = vectors->columns[best[i]];
            build->out->unit_values[place + i] =
                (float)((double)vectors->weights[best[i]] / vectors->lengths[unit]);
        }
    }
    return KEMBAR_OK;
}

static kembar_status allocate(kembar_story_lists *out, const kembar_story_vectors *vectors) {
    size_t n_places = vectors->n_units * KEMBAR_STORY_LIST_TERMS;
    out->unit_columns = kembar_alloc(n_places, sizeof *out->unit_columns);
    out->unit_values = kembar_alloc(n_places, sizeof *out->unit_values);
    out->n_unit_terms = kembar_alloc(vectors->n_units, sizeof *out->n_unit_terms);
    out->first = kembar_alloc_zeroed(vectors->n_columns + 2, sizeof *out->first);
    out->units = kembar_alloc(n_places, sizeof *out->units);
    out->values = kembar_alloc(n_places, sizeof *out->values);
    return out->unit_columns && out->unit_values && out->n_unit_terms && out->first && out->units &&
                   out->values
               ? KEMBAR_OK
               : KEMBAR_ERROR_MEMORY;
}

/* Counts into first[c + 2], so that first[c + 1] can serve as the place to write next. */
static void invert(kembar_story_lists *out, const kembar_story_vectors *vectors) {
    for (size_t unit = 0; unit < vectors->n_units; unit++)
        for (size_t i = 0; i < out->n_unit_terms[unit]; i++)
            out->first[out->unit_columns[unit * KEMBAR_STORY_LIST_TERMS + i] + 2]++;
    for (size_t c = 0; c < vectors->n_columns; c++)
        out->first[c + 2] += out->first[c + 1];
    for (size_t unit = 0; unit < vectors->n_units; unit++)
        for (size_t i = 0; i < out->n_unit_terms[unit]; i++) {
            size_t place = unit * KEMBAR_STORY_LIST_TERMS + i;
            size_t at = out->first[out->unit_columns[place] + 1]++;
            out->units[at] = (uint32_t)unit;
            out->values[at] = out->unit_values[place];
        }
}

kembar_status kembar_story_lists_build(kembar_story_lists *out, const kembar_story_vectors *vectors,
                                       int n_threads, kembar_error *error) {
    *out = (kembar_story_lists){0};
    list_build build = {vectors, out, find_max_units(vectors->n_units)};
    kembar_status status = allocate(out, vectors) ? kembar_error_memory(error) : KEMBAR_OK;
    if (!status)
        status = kembar_parallel_for(n_threads, vectors->n_units, 64, choose_units, &build, error);
    if (status)
        kembar_story_lists_deinit(out);
    else
        invert(out, vectors);
    return status;
}

void kembar_story_lists_deinit(kembar_story_lists *lists) {
    kembar_free(lists->unit_columns);
    kembar_free(lists->unit_values);
    kembar_free(lists->n_unit_terms);
    kembar_free(lists->first);
    kembar_free(lists->units);
    kembar_free(lists->values);
    *lists = (kembar_story_lists){0};
}
