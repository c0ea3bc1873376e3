/* Verification: candidates become pairs. Only verified pairs are ever edges. */
#ifndef KEMBAR_PAIR_VERIFY_H
#define KEMBAR_PAIR_VERIFY_H

#include "kembar/compare.h"
#include "pair/candidates.h"
#include "pair/classes.h"
#include "pair/pair_build.h"

/* What a candidate must have in common to be worth an alignment: MANY shingles; or FEW that are the
 * share CONTAINMENT of the smaller set; or a JACCARD index. */
enum {
    KEMBAR_FILTER_MANY = 30,
    KEMBAR_FILTER_FEW = 8,
    KEMBAR_FILTER_CONTAINMENT = 40000,
    KEMBAR_FILTER_JACCARD = 250000
};

typedef struct kembar_verify_input {
    const kembar_prepared *prepared;
    size_t n_documents;
    const kembar_classes *classes;
    const kembar_candidate_sources *sources; /* of the representatives of classes */
    const kembar_options *options;
} kembar_verify_input;

/* How the work went. */
typedef struct kembar_verify_counts {
    uint64_t n_candidates; /* pairs of classes looked at */
    uint64_t n_aligned;    /* of them aligned; the rest fell to the prefilter */
    uint64_t n_unlisted;   /* pairs of members of large exact classes that are not listed */
} kembar_verify_counts;

/* Looks at every candidate once and lists the exact, near and excerpt pairs of all members by (a,
 * b). `similarity`, `link` and `mutual` stay -1. Time: 1 to 4 microseconds a candidate and about 10
 * an alignment. */
kembar_status kembar_verify_run(kembar_pair_list *out, kembar_verify_counts *counts,
                                const kembar_verify_input *input,
                                kembar_error *error) KEMBAR_MUST_CHECK;

/* Whether two sets of n_a and n_b content shingles of which `shared` are in both are worth an
 * alignment. */
int kembar_verify_is_promising(size_t n_a, size_t n_b, size_t shared);

/* Not 0 when both follow leaders of large families and have so little in common beside what is
 * too frequent, `n_rare` shingles, that it would not be promising by itself: groups have no need of
 * the pair. */
int kembar_verify_is_apart(const kembar_prepared *prepared, const kembar_candidate_sources *sources,
                           uint32_t a, uint32_t b, size_t n_rare);

/* What a and b (contents with `shared` shingles in both) have in common by their alignment, but for
 * facts; the passages are borrowed from it. */
void kembar_verify_judge(kembar_pair_finding *out, const kembar_alignment *alignment,
                         const kembar_prepared *a, const kembar_prepared *b, size_t shared,
                         const kembar_options *options);
/* The same of contents whose shingles are not known, but that at least `sure_shared` are in both:
 * not 0 when they are near however many they are. Then relation and score are right, the measures
 * of shingles are bounds. */
int kembar_verify_is_surely_near(kembar_pair_finding *out, const kembar_alignment *alignment,
                                 const kembar_prepared *a, const kembar_prepared *b,
                                 size_t sure_shared, const kembar_options *options);
/* Not 0 when they are not near, however many of the at most `most_shared` shingles they share of
 * the at least `least_of_a` that a has. */
int kembar_verify_is_surely_far(const kembar_alignment *alignment, const kembar_prepared *a,
                                const kembar_prepared *b, size_t most_shared, size_t least_of_a,
                                const kembar_options *options);
/* What two contents have in common by their shingles and their alignment, and whether the facts of
 * a near pair differ. */
kembar_status kembar_verify_contents(kembar_pair_finding *out, kembar_aligner *aligner,
                                     const kembar_prepared *a, const kembar_prepared *b,
                                     const kembar_options *options) KEMBAR_MUST_CHECK;

/* What two documents with the contents of `prepared` have in common, without an alignment, which
 * would miss few or repeated words: one passage, which *passage receives, is all of it. */
kembar_pair_finding kembar_verify_equal(const kembar_prepared *prepared, kembar_passage *passage);
/* The one or the other, as a run has it. The passages are borrowed from the aligner or *whole. */
kembar_status kembar_verify_two(kembar_pair_finding *out, kembar_passage *whole,
                                kembar_aligner *aligner, const kembar_prepared *a,
                                const kembar_prepared *b,
                                const kembar_options *options) KEMBAR_MUST_CHECK;

#endif
