#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>

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

void *kembar_alloc(size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    return n_bytes ? malloc(n_bytes) : NULL;
}

void *kembar_alloc_zeroed(size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    return n_bytes ? calloc(1, n_bytes) : NULL;
}

void *kembar_realloc(void *pointer, size_t count, size_t size) {
    size_t n_bytes = request_bytes(count, size);
    return n_bytes ? realloc(pointer, n_bytes) : NULL;
}

void kembar_free(void *pointer) {
    free(pointer);
}
