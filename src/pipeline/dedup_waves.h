/* Large families go wave by wave: threads share one, and what goes early is looked at once. */
#ifndef KEMBAR_PIPELINE_DEDUP_WAVES_H
#define KEMBAR_PIPELINE_DEDUP_WAVES_H

#include "pipeline/dedup_families.h"
#include "pipeline/dedup_judge.h"

/* Of each large family the first heads that have not gone, in the order of the set, are held
 * against all behind them that have not; then twice as many, and so on, as long as enough goes;
 * then the rest, all pairs. is_gone: of each document, not 0 once it is known to go; those found to
 * go are noted. What is found does not depend on the number of judges, which are one for each
 * thread. Pairs of two heads of one wave may be of ones that go. */
kembar_status kembar_dedup_waves(const kembar_dedup_set *set, const kembar_dedup_work *work,
                                 kembar_dedup_judge *judges, size_t n_judges, uint8_t *is_gone,
                                 kembar_dedup_found *out, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
