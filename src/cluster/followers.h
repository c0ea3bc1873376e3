/* Texts that follow a story up: too little ties them to it to be linked, but nothing ties them to
 * anything else. */
#ifndef KEMBAR_CLUSTER_FOLLOWERS_H
#define KEMBAR_CLUSTER_FOLLOWERS_H

#include "cluster/story_edges.h"

enum {
    KEMBAR_FOLLOWER_EVIDENCE = 70000, /* least mean weight of its two best edges to the story */
    KEMBAR_FOLLOWER_LEAD = 2,         /* times the evidence for the next story, or unit alone */
    KEMBAR_FOLLOWER_TOKENS = 60 /* content tokens of both ends of an edge: a lead that short texts
                                   show is chance */
};

/* Lets each unit that is alone join the story that it follows. All are judged by the clusters as
 * they stand, and only clusters of two units or more are joined, so nothing chains. `kind_of` as in
 * linkage.h; units that are left out neither join nor count. Time: one sort of each unit's edges.
 */
kembar_status kembar_followers_join(uint32_t *cluster_of, const uint8_t *kind_of,
                                    const kembar_story_edges *edges,
                                    const kembar_cluster_input *input,
                                    const kembar_units *units) KEMBAR_MUST_CHECK;

#endif
