/* What goes and what stays, by what was found. */
#ifndef KEMBAR_PIPELINE_DEDUP_DECIDE_H
#define KEMBAR_PIPELINE_DEDUP_DECIDE_H

#include "pipeline/dedup_verify.h"

/* Fills rows[n - n_old], one for each new document. In the order of the set, a document that
 * nothing kept so far stands for is kept, and what duplicates it goes: so everything that goes is
 * verified against what stays, and no group is emptied. Facts count between what goes and what
 * stays for it alone: two that go may differ, when each of them is a copy of the same text. */
kembar_status kembar_dedup_decide(const kembar_dedup_set *set,
                                  const kembar_dedup_findings *findings,
                                  kembar_dedup_row *rows) KEMBAR_MUST_CHECK;

#endif
