#include "read/inode_set.h"

#include "base/alloc.h"
#include "base/hash.h"

enum { MIN_SLOTS = 64 };

void kembar_inode_set_deinit(kembar_inode_set *set) {
    kembar_free(set->slots);
    *set = (kembar_inode_set){0};
}

/* The slot that holds the inode, or the free one where it belongs. */
static kembar_inode *find_slot(kembar_inode *slots, size_t n_slots, uint64_t device,
                               uint64_t inode) {
    size_t at = (size_t)kembar_hash_mix(inode + kembar_hash_mix(device));
    for (;; at++) {
        kembar_inode *slot = &slots[at & (n_slots - 1)];
        if (!slot->is_used || (slot->device == device && slot->inode == inode)) {
            return slot;
        }
    }
}

static kembar_status grow(kembar_inode_set *set) {
    size_t n_slots = set->n_slots == 0 ? MIN_SLOTS : 2 * set->n_slots;
    kembar_inode *slots = kembar_alloc_zeroed(n_slots, sizeof *slots);
    if (slots == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < set->n_slots; i++) {
        const kembar_inode *old = &set->slots[i];
        if (old->is_used) {
            *find_slot(slots, n_slots, old->device, old->inode) = *old;
        }
    }
    kembar_free(set->slots);
    set->slots = slots;
    set->n_slots = n_slots;
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
    kembar_inode *slot = find_slot(set->slots, set->n_slots, device, inode);
    if (!slot->is_used) {
        *slot = (kembar_inode){device, inode, 1};
        set->n_items++;
        *is_new = 1;
    }
    return KEMBAR_OK;
}
