#include "cluster/story_neighbours.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/story_lists.h"

/* Part of the cosine that the lists must show before a unit is scored exactly: less is never enough
 * for a story. */
static const float LEAST_SCORE = 0.02f;

/* Shared words of the heaviest idf, said once, that make the evidence half of what it can be. */
static const double EVIDENCE_WORDS = 3.3;

/* A unit with what the lists say of it. */
typedef struct candidate {
    float score;
    uint32_t unit;
} candidate;

enum { FILTER_BITS = 1 << 14 }; /* some fifty times the terms of a text: few pass by chance */

/* One a thread. */
typedef struct story_seeker {
    float *weights;                    /* the sought unit's, by column; all zero between units */
    uint64_t filter[FILTER_BITS / 64]; /* its columns, so that others need no look at `weights`,
                                          which does not fit in cache; all zero between units */
    float *scores;                     /* of all units; all zero between units */
    uint32_t *touched;
    size_t n_touched;
    candidate candidates[KEMBAR_STORY_CANDIDATES]; /* a heap, worst on top */
    size_t n_candidates;
} story_seeker;

typedef struct search {
    const kembar_story_vectors *vectors;
    kembar_story_lists lists;
    kembar_story_neighbours *out;
    story_seeker *seekers;
    size_t n_seekers;
    double heaviest[KEMBAR_N_LANGUAGES]; /* the heaviest idf that a term of a language can have */
} search;

static kembar_status prepare_seeker(story_seeker *seeker, const kembar_story_vectors *vectors) {
    if (seeker->touched)
        return KEMBAR_OK;
    if (!seeker->weights)
        seeker->weights = kembar_alloc_zeroed(vectors->n_columns, sizeof *seeker->weights);
    if (!seeker->scores)
        seeker->scores = kembar_alloc_zeroed(vectors->n_units, sizeof *seeker->scores);
    if (seeker->weights && seeker->scores)
        seeker->touched = kembar_alloc(vectors->n_units, sizeof *seeker->touched);
    return seeker->touched ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static int is_worse(candidate a, candidate b) {
    return a.score != b.score ? a.score < b.score : a.unit > b.unit;
}

static void sift_down(candidate *heap, size_t n, candidate item) {
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && is_worse(heap[child + 1], heap[child]))
            child++;
        if (!is_worse(heap[child], item))
            break;
        heap[at] = heap[child];
    }
    heap[at] = item;
}

static void sift_up(candidate *heap, size_t at, candidate item) {
    for (; at > 0 && is_worse(item, heap[(at - 1) / 2]); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = item;
}

static void offer(story_seeker *seeker, candidate item) {
    if (seeker->n_candidates < KEMBAR_STORY_CANDIDATES)
        sift_up(seeker->candidates, seeker->n_candidates++, item);
    else if (is_worse(seeker->candidates[0], item))
        sift_down(seeker->candidates, KEMBAR_STORY_CANDIDATES, item);
}

/* Adds up the lists of the unit's terms. Values are positive, so a zero score says that a unit was
 * not seen. */
static void find_candidates(const search *work, story_seeker *seeker, uint32_t unit) {
    const kembar_story_lists *lists = &work->lists;
    size_t place = (size_t)unit * KEMBAR_STORY_LIST_TERMS;
    seeker->n_touched = seeker->n_candidates = 0;
    for (size_t i = 0; i < lists->n_unit_terms[unit]; i++) {
        uint32_t column = lists->unit_columns[place + i];
        float value = lists->unit_values[place + i];
        for (size_t j = lists->first[column]; j < lists->first[column + 1]; j++) {
            uint32_t other = lists->units[j];
            if (seeker->scores[other] == 0)
                seeker->touched[seeker->n_touched++] = other;
            seeker->scores[other] += value * lists->values[j];
        }
    }
    for (size_t i = 0; i < seeker->n_touched; i++) {
        uint32_t other = seeker->touched[i];
        if (other != unit && seeker->scores[other] >= LEAST_SCORE)
            offer(seeker, (candidate){seeker->scores[other], other});
        seeker->scores[other] = 0;
    }
}

static uint64_t filter_bit(uint32_t column) {
    return UINT64_C(1) << (column & 63);
}

static uint64_t *filter_word(story_seeker *seeker, uint32_t column) {
    return &seeker->filter[(column & (FILTER_BITS - 1)) >> 6];
}

/* With the terms that the sought unit has too. */
static double dot_product(const story_seeker *seeker, const uint32_t *columns, const float *weights,
                          size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t column = columns[i];
        if (seeker->filter[(column & (FILTER_BITS - 1)) >> 6] & filter_bit(column))
            sum += (double)seeker->weights[column] * (double)weights[i];
    }
    return sum;
}

static int32_t score(const search *work, const story_seeker *seeker, uint32_t a, uint32_t b) {
    const kembar_story_vectors *vectors = work->vectors;
    size_t first = vectors->first[b];
    double dot = dot_product(seeker, vectors->columns + first, vectors->weights + first,
                             vectors->first[b + 1] - first);
    double lengths = vectors->lengths[a] * vectors->lengths[b];
    const uint8_t *language = vectors->sources.language;
    double tau = EVIDENCE_WORDS * work->heaviest[language[a]] * work->heaviest[language[b]];
    if (dot <= 0 || lengths <= 0)
        return 0;
    return (int32_t)floor(dot / lengths * (dot / (dot + tau)) * 1e6 + 0.5);
}

static void keep(kembar_story_neighbour *items, uint32_t *n, kembar_story_neighbour item) {
    size_t at = *n;
    if (at == KEMBAR_STORY_NEAREST) {
        const kembar_story_neighbour *last = &items[at - 1];
        if (item.similarity < last->similarity ||
            (item.similarity == last->similarity && item.unit > last->unit))
            return;
        at--;
    } else {
        ++*n;
    }
    for (; at > 0 &&
           (items[at - 1].similarity < item.similarity ||
            (items[at - 1].similarity == item.similarity && items[at - 1].unit > item.unit));
         at--)
        items[at] = items[at - 1];
    items[at] = item;
}

static void take_unit(const kembar_story_vectors *vectors, story_seeker *seeker, uint32_t unit) {
    for (size_t i = vectors->first[unit]; i < vectors->first[unit + 1]; i++) {
        uint32_t column = vectors->columns[i];
        seeker->weights[column] = vectors->weights[i];
        *filter_word(seeker, column) |= filter_bit(column);
    }
}

static void drop_unit(const kembar_story_vectors *vectors, story_seeker *seeker, uint32_t unit) {
    for (size_t i = vectors->first[unit]; i < vectors->first[unit + 1]; i++) {
        seeker->weights[vectors->columns[i]] = 0;
        *filter_word(seeker, vectors->columns[i]) = 0;
    }
}

static void score_candidates(const search *work, story_seeker *seeker, uint32_t unit) {
    kembar_story_neighbour *items = work->out->items + (size_t)unit * KEMBAR_STORY_NEAREST;
    take_unit(work->vectors, seeker, unit);
    for (size_t i = 0; i < seeker->n_candidates; i++) {
        uint32_t other = seeker->candidates[i].unit;
        int32_t similarity = score(work, seeker, unit, other);
        if (similarity > 0)
            keep(items, &work->out->counts[unit], (kembar_story_neighbour){other, similarity});
    }
    drop_unit(work->vectors, seeker, unit);
}

static kembar_status seek(void *context, size_t begin, size_t end, int worker_id,
                          kembar_error *error) {
    search *work = context;
    story_seeker *seeker = &work->seekers[worker_id];
    if (prepare_seeker(seeker, work->vectors))
        return kembar_error_memory(error);
    for (size_t unit = begin; unit < end; unit++) {
        find_candidates(work, seeker, (uint32_t)unit);
        score_candidates(work, seeker, (uint32_t)unit);
    }
    return KEMBAR_OK;
}

static void search_deinit(search *work) {
    kembar_story_lists_deinit(&work->lists);
    for (size_t i = 0; work->seekers && i < work->n_seekers; i++) {
        kembar_free(work->seekers[i].weights);
        kembar_free(work->seekers[i].scores);
        kembar_free(work->seekers[i].touched);
    }
    kembar_free(work->seekers);
}

static kembar_status allocate(search *work) {
    size_t n = work->vectors->n_units;
    work->out->items = kembar_alloc(n, KEMBAR_STORY_NEAREST * sizeof *work->out->items);
    work->out->counts = kembar_alloc_zeroed(n, sizeof *work->out->counts);
    work->seekers = kembar_alloc_zeroed(work->n_seekers, sizeof *work->seekers);
    if (!work->out->items || !work->out->counts || !work->seekers)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < KEMBAR_N_LANGUAGES; i++)
        work->heaviest[i] = 1 + log(work->vectors->sources.peers[i] + 1);
    return KEMBAR_OK;
}

kembar_status kembar_story_neighbours_find(kembar_story_neighbours *out,
                                           const kembar_story_vectors *vectors, int n_threads,
                                           kembar_error *error) {
    *out = (kembar_story_neighbours){0};
    search work = {
        .vectors = vectors, .out = out, .n_seekers = n_threads > 1 ? (size_t)n_threads : 1};
    kembar_status status = kembar_story_lists_build(&work.lists, vectors, n_threads, error);
    if (!status && allocate(&work))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(n_threads, vectors->n_units, 16, seek, &work, error);
    search_deinit(&work);
    if (status)
        kembar_story_neighbours_deinit(out);
    return status;
}

void kembar_story_neighbours_deinit(kembar_story_neighbours *neighbours) {
    kembar_free(neighbours->items);
    kembar_free(neighbours->counts);
    *neighbours = (kembar_story_neighbours){0};
}

int32_t kembar_story_neighbours_crowd(const kembar_story_neighbours *neighbours, size_t unit) {
    size_t last = KEMBAR_STORY_NEAREST - 1;
    return neighbours->counts[unit] < KEMBAR_STORY_NEAREST
               ? 0
               : neighbours->items[unit * KEMBAR_STORY_NEAREST + last].similarity;
}
