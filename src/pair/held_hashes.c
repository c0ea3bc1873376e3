#include "pair/held_hashes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

/* A sort takes about as long as looking at every hash so often. */
enum { ROUNDS = 16 };
/* Listing their places takes about as long as two. Of one place only so many hashes are looked at.
 */
enum { FIRST_ROUNDS = 1, MIN_BITS = 6, MAX_BITS = 24, PLACES_A_HASH = 2, REACH = 8 };

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

/* Each hash is put before those of its place, unseen: a look at what stands there would take longer
 * than all else. */
static kembar_status list_places(kembar_held_hashes *self) {
    unsigned bits = MIN_BITS;
    while (bits < MAX_BITS && (size_t)1 << bits < self->n_hashes * PLACES_A_HASH)
        bits++;
    size_t n_places = (size_t)1 << bits;
    self->places = kembar_alloc(n_places + self->n_hashes, sizeof *self->places);
    if (!self->places)
        return KEMBAR_ERROR_MEMORY;
    self->next = self->places + n_places;
    self->shift = 64 - bits;
    memset(self->places, 0, n_places * sizeof *self->places);
    for (size_t i = 0; i < self->n_hashes; i++) {
        uint32_t *place = &self->places[self->hashes[i] >> self->shift];
        self->next[i] = *place;
        *place = (uint32_t)i + 1;
    }
    self->n_passed = 0;
    return KEMBAR_OK;
}

/* Its place is crowded by others, or by one that is there often. */
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
    uint32_t at = self->places[hash >> self->shift];
    for (unsigned n = 0; at && n < REACH; n++) {
        if (self->hashes[at - 1] == hash) {
            *found = 1;
            return KEMBAR_OK;
        }
        at = self->next[at - 1];
    }
    return at ? look_through(self, hash, found) : KEMBAR_OK;
}

void kembar_held_hashes_deinit(kembar_held_hashes *self) {
    kembar_free(self->places);
    kembar_free(self->sorted);
    *self = (kembar_held_hashes){0};
}
