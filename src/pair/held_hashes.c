#include "pair/held_hashes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

/* A sort takes about as long as looking at every hash so often. */
enum { ROUNDS = 16 };
/* Listing their places takes as long as two. */
enum { FIRST_ROUNDS = 2, MIN_BITS = 6, MAX_BITS = 24, PLACES_A_HASH = 4 };

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

static kembar_status list_places(kembar_held_hashes *self) {
    unsigned bits = MIN_BITS;
    while (bits < MAX_BITS && (size_t)1 << bits < self->n_hashes * PLACES_A_HASH)
        bits++;
    self->places = kembar_alloc_zeroed((size_t)1 << bits, sizeof *self->places);
    if (!self->places)
        return KEMBAR_ERROR_MEMORY;
    self->shift = 64 - bits;
    for (size_t i = 0; i < self->n_hashes; i++)
        self->places[self->hashes[i] >> self->shift] = (uint32_t)i + 1;
    self->n_passed = 0;
    return KEMBAR_OK;
}

/* Another hash has its place. */
static kembar_status look_through(kembar_held_hashes *self, uint64_t hash, int *found) {
    if (!self->sorted && self->n_passed <= ROUNDS * self->n_hashes) {
        *found = pass_all(self, hash);
        return KEMBAR_OK;
    }
    kembar_status status = self->sorted ? KEMBAR_OK : sort(self);
    if (!status)
        *found = kembar_holds_u64(self->sorted, self->n_sorted, hash);
    return status;
}

kembar_status kembar_held_hashes_have(kembar_held_hashes *self, uint64_t hash, int *found) {
    *found = 0;
    if (!self->places && self->n_passed <= FIRST_ROUNDS * self->n_hashes) {
        *found = pass_all(self, hash);
        return KEMBAR_OK;
    }
    if (!self->places && list_places(self))
        return KEMBAR_ERROR_MEMORY;
    uint32_t place = self->places[hash >> self->shift];
    if (place == 0)
        return KEMBAR_OK;
    *found = self->hashes[place - 1] == hash;
    return *found ? KEMBAR_OK : look_through(self, hash, found);
}

void kembar_held_hashes_deinit(kembar_held_hashes *self) {
    kembar_free(self->places);
    kembar_free(self->sorted);
    *self = (kembar_held_hashes){0};
}
