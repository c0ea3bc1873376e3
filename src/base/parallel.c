#define _GNU_SOURCE 1 /* sched_getaffinity, CPU_COUNT */

#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

/* The usual 8 MiB a thread would use up a limit on memory, though little is ever touched. */
enum { STACK_BYTES = 2 * 1024 * 1024 };

typedef struct parallel_job {
    kembar_parallel_task task;
    void *context;
    size_t n_items;
    size_t grain;
    size_t n_slices;
    atomic_size_t next_slice;
    atomic_int stopped;
} parallel_job;

typedef struct worker {
    parallel_job *job; /* borrowed */
    int worker_id;
    pthread_t thread;
    kembar_status status;
    size_t failed_slice; /* meaningful when status is not KEMBAR_OK */
    kembar_error error;
} worker;

int kembar_parallel_default_threads(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return CPU_COUNT(&set);
    long online = sysconf(_SC_NPROCESSORS_ONLN); /* a machine larger than cpu_set_t */
    return online > 0 && online < 65536 ? (int)online : 1;
}

static kembar_status run_slice(worker *self, size_t slice) {
    parallel_job *job = self->job;
    size_t begin = slice * job->grain;
    size_t n_left = job->n_items - begin;
    size_t end = begin + (n_left < job->grain ? n_left : job->grain);
    return job->task(job->context, begin, end, self->worker_id, &self->error);
}

/* The stop flag is looked at before a slice is taken, never after: slices are taken in ascending
 * order and each one taken is run, so the smallest slice that can fail is always among the
 * failures, whatever the timing. */
static void *run_worker(void *argument) {
    worker *self = argument;
    parallel_job *job = self->job;
    while (!atomic_load_explicit(&job->stopped, memory_order_relaxed)) {
        size_t slice = atomic_fetch_add_explicit(&job->next_slice, 1, memory_order_relaxed);
        if (slice >= job->n_slices)
            break;
        self->status = run_slice(self, slice);
        if (self->status != KEMBAR_OK) {
            self->failed_slice = slice;
            atomic_store_explicit(&job->stopped, 1, memory_order_relaxed);
        }
    }
    return NULL;
}

static void run_workers(worker *workers, int n_workers, parallel_job *job) {
    for (int i = 0; i < n_workers; i++)
        workers[i] = (worker){.job = job, .worker_id = i};
    int n_started = 1;
    pthread_attr_t attributes;
    int has_attributes = n_workers > 1 && pthread_attr_init(&attributes) == 0;
    if (has_attributes)
        (void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
    while (n_started < n_workers &&
           pthread_create(&workers[n_started].thread, has_attributes ? &attributes : NULL,
                          run_worker, &workers[n_started]) == 0)
        n_started++;
    if (has_attributes)
        (void)pthread_attr_destroy(&attributes);
    run_worker(&workers[0]);
    for (int i = 1; i < n_started; i++)
        pthread_join(workers[i].thread, NULL);
}

static kembar_status first_failure(const worker *workers, int n_workers, kembar_error *error) {
    const worker *first = NULL;
    for (int i = 0; i < n_workers; i++)
        if (workers[i].status != KEMBAR_OK &&
            (!first || workers[i].failed_slice < first->failed_slice))
            first = &workers[i];
    if (!first)
        return KEMBAR_OK;
    if (first->error.code == KEMBAR_OK) /* the task gave no details */
        return kembar_error_set(error, first->status, NULL, 0, "%s",
                                kembar_status_name(first->status));
    if (error)
        *error = first->error;
    return first->status;
}

kembar_status kembar_parallel_for(int n_threads, size_t n_items, size_t grain,
                                  kembar_parallel_task task, void *context, kembar_error *error) {
    if (grain == 0)
        grain = 1;
    parallel_job job = {.task = task, .context = context, .n_items = n_items, .grain = grain};
    job.n_slices = n_items / grain + (n_items % grain != 0);
    atomic_init(&job.next_slice, 0);
    atomic_init(&job.stopped, 0);

    int n_workers = n_threads > 1 ? n_threads : 1;
    if ((size_t)n_workers > job.n_slices)
        n_workers = job.n_slices > 1 ? (int)job.n_slices : 1;
    worker only;
    worker *workers = n_workers > 1 ? kembar_alloc((size_t)n_workers, sizeof *workers) : NULL;
    if (!workers) { /* one worker is enough, so memory for more is no reason to fail */
        run_workers(&only, 1, &job);
        return first_failure(&only, 1, error);
    }
    run_workers(workers, n_workers, &job);
    kembar_status status = first_failure(workers, n_workers, error);
    kembar_free(workers);
    return status;
}

typedef struct lone_task {
    void (*task)(void *context);
    void *context;
} lone_task;

static void *run_lone(void *argument) {
    lone_task lone = *(lone_task *)argument;
    kembar_free(argument);
    lone.task(lone.context);
    return NULL;
}

kembar_status kembar_parallel_start(void (*task)(void *context), void *context,
                                    kembar_error *error) {
    lone_task *lone = kembar_alloc(1, sizeof *lone);
    if (!lone)
        return kembar_error_memory(error);
    *lone = (lone_task){task, context};
    pthread_t thread;
    int fault = pthread_create(&thread, NULL, run_lone, lone);
    if (fault) {
        kembar_free(lone);
        return kembar_error_set(error, KEMBAR_ERROR_LIBRARY, NULL, 0, "cannot start a thread");
    }
    (void)pthread_detach(thread);
    return KEMBAR_OK;
}

struct kembar_lock {
    pthread_mutex_t mutex;
};

kembar_lock *kembar_lock_new(void) {
    kembar_lock *lock = kembar_alloc(1, sizeof *lock);
    if (lock && pthread_mutex_init(&lock->mutex, NULL) != 0) {
        kembar_free(lock);
        return NULL;
    }
    return lock;
}

void kembar_lock_free(kembar_lock *lock) {
    if (!lock)
        return;
    (void)pthread_mutex_destroy(&lock->mutex);
    kembar_free(lock);
}

void kembar_lock_take(kembar_lock *lock) {
    (void)pthread_mutex_lock(&lock->mutex);
}

void kembar_lock_give(kembar_lock *lock) {
    (void)pthread_mutex_unlock(&lock->mutex);
}

struct kembar_turns {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t next, end; /* end: the first that never comes */
    void *left[KEMBAR_TURNS_LEFT];
};

kembar_turns *kembar_turns_new(void) {
    kembar_turns *turns = kembar_alloc_zeroed(1, sizeof *turns);
    if (!turns)
        return NULL;
    turns->end = SIZE_MAX;
    if (pthread_mutex_init(&turns->mutex, NULL) == 0) {
        if (pthread_cond_init(&turns->changed, NULL) == 0)
            return turns;
        (void)pthread_mutex_destroy(&turns->mutex);
    }
    kembar_free(turns);
    return NULL;
}

void kembar_turns_free(kembar_turns *turns) {
    if (!turns)
        return;
    (void)pthread_cond_destroy(&turns->changed);
    (void)pthread_mutex_destroy(&turns->mutex);
    kembar_free(turns);
}

int kembar_turns_take(kembar_turns *turns, size_t turn) {
    (void)pthread_mutex_lock(&turns->mutex);
    while (turns->next < turn && turn < turns->end)
        (void)pthread_cond_wait(&turns->changed, &turns->mutex);
    int comes = turn < turns->end;
    (void)pthread_mutex_unlock(&turns->mutex);
    return comes;
}

int kembar_turns_leave(kembar_turns *turns, size_t turn, void *work) {
    (void)pthread_mutex_lock(&turns->mutex);
    int is_left = turn > turns->next && turn - turns->next <= KEMBAR_TURNS_LEFT;
    if (is_left)
        turns->left[turn % KEMBAR_TURNS_LEFT] = work;
    (void)pthread_mutex_unlock(&turns->mutex);
    return is_left;
}

void *kembar_turns_give(kembar_turns *turns) {
    (void)pthread_mutex_lock(&turns->mutex);
    void **left = &turns->left[++turns->next % KEMBAR_TURNS_LEFT];
    void *work = turns->next < turns->end ? *left : NULL;
    *left = NULL;
    if (!work)
        (void)pthread_cond_broadcast(&turns->changed);
    (void)pthread_mutex_unlock(&turns->mutex);
    return work;
}

void kembar_turns_refuse(kembar_turns *turns, size_t turn) {
    (void)pthread_mutex_lock(&turns->mutex);
    turns->end = turn < turns->end ? turn : turns->end;
    (void)pthread_cond_broadcast(&turns->changed);
    (void)pthread_mutex_unlock(&turns->mutex);
}
