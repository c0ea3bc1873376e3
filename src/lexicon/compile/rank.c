#include "lexicon/compile/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "lexicon/compile/support.h"
#include "text/cognates.h"

enum {
    MAX_TRANSLATIONS = 4, /* of the dictionaries */
    MIN_WEIGHT = 20000,   /* 10^-6 */
    MILLION = 1000000
};

/* A translation of the word at hand: one or more entries with the same stems. */
typedef struct candidate {
    const kembar_entry *entry; /* the first of them */
    size_t n_lists;
    kembar_support_range range;
    double score;
} candidate;

typedef struct share {
    kembar_view stem;
    double weight;
} share;

/* The word at hand. */
typedef struct word_work {
    const kembar_support *support;
    const kembar_entry *entries;
    size_t n_entries;
    candidate *candidates;
    size_t n_candidates;
    share *shares;
    size_t n_shares;
} word_work;

static int compare_entries(const void *a, const void *b) {
    const kembar_entry *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    if (order == 0)
        order = strcmp(x->en, y->en);
    return order != 0 ? order : (x->list > y->list) - (x->list < y->list);
}

static int compare_views(kembar_view a, kembar_view b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.data, b.data, size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_candidates(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->entry->en, y->entry->en);
}

static int compare_stems(const void *a, const void *b) {
    return compare_views(((const share *)a)->stem, ((const share *)b)->stem);
}

static int compare_shares(const void *a, const void *b) {
    const share *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return compare_views(x->stem, y->stem);
}

static int is_model(const kembar_entry *entry) {
    return entry->micro > 0;
}

/* Model 1's probability of a stem for the word at hand, 10^-6. */
static uint32_t model_of(const word_work *work, kembar_view stem) {
    for (size_t i = 0; i < work->n_entries; i++)
        if (is_model(&work->entries[i]) && strlen(work->entries[i].en) == stem.size &&
            memcmp(work->entries[i].en, stem.data, stem.size) == 0)
            return work->entries[i].micro;
    return 0;
}

/* The next of the stems that spaces part; moves *at past it. */
static kembar_view next_stem(const char **at) {
    size_t size = strcspn(*at, " ");
    kembar_view stem = {*at, size};
    *at += size + ((*at)[size] == ' ');
    return stem;
}

/* Model 1's mean over the stems of a translation. */
static double model_mean(const word_work *work, const kembar_entry *entry) {
    double sum = 0;
    const char *at = entry->en;
    for (size_t i = 0; i < entry->n_stems; i++)
        sum += model_of(work, next_stem(&at));
    return sum / MILLION / entry->n_stems;
}

/* The sum over the word's other translations. */
static double support_of(const word_work *work, const candidate *of) {
    double sum = 0;
    for (size_t i = 0; i < work->n_candidates; i++)
        if (&work->candidates[i] != of)
            sum += kembar_support_between(work->candidates[i].range, of->range);
    return sum;
}

/* Both fold to the same beginning; what differs is at most the ending that stemming spared. */
static int is_cognate(const kembar_entry *entry) {
    char id[KEMBAR_COGNATE_MAX_BYTES], en[KEMBAR_COGNATE_MAX_BYTES];
    size_t id_size = kembar_cognate_fold((kembar_view){entry->id, strlen(entry->id)}, id);
    size_t en_size = kembar_cognate_fold((kembar_view){entry->en, strlen(entry->en)}, en);
    size_t n_same = 0;
    while (n_same < id_size && n_same < en_size && id[n_same] == en[n_same])
        n_same++;
    return n_same >= 4 && n_same + 2 >= en_size;
}

/* Weights measured on parallel news, reports and documentation: the share of Indonesian words whose
 * best translation stands in the English text. The fourth power gives the best translation most of
 * the weight, which finds more true pairs than even shares do. */
static double score(const word_work *work, const candidate *of) {
    const kembar_entry *entry = of->entry;
    double sum = 1 + (double)of->n_lists + 2 * model_mean(work, entry) +
                 0.05 * support_of(work, of) + (is_cognate(entry) ? 1 : 0) +
                 (entry->n_stems == 1 ? 0.5 : 0) - (entry->sense > 1 ? 0.5 : 0);
    return sum * sum * sum * sum;
}

static void list_candidates(word_work *work) {
    work->n_candidates = 0;
    for (size_t i = 0; i < work->n_entries; i++) {
        const kembar_entry *entry = &work->entries[i];
        candidate *last = &work->candidates[work->n_candidates];
        if (is_model(entry))
            continue;
        if (work->n_candidates > 0 && strcmp((--last)->entry->en, entry->en) == 0) {
            last->n_lists += entry[-1].list != entry->list;
            continue;
        }
        work->candidates[work->n_candidates++] =
            (candidate){entry, 1, kembar_support_find(work->support, entry->en), 0};
    }
}

static void choose_candidates(word_work *work) {
    list_candidates(work);
    for (size_t i = 0; i < work->n_candidates; i++)
        work->candidates[i].score = score(work, &work->candidates[i]);
    qsort(work->candidates, work->n_candidates, sizeof *work->candidates, compare_candidates);
    if (work->n_candidates > MAX_TRANSLATIONS)
        work->n_candidates = MAX_TRANSLATIONS;
}

static void add_dictionary_shares(word_work *work) {
    double sum = 0;
    for (size_t i = 0; i < work->n_candidates; i++)
        sum += work->candidates[i].score;
    for (size_t i = 0; i < work->n_candidates; i++) {
        const candidate *from = &work->candidates[i];
        const char *at = from->entry->en;
        for (size_t s = 0; s < from->entry->n_stems; s++)
            work->shares[work->n_shares++] =
                (share){next_stem(&at), from->score / sum / from->entry->n_stems};
    }
}

static void add_model_shares(word_work *work) {
    double sum = 0;
    for (size_t i = 0; i < work->n_entries; i++)
        sum += work->entries[i].micro;
    for (size_t i = 0; i < work->n_entries; i++) {
        const kembar_entry *entry = &work->entries[i];
        if (is_model(entry))
            work->shares[work->n_shares++] =
                (share){{entry->en, strlen(entry->en)}, entry->micro / sum};
    }
}

/* Sums the shares of the same stem, sorts them, and drops the light ones. */
static void settle_shares(word_work *work) {
    share *shares = work->shares;
    size_t n = 0;
    double sum = 0;
    qsort(shares, work->n_shares, sizeof *shares, compare_stems);
    for (size_t i = 0; i < work->n_shares; i++) {
        sum += shares[i].weight;
        if (n > 0 && compare_views(shares[n - 1].stem, shares[i].stem) == 0)
            shares[n - 1].weight += shares[i].weight;
        else
            shares[n++] = shares[i];
    }
    qsort(shares, n, sizeof *shares, compare_shares);
    while (n > 1 && shares[n - 1].weight * MILLION < MIN_WEIGHT * sum)
        n--;
    work->n_shares = n;
}

/* In 10^-6; what rounding leaves goes to the heaviest. */
static kembar_status append_rows(kembar_map_rows *rows, const word_work *work) {
    kembar_status status =
        kembar_array_reserve((void **)&rows->items, &rows->capacity, rows->n_items + work->n_shares,
                             sizeof *rows->items);
    if (status)
        return status;
    double sum = 0;
    for (size_t i = 0; i < work->n_shares; i++)
        sum += work->shares[i].weight;
    uint32_t left = MILLION;
    kembar_map_row *first = &rows->items[rows->n_items];
    for (size_t i = 0; i < work->n_shares; i++) {
        uint32_t micro = (uint32_t)(work->shares[i].weight / sum * MILLION);
        left -= micro;
        first[i] = (kembar_map_row){work->entries[0].id, work->shares[i].stem, micro};
    }
    first[0].micro += left;
    rows->n_items += work->n_shares;
    return KEMBAR_OK;
}

static kembar_status rank_word(kembar_map_rows *rows, word_work *work) {
    work->n_shares = 0;
    choose_candidates(work);
    add_dictionary_shares(work);
    add_model_shares(work);
    settle_shares(work);
    return append_rows(rows, work);
}

static size_t word_end(const kembar_entries *entries, size_t begin) {
    size_t end = begin;
    while (end < entries->n_items && strcmp(entries->items[end].id, entries->items[begin].id) == 0)
        end++;
    return end;
}

/* Room for the word with the most entries. */
static kembar_status make_room(word_work *work, const kembar_entries *entries) {
    size_t most = 0;
    size_t n_stems = 0;
    for (size_t begin = 0, end; begin < entries->n_items; begin = end) {
        end = word_end(entries, begin);
        most = end - begin > most ? end - begin : most;
        for (size_t i = begin; i < end; i++)
            n_stems = entries->items[i].n_stems > n_stems ? entries->items[i].n_stems : n_stems;
    }
    work->candidates = kembar_alloc(most, sizeof *work->candidates);
    work->shares = kembar_alloc(most + MAX_TRANSLATIONS * n_stems, sizeof *work->shares);
    return work->candidates && work->shares ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status rank_words(kembar_map_rows *rows, const kembar_entries *entries,
                                const kembar_support *support) {
    word_work work = {.support = support};
    kembar_status status = make_room(&work, entries);
    for (size_t begin = 0, end; begin < entries->n_items && !status; begin = end) {
        end = word_end(entries, begin);
        work.entries = &entries->items[begin];
        work.n_entries = end - begin;
        status = rank_word(rows, &work);
    }
    kembar_free(work.candidates);
    kembar_free(work.shares);
    return status;
}

kembar_status kembar_map_rank(kembar_map_rows *out, kembar_entries *entries, kembar_error *error) {
    *out = (kembar_map_rows){0};
    kembar_support support;
    kembar_status status = kembar_support_init(&support, entries, error);
    if (status)
        return status;
    if (entries->n_items > 0)
        qsort(entries->items, entries->n_items, sizeof *entries->items, compare_entries);
    status = rank_words(out, entries, &support);
    kembar_support_deinit(&support);
    if (status) {
        kembar_map_rows_deinit(out);
        return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

void kembar_map_rows_deinit(kembar_map_rows *rows) {
    kembar_free(rows->items);
    *rows = (kembar_map_rows){0};
}
