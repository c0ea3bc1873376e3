/* What one state of knowledge about furniture has and another has not: a document that holds none
 * of it has the same content by both. */
#ifndef KEMBAR_MODEL_FURNITURE_CHANGES_H
#define KEMBAR_MODEL_FURNITURE_CHANGES_H

#include "model/furniture.h"

/* Start from a zeroed struct. */
typedef struct kembar_furniture_changes {
    uint64_t *blocks; /* owned; hashes, ascending */
    size_t n_blocks;
    uint64_t *anchors; /* owned; of runs, ascending, in the leading half */
    size_t n_anchors;
    kembar_bit_filter block_filter, anchor_filter;
} kembar_furniture_changes;

kembar_status kembar_furniture_changes_find(kembar_furniture_changes *out,
                                            const kembar_furniture *before,
                                            const kembar_furniture *after) KEMBAR_MUST_CHECK;
void kembar_furniture_changes_deinit(kembar_furniture_changes *changes);

/* Whether a document with these lines may hold a changed block. */
int kembar_furniture_changes_block(const kembar_furniture_changes *changes,
                                   const kembar_furniture_line *lines, size_t n_lines);
/* Whether a document with these anchors may hold a changed run. */
int kembar_furniture_changes_run(const kembar_furniture_changes *changes, const uint32_t *anchors,
                                 size_t n_anchors);

#endif
