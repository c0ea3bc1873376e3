/* Every heap allocation of the library; the system is asked for huge pages for large ones. A test
 * may install an allocator that fails at the k-th call. */
#ifndef KEMBAR_BASE_ALLOC_H
#define KEMBAR_BASE_ALLOC_H

#include <stddef.h>

/* NULL when `count * size` overflows or memory is out. A request of 0 bytes returns a non-NULL
 * pointer. From 8 MiB on it begins where a huge page does; what the others return need not. */
void *kembar_alloc(size_t count, size_t size);
/* As kembar_alloc, zeroed. */
void *kembar_alloc_zeroed(size_t count, size_t size);
/* Grows or shrinks; on failure returns NULL and leaves `pointer` valid. `pointer` may be NULL. */
void *kembar_realloc(void *pointer, size_t count, size_t size);
/* `pointer` may be NULL. */
void kembar_free(void *pointer);

/* Called before each allocation when installed; returning 0 makes it fail. For tests, before
 * threads start. */
typedef int (*kembar_alloc_gate)(void *context);
void kembar_alloc_set_gate(kembar_alloc_gate gate, void *context);

#endif
