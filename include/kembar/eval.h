/* A run against truth.
 *
 * Pairs: precision, recall, F1 for each relation by name; and for the set {exact, near, excerpt}
 * where any of the three counts for any
 * ("found"), with the share whose name is right. Stories: adjusted Rand index (Hubert and Arabie
 * 1985) and B-cubed (Bagga and Baldwin 1998). */
#ifndef KEMBAR_EVAL_H
#define KEMBAR_EVAL_H

#include "kembar/results.h"

typedef struct kembar_eval_score {
    uint64_t n_truth, n_found, n_right; /* found: reported by the run */
    int32_t precision, recall, f1;      /* 10^-6; -1 where nothing divides */
} kembar_eval_score;

typedef struct kembar_eval_pair {
    kembar_view a, b;
    uint8_t truth, found; /* kembar_relation, NONE when absent */
} kembar_eval_pair;

typedef struct kembar_eval {
    kembar_eval_score by_relation[KEMBAR_RELATION_EXACT + 1]; /* the name must be right */
    kembar_eval_score duplicates;                             /* exact, near, excerpt together */
    int32_t names_right; /* of duplicates.n_right, 10^-6; -1 when that is 0 */
    kembar_eval_pair
        *mistakes; /* owned; missed, wrong and misnamed pairs of truth's relations, by (a, b) */
    size_t n_mistakes;
    int has_stories;
    uint64_t n_story_documents, n_story_truth, n_story_found;
    int32_t story_ari, story_b3_precision, story_b3_recall, story_b3_f1; /* 10^-6 */
    uint64_t n_unknown_ids; /* ids of truth that the run does not have */
    char *storage;          /* owned text behind the views */
} kembar_eval;

/* `truth_path`: TSV without header: a, b, relation (further columns ignored); may be NULL.
 * `stories_path`: id, story; may be NULL. Relations that truth does not list at all are not judged,
 * except that the three duplicates always are. */
KEMBAR_API kembar_status kembar_eval_run(const kembar_results *results, const char *truth_path,
                                         const char *stories_path, kembar_eval *out,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_eval_deinit(kembar_eval *eval);

#endif
