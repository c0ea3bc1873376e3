#include "scarce_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"

typedef struct countdown {
    size_t n_left;
    int once; /* only one allocation fails, not all from there on */
    int has_failed;
} countdown;

static countdown memory;

static int let_through(void *context) {
    countdown *count = context;
    if (count->n_left > 0) {
        count->n_left--;
        return 1;
    }
    if (count->once && count->has_failed)
        return 1;
    count->has_failed = 1;
    return 0;
}

static void begin(size_t n, int once) {
    memory = (countdown){.n_left = n, .once = once};
    kembar_alloc_set_gate(let_through, &memory);
}

void scarce_memory(size_t n) {
    begin(n, 0);
}

void scarce_memory_once(size_t n) {
    begin(n, 1);
}

int plenty_of_memory(void) {
    kembar_alloc_set_gate(NULL, NULL);
    return memory.has_failed;
}

static size_t fail_allocations(fallible_call call, void *context, int once) {
    for (size_t k = 0;; k++) {
        begin(k, once);
        kembar_status status = call(context);
        if (!plenty_of_memory()) {
            assert_int_equal(status, KEMBAR_OK);
            return k;
        }
        if (status != KEMBAR_ERROR_MEMORY)
            fail_msg("status %d with allocation %zu failing", (int)status, k + 1);
    }
}

size_t fail_every_allocation(fallible_call call, void *context) {
    size_t n = fail_allocations(call, context, 0);
    assert_int_equal(fail_allocations(call, context, 1), n);
    return n;
}
