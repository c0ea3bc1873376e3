/* What changed between two runs: documents, pairs, and clusters matched by their members. */
#ifndef KEMBAR_DIFF_H
#define KEMBAR_DIFF_H

#include "kembar/results.h"

/* A pair that is not the same in both runs. */
typedef struct kembar_diff_pair {
    const kembar_result_pair *before, *after; /* borrowed; NULL: not in that run. With both,
                                                 relation or facts_differ changed */
    uint8_t with_document;                    /* one of its documents is in one run alone as well */
} kembar_diff_pair;

typedef enum kembar_cluster_change {
    KEMBAR_CLUSTER_NEW = 0,
    KEMBAR_CLUSTER_GONE,
    KEMBAR_CLUSTER_GREW,
    KEMBAR_CLUSTER_SHRANK,
    KEMBAR_CLUSTER_EXCHANGED, /* still one, but some members came and some went */
    KEMBAR_CLUSTER_SPLIT,
    KEMBAR_CLUSTER_MERGED,
    KEMBAR_CLUSTER_REGROUPED, /* several became several others */
    KEMBAR_N_CLUSTER_CHANGES
} kembar_cluster_change;

/* "new", "gone" ...: a constant. */
KEMBAR_API const char *kembar_cluster_change_name(kembar_cluster_change change);

/* Clusters of one kind that share members, over both runs, and what became of them: every cluster
 * that is not the same in both is in exactly one of these. */
typedef struct kembar_diff_cluster {
    uint8_t kind;                            /* kembar_cluster_kind */
    uint8_t change;                          /* kembar_cluster_change */
    size_t first_cluster, n_before, n_after; /* in kembar_diff.clusters_of: before, then after */
    size_t first_member, n_gained, n_lost;   /* in kembar_diff.members: gained, then lost */
} kembar_diff_cluster;

/* Start from a zeroed struct. What it points to is borrowed from the results. */
typedef struct kembar_diff {
    const kembar_results *before, *after;
    const kembar_result_document **appeared, **left; /* owned lists, by id */
    size_t n_appeared, n_left;
    kembar_diff_pair *pairs; /* owned; by (a, b) */
    size_t n_pairs;
    kembar_diff_cluster *clusters; /* owned; by kind, change, then largest first, then id */
    size_t n_clusters;
    const kembar_result_cluster **clusters_of; /* owned; largest first, then id */
    size_t n_clusters_of;
    kembar_view *members; /* owned; ids: members of the later clusters that were in none of the kind
                             before (gained), and the other way round (lost); by id */
    size_t n_members;
} kembar_diff;

/* Compares two runs (borrowed; they must outlive *out). Documents are the same when their ids are.
 * O(n log n) in what the runs hold. MEMORY is the only failure. Free with kembar_diff_deinit. */
KEMBAR_API kembar_status kembar_diff_run(const kembar_results *before, const kembar_results *after,
                                         kembar_diff *out, kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_diff_deinit(kembar_diff *diff);

#endif
