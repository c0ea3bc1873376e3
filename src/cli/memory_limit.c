#include "memory_limit.h"

#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>

#include "messages.h"

/* Under a narrow limit of address space (ulimit -v) the 64 MB that the C library reserves for each
 * thread's heap would leave too little for what is used: there all threads share one heap. */
static void share_heap(void) {
    const rlim_t narrow = (rlim_t)1 << 30;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur < narrow)
        (void)mallopt(M_ARENA_MAX, 1);
}

/* RLIMIT_DATA rather than RLIMIT_AS: address space that is only reserved, as heaps and thread
 * stacks reserve it, is not memory. */
int kembar_memory_limit(const kembar_arguments *arguments) {
    struct rlimit limit;
    share_heap();
    if (arguments->memory_bytes == 0)
        return 0;
    if (getrlimit(RLIMIT_DATA, &limit) == 0) {
        if (arguments->memory_bytes < limit.rlim_cur)
            limit.rlim_cur = arguments->memory_bytes;
        if (setrlimit(RLIMIT_DATA, &limit) == 0)
            return 0;
    }
    kembar_message("cannot limit memory: %s", strerror(errno));
    return KEMBAR_EXIT_FAILED;
}

uint64_t kembar_memory_limited(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return 0;
    return limit.rlim_cur;
}
