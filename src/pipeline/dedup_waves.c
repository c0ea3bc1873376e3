#include "pipeline/dedup_waves.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"

/* Tasks are of one head and so many of its pairs; a slice of them has one place for findings. What
 * is left at the end has few pairs each, and slices in which what is read again serves several. */
enum { TASK_PAIRS = 64, WAVE_SLICE = 4, REST_SLICE = 64 };

/* A large family on its way. */
typedef struct queue {
    const uint32_t *heads;  /* borrowed; near each other where they are near by content */
    kembar_keyed *in_order; /* owned; indices of those, in the order of the set */
    size_t n, next;
    size_t n_looked;  /* pairs, since what follows was counted */
    uint64_t n_ahead; /* pairs of heads whose turn is to come, a pair of two of them twice */
    int is_over;      /* not 0: no wave saves enough any more */
} queue;

typedef struct task {
    queue *of;
    uint32_t head;
    size_t begin, end; /* in others */
    size_t n_looked;   /* pairs that were judged */
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
    size_t slice;               /* tasks in each */
    kembar_dedup_found *slices; /* owned; of this wave */
    size_t n_slices, slices_capacity;
    int is_rest; /* not 0: the pairs of those whose turn has not come, each from one side */
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

static uint64_t count_ahead(const waves *w, const queue *q) {
    uint64_t n = 0;
    for (size_t i = q->next; i < q->n; i++) {
        uint32_t head = q->heads[q->in_order[i].value];
        n += w->is_gone[head] ? 0 : w->work->first[head + 1] - w->work->first[head];
    }
    return n;
}

static kembar_status start(waves *w, kembar_error *error) {
    const kembar_dedup_work *work = w->work;
    size_t n = 0, largest = 0;
    for (size_t i = 0; i < work->n_families; i++) {
        const kembar_dedup_family *family = &work->families[i];
        n += kembar_dedup_family_is_large(family) ? 1 : 0;
        largest = family->end - family->begin > largest ? family->end - family->begin : largest;
    }
    w->queues = kembar_alloc_zeroed(n, sizeof *w->queues);
    w->turn = kembar_alloc(largest, sizeof *w->turn);
    kembar_status status = w->queues && w->turn ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < work->n_families && !status; i++)
        if (kembar_dedup_family_is_large(&work->families[i]))
            status = fill_queue(&w->queues[w->n_queues++], w->set, work, &work->families[i]);
    for (size_t i = 0; i < w->n_queues && !status; i++)
        w->queues[i].n_ahead = count_ahead(w, &w->queues[i]);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Parts of a head's pairs: the first one of all has so many that threads share them. */
static kembar_status add_tasks(waves *w, queue *q, uint32_t head) {
    size_t end = w->work->first[head + 1];
    for (size_t begin = w->work->first[head]; begin < end; begin += TASK_PAIRS) {
        size_t n = end - begin < TASK_PAIRS ? end - begin : TASK_PAIRS;
        if (kembar_array_reserve((void **)&w->tasks, &w->capacity, w->n_tasks + 1,
                                 sizeof *w->tasks))
            return KEMBAR_ERROR_MEMORY;
        w->tasks[w->n_tasks++] = (task){q, head, begin, begin + n, 0};
    }
    return KEMBAR_OK;
}

/* A wave reads texts that lie anywhere in the family again. It is worth that while those who go for
 * it take as many pairs with them as it looked at. */
static void weigh(const waves *w, queue *q) {
    uint64_t n_ahead = count_ahead(w, q);
    if (4 * q->n_looked < q->n)
        return;
    q->is_over = q->n_ahead - n_ahead < q->n_looked;
    q->n_looked = 0;
    q->n_ahead = n_ahead;
}

/* The next heads of a family that have not gone; near ones beside each other, so that what is read
 * again serves several. */
static kembar_status take_turn(waves *w, queue *q, size_t n_wanted) {
    size_t n = 0;
    weigh(w, q);
    for (; !q->is_over && q->next < q->n && n < n_wanted; q->next++) {
        uint32_t index = q->in_order[q->next].value, head = q->heads[index];
        if (w->is_gone[head])
            continue;
        w->turn[n++] = index;
        q->n_ahead -= w->work->first[head + 1] - w->work->first[head];
    }
    kembar_status status = kembar_sort_u64(w->turn, n);
    for (size_t i = 0; i < n && !status; i++)
        status = add_tasks(w, q, q->heads[w->turn[i]]);
    return status;
}

static int is_ahead(const waves *w, const queue *q, uint32_t head) {
    return q->next < q->n && w->set->place[head] >= q->in_order[q->next].key;
}

static kembar_status take_rest(waves *w, queue *q) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < q->n && !status; i++)
        if (!w->is_gone[q->heads[i]] && is_ahead(w, q, q->heads[i]))
            status = add_tasks(w, q, q->heads[i]);
    return status;
}

static kembar_status look_at(const waves *w, kembar_dedup_judge *judge, task *of,
                             kembar_dedup_found *out, kembar_error *error) {
    const uint32_t *place = w->set->place;
    kembar_status status = KEMBAR_OK;
    for (size_t k = of->begin; k < of->end && !status; k++) {
        uint32_t head = of->head, other = w->work->others[k];
        int is_wanted =
            w->is_rest ? head < other && is_ahead(w, of->of, other) : place[head] < place[other];
        if (!is_wanted || w->is_gone[other] || !kembar_dedup_set_may_say(w->set, head, other))
            continue;
        of->n_looked++;
        status = kembar_dedup_judge_pair(judge, head < other ? head : other,
                                         head < other ? other : head, out, error);
    }
    return status;
}

static kembar_status look_at_slice(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    waves *w = context;
    kembar_dedup_judge *judge = &w->judges[worker_id];
    kembar_status status = KEMBAR_OK;
    kembar_dedup_judge_expect(judge, SIZE_MAX);
    for (size_t i = begin; i < end && !status; i++)
        status = look_at(w, judge, &w->tasks[i], &w->slices[begin / w->slice], error);
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
    for (size_t i = 0; i < w->n_tasks; i++)
        w->tasks[i].of->n_looked += w->tasks[i].n_looked;
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
    size_t n_found = out->n_items - n_before;
    return n_found > 0 ? note_gone(w, out->items + n_before, n_found) : KEMBAR_OK;
}

static kembar_status reserve_slices(waves *w) {
    size_t n_before = w->slices_capacity;
    w->n_slices = (w->n_tasks + w->slice - 1) / w->slice;
    if (kembar_array_reserve((void **)&w->slices, &w->slices_capacity, w->n_slices,
                             sizeof *w->slices))
        return KEMBAR_ERROR_MEMORY;
    if (w->slices_capacity > n_before)
        memset(w->slices + n_before, 0, (w->slices_capacity - n_before) * sizeof *w->slices);
    return KEMBAR_OK;
}

/* A wave of so many heads of each family, or the rest. */
static kembar_status run_wave(waves *w, size_t n_wanted, kembar_dedup_found *out,
                              kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    w->n_tasks = 0;
    w->slice = w->is_rest ? REST_SLICE : WAVE_SLICE;
    for (size_t i = 0; i < w->n_queues && !status; i++)
        status = w->is_rest ? take_rest(w, &w->queues[i]) : take_turn(w, &w->queues[i], n_wanted);
    if (status || reserve_slices(w))
        return kembar_error_memory(error);
    if (w->n_tasks == 0)
        return KEMBAR_OK;
    status = kembar_parallel_for((int)w->n_judges, w->n_tasks, w->slice, look_at_slice, w, error);
    if (!status && take_in(w, out))
        status = kembar_error_memory(error);
    return status;
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
    waves w = {.set = set,
               .work = work,
               .judges = judges,
               .n_judges = n_judges,
               .is_gone = is_gone,
               .n_tasks = 1};
    kembar_status status = start(&w, error);
    for (size_t n_wanted = 1; !status && w.n_tasks > 0; n_wanted *= 2)
        status = run_wave(&w, n_wanted, out, error);
    w.is_rest = 1;
    if (!status)
        status = run_wave(&w, 0, out, error);
    stop(&w);
    return status;
}
