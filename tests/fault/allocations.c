#include "allocations.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

static atomic_long n_left = LONG_MAX;
static atomic_int has_failed;
static int goes_on;
static long started_at;

void allocations_fail_at(long k, int and_later) {
    goes_on = and_later;
    has_failed = 0;
    started_at = k;
    n_left = k;
}

int allocations_stop_failing(long *n_seen) {
    long rest = atomic_exchange(&n_left, LONG_MAX);
    if (n_seen)
        *n_seen = started_at - rest;
    return has_failed;
}

static int fails(void) {
    long n = atomic_fetch_sub(&n_left, 1);
    if (n > 0 || (n < 0 && !goes_on))
        return 0;
    has_failed = 1;
    errno = ENOMEM;
    return 1;
}

#define WRAP(result, name, parameters, arguments)        \
    result __real_##name parameters;                     \
    result __wrap_##name parameters;                     \
    result __wrap_##name parameters {                    \
        return fails() ? NULL : __real_##name arguments; \
    }

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, realloc, (void *memory, size_t size), (memory, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t size), (text, size))
WRAP(char *, realpath, (const char *path, char *out), (path, out))
/* new (std::nothrow) char[size] */
WRAP(void *, _ZnamRKSt9nothrow_t, (size_t size, const void *tag), (size, tag))
