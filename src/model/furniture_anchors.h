/* Anchors: what tells of a text that is not held whether it may hold a run of furniture.
 *
 * Of every KEMBAR_FURNITURE_RUN_TOKENS tokens one after the other the least row
 * (furniture_rows.h; winnowing; Schleimer, Wilkerson, Aiken 2003). A document that holds a run has
 * the run's anchors among its own, one after the other. */
#ifndef KEMBAR_MODEL_FURNITURE_ANCHORS_H
#define KEMBAR_MODEL_FURNITURE_ANCHORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "model/furniture.h"
#include "model/furniture_rows.h"

enum {
    KEMBAR_ANCHOR_WINDOW = KEMBAR_FURNITURE_RUN_TOKENS - KEMBAR_ROW_TOKENS + 1,
    KEMBAR_ANCHORED_RUN_TOKENS = 32 /* of a run's first tokens the anchors are kept */
};

/* Writes the anchors of a text in its order, none twice in a row, into out[n_tokens]; returns their
 * number. */
size_t kembar_furniture_anchors(const uint64_t *hashes, size_t n_tokens, uint32_t *out);

/* The same on one level each. */
size_t kembar_furniture_anchors_scalar(const uint64_t *hashes, size_t n_tokens, uint32_t *out);
#ifdef KEMBAR_X86
size_t kembar_furniture_anchors_avx512(const uint64_t *hashes, size_t n_tokens, uint32_t *out);
#endif

#endif
