/* Furniture from inside: for the files that make it and search by it. */
#ifndef KEMBAR_MODEL_FURNITURE_BUILD_H
#define KEMBAR_MODEL_FURNITURE_BUILD_H

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

void kembar_furniture_filters_deinit(kembar_furniture_filters *filters);

/* The order of runs, for qsort. */
int kembar_furniture_compare_runs(const void *a, const void *b);

#endif
