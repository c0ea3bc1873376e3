#include "model/furniture_changes.h"

#include "base/alloc.h"
#include "base/sort.h"

/* What stands in one of two ascending lists alone. */
static size_t list_single(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b,
                          uint64_t *out) {
    size_t i = 0, j = 0, n = 0;
    while (i < n_a || j < n_b) {
        if (i < n_a && j < n_b && a[i] == b[j]) {
            i++;
            j++;
        } else if (j == n_b || (i < n_a && a[i] < b[j])) {
            out[n++] = a[i++];
        } else {
            out[n++] = b[j++];
        }
    }
    return n;
}

static uint64_t anchor_key(uint32_t anchor) {
    return (uint64_t)anchor << 32;
}

/* A run goes by the hash of its block. */
static void add_anchors(kembar_furniture_changes *out, const kembar_furniture *of) {
    for (size_t i = 0; i < of->n_runs; i++)
        if (kembar_holds_u64(out->blocks, out->n_blocks, of->runs[i].hash)) {
            uint64_t key = anchor_key(of->runs[i].anchor);
            out->anchors[out->n_anchors++] = key;
            kembar_bit_filter_add(&out->anchor_filter, key);
        }
}

kembar_status kembar_furniture_changes_find(kembar_furniture_changes *out,
                                            const kembar_furniture *before,
                                            const kembar_furniture *after) {
    out->blocks = kembar_alloc(before->n_blocks + after->n_blocks, sizeof *out->blocks);
    out->anchors = kembar_alloc(before->n_runs + after->n_runs, sizeof *out->anchors);
    if (!out->blocks || !out->anchors)
        return KEMBAR_ERROR_MEMORY;
    out->n_blocks =
        list_single(before->blocks, before->n_blocks, after->blocks, after->n_blocks, out->blocks);
    for (size_t i = 0; i < out->n_blocks; i++)
        kembar_bit_filter_add(&out->block_filter, out->blocks[i]);
    add_anchors(out, before);
    add_anchors(out, after);
    return kembar_sort_u64(out->anchors, out->n_anchors);
}

void kembar_furniture_changes_deinit(kembar_furniture_changes *changes) {
    kembar_free(changes->blocks);
    kembar_free(changes->anchors);
    *changes = (kembar_furniture_changes){0};
}

int kembar_furniture_changes_block(const kembar_furniture_changes *changes,
                                   const kembar_furniture_line *lines, size_t n_lines) {
    for (size_t i = 0; i < n_lines; i++)
        if (kembar_bit_filter_may_hold(&changes->block_filter, lines[i].hash) &&
            kembar_holds_u64(changes->blocks, changes->n_blocks, lines[i].hash))
            return 1;
    return 0;
}

int kembar_furniture_changes_run(const kembar_furniture_changes *changes, const uint32_t *anchors,
                                 size_t n_anchors) {
    for (size_t i = 0; i < n_anchors; i++) {
        uint64_t key = anchor_key(anchors[i]);
        if (kembar_bit_filter_may_hold(&changes->anchor_filter, key) &&
            kembar_holds_u64(changes->anchors, changes->n_anchors, key))
            return 1;
    }
    return 0;
}
