#include "pair/measures.h"

#include "pair/classes.h"

int32_t kembar_micro(uint64_t part, uint64_t whole) {
    return whole ? (int32_t)(part * 1000000 / whole) : 0;
}

int32_t kembar_measures_coverage_a(const kembar_measures *measures) {
    return kembar_micro(measures->covered_a, measures->n_a);
}

int32_t kembar_measures_coverage_b(const kembar_measures *measures) {
    return kembar_micro(measures->covered_b, measures->n_b);
}

int32_t kembar_measures_jaccard(const kembar_measures *measures) {
    uint64_t both =
        (uint64_t)measures->shingles_a + measures->shingles_b - measures->shingles_shared;
    return kembar_micro(measures->shingles_shared, both);
}

int32_t kembar_measures_containment(const kembar_measures *measures) {
    uint32_t smaller =
        measures->shingles_a < measures->shingles_b ? measures->shingles_a : measures->shingles_b;
    return kembar_micro(measures->shingles_shared, smaller);
}

kembar_measures kembar_measures_make(const kembar_prepared *a, const kembar_prepared *b,
                                     const kembar_alignment *alignment, uint32_t shingles_shared) {
    return (kembar_measures){.is_exact = kembar_classes_same(a, b),
                             .n_a = (uint32_t)a->content.n_tokens,
                             .n_b = (uint32_t)b->content.n_tokens,
                             .covered_a = alignment->covered_a,
                             .covered_b = alignment->covered_b,
                             .n_equal = alignment->n_equal,
                             .n_alike = alignment->n_alike,
                             .longest = alignment->longest,
                             .shingles_a = (uint32_t)a->shingles.n_items,
                             .shingles_b = (uint32_t)b->shingles.n_items,
                             .shingles_shared = shingles_shared};
}
