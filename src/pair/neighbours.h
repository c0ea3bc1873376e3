/* Neighbours: for each document the nearest others by cosine.
 *
 * Dense projections are put into cells (cells.h); blocked sgemm compares each document with those
 * of the cells nearest to it, which are all documents of a small collection and a bounded number of
 * a large one. As neither projection nor sgemm is exact, the best by estimate are taken with a
 * margin and scored again from the sparse rows in fixed order, so that the answer does not depend
 * on threads, tiles or kernels. */
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

enum {
    KEMBAR_NEIGHBOUR_POOL = 96,   /* best estimates of a document that are scored exactly */
    KEMBAR_NEIGHBOUR_REACH = 8192 /* documents that one is compared with, about */
};

typedef struct kembar_neighbours_input {
    const kembar_sparse *matrix; /* rows of unit length */
    const kembar_frequencies *frequencies;
    const uint8_t *take; /* documents that take part; others have no neighbours. NULL: all */
    const kembar_blas *blas;
    const kembar_options *options;
    size_t reach; /* KEMBAR_NEIGHBOUR_REACH but in tests; up to so many documents all are compared
                     with all */
} kembar_neighbours_input;

/* The up to options->n_neighbours nearest with a cosine of at least options->related_micro. Time:
 * 2 * dimensions * (reach + 4 * sqrt(n)) flops a document. */
kembar_status kembar_neighbours_find(kembar_neighbours *out, const kembar_neighbours_input *input,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_neighbours_deinit(kembar_neighbours *neighbours);

/* Cosine of two unit rows in 10^-6, rounded, 0..1000000. */
int32_t kembar_similarity_micro(double cosine);
int32_t kembar_similarity(const kembar_sparse *matrix, size_t i, size_t j);

#endif
