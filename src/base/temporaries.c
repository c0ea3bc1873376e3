#define _POSIX_C_SOURCE 200809L

#include "base/temporaries.h"

#include <signal.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

struct kembar_temporaries {
    kembar_lock *lock; /* owned */
    kembar_temporary *first;
    sigset_t signals; /* those that are watched for */
    void (*end)(int signal_number);
};

kembar_status kembar_temporaries_new(kembar_temporaries **out, kembar_error *error) {
    *out = NULL;
    kembar_temporaries *temporaries = kembar_alloc_zeroed(1, sizeof *temporaries);
    if (temporaries)
        temporaries->lock = kembar_lock_new();
    if (!temporaries || !temporaries->lock) {
        kembar_free(temporaries);
        return kembar_error_memory(error);
    }
    *out = temporaries;
    return KEMBAR_OK;
}

void kembar_temporaries_free(kembar_temporaries *temporaries) {
    if (!temporaries)
        return;
    kembar_lock_free(temporaries->lock);
    kembar_free(temporaries);
}

void kembar_temporaries_hold(kembar_temporaries *temporaries) {
    if (temporaries)
        kembar_lock_take(temporaries->lock);
}

void kembar_temporaries_release(kembar_temporaries *temporaries) {
    if (temporaries)
        kembar_lock_give(temporaries->lock);
}

void kembar_temporaries_add(kembar_temporaries *temporaries, kembar_temporary *file,
                            const char *path) {
    if (!temporaries)
        return;
    *file = (kembar_temporary){.next = temporaries->first, .path = path};
    if (file->next)
        file->next->previous = file;
    temporaries->first = file;
}

void kembar_temporaries_drop(kembar_temporaries *temporaries, kembar_temporary *file) {
    if (!temporaries || !file->path)
        return;
    if (file->previous)
        file->previous->next = file->next;
    else
        temporaries->first = file->next;
    if (file->next)
        file->next->previous = file->previous;
    *file = (kembar_temporary){0};
}

/* The lock is kept: no other thread makes or publishes a file any more. */
void kembar_temporaries_remove_all(kembar_temporaries *temporaries) {
    kembar_temporaries_hold(temporaries);
    for (const kembar_temporary *file = temporaries->first; file; file = file->next)
        (void)unlink(file->path);
}

static void wait_for_signal(void *context) {
    kembar_temporaries *temporaries = context;
    int signal_number;
    while (sigwait(&temporaries->signals, &signal_number) != 0)
        continue;
    kembar_temporaries_remove_all(temporaries);
    temporaries->end(signal_number);
}

kembar_status kembar_temporaries_watch(kembar_temporaries *temporaries, const int *signals,
                                       size_t n_signals, void (*end)(int signal_number),
                                       kembar_error *error) {
    (void)sigemptyset(&temporaries->signals);
    for (size_t i = 0; i < n_signals; i++)
        if (sigaddset(&temporaries->signals, signals[i]) != 0)
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "no signal number");
    temporaries->end = end;
    return kembar_parallel_start(wait_for_signal, temporaries, error);
}
