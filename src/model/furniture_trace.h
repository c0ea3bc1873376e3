/* What a text holds of furniture, in one number, by what is kept of texts that are not held: by two
 * states of knowledge with the same number it has the same content. */
#ifndef KEMBAR_MODEL_FURNITURE_TRACE_H
#define KEMBAR_MODEL_FURNITURE_TRACE_H

#include "model/furniture.h"

/* What is kept of a text; all borrowed. */
typedef struct kembar_furniture_text {
    const kembar_furniture_line *lines;
    size_t n_lines;
    const uint32_t *anchors; /* furniture_anchors.h; NULL: not listed, so that all runs count */
    size_t n_anchors;
    size_t n_tokens;
} kembar_furniture_text;

/* 0 where it holds none for sure. `furniture` may be NULL: none is known. Time: linear in the text,
 * a search for each line and anchor that may be of furniture, and no more runs looked at than a
 * search for them would have room for. */
uint64_t kembar_furniture_trace(const kembar_furniture *furniture,
                                const kembar_furniture_text *text);

#endif
