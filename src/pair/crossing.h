/* Nearest rows of one side of a matrix for each row of the other.
 *
 * By inverted lists, exact but for what is left out: columns that more than a cap of rows hold say
 * little and cost most, and a row walks its lists from the shortest on until it has seen enough.
 * What is found is scored with all columns. */
#ifndef KEMBAR_PAIR_CROSSING_H
#define KEMBAR_PAIR_CROSSING_H

#include "feature/sparse.h"
#include "pair/neighbours.h"

/* Rows [begin, end) of a matrix. */
typedef struct kembar_row_range {
    size_t begin, end;
} kembar_row_range;

/* For each row r of `from` the up to n_nearest of `to`, nearest first, then by row: items[(r -
 * from.begin) * stride ..]; doc_id is a row of the matrix. A column counts where at most 5 % of the
 * rows of `to` hold it, or 50 of them, and never where more than 500 do. A row walks lists until it
 * has passed 4,000 postings: linear in the rows, however many there are. The same for any
 * n_threads. */
kembar_status kembar_crossing_find(kembar_neighbours *out, const kembar_sparse *matrix,
                                   kembar_row_range from, kembar_row_range to, size_t n_nearest,
                                   int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
