/* Folders that a walk has been in, by device and inode. */
#ifndef KEMBAR_READ_INODE_SET_H
#define KEMBAR_READ_INODE_SET_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

typedef struct kembar_inode {
    uint64_t device;
    uint64_t inode;
    int is_used;
} kembar_inode;

/* Start from a zeroed struct. */
typedef struct kembar_inode_set {
    kembar_inode *slots; /* owned; open addressing, a power of two */
    size_t n_slots;
    size_t n_items;
    uint64_t seed; /* of this set's hashes */
} kembar_inode_set;

void kembar_inode_set_deinit(kembar_inode_set *set);
/* *is_new tells whether it was not there yet. */
kembar_status kembar_inode_set_add(kembar_inode_set *set, uint64_t device, uint64_t inode,
                                   int *is_new) KEMBAR_MUST_CHECK;

#endif
