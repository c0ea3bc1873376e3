/* The nearest units of each unit by the evidence that they share. */
#ifndef KEMBAR_CLUSTER_STORY_NEIGHBOURS_H
#define KEMBAR_CLUSTER_STORY_NEIGHBOURS_H

#include "cluster/story_vectors.h"

enum {
    KEMBAR_STORY_CANDIDATES = 100, /* units that are scored exactly */
    KEMBAR_STORY_NEAREST = 50      /* that are kept; the last says how crowded the place is */
};

typedef struct kembar_story_neighbour {
    uint32_t unit;
    int32_t similarity; /* 10^-6, > 0 */
} kembar_story_neighbour;

typedef struct kembar_story_neighbours {
    kembar_story_neighbour *items; /* owned; KEMBAR_STORY_NEAREST places a unit, nearest first */
    uint32_t *counts;              /* owned; places used */
} kembar_story_neighbours;

/* Similarity is cos * G / (G + tau) with G the dot product: a small angle between two short texts
 * that share one common word is no evidence. Candidates come from inverted lists (story_lists.h).
 */
kembar_status kembar_story_neighbours_find(kembar_story_neighbours *out,
                                           const kembar_story_vectors *vectors, int n_threads,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_neighbours_deinit(kembar_story_neighbours *neighbours);

/* Similarity of the KEMBAR_STORY_NEARESTth neighbour; 0 when there are fewer. */
int32_t kembar_story_neighbours_crowd(const kembar_story_neighbours *neighbours, size_t unit);

#endif
