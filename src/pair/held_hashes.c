#include "pair/held_hashes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

/* A sort takes about as long as looking at every hash so often. */
enum { ROUNDS = 16 };
/* Listing their places takes about as long as two. Of a hash only so many places from its own on
 * are looked at. */
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

/* The place of the hash, or the first free one from its own on; REACH behind its own: neither. */
static size_t find_place(const kembar_held_hashes *self, uint64_t hash) {
    size_t place = hash >> self->shift, end = place + REACH;
    while (place < end && self->places[place] && self->hashes[self->places[place] - 1] != hash)
        place++;
    return place;
}

static kembar_status list_places(kembar_held_hashes *self) {
    unsigned bits = MIN_BITS;
    while (bits < MAX_BITS && (size_t)1 << bits < self->n_hashes * PLACES_A_HASH)
        bits++;
    self->places = kembar_alloc_zeroed(((size_t)1 << bits) + REACH, sizeof *self->places);
    if (!self->places)
        return KEMBAR_ERROR_MEMORY;
    self->shift = 64 - bits;
    for (size_t i = 0; i < self->n_hashes; i++) {
        size_t place = find_place(self, self->hashes[i]);
        if (place == (self->hashes[i] >> self->shift) + REACH)
            self->has_more = 1;
        else if (!self->places[place])
            self->places[place] = (uint32_t)i + 1;
    }
    self->n_passed = 0;
    return KEMBAR_OK;
}

/* Others have all its places. */
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
    size_t place = find_place(self, hash);
    if (place == (hash >> self->shift) + REACH)
        return self->has_more ? look_through(self, hash, found) : KEMBAR_OK;
    *found = self->places[place] != 0;
    return KEMBAR_OK;
}

void kembar_held_hashes_deinit(kembar_held_hashes *self) {
    kembar_free(self->places);
    kembar_free(self->sorted);
    *self = (kembar_held_hashes){0};
}
