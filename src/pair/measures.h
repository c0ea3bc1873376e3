/* What two documents have in common, as the rules of relation.h need it. */
#ifndef KEMBAR_PAIR_MEASURES_H
#define KEMBAR_PAIR_MEASURES_H

#include "pair/align.h"

typedef struct kembar_measures {
    int is_exact;      /* same content, token by token */
    uint32_t n_a, n_b; /* content tokens */
    uint32_t covered_a, covered_b;
    uint32_t n_equal, n_alike, longest; /* see kembar_alignment */
    uint32_t n_reordered; /* equal tokens of the shuffled passage with most; see reorder.h */
    uint32_t shingles_a, shingles_b, shingles_shared; /* of the content */
} kembar_measures;

/* floor(10^6 * part / whole); 0 where whole is 0. */
int32_t kembar_micro(uint64_t part, uint64_t whole);

int32_t kembar_measures_coverage_a(const kembar_measures *measures);
int32_t kembar_measures_coverage_b(const kembar_measures *measures);
int32_t kembar_measures_jaccard(const kembar_measures *measures);     /* of the content shingles */
int32_t kembar_measures_containment(const kembar_measures *measures); /* of the smaller set */

/* The measures of an alignment. */
kembar_measures kembar_measures_make(const kembar_prepared *a, const kembar_prepared *b,
                                     const kembar_alignment *alignment, uint32_t shingles_shared);

#endif
