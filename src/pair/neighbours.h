/* Neighbours: for each document the nearest others by cosine.
 *
 * Blocked sgemm over dense projections finds who may be near; as neither projection nor sgemm is
 * exact, the best by estimate are taken with a margin and scored again from the sparse rows in
 * fixed order, so that the answer does not depend on threads, tiles or kernels. */
#ifndef KEMBAR_PAIR_NEIGHBOURS_H
#define KEMBAR_PAIR_NEIGHBOURS_H

#include <stdint.h>

#include "feature/sparse.h"
#include "kembar/options.h"
#include "model/frequencies.h"
#include "pair/blas.h"

typedef struct kembar_neighbour {
    uint32_t doc_id;
    int32_t similarity; /* cosine in 10^-6, rounded */
} kembar_neighbour;

/* Neighbours of document i: items[i * stride .. + counts[i]), nearest first, then by index. */
typedef struct kembar_neighbours {
    kembar_neighbour *items; /* owned */
    uint32_t *counts;        /* owned */
    size_t n_documents, stride;
    uint64_t n_products; /* multiply-adds done by the matrix product */
    double seconds;      /* summed over threads */
} kembar_neighbours;

/* The up to options->n_neighbours nearest with a cosine of at least options->related_micro, among
 * documents for which take[i] is set (NULL: all; others have none). Estimates keep the
 * KEMBAR_NEIGHBOUR_POOL best for exact scoring. Time: n^2 * 2 * dimensions flops. */
enum { KEMBAR_NEIGHBOUR_POOL = 96 };
kembar_status kembar_neighbours_find(kembar_neighbours *out, const kembar_sparse *matrix,
                                     const kembar_frequencies *frequencies, const uint8_t *take,
                                     const kembar_blas *blas, const kembar_options *options,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_neighbours_deinit(kembar_neighbours *neighbours);

/* Cosine of two unit rows in 10^-6, rounded, 0..1000000. */
int32_t kembar_similarity_micro(double cosine);
int32_t kembar_similarity(const kembar_sparse *matrix, size_t i, size_t j);

#endif
