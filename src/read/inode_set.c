#include "read/inode_set.h"

#include <sys/random.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { MIN_SLOTS = 64 };

void kembar_inode_set_deinit(kembar_inode_set *set) {
    kembar_free(set->slots);
    *set = (kembar_inode_set){0};
}

/* The slot that holds the inode, or the free one where it belongs. */
static kembar_inode *find_slot(const kembar_inode_set *set, uint64_t device, uint64_t inode) {
    const uint64_t key[2] = {device, inode};
    size_t at = (size_t)kembar_hash_bytes(key, sizeof key, set->seed);
    for (;; at++) {
        kembar_inode *slot = &set->slots[at & (set->n_slots - 1)];
        if (!slot->is_used || (slot->device == device && slot->inode == inode)) {
            return slot;
        }
    }
}

static kembar_status grow(kembar_inode_set *set) {
    kembar_inode_set larger = {.n_slots = set->n_slots == 0 ? MIN_SLOTS : 2 * set->n_slots,
                               .n_items = set->n_items,
                               .seed = set->seed};
    larger.slots = kembar_alloc_zeroed(larger.n_slots, sizeof *larger.slots);
    if (larger.slots == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    /* A file system may number its folders as it likes. Nothing but time hangs on the seed. */
    if (set->n_slots == 0 && getrandom(&larger.seed, sizeof larger.seed, GRND_NONBLOCK) < 0) {
        larger.seed = 0;
    }
    for (size_t i = 0; i < set->n_slots; i++) {
        const kembar_inode *old = &set->slots[i];
        if (old->is_used) {
            *find_slot(&larger, old->device, old->inode) = *old;
        }
    }
    kembar_free(set->slots);
    *set = larger;
    return KEMBAR_OK;
}

kembar_status kembar_inode_set_add(kembar_inode_set *set, uint64_t device, uint64_t inode,
                                   int *is_new) {
    *is_new = 0;
    if (2 * (set->n_items + 1) > set->n_slots) {
        kembar_status status = grow(set);
        if (status != KEMBAR_OK) {
            return status;
        }
    }
    kembar_inode *slot = find_slot(set, device, inode);
    if (!slot->is_used) {
        *slot = (kembar_inode){device, inode, 1};
        set->n_items++;
        *is_new = 1;
    }
    return KEMBAR_OK;
}
