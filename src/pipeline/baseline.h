/* What a baseline is made of, and the order of its pairs. */
#ifndef KEMBAR_PIPELINE_BASELINE_H
#define KEMBAR_PIPELINE_BASELINE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "kembar/baseline.h"

struct kembar_baseline {
    kembar_arena texts;             /* ids, days, notes */
    kembar_baseline_entry *entries; /* owned; sorted, no two of the same pair */
    size_t n_entries, capacity;
};

/* What says which pair is meant. */
typedef struct kembar_pair_name {
    kembar_content_key a, b; /* a <= b */
    kembar_view id_a, id_b;  /* where the keys are equal, id_a <= id_b */
} kembar_pair_name;

/* In either order. */
kembar_pair_name kembar_pair_name_of(kembar_content_key a, kembar_view id_a, kembar_content_key b,
                                     kembar_view id_b);
kembar_pair_name kembar_pair_name_of_entry(const kembar_baseline_entry *entry);
/* By keys; the other also by ids. */
int kembar_pair_name_compare_keys(const kembar_pair_name *a, const kembar_pair_name *b);
int kembar_pair_name_compare(const kembar_pair_name *a, const kembar_pair_name *b);

/* Sorts entries and makes those of one pair one; returns how many are left. */
size_t kembar_baseline_sort(kembar_baseline_entry *entries, size_t n_entries);

/* As kembar_baseline_open, of a file's bytes. `path` is for messages. */
kembar_status kembar_baseline_parse(kembar_baseline **out, kembar_view text, const char *path,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
/* Appends what kembar_baseline_save writes, with its errors but IO. */
kembar_status kembar_baseline_text(const kembar_baseline *baseline,
                                   const kembar_baseline_update *update, kembar_buffer *out,
                                   kembar_error *error) KEMBAR_MUST_CHECK;

#endif
