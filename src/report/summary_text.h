/* The words of the terminal summary. */
#ifndef KEMBAR_REPORT_SUMMARY_TEXT_H
#define KEMBAR_REPORT_SUMMARY_TEXT_H

#include "base/buffer.h"
#include "kembar/sink.h"

enum { KEMBAR_SUMMARY_MAX_STORIES = 5, KEMBAR_SUMMARY_COLUMNS = 100 };

/* What is remembered of a run for its summary. */
typedef struct kembar_summary_tally {
    uint64_t n_documents;
    uint64_t n_language[KEMBAR_N_LANGUAGES];
    uint64_t n_relation[KEMBAR_RELATION_EXACT + 1]; /* pairs */
    uint64_t n_facts_differ;
    uint64_t n_links[2]; /* asserted across languages: translations, others */
    /* Of more than one document each; by kembar_cluster_kind. The largest come first; shallow
     * copies. */
    uint64_t n_clusters[2], n_members[2];
    kembar_cluster largest[2][KEMBAR_SUMMARY_MAX_STORIES];
} kembar_summary_tally;

/* Appends the text, lines of at most KEMBAR_SUMMARY_COLUMNS (the folder's name aside). `dir` may be
 * NULL. */
void kembar_summary_write(kembar_buffer *out, const kembar_summary_tally *tally,
                          const kembar_run_summary *summary, const char *dir, int color);
/* The stages on the clock. */
void kembar_summary_write_stages(kembar_buffer *out, const kembar_run_summary *summary, int color);

/* Codes around a stretch of text, or nothing without colour. */
typedef enum kembar_ink {
    KEMBAR_INK_PLAIN,
    KEMBAR_INK_BOLD,
    KEMBAR_INK_SOFT,
    KEMBAR_INK_WARN
} kembar_ink;
void kembar_summary_ink(kembar_buffer *out, int color, kembar_ink ink);
/* A duration such as "0.42 s" or "3 min 20 s". */
void kembar_summary_append_seconds(kembar_buffer *out, double seconds);
/* Appends text of known width in a column: to the right, or to the left when `width` is negative.
 */
void kembar_summary_append_cell(kembar_buffer *out, kembar_view text, int width);

#endif
