#define _DEFAULT_SOURCE 1 /* madvise, posix_memalign */

#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* An aligned block takes as much as a huge page more of the room that a limit leaves: too much for
 * small ones. */
enum { PAGE_BYTES = 4096, LARGE_BYTES = 2 * 1024 * 1024, ALIGNED_BYTES = 4 * LARGE_BYTES };

static kembar_alloc_gate gate_function;
static void *gate_context;

void kembar_alloc_set_gate(kembar_alloc_gate gate, void *context) {
    gate_function = gate;
    gate_context = context;
}

/* Bytes to ask for, 0 when the request cannot or must not be met. */
static size_t request_bytes(size_t count, size_t size) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        return 0;
    if (gate_function && !gate_function(gate_context))
        return 0;
    size_t n_bytes = count * size;
    return n_bytes != 0 ? n_bytes : 1;
}

/* Asks for huge pages: what fills millions of small ones spends its time on their faults, and who
 * reads them here and there on finding them. Where it cannot be, all is as before. */
static void *advise(void *memory, size_t n_bytes) {
#ifdef MADV_HUGEPAGE
    if (n_bytes >= LARGE_BYTES && memory) {
        uintptr_t begin = ((uintptr_t)memory + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        uintptr_t end = ((uintptr_t)memory + n_bytes) / PAGE_BYTES * PAGE_BYTES;
        (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    }
#else
    (void)n_bytes;
#endif
    return memory;
}

/* From the border of a huge page on: in one that something else has begun, as the allocator's own
 * words do, the small ones come one by one. */
static void *alloc_aligned(size_t n_bytes) {
    void *memory = NULL;
    return posix_memalign(&memory, LARGE_BYTES, n_bytes) == 0 ? memory : malloc(n_bytes);
}

void *kembar_alloc(size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    if (n_bytes == 0)
        return NULL;
    return advise(n_bytes < ALIGNED_BYTES ? malloc(n_bytes) : alloc_aligned(n_bytes), n_bytes);
}

void *kembar_alloc_zeroed(size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    return n_bytes ? advise(calloc(1, n_bytes), n_bytes) : NULL;
}

void *kembar_realloc(void *pointer, size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    return n_bytes ? advise(realloc(pointer, n_bytes), n_bytes) : NULL;
}

void kembar_free(void *pointer) {
    free(pointer);
}
