/* Clusters: duplicate groups and stories, as DESIGN "Results" defines them. */
#ifndef KEMBAR_CLUSTER_H
#define KEMBAR_CLUSTER_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/language.h"
#include "kembar/view.h"

enum { KEMBAR_CLUSTER_ID_BYTES = 19 }; /* "d-" or "s-", 16 hex digits, NUL */

typedef enum kembar_cluster_kind {
    KEMBAR_CLUSTER_DUPLICATES = 0,
    KEMBAR_CLUSTER_STORY
} kembar_cluster_kind;

typedef struct kembar_member {
    uint32_t doc_id;
    uint8_t
        relation; /* kembar_relation to the representative; NONE where no verified pair ties it. A
                     member of more than 64 exact copies has that of the copy which stands for
                     them: the content is the same, though its own pair is counted, not listed */
    uint8_t is_self; /* the representative itself */
    int32_t score;   /* -1 with NONE */
} kembar_member;

/* The telling terms of one language in a cluster, most telling first. */
typedef struct kembar_label {
    kembar_language language;
    const kembar_view *terms;
    size_t n_terms;
} kembar_label;

typedef struct kembar_cluster {
    char id[KEMBAR_CLUSTER_ID_BYTES];
    uint8_t kind;            /* kembar_cluster_kind */
    uint32_t representative; /* doc_id */
    const kembar_member
        *members; /* the representative first, then by relation (strongest first), score, id */
    size_t n_members;
    const kembar_view *sources; /* sorted, distinct */
    size_t n_sources;
    kembar_view first_date, last_date; /* data NULL when no member has one */
    unsigned languages;                /* bit 1 << kembar_language for each that a member has */
    const kembar_label *labels;
    size_t n_labels;
    uint32_t weakest_a, weakest_b; /* doc_ids: the member whose strongest verified pair inside the
                                      cluster is weakest, and that pair; with score -1: none */
    int32_t weakest_score;
} kembar_cluster;

#endif
