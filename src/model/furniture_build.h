/* Furniture from inside: for the files that make it and search by it. */
#ifndef KEMBAR_MODEL_FURNITURE_BUILD_H
#define KEMBAR_MODEL_FURNITURE_BUILD_H

#include "base/hash.h"
#include "model/furniture.h"

/* How a block of at least KEMBAR_FURNITURE_RUN_TOKENS begins. */
void kembar_furniture_open(const kembar_document *document, const kembar_block *block,
                           kembar_furniture_opening *out);

/* Adds a line; `opening` counts where it is long enough for a run. On failure (MEMORY) nothing has
 * changed. Lines that are appended ascend, and are searched by when all are: after _finish. Lines
 * that are inserted are there at once, and once: time linear in what is known. */
kembar_status kembar_furniture_append(kembar_furniture *furniture,
                                      const kembar_furniture_line *line,
                                      const kembar_furniture_opening *opening) KEMBAR_MUST_CHECK;
void kembar_furniture_finish(kembar_furniture *furniture);
kembar_status kembar_furniture_insert(kembar_furniture *furniture,
                                      const kembar_furniture_line *line,
                                      const kembar_furniture_opening *opening) KEMBAR_MUST_CHECK;

/* The order of runs, for qsort. */
int kembar_furniture_compare_runs(const void *a, const void *b);

/* The hash of three tokens. */
static inline uint64_t kembar_furniture_row(const kembar_token *tokens) {
    return kembar_hash_fold(tokens[0].hash + tokens[1].hash, (tokens[1].hash ^ tokens[2].hash) | 1);
}

/* Whether a run may start with these tokens, at least KEMBAR_FURNITURE_RUN_TOKENS; only where there
 * are runs. */
static inline int kembar_furniture_may_start(const kembar_furniture *furniture,
                                             const kembar_token *tokens) {
    uint64_t bit = tokens->hash % KEMBAR_FURNITURE_START_BITS;
    const kembar_bit_filter *rows = furniture->row_filter;
    return (furniture->starts[bit / 64] >> (bit % 64) & 1) &&
           (!rows || kembar_bit_filter_may_hold(rows, kembar_furniture_row(tokens)));
}

/* What an anchor is in a filter. */
static inline uint64_t kembar_furniture_anchor_key(uint32_t anchor) {
    return (uint64_t)anchor << 32;
}

#endif
