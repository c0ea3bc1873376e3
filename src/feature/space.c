#include "feature/space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "feature/tfidf.h"

/* Document frequencies are sums of weights; as integers they do not hang on the order. */
enum { WEIGHT_ONE = 1 << 12 };
/* Rows whose keys are sorted together: it bounds the room that it takes. */
enum { PART = 2048 };

/* Marks a token that begins a value. */
static const uint32_t IS_VALUE = UINT32_C(1) << 31;

/* The distinct keys of one row, sorted, with how often each stands and where it does first. */
typedef struct space_count {
    uint64_t *keys;   /* owned */
    uint32_t *counts; /* owned */
    uint32_t *tokens; /* owned; IS_VALUE set for values */
    size_t n;
} space_count;

/* The distinct keys of PART rows, each with its first document and token. */
typedef struct space_part {
    kembar_keyed *items; /* owned */
    size_t n;
} space_part;

/* One row while it is made. */
typedef struct space_row {
    uint32_t *columns; /* owned */
    float *values;     /* owned */
    size_t n;
} space_row;

typedef struct space_worker {
    double *sums;      /* owned; n_columns zeros between uses */
    uint64_t *touched; /* owned; columns that are not zero */
} space_worker;

typedef struct space_job {
    const kembar_space_input *input;
    kembar_space *space;
    space_count *counts; /* owned; of row side * n_documents + i */
    space_row *rows;     /* owned */
    space_worker *workers;
    space_part *parts; /* owned */
    size_t n_parts;
} space_job;

int kembar_space_has_side(const kembar_document *document, kembar_space_side side) {
    kembar_language language = side == KEMBAR_SIDE_EN ? KEMBAR_LANGUAGE_EN : KEMBAR_LANGUAGE_ID;
    return document->language_share[language] >= KEMBAR_SIDE_SHARE_MICRO;
}

int kembar_space_is_on_side(kembar_language language, kembar_space_side side) {
    return language == KEMBAR_LANGUAGE_OTHER ||
           (language == KEMBAR_LANGUAGE_ID) == (side == KEMBAR_SIDE_ID);
}

static int takes_part(const kembar_space_input *input, size_t i, kembar_space_side side) {
    return (!input->take || input->take[i]) &&
           kembar_space_has_side(input->prepared[i].document, side);
}

static void count_deinit(space_count *count) {
    kembar_free(count->keys);
    kembar_free(count->counts);
    kembar_free(count->tokens);
    *count = (space_count){0};
}

static kembar_status gather_count(space_count *out, kembar_keyed *items, size_t n) {
    size_t n_distinct = 0;
    kembar_status status = kembar_sort_keyed(items, n, 1);
    for (size_t i = 0; i < n; i++)
        n_distinct += i == 0 || items[i].key != items[i - 1].key;
    out->keys = kembar_alloc(n_distinct, sizeof *out->keys);
    out->counts = kembar_alloc_zeroed(n_distinct, sizeof *out->counts);
    out->tokens = kembar_alloc(n_distinct, sizeof *out->tokens);
    if (status || !out->keys || !out->counts || !out->tokens)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || items[i].key != items[i - 1].key) {
            out->keys[out->n] = items[i].key;
            out->tokens[out->n++] = items[i].value;
        }
        out->counts[out->n - 1]++;
    }
    return KEMBAR_OK;
}

static kembar_status count_side(space_job *job, size_t i, kembar_space_side side,
                                kembar_keyed *items) {
    const kembar_prepared *prepared = &job->input->prepared[i];
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item;
    size_t n = 0;
    if (!takes_part(job->input, i, side))
        return KEMBAR_OK;
    while (kembar_content_walk_next(&walk, &item))
        if (kembar_space_is_on_side(item.language, side))
            items[n++] = (kembar_keyed){kembar_space_key(prepared->document, &item),
                                        item.token | (item.value ? IS_VALUE : 0), 0};
    return gather_count(&job->counts[(size_t)side * job->input->n_documents + i], items, n);
}

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    space_job *job = context;
    (void)worker_id;
    for (size_t i = begin; i < end; i++) {
        kembar_keyed *items = kembar_alloc(job->input->prepared[i].content.n_tokens, sizeof *items);
        kembar_status status = items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
        for (int side = 0; side < KEMBAR_N_SIDES && !status; side++)
            status = count_side(job, i, (kembar_space_side)side, items);
        kembar_free(items);
        if (status)
            return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

/* Keeps the first of each key of sorted items. */
static size_t keep_first(kembar_keyed *items, size_t n_items) {
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++)
        if (i == 0 || items[i].key != items[i - 1].key)
            items[n++] = items[i];
    return n;
}

/* The distinct keys of some rows, each with the first place where it stands. */
static kembar_status find_part(const space_job *job, size_t begin, size_t end, space_part *out) {
    size_t n = 0;
    for (size_t r = begin; r < end; r++)
        n += job->counts[r].n;
    out->items = kembar_alloc(n, sizeof *out->items);
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    n = 0;
    for (size_t r = begin; r < end; r++)
        for (size_t k = 0; k < job->counts[r].n; k++)
            out->items[n++] =
                (kembar_keyed){job->counts[r].keys[k], (uint32_t)(r % job->input->n_documents),
                               job->counts[r].tokens[k]};
    if (kembar_sort_keyed(out->items, n, 1))
        return KEMBAR_ERROR_MEMORY;
    out->n = keep_first(out->items, n);
    kembar_keyed *kept = kembar_realloc(out->items, out->n, sizeof *out->items);
    if (!kept)
        return KEMBAR_ERROR_MEMORY;
    out->items = kept;
    return KEMBAR_OK;
}

static kembar_status find_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    space_job *job = context;
    (void)worker_id;
    if (find_part(job, begin, end, &job->parts[begin / PART]))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

/* Joins the parts, which are in the order of rows: of equal keys the first stays. */
static kembar_status join_parts(const space_job *job, kembar_space_place **places, size_t *n) {
    size_t n_all = 0;
    for (size_t p = 0; p < job->n_parts; p++)
        n_all += job->parts[p].n;
    kembar_keyed *all = kembar_alloc(n_all, sizeof *all);
    kembar_status status = all ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    n_all = 0;
    for (size_t p = 0; p < job->n_parts && !status; n_all += job->parts[p++].n)
        if (job->parts[p].n)
            memcpy(all + n_all, job->parts[p].items, job->parts[p].n * sizeof *all);
    if (!status)
        status = kembar_sort_keyed(all, n_all, job->input->n_threads);
    *n = status ? 0 : keep_first(all, n_all);
    *places = status ? NULL : kembar_alloc(*n, sizeof **places);
    for (size_t i = 0; *places && i < *n; i++)
        (*places)[i] = (kembar_space_place){all[i].key, all[i].value, all[i].extra & ~IS_VALUE,
                                            (all[i].extra & IS_VALUE) != 0};
    kembar_free(all);
    return *places ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

/* One place of each distinct key of the collection. */
static kembar_status find_places(space_job *job, kembar_space_place **places, size_t *n,
                                 kembar_error *error) {
    size_t n_rows = KEMBAR_N_SIDES * job->input->n_documents;
    job->n_parts = n_rows / PART + 1;
    job->parts = kembar_alloc_zeroed(job->n_parts, sizeof *job->parts);
    *places = NULL;
    *n = 0;
    if (!job->parts)
        return kembar_error_memory(error);
    kembar_status status =
        kembar_parallel_for(job->input->n_threads, n_rows, PART, find_slice, job, error);
    if (!status && join_parts(job, places, n))
        status = kembar_error_memory(error);
    for (size_t p = 0; p < job->n_parts; p++)
        kembar_free(job->parts[p].items);
    kembar_free(job->parts);
    return status;
}

static kembar_status build_words(space_job *job, kembar_error *error) {
    const kembar_space_input *input = job->input;
    kembar_space_place *places;
    size_t n_places;
    kembar_status status = find_places(job, &places, &n_places, error);
    if (status)
        return status;
    status = kembar_space_words_build(&job->space->words, places, n_places, input->prepared,
                                      input->lexicon, input->map, input->n_threads, error);
    kembar_free(places);
    return status;
}

/* Adds where the keys of one row go to the worker's sums; returns how many columns it touched. */
static size_t project(const space_job *job, const space_count *count, space_worker *worker) {
    const kembar_sparse *map = &job->space->words.map;
    size_t n = 0;
    for (size_t k = 0; k < count->n; k++) {
        size_t word = kembar_space_words_find(&job->space->words, count->keys[k]);
        for (size_t at = map->first[word]; at < map->first[word + 1]; at++) {
            uint32_t column = map->columns[at];
            if (worker->sums[column] == 0)
                worker->touched[n++] = column;
            worker->sums[column] += (double)count->counts[k] * (double)map->values[at];
        }
    }
    return n;
}

static kembar_status make_row(space_job *job, size_t r, space_worker *worker) {
    space_row *row = &job->rows[r];
    row->n = project(job, &job->counts[r], worker);
    row->columns = kembar_alloc(row->n, sizeof *row->columns);
    row->values = kembar_alloc(row->n, sizeof *row->values);
    if (!row->columns || !row->values || kembar_sort_u64(worker->touched, row->n))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < row->n; i++) {
        row->columns[i] = (uint32_t)worker->touched[i];
        row->values[i] = (float)worker->sums[worker->touched[i]];
        worker->sums[worker->touched[i]] = 0;
    }
    return KEMBAR_OK;
}

static kembar_status make_rows(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    space_job *job = context;
    for (size_t r = begin; r < end; r++)
        if (job->counts[r].n && make_row(job, r, &job->workers[worker_id]))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status project_rows(space_job *job, kembar_error *error) {
    size_t n_threads = (size_t)job->input->n_threads, n_columns = job->space->words.map.n_columns;
    size_t n_rows = KEMBAR_N_SIDES * job->input->n_documents;
    job->rows = kembar_alloc_zeroed(n_rows, sizeof *job->rows);
    job->workers = kembar_alloc_zeroed(n_threads, sizeof *job->workers);
    if (!job->rows || !job->workers)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_threads; i++) {
        job->workers[i].sums = kembar_alloc_zeroed(n_columns, sizeof *job->workers[i].sums);
        job->workers[i].touched = kembar_alloc(n_columns, sizeof *job->workers[i].touched);
        if (!job->workers[i].sums || !job->workers[i].touched)
            return kembar_error_memory(error);
    }
    return kembar_parallel_for(job->input->n_threads, n_rows, 16, make_rows, job, error);
}

/* A column's documents: the weights that they give it, each at most one. */
static kembar_status fit_idf(space_job *job) {
    kembar_space *space = job->space;
    size_t n_columns = space->words.map.n_columns, n_with_rows = 0;
    space->idf = kembar_alloc(n_columns, sizeof *space->idf);
    uint64_t *sums = kembar_alloc_zeroed(n_columns, sizeof *sums);
    if (!space->idf || !sums) {
        kembar_free(sums);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t r = 0; r < KEMBAR_N_SIDES * space->n_documents; r++) {
        n_with_rows += job->rows[r].n != 0;
        for (size_t i = 0; i < job->rows[r].n; i++) {
            float tf = job->rows[r].values[i];
            sums[job->rows[r].columns[i]] += (uint64_t)((tf < 1 ? tf : 1) * WEIGHT_ONE);
        }
    }
    for (size_t i = 0; i < n_columns; i++) {
        double n_with = (double)sums[i] / WEIGHT_ONE;
        space->idf[i] = pow(log(1 + (double)n_with_rows / (n_with > 1 ? n_with : 1)), 0.7);
    }
    kembar_free(sums);
    return KEMBAR_OK;
}

double kembar_space_weight(const kembar_space *space, uint32_t column, double tf) {
    return log(1 + tf) * space->idf[column];
}

static kembar_status join_rows(space_job *job) {
    kembar_space *space = job->space;
    size_t n_rows = KEMBAR_N_SIDES * space->n_documents, n_values = 0;
    for (size_t r = 0; r < n_rows; r++)
        n_values += job->rows[r].n;
    if (kembar_sparse_init(&space->documents, n_rows, space->words.map.n_columns, n_values))
        return KEMBAR_ERROR_MEMORY;
    for (size_t r = 0, at = 0; r < n_rows; r++) {
        for (size_t i = 0; i < job->rows[r].n; i++, at++) {
            uint32_t column = job->rows[r].columns[i];
            space->documents.columns[at] = column;
            space->documents.values[at] =
                (float)kembar_space_weight(space, column, (double)job->rows[r].values[i]);
        }
        space->documents.first[r + 1] = at;
    }
    kembar_sparse_normalise(&space->documents);
    return KEMBAR_OK;
}

static kembar_status count_all(space_job *job, kembar_error *error) {
    const kembar_space_input *input = job->input;
    job->counts = kembar_alloc_zeroed(KEMBAR_N_SIDES * input->n_documents, sizeof *job->counts);
    if (!job->counts)
        return kembar_error_memory(error);
    return kembar_parallel_for(input->n_threads, input->n_documents, 16, count_slice, job, error);
}

static kembar_status weigh_all(space_job *job, kembar_error *error) {
    kembar_status status = project_rows(job, error);
    if (!status && (fit_idf(job) || join_rows(job)))
        status = kembar_error_memory(error);
    return status;
}

static void job_deinit(space_job *job) {
    for (size_t r = 0; r < KEMBAR_N_SIDES * job->input->n_documents; r++) {
        if (job->counts)
            count_deinit(&job->counts[r]);
        if (job->rows) {
            kembar_free(job->rows[r].columns);
            kembar_free(job->rows[r].values);
        }
    }
    for (int i = 0; job->workers && i < job->input->n_threads; i++) {
        kembar_free(job->workers[i].sums);
        kembar_free(job->workers[i].touched);
    }
    kembar_free(job->counts);
    kembar_free(job->rows);
    kembar_free(job->workers);
}

kembar_status kembar_space_build(kembar_space *out, const kembar_space_input *input,
                                 kembar_error *error) {
    space_job job = {.input = input, .space = out};
    *out = (kembar_space){.n_documents = input->n_documents};
    for (size_t i = 0; i < input->n_documents; i++)
        for (int side = 0; side < KEMBAR_N_SIDES; side++)
            out->n_on_side[side] += takes_part(input, i, (kembar_space_side)side) ? 1 : 0;
    if (!out->n_on_side[KEMBAR_SIDE_EN] || !out->n_on_side[KEMBAR_SIDE_ID])
        return KEMBAR_OK;
    kembar_status status = count_all(&job, error);
    if (!status)
        status = build_words(&job, error);
    if (!status)
        status = weigh_all(&job, error);
    job_deinit(&job);
    if (status)
        kembar_space_deinit(out);
    return status;
}

kembar_status kembar_space_remap(kembar_space *space, const kembar_space_input *input,
                                 kembar_sparse *map, kembar_error *error) {
    space_job job = {.input = input, .space = space};
    kembar_sparse_deinit(&space->words.map);
    kembar_sparse_deinit(&space->documents);
    kembar_free(space->idf);
    space->idf = NULL;
    space->words.map = *map;
    *map = (kembar_sparse){0};
    kembar_status status = count_all(&job, error);
    if (!status)
        status = weigh_all(&job, error);
    job_deinit(&job);
    if (status)
        kembar_space_deinit(space);
    return status;
}

void kembar_space_deinit(kembar_space *space) {
    kembar_space_words_deinit(&space->words);
    kembar_sparse_deinit(&space->documents);
    kembar_free(space->idf);
    *space = (kembar_space){0};
}
