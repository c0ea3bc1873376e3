#include "pair/sampled_tally.h"

#include "base/alloc.h"

kembar_status kembar_sampled_counter_init(kembar_sampled_counter *counter, size_t n_documents) {
    *counter = (kembar_sampled_counter){0};
    counter->tallies = kembar_alloc_zeroed(n_documents, sizeof *counter->tallies);
    counter->items = kembar_alloc(n_documents, sizeof *counter->items);
    if (counter->tallies && counter->items)
        return KEMBAR_OK;
    kembar_sampled_counter_deinit(counter);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_sampled_counter_deinit(kembar_sampled_counter *counter) {
    kembar_free(counter->tallies);
    kembar_free(counter->items);
    *counter = (kembar_sampled_counter){0};
}

/* The tally of b, which is listed when it gets one. */
static kembar_sampled_tally *tally_of(kembar_sampled_counter *counter, uint32_t b) {
    kembar_sampled_tally *tally = &counter->tallies[b];
    if (tally->n_shared == 0)
        counter->items[counter->n_items++].doc_id = b;
    return tally;
}

static void count_list(kembar_sampled_counter *counter, const kembar_posting *item) {
    uint32_t place = kembar_posting_place(item), n_after = kembar_posting_n_after(item);
    for (uint32_t k = 1; k <= n_after; k++) {
        kembar_sampled_tally *tally = tally_of(counter, item[k].doc_id);
        uint32_t other = kembar_posting_place(&item[k]);
        tally->n_shared++;
        if (!kembar_sample_in_place(place, other))
            tally->n_shared |= KEMBAR_TALLY_AWAY;
        tally->parts_a |= (uint16_t)kembar_sample_part(place);
        tally->parts_b |= (uint16_t)kembar_sample_part(other);
    }
}

static void walk_lists(kembar_sampled_counter *counter, const kembar_postings *postings,
                       uint32_t a) {
    enum { AHEAD = 8 }; /* lists lie far from each other: asked for before they are needed */
    size_t begin = postings->first[a], end = postings->first[a + 1];
    for (size_t i = begin; i < end && i < begin + AHEAD; i++)
        __builtin_prefetch(&postings->items[postings->of_document[i]]);
    for (size_t i = begin; i < end; i++) {
        if (i + AHEAD < end)
            __builtin_prefetch(&postings->items[postings->of_document[i + AHEAD]]);
        count_list(counter, &postings->items[postings->of_document[i]]);
    }
}

void kembar_sampled_count(kembar_sampled_counter *counter, const kembar_postings *postings,
                          uint32_t needed, uint32_t a) {
    size_t kept = 0;
    counter->n_items = 0;
    walk_lists(counter, postings, a);
    for (size_t i = 0; i < counter->n_items; i++) {
        uint32_t b = counter->items[i].doc_id;
        kembar_sampled_candidate candidate = {b, counter->tallies[b]};
        counter->tallies[b] = (kembar_sampled_tally){0};
        counter->items[kept] = candidate;
        kept += (candidate.tally.n_shared & ~KEMBAR_TALLY_AWAY) >= needed;
    }
    counter->n_items = kept;
}

kembar_sample_size kembar_sample_size_of(const kembar_sample *sample, uint32_t n_frequent) {
    kembar_sample_size size = {sample->n_keys, 0, sample->level, n_frequent};
    uint32_t below = (uint32_t)1 << sample->level;
    for (uint32_t i = 0; i < sample->n_keys; i++)
        size.n_next += (sample->keys[i] & below) == 0;
    return size;
}

/* Its keys at a level not below its own; UINT32_MAX: not known. */
static uint32_t keys_at(const kembar_sample_size *size, uint32_t level) {
    if (level == size->level)
        return size->n_keys;
    return level == size->level + 1 ? size->n_next : UINT32_MAX;
}

uint32_t kembar_sampled_overlap(kembar_sample_overlap *out, const kembar_sample_size *a,
                                const kembar_sample_size *b, const kembar_sampled_tally *tally) {
    uint32_t level = a->level > b->level ? a->level : b->level;
    uint32_t n_a = keys_at(a, level), n_b = keys_at(b, level);
    uint32_t n_shared = tally->n_shared & ~KEMBAR_TALLY_AWAY;
    int is_away = (tally->n_shared & KEMBAR_TALLY_AWAY) != 0;
    /* How many of them are away is not counted: what is asked is whether any is. */
    *out = (kembar_sample_overlap){.n_a = n_a,
                                   .n_b = n_b,
                                   .n_shared = n_shared,
                                   .n_in_place = n_shared - (is_away ? 1 : 0),
                                   .parts_a = tally->parts_a,
                                   .parts_b = tally->parts_b};
    if (n_a == UINT32_MAX || n_b == UINT32_MAX)
        return UINT32_MAX;
    return a->n_frequent < b->n_frequent ? a->n_frequent : b->n_frequent;
}
