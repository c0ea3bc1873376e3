#include "pair/word_model.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/sort.h"

enum { ROUNDS = 5 };

/* Meetings that all that the map says of a word weighs as much as. */
#define PRIOR_MEETINGS 3.0
/* What a pair of words starts from beside its prior: nothing is impossible. */
#define START_SHARE 0.05
/* Meetings that a new translation takes, and its share. */
#define LEAST_MEETINGS 1.0
#define LEAST_SHARE 0.05

/* A word of the bitext with its cells: the columns that it has met. */
typedef struct model_word {
    uint32_t row;
    size_t first, end; /* of its cells */
    double total;      /* meetings, with the prior ones */
} model_word;

typedef struct word_model {
    const kembar_sparse *map;
    const kembar_bitext *bitext;
    model_word *words; /* owned; by row */
    uint32_t *columns; /* owned; of each cell, ascending within a word */
    double *priors;    /* owned; of each cell: the map's weight */
    double *shares;    /* owned; how much of the word goes to the column */
    double *counts;    /* owned; meetings that were given to the cell */
    uint32_t *met;     /* owned; the cell of each meeting, in the order of the bitext */
    double *usual;     /* owned; the share of each column in the whole bitext */
    size_t n_words, n_cells;
} word_model;

static void list_meetings(const kembar_bitext *bitext, kembar_keyed *out) {
    size_t n = 0;
    for (size_t p = 0; p < bitext->n_pairs; p++)
        for (size_t j = bitext->first_column[p]; j < bitext->first_column[p + 1]; j++)
            for (size_t i = bitext->first_word[p]; i < bitext->first_word[p + 1]; i++, n++)
                out[n] = (kembar_keyed){(uint64_t)bitext->words[i] << 32 | bitext->columns[j],
                                        (uint32_t)n, 0};
}

static double prior_of(const kembar_sparse *map, uint32_t row, uint32_t column) {
    for (size_t at = map->first[row]; at < map->first[row + 1]; at++)
        if (map->columns[at] == column)
            return (double)map->values[at];
    return 0;
}

static void open_cell(word_model *model, uint64_t key) {
    uint32_t row = (uint32_t)(key >> 32), column = (uint32_t)key;
    double prior = prior_of(model->map, row, column);
    if (model->n_words == 0 || model->words[model->n_words - 1].row != row)
        model->words[model->n_words++] = (model_word){.row = row, .first = model->n_cells};
    model->columns[model->n_cells] = column;
    model->priors[model->n_cells] = prior;
    model->shares[model->n_cells++] = START_SHARE + prior;
    model->words[model->n_words - 1].end = model->n_cells;
}

static kembar_status allocate(word_model *model, size_t n_cells) {
    model->words = kembar_alloc(n_cells, sizeof *model->words);
    model->columns = kembar_alloc(n_cells, sizeof *model->columns);
    model->priors = kembar_alloc(n_cells, sizeof *model->priors);
    model->shares = kembar_alloc(n_cells, sizeof *model->shares);
    model->counts = kembar_alloc(n_cells, sizeof *model->counts);
    model->met = kembar_alloc(model->bitext->n_meetings, sizeof *model->met);
    model->usual = kembar_alloc_zeroed(model->map->n_columns, sizeof *model->usual);
    int has_all = model->words && model->columns && model->priors && model->shares &&
                  model->counts && model->met && model->usual;
    return has_all ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status make_cells(word_model *model) {
    const kembar_bitext *bitext = model->bitext;
    size_t n = bitext->n_meetings, n_cells = 0;
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    list_meetings(bitext, items);
    kembar_status status = kembar_sort_keyed(items, n, 1);
    for (size_t i = 0; i < n; i++)
        n_cells += i == 0 || items[i].key != items[i - 1].key;
    if (!status)
        status = allocate(model, n_cells);
    for (size_t i = 0; i < n && !status; i++) {
        if (i == 0 || items[i].key != items[i - 1].key)
            open_cell(model, items[i].key);
        model->met[items[i].value] = (uint32_t)(model->n_cells - 1);
    }
    for (size_t j = 0; j < bitext->n_columns && !status; j++)
        model->usual[bitext->columns[j]] += 1.0 / (double)bitext->n_columns;
    kembar_free(items);
    return status;
}

/* Each English word of a passage is given to the Indonesian words beside it, as their shares are;
 * part of it to none, the more the more usual it is. */
static void count_meetings(word_model *model) {
    const kembar_bitext *bitext = model->bitext;
    const uint32_t *met = model->met;
    memset(model->counts, 0, model->n_cells * sizeof *model->counts);
    for (size_t p = 0; p < bitext->n_pairs; p++) {
        size_t n = bitext->first_word[p + 1] - bitext->first_word[p];
        for (size_t j = bitext->first_column[p]; j < bitext->first_column[p + 1]; j++, met += n) {
            double sum = model->usual[bitext->columns[j]];
            for (size_t i = 0; i < n; i++)
                sum += model->shares[met[i]];
            for (size_t i = 0; i < n; i++)
                model->counts[met[i]] += model->shares[met[i]] / sum;
        }
    }
}

static void settle_shares(word_model *model) {
    for (size_t w = 0; w < model->n_words; w++) {
        model_word *word = &model->words[w];
        word->total = PRIOR_MEETINGS;
        for (size_t c = word->first; c < word->end; c++)
            word->total += model->counts[c];
        for (size_t c = word->first; c < word->end; c++)
            model->shares[c] = (model->counts[c] + PRIOR_MEETINGS * model->priors[c]) / word->total;
    }
}

static int is_new(const word_model *model, size_t cell) {
    return model->priors[cell] == 0 && model->counts[cell] >= LEAST_MEETINGS &&
           model->shares[cell] >= LEAST_SHARE;
}

static void put(kembar_sparse *out, size_t *at, uint32_t column, double share) {
    out->columns[*at] = column;
    out->values[(*at)++] = (float)share;
}

/* Appends a learned row: what the map said, as far as it held, and what is new, by column. */
static void put_learned(kembar_sparse *out, size_t *at, const word_model *model,
                        const model_word *word) {
    const kembar_sparse *map = model->map;
    size_t begin = *at, old = map->first[word->row], end = map->first[word->row + 1];
    double sum = 0;
    for (size_t c = word->first; c < word->end; c++) {
        for (; old < end && map->columns[old] < model->columns[c]; old++)
            put(out, at, map->columns[old],
                PRIOR_MEETINGS * (double)map->values[old] / word->total);
        int is_old = old < end && map->columns[old] == model->columns[c];
        if (is_old || is_new(model, c))
            put(out, at, model->columns[c], model->shares[c]);
        old += is_old ? 1 : 0;
    }
    for (; old < end; old++)
        put(out, at, map->columns[old], PRIOR_MEETINGS * (double)map->values[old] / word->total);
    for (size_t i = begin; i < *at; i++)
        sum += (double)out->values[i];
    for (size_t i = begin; i < *at; i++)
        out->values[i] = (float)((double)out->values[i] / sum);
}

static void put_same(kembar_sparse *out, size_t *at, const kembar_sparse *map, size_t row) {
    for (size_t old = map->first[row]; old < map->first[row + 1]; old++)
        put(out, at, map->columns[old], (double)map->values[old]);
}

static kembar_status write_map(kembar_sparse *out, size_t *n_learned, const word_model *model) {
    const kembar_sparse *map = model->map;
    size_t n_values = map->first[map->n_rows], at = 0;
    for (size_t w = 0; w < model->n_words; w++) {
        size_t before = n_values;
        for (size_t c = model->words[w].first; c < model->words[w].end; c++)
            n_values += is_new(model, c) ? 1 : 0;
        *n_learned += n_values > before;
    }
    if (kembar_sparse_init(out, map->n_rows, map->n_columns, n_values))
        return KEMBAR_ERROR_MEMORY;
    for (size_t row = 0, w = 0; row < map->n_rows; row++) {
        if (w < model->n_words && model->words[w].row == row)
            put_learned(out, &at, model, &model->words[w++]);
        else
            put_same(out, &at, map, row);
        out->first[row + 1] = at;
    }
    return KEMBAR_OK;
}

static void model_deinit(word_model *model) {
    kembar_free(model->words);
    kembar_free(model->columns);
    kembar_free(model->priors);
    kembar_free(model->shares);
    kembar_free(model->counts);
    kembar_free(model->met);
    kembar_free(model->usual);
}

kembar_status kembar_word_model_learn(kembar_sparse *out, size_t *n_learned,
                                      const kembar_sparse *map, const kembar_bitext *bitext) {
    word_model model = {.map = map, .bitext = bitext};
    *out = (kembar_sparse){0};
    *n_learned = 0;
    kembar_status status = make_cells(&model);
    for (int i = 0; i < ROUNDS && !status; i++) {
        count_meetings(&model);
        settle_shares(&model);
    }
    if (!status)
        status = write_map(out, n_learned, &model);
    model_deinit(&model);
    return status;
}
