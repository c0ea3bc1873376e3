/* Pairs of classes worth a look are read again, aligned and judged as verify.h does it. */
#ifndef KEMBAR_PIPELINE_DEDUP_VERIFY_H
#define KEMBAR_PIPELINE_DEDUP_VERIFY_H

#include "pair/pair_build.h"
#include "pipeline/dedup_set.h"

typedef enum kembar_dedup_inside {
    KEMBAR_INSIDE_NONE = 0,
    KEMBAR_INSIDE_B, /* a lies in b for the most part, b not in a */
    KEMBAR_INSIDE_A
} kembar_dedup_inside;

/* What two classes, by their heads, are to each other. */
typedef struct kembar_dedup_finding {
    uint32_t a, b; /* a < b */
    int32_t score;
    uint8_t relation;
    int8_t facts_differ;
    uint8_t inside; /* kembar_dedup_inside */
} kembar_dedup_finding;

typedef struct kembar_dedup_findings {
    kembar_dedup_finding *items; /* owned; in the same order for any number of threads */
    size_t n_items;
    kembar_pair_list pairs; /* where options->lists_pairs: of members, by number (dedup_set.h) */
    uint64_t n_aligned;
} kembar_dedup_findings;

/* Judges the pairs (which are between heads). The members of a class are taken for equal: 128 bits
 * of hash say so. Documents are read again, those of a family one after the other. Where no pairs
 * are listed and nothing else calls for all of them, those between two documents that go anyway
 * (dedup_decide.h) are left out. */
kembar_status kembar_dedup_verify(kembar_dedup_findings *out, const kembar_dedup_set *set,
                                  const kembar_furniture *furniture,
                                  const kembar_sampled_pairs *pairs,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_findings_deinit(kembar_dedup_findings *findings);

#endif
