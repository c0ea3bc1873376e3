#include "pair/held_hashes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

/* A sort takes about as long as looking at every hash so often. */
enum { ROUNDS = 16 };

static int pass_all(kembar_held_hashes *self, uint64_t hash) {
    size_t i = 0;
    while (i < self->n_hashes && self->hashes[i] != hash)
        i++;
    self->n_passed += i + 1;
    return i < self->n_hashes;
}

static kembar_status sort(kembar_held_hashes *self) {
    self->sorted = kembar_alloc(self->n_hashes, sizeof *self->sorted);
    if (!self->sorted)
        return KEMBAR_ERROR_MEMORY;
    if (self->n_hashes)
        memcpy(self->sorted, self->hashes, self->n_hashes * sizeof *self->sorted);
    kembar_status status = kembar_sort_u64(self->sorted, self->n_hashes);
    if (!status)
        self->n_sorted = kembar_unique_u64(self->sorted, self->n_hashes);
    return status;
}

kembar_status kembar_held_hashes_have(kembar_held_hashes *self, uint64_t hash, int *found) {
    *found = 0;
    if (!self->sorted && self->n_passed <= ROUNDS * self->n_hashes) {
        *found = pass_all(self, hash);
        return KEMBAR_OK;
    }
    kembar_status status = self->sorted ? KEMBAR_OK : sort(self);
    if (!status)
        *found = kembar_holds_u64(self->sorted, self->n_sorted, hash);
    return status;
}

void kembar_held_hashes_deinit(kembar_held_hashes *self) {
    kembar_free(self->sorted);
    *self = (kembar_held_hashes){0};
}
