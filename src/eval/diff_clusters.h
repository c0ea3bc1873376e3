/* Clusters of two runs, matched by their members. */
#ifndef KEMBAR_EVAL_DIFF_CLUSTERS_H
#define KEMBAR_EVAL_DIFF_CLUSTERS_H

#include "kembar/diff.h"

/* Fills the cluster part of *out, whose runs are set. */
kembar_status kembar_diff_find_clusters(kembar_diff *out) KEMBAR_MUST_CHECK;

#endif
