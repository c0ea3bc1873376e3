/* Pruned inverted lists: for each term the units that it says most about. */
#ifndef KEMBAR_CLUSTER_STORY_LISTS_H
#define KEMBAR_CLUSTER_STORY_LISTS_H

#include "cluster/story_vectors.h"

enum {
    KEMBAR_STORY_LIST_TERMS = 40, /* heaviest terms of a unit that find it */
    KEMBAR_STORY_LIST_SHARE = 20, /* terms of more than one unit in so many find nothing ... */
    KEMBAR_STORY_LIST_SURE = 30,  /* ... unless they stand in no more units than this */
    KEMBAR_STORY_LIST_LONGEST =
        1000, /* nor do terms of more units than this, however many there are */
    KEMBAR_STORY_LIST_WORK =
        8000 /* entries of the lists of a unit's terms, so that its cost has a bound of its own */
};

typedef struct kembar_story_lists {
    /* The terms of each unit, KEMBAR_STORY_LIST_TERMS places apiece, ascending. */
    uint32_t *unit_columns; /* owned */
    float *unit_values;     /* owned; weight / length of the unit */
    uint8_t *n_unit_terms;  /* owned; one a unit */
    /* List of column c: units[first[c] .. first[c + 1]), ascending. */
    size_t *first;   /* owned; n_columns + 1 (and a place to build with) */
    uint32_t *units; /* owned */
    float *values;   /* owned */
} kembar_story_lists;

kembar_status kembar_story_lists_build(kembar_story_lists *out, const kembar_story_vectors *vectors,
                                       int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_lists_deinit(kembar_story_lists *lists);

#endif
