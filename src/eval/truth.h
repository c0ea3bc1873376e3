/* The two truth tables against a run. */
#ifndef KEMBAR_EVAL_TRUTH_H
#define KEMBAR_EVAL_TRUTH_H

#include "kembar/eval.h"

/* Ids that truth names and the run does not have; borrowed views, in any order and repeated. */
typedef struct kembar_eval_unknown_ids {
    kembar_view *ids; /* owned */
    size_t n_ids, capacity;
} kembar_eval_unknown_ids;

/* Notes `id` when the run does not have it. */
kembar_status kembar_eval_unknown_ids_check(kembar_eval_unknown_ids *unknown,
                                            const kembar_results *results,
                                            kembar_view id) KEMBAR_MUST_CHECK;

struct kembar_tsv;
/* Fills the pair fields of `out`. Views of the mistakes are borrowed from `results` and `tsv`. */
kembar_status kembar_eval_pairs(const kembar_results *results, const struct kembar_tsv *tsv,
                                const char *path, kembar_eval_unknown_ids *unknown,
                                kembar_eval *out, kembar_error *error) KEMBAR_MUST_CHECK;
/* Fills the story fields of `out`. */
kembar_status kembar_eval_stories(const kembar_results *results, const struct kembar_tsv *tsv,
                                  const char *path, kembar_eval_unknown_ids *unknown,
                                  kembar_eval *out, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
