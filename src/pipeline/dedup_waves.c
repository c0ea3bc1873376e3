#include "pipeline/dedup_waves.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"

/* Tasks are of one head and so many of its pairs; a slice of them has one place for findings. */
enum { TASK_PAIRS = 64, SLICE = 4, MAX_WAVE = 1024 };

/* A large family on its way. */
typedef struct queue {
    const uint32_t *heads;  /* borrowed; near each other where they are near by content */
    kembar_keyed *in_order; /* owned; indices of those, in the order of the set */
    size_t n, next;
} queue;

typedef struct task {
    uint32_t head;
    size_t begin, end; /* in others */
} task;

typedef struct waves {
    const kembar_dedup_set *set;
    const kembar_dedup_work *work;
    kembar_dedup_judge *judges;
    size_t n_judges;
    uint8_t *is_gone; /* not written while a wave is looked at */
    queue *queues;    /* owned */
    size_t n_queues;
    uint64_t *turn; /* owned; scratch: whose turn it is in one family */
    task *tasks;    /* owned; of this wave */
    size_t n_tasks, capacity;
    kembar_dedup_found *slices; /* owned; of this wave */
    size_t n_slices, slices_capacity;
} waves;

static kembar_status fill_queue(queue *q, const kembar_dedup_set *set,
                                const kembar_dedup_work *work, const kembar_dedup_family *family) {
    *q = (queue){.heads = work->heads + family->begin, .n = family->end - family->begin};
    q->in_order = kembar_alloc(q->n, sizeof *q->in_order);
    if (!q->in_order)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < q->n; i++)
        q->in_order[i] = (kembar_keyed){.key = set->place[q->heads[i]], .value = (uint32_t)i};
    return kembar_sort_keyed(q->in_order, q->n, set->options->run.n_threads);
}

static kembar_status start(waves *w, kembar_error *error) {
    const kembar_dedup_work *work = w->work;
    size_t n = 0;
    for (size_t i = 0; i < work->n_families; i++)
        n += kembar_dedup_family_is_large(&work->families[i]) ? 1 : 0;
    w->queues = kembar_alloc_zeroed(n, sizeof *w->queues);
    w->turn = kembar_alloc(MAX_WAVE, sizeof *w->turn);
    kembar_status status = w->queues && w->turn ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < work->n_families && !status; i++)
        if (kembar_dedup_family_is_large(&work->families[i]))
            status = fill_queue(&w->queues[w->n_queues++], w->set, work, &work->families[i]);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Parts of a head's pairs; the first one of all families has so many that threads share them. */
static kembar_status add_tasks(waves *w, uint32_t head) {
    size_t end = w->work->first[head + 1];
    for (size_t begin = w->work->first[head]; begin < end; begin += TASK_PAIRS) {
        size_t n = end - begin < TASK_PAIRS ? end - begin : TASK_PAIRS;
        if (kembar_array_reserve((void **)&w->tasks, &w->capacity, w->n_tasks + 1,
                                 sizeof *w->tasks))
            return KEMBAR_ERROR_MEMORY;
        w->tasks[w->n_tasks++] = (task){head, begin, begin + n};
    }
    return KEMBAR_OK;
}

/* The next heads of a family that have not gone; near ones beside each other, so that what is read
 * again serves several. */
static kembar_status take_turn(waves *w, queue *q, size_t n_wanted) {
    size_t n = 0;
    for (; q->next < q->n && n < n_wanted; q->next++) {
        uint32_t index = q->in_order[q->next].value;
        if (!w->is_gone[q->heads[index]])
            w->turn[n++] = index;
    }
    kembar_status status = kembar_sort_u64(w->turn, n);
    for (size_t i = 0; i < n && !status; i++)
        status = add_tasks(w, q->heads[w->turn[i]]);
    return status;
}

static kembar_status plan_wave(waves *w, size_t n_wanted) {
    kembar_status status = KEMBAR_OK;
    w->n_tasks = 0;
    for (size_t i = 0; i < w->n_queues && !status; i++)
        status = take_turn(w, &w->queues[i], n_wanted);
    size_t n_slices = (w->n_tasks + SLICE - 1) / SLICE, n_before = w->slices_capacity;
    if (!status)
        status = kembar_array_reserve((void **)&w->slices, &w->slices_capacity, n_slices,
                                      sizeof *w->slices);
    if (!status && w->slices_capacity > n_before)
        memset(w->slices + n_before, 0, (w->slices_capacity - n_before) * sizeof *w->slices);
    w->n_slices = status ? 0 : n_slices;
    return status;
}

static kembar_status look_at(const waves *w, kembar_dedup_judge *judge, const task *of,
                             kembar_dedup_found *out, kembar_error *error) {
    const uint32_t *place = w->set->place;
    kembar_status status = KEMBAR_OK;
    for (size_t k = of->begin; k < of->end && !status; k++) {
        uint32_t head = of->head, other = w->work->others[k];
        if (!w->is_gone[other] && place[head] < place[other] &&
            kembar_dedup_set_may_say(w->set, head, other))
            status = kembar_dedup_judge_pair(judge, head < other ? head : other,
                                             head < other ? other : head, out, error);
    }
    return status;
}

static kembar_status look_at_slice(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    const waves *w = context;
    kembar_dedup_judge *judge = &w->judges[worker_id];
    kembar_status status = KEMBAR_OK;
    kembar_dedup_judge_expect(judge, SIZE_MAX);
    for (size_t i = begin; i < end && !status; i++)
        status = look_at(w, judge, &w->tasks[i], &w->slices[begin / SLICE], error);
    return status;
}

/* Of the wave's findings, which are `items`: in the order of the set, since what goes itself has
 * nobody gone for it. */
static kembar_status note_gone(const waves *w, const kembar_dedup_finding *items, size_t n) {
    const uint32_t *place = w->set->place;
    kembar_keyed *in_order = kembar_alloc(n, sizeof *in_order);
    if (!in_order)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        uint32_t a = items[i].a, b = items[i].b;
        in_order[i] =
            (kembar_keyed){.key = place[a] < place[b] ? place[a] : place[b], .value = (uint32_t)i};
    }
    kembar_status status = kembar_sort_keyed(in_order, n, w->set->options->run.n_threads);
    for (size_t i = 0; i < n && !status; i++)
        kembar_dedup_note_gone(w->set, &items[in_order[i].value], w->is_gone);
    kembar_free(in_order);
    return status;
}

/* Who goes is noted when a wave is over: so what a thread looks at does not depend on others. */
static kembar_status take_in(waves *w, kembar_dedup_found *out) {
    size_t n_before = out->n_items;
    for (size_t i = 0; i < w->n_slices; i++) {
        kembar_dedup_found *found = &w->slices[i];
        if (kembar_array_reserve((void **)&out->items, &out->capacity,
                                 out->n_items + found->n_items, sizeof *out->items))
            return KEMBAR_ERROR_MEMORY;
        if (found->n_items > 0)
            memcpy(out->items + out->n_items, found->items, found->n_items * sizeof *out->items);
        out->n_items += found->n_items;
        found->n_items = 0;
    }
    return note_gone(w, out->items + n_before, out->n_items - n_before);
}

static void stop(waves *w) {
    for (size_t i = 0; w->queues && i < w->n_queues; i++)
        kembar_free(w->queues[i].in_order);
    for (size_t i = 0; i < w->slices_capacity; i++)
        kembar_dedup_found_deinit(&w->slices[i]);
    kembar_free(w->queues);
    kembar_free(w->turn);
    kembar_free(w->tasks);
    kembar_free(w->slices);
}

kembar_status kembar_dedup_waves(const kembar_dedup_set *set, const kembar_dedup_work *work,
                                 kembar_dedup_judge *judges, size_t n_judges, uint8_t *is_gone,
                                 kembar_dedup_found *out, kembar_error *error) {
    waves w = {
        .set = set, .work = work, .judges = judges, .n_judges = n_judges, .is_gone = is_gone};
    size_t n_wanted = 1;
    kembar_status status = start(&w, error);
    do {
        if (!status && plan_wave(&w, n_wanted))
            status = kembar_error_memory(error);
        if (!status)
            status = kembar_parallel_for((int)n_judges, w.n_tasks, SLICE, look_at_slice, &w, error);
        if (!status && take_in(&w, out))
            status = kembar_error_memory(error);
        n_wanted = n_wanted < MAX_WAVE ? 2 * n_wanted : MAX_WAVE;
    } while (!status && w.n_tasks > 0);
    stop(&w);
    return status;
}
