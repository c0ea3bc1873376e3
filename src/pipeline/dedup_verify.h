/* Pairs of classes worth a look are read again, aligned and judged as verify.h does it. */
#ifndef KEMBAR_PIPELINE_DEDUP_VERIFY_H
#define KEMBAR_PIPELINE_DEDUP_VERIFY_H

#include "pipeline/dedup_judge.h"

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
