#include "pipeline/dedup_roll.h"

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "base/sort.h"

typedef kembar_dedup_roll_item item;

/* What of a document decides which of its pairs count. */
static item item_of(const kembar_dedup_set *set, uint32_t document) {
    const kembar_options *options = &set->options->run;
    const kembar_imprint *imprint = set->imprints[document];
    return (item){.source = options->across_sources ? imprint->source : 0,
                  .day = options->within_days < 0 ? INT32_MIN : imprint->day,
                  .document = document,
                  .place = set->place[document]};
}

static int are_of_one_source(const item *a, const item *b) {
    return a->source && a->source == b->source;
}

static uint64_t key_of(const item *of) {
    return (uint64_t)((int64_t)of->day - INT32_MIN) << 32 | of->place;
}

kembar_status kembar_dedup_roll_call(kembar_dedup_roll *out, const kembar_dedup_set *set,
                                     uint32_t head) {
    const uint32_t *members = set->members + set->first[head];
    size_t n = kembar_dedup_set_class_size(set, head), n_new = 0;
    kembar_keyed *keyed = kembar_alloc(n, sizeof *keyed);
    kembar_status status = keyed ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n && !status; i++) {
        item of = item_of(set, members[i]);
        if (!kembar_dedup_set_is_old(set, members[i]))
            keyed[n_new++] = (kembar_keyed){key_of(&of), members[i], 0};
    }
    if (!status)
        status = kembar_sort_keyed(keyed, n_new, 1);
    out->items = status ? NULL : kembar_alloc(n_new, sizeof *out->items);
    out->n = out->items ? (uint32_t)n_new : 0;
    for (uint32_t i = 0; i < out->n; i++) {
        out->items[i] = item_of(set, keyed[i].value);
        out->items[i].next = i;
        out->items[i].next_other = i + 1;
    }
    kembar_free(keyed);
    return out->items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

void kembar_dedup_roll_deinit(kembar_dedup_roll *roll) {
    kembar_free(roll->items);
    *roll = (kembar_dedup_roll){0};
}

/* The first from `at` on that is left; all on the way remember it. */
static uint32_t find_left(kembar_dedup_roll *roll, uint32_t at) {
    uint32_t found = at;
    while (found < roll->n && roll->items[found].next != found)
        found = roll->items[found].next;
    while (at < found) {
        uint32_t next = roll->items[at].next;
        roll->items[at].next = found;
        at = next;
    }
    return found;
}

/* The first behind `from`, which is left, that is left and of another source; all on the way
 * remember it. */
static uint32_t find_other(kembar_dedup_roll *roll, uint32_t from) {
    const item *of = &roll->items[from];
    uint32_t found = find_left(roll, of->next_other), at = from;
    while (found < roll->n && are_of_one_source(&roll->items[found], of))
        found = find_left(roll, roll->items[found].next_other);
    while (at < found) {
        uint32_t next = find_left(roll, roll->items[at].next_other);
        roll->items[at].next_other = found;
        at = next;
    }
    return found;
}

/* The first of [begin, end) that is left and not of the source of `kept`; `end` or more: none. */
static uint32_t find_wanted(kembar_dedup_roll *roll, uint32_t begin, uint32_t end,
                            const item *kept) {
    uint32_t found = find_left(roll, begin);
    if (found < end && are_of_one_source(&roll->items[found], kept))
        found = find_other(roll, found);
    return found;
}

static uint32_t count_before(const kembar_dedup_roll *roll, long long day) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, roll->n, roll->items[at].day < day);
    return (uint32_t)at;
}

static void leave(kembar_dedup_roll *roll, uint32_t at) {
    roll->items[at].next = at + 1;
}

void kembar_dedup_roll_leave(kembar_dedup_roll *roll, const kembar_dedup_set *set,
                             uint32_t document) {
    item of = item_of(set, document);
    size_t at;
    KEMBAR_LOWER_BOUND(at, roll->n, key_of(&roll->items[at]) < key_of(&of));
    if (at < roll->n && roll->items[at].document == document)
        leave(roll, (uint32_t)at);
}

uint32_t kembar_dedup_roll_take(kembar_dedup_roll *roll, const kembar_dedup_set *set,
                                uint32_t kept) {
    long long within = set->options->run.within_days;
    item of = item_of(set, kept);
    uint32_t begin = 0, end = roll->n;
    uint32_t n_undated = count_before(roll, INT32_MIN + 1LL);
    if (of.day != INT32_MIN) {
        begin = count_before(roll, of.day - within);
        end = count_before(roll, of.day + within + 1);
    }
    uint32_t found = find_wanted(roll, begin, end, &of);
    if (found >= end) {
        end = n_undated;
        found = find_wanted(roll, 0, end, &of);
    }
    if (found >= end)
        return UINT32_MAX;
    leave(roll, found);
    return roll->items[found].document;
}
