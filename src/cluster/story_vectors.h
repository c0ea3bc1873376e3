/* Weighted term vectors of units. A term weighs tf * idf, where idf is relative to the source: a
 * word that one outlet always uses says nothing inside it. Units count among those of their own
 * language, so that a collection in two languages gives the same as two collections. */
#ifndef KEMBAR_CLUSTER_STORY_VECTORS_H
#define KEMBAR_CLUSTER_STORY_VECTORS_H

#include "cluster/story_sources.h"

typedef struct kembar_story_vectors {
    size_t n_units, n_columns;
    size_t *first; /* owned; n_units + 1 */
    uint32_t
        *columns;     /* owned; of terms that stand in two units or more; ascending within a unit */
    float *weights;   /* owned */
    double *lengths;  /* owned; Euclidean, terms of one unit included */
    uint32_t *n_with; /* owned; for each column the units that hold it */
    kembar_story_sources sources; /* owned */
} kembar_story_vectors;

kembar_status kembar_story_vectors_build(kembar_story_vectors *out,
                                         const kembar_cluster_input *input,
                                         const kembar_units *units,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_vectors_deinit(kembar_story_vectors *vectors);

#endif
