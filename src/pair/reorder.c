#include "pair/reorder.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/lower_bound.h"

/* Borders go to where at least half of the tokens are equal ones, whatever is wanted of the whole:
 * what was put into a passage or left out often stands together. */
enum { ROUNDS = 3 };

void kembar_bag_deinit(kembar_bag *bag) {
    kembar_free(bag->hashes);
    kembar_free(bag->counts);
    kembar_free(bag->used);
    kembar_free(bag->places);
    kembar_free(bag->tails);
    *bag = (kembar_bag){0};
}

static kembar_status bag_reserve(kembar_bag *bag, size_t n_tokens) {
    size_t n_slots = 256;
    while (n_slots < 2 * n_tokens)
        n_slots *= 2;
    if (n_slots <= bag->n_slots)
        return KEMBAR_OK;
    kembar_bag_deinit(bag);
    bag->hashes = kembar_alloc_zeroed(n_slots, sizeof *bag->hashes);
    bag->counts = kembar_alloc_zeroed(n_slots, sizeof *bag->counts);
    bag->used = kembar_alloc(n_slots, sizeof *bag->used);
    bag->places = kembar_alloc(n_slots, sizeof *bag->places);
    bag->tails = kembar_alloc(n_slots, sizeof *bag->tails);
    if (!bag->hashes || !bag->counts || !bag->used || !bag->places || !bag->tails) {
        kembar_bag_deinit(bag);
        return KEMBAR_ERROR_MEMORY;
    }
    bag->n_slots = n_slots;
    return KEMBAR_OK;
}

static size_t bag_slot(const kembar_bag *bag, uint64_t hash) {
    size_t slot = kembar_hash_mix(hash) & (bag->n_slots - 1);
    while (bag->hashes[slot] && bag->hashes[slot] != hash)
        slot = (slot + 1) & (bag->n_slots - 1);
    return slot;
}

/* No token's hash is 0 for long: the one that is shares the place of 1. */
static uint64_t key_at(const kembar_prepared *prepared, uint32_t i) {
    uint64_t hash = kembar_prepared_hash(prepared, i);
    return hash ? hash : 1;
}

static kembar_status bag_fill(kembar_bag *bag, const kembar_prepared *prepared, uint32_t begin,
                              uint32_t end) {
    for (size_t i = 0; i < bag->n_used; i++)
        bag->hashes[bag->used[i]] = bag->counts[bag->used[i]] = 0;
    bag->n_used = 0;
    if (bag_reserve(bag, end - begin))
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = begin; i < end; i++) {
        uint64_t key = key_at(prepared, i);
        size_t slot = bag_slot(bag, key);
        if (bag->hashes[slot] == 0)
            bag->used[bag->n_used++] = (uint32_t)slot;
        bag->hashes[slot] = key;
        bag->places[slot] = i;
        bag->counts[slot]++;
    }
    return KEMBAR_OK;
}

/* Takes one such token out of the bag; 0 when there is none left. */
static int bag_take(kembar_bag *bag, uint64_t key) {
    size_t slot = bag_slot(bag, key);
    if (bag->counts[slot] == 0)
        return 0;
    bag->counts[slot]--;
    return 1;
}

/* The stretch of [begin, end) with the highest score against the bag. */
static void best_stretch(kembar_bag *bag, const kembar_prepared *prepared, uint32_t *begin,
                         uint32_t *end) {
    int64_t score = 0, best = 0;
    uint32_t start = *begin, from = *begin, to = *begin;
    for (uint32_t i = *begin; i < *end; i++) {
        score += bag_take(bag, key_at(prepared, i)) ? 1 : -1;
        if (score < 0) {
            score = 0;
            start = i + 1;
        }
        if (score > best) {
            best = score;
            from = start;
            to = i + 1;
        }
    }
    *begin = from;
    *end = to;
}

static void widen(const kembar_prepared *prepared, uint32_t margin, uint32_t *begin,
                  uint32_t *end) {
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    *begin = *begin > margin ? *begin - margin : 0;
    *end = n - *end > margin ? *end + margin : n;
}

static kembar_status count_equal(kembar_bag *bag, const kembar_prepared *a,
                                 const kembar_prepared *b, kembar_passage *passage) {
    passage->n_equal = passage->n_alike = 0;
    if (bag_fill(bag, a, passage->a_begin, passage->a_end))
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = passage->b_begin; i < passage->b_end; i++)
        passage->n_equal += bag_take(bag, key_at(b, i)) ? 1 : 0;
    return KEMBAR_OK;
}

static int is_alike(const kembar_passage *passage) {
    uint64_t n_a = passage->a_end - passage->a_begin, n_b = passage->b_end - passage->b_begin;
    return passage->n_equal >= KEMBAR_REORDER_MIN_EQUAL &&
           10 * (uint64_t)passage->n_equal >= KEMBAR_REORDER_EQUAL_TENTHS * (n_a > n_b ? n_a : n_b);
}

/* Puts a place after the longest ascending row that it can end: tails[k] is the smallest place that
 * ends one of k + 1. */
static size_t add_to_rows(uint32_t *tails, size_t n_rows, uint32_t place) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, n_rows, tails[at] < place);
    tails[at] = place;
    return at == n_rows ? n_rows + 1 : n_rows;
}

/* Whether the tokens that stand once in b stand in another order in a: a form that was filled in
 * twice keeps its order. */
static kembar_status is_out_of_order(kembar_bag *bag, const kembar_prepared *a,
                                     const kembar_prepared *b, const kembar_passage *passage,
                                     int *is_so) {
    size_t n = 0, n_ordered = 0;
    if (bag_fill(bag, b, passage->b_begin, passage->b_end))
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = passage->a_begin; i < passage->a_end; i++) {
        size_t slot = bag_slot(bag, key_at(a, i));
        if (bag->counts[slot] != 1)
            continue;
        bag->counts[slot] = 0;
        n_ordered = add_to_rows(bag->tails, n_ordered, bag->places[slot]);
        n++;
    }
    *is_so = 10 * n_ordered < KEMBAR_REORDER_ORDERED_TENTHS * n;
    return KEMBAR_OK;
}

kembar_status kembar_reorder_fit(kembar_bag *bag, const kembar_prepared *a,
                                 const kembar_prepared *b, uint32_t margin, kembar_passage *passage,
                                 int *is_one) {
    uint32_t a_begin = passage->a_begin, a_end = passage->a_end;
    uint32_t b_begin = passage->b_begin, b_end = passage->b_end;
    widen(a, margin, &a_begin, &a_end);
    widen(b, margin, &b_begin, &b_end);
    *is_one = 0;
    for (int round = 0; round < ROUNDS; round++) {
        passage->a_begin = a_begin;
        passage->a_end = a_end;
        if (bag_fill(bag, b, passage->b_begin, passage->b_end))
            return KEMBAR_ERROR_MEMORY;
        best_stretch(bag, a, &passage->a_begin, &passage->a_end);
        passage->b_begin = b_begin;
        passage->b_end = b_end;
        if (bag_fill(bag, a, passage->a_begin, passage->a_end))
            return KEMBAR_ERROR_MEMORY;
        best_stretch(bag, b, &passage->b_begin, &passage->b_end);
        if (passage->a_begin == passage->a_end || passage->b_begin == passage->b_end)
            return KEMBAR_OK;
    }
    if (count_equal(bag, a, b, passage))
        return KEMBAR_ERROR_MEMORY;
    return is_alike(passage) ? is_out_of_order(bag, a, b, passage, is_one) : KEMBAR_OK;
}
