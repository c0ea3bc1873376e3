/* The telling terms of a cluster, by language. */
#ifndef KEMBAR_CLUSTER_LABELS_H
#define KEMBAR_CLUSTER_LABELS_H

#include "base/buffer.h"
#include "cluster/cluster.h"

enum { KEMBAR_LABEL_TERMS = 6 };

/* Start from a zeroed struct; must not move while `labels` is in use. */
typedef struct kembar_label_set {
    kembar_label labels[KEMBAR_N_LANGUAGES];
    size_t n_labels;
    kembar_view terms[KEMBAR_N_LANGUAGES][KEMBAR_LABEL_TERMS];
    kembar_buffer text; /* owned; the terms */
} kembar_label_set;

/* `from` stays as it is; `out` is zeroed on failure. */
kembar_status kembar_label_set_copy(kembar_label_set *out,
                                    const kembar_label_set *from) KEMBAR_MUST_CHECK;
void kembar_label_set_deinit(kembar_label_set *set);

/* One for each thread. */
typedef struct kembar_labeller kembar_labeller;
/* `input` is borrowed. */
kembar_status kembar_labeller_new(kembar_labeller **out, const kembar_cluster_input *input,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_labeller_free(kembar_labeller *labeller);

/* For each language of the members, up to KEMBAR_LABEL_TERMS words with the highest sum of TF-IDF
 * over the members in that language: one surface form a stem, the one used most; no stop words or
 * numbers; words of at least two members where there are two. Names keep their capitals, other
 * words are folded. */
kembar_status kembar_labeller_label(kembar_labeller *labeller, const kembar_member *members,
                                    size_t n_members, kembar_label_set *out) KEMBAR_MUST_CHECK;

#endif
