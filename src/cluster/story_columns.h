/* The columns of story terms, and what a term of a unit weighs by how rare it is. */
#ifndef KEMBAR_CLUSTER_STORY_COLUMNS_H
#define KEMBAR_CLUSTER_STORY_COLUMNS_H

#include "cluster/story_ranges.h"
#include "cluster/story_sources.h"

/* What a place holds: a column with two flags, or NONE, which has both and no column. */
#define KEMBAR_STORY_COLUMN_MASK ((UINT32_C(1) << 30) - 1)
#define KEMBAR_STORY_COLUMN_NAME (UINT32_C(1) << 30)    /* mostly written with a capital */
#define KEMBAR_STORY_COLUMN_GENERAL (UINT32_C(1) << 31) /* weighs less: see `general` */

/* Start from a zeroed struct. */
typedef struct kembar_story_columns {
    kembar_story_place *places; /* owned; those of unit i from first[i] on, in the order of terms */
    size_t *first;              /* owned; n_units + 1 */
    uint32_t *n_values;         /* owned; of each unit the places with a column */
    uint32_t *n_with;           /* owned; by column: the units that hold the term */
    float *general;             /* owned; by column: what is left of a general word, else 1 */
    size_t n_columns;
} kembar_story_columns;

/* Terms of two units or more get columns, in the order of their hashes. `terms` holds the terms of
 * each unit, ascending.
 *
 * The terms are worked off by ranges of their hashes, each with a table of bits that tells most of
 * those that stand in one unit alone before anything is sorted: they are the larger part. Linear in
 * the terms; beside the result it takes 24 bytes a term. */
kembar_status kembar_story_columns_find(kembar_story_columns *out, const kembar_story_terms *terms,
                                        const kembar_story_sources *sources, size_t n_units,
                                        int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_columns_deinit(kembar_story_columns *columns);

#endif
