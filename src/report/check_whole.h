/* What is said of a check as a whole, in the same words in every form. One line each, as in
 * check_words.h. */
#ifndef KEMBAR_REPORT_CHECK_WHOLE_H
#define KEMBAR_REPORT_CHECK_WHOLE_H

#include "report/check_formats.h"

/* "2 new findings, 1 noted, 4 known". */
void kembar_check_append_counts(kembar_buffer *out, const kembar_check *check);
/* "103 documents, 3 of them new, were checked for near and stronger". */
void kembar_check_append_documents(kembar_buffer *out, const kembar_check *check);
/* "The gate trips: 2 new findings, 1 noted, 4 known (none may be new)"; where they are accepted,
 * "Accepted: 2 new findings, 1 noted, 4 known". */
void kembar_check_append_verdict(kembar_buffer *out, const kembar_checked *checked);

/* Findings, shown or not. */
size_t kembar_check_count_findings(const kembar_check *check);
/* "7,312 findings; only the first 5,000 are listed here". */
void kembar_check_append_cut(kembar_buffer *out, const char *what, size_t n, size_t n_listed);
/* The same of the findings where not all are shown; says whether it is so. */
int kembar_check_append_unshown(kembar_buffer *out, const kembar_check *check);

/* How many entries of the baseline have each kembar_entry_state. */
enum { KEMBAR_CHECK_ENTRY_STATES = KEMBAR_ENTRY_EXPIRED + 1 };
void kembar_check_count_entries(const kembar_checked *checked,
                                size_t counts[KEMBAR_CHECK_ENTRY_STATES]);
/* "12 entries of .kembar-baseline.jsonl: 1 unused, 1 expired"; nothing without a baseline. */
void kembar_check_append_baseline(kembar_buffer *out, const kembar_checked *checked);
/* The first entry from `at` on that is unused or expired; n_entries when there is none. */
size_t kembar_check_next_stale(const kembar_checked *checked, size_t at);
/* "Expired on 2026-01-31: near of a.md and b.md, \"agreed by phone\"". */
void kembar_check_append_stale(kembar_buffer *out, const kembar_checked *checked, size_t entry);
const char *kembar_check_entry_state_name(int state);

/* "Not read: the reason", with the id of a record that has one. */
void kembar_check_append_rejection(kembar_buffer *out, const kembar_rejection *rejection);
/* "path" or "path:line". */
void kembar_check_append_rejected_place(kembar_buffer *out, const kembar_rejection *rejection);

#endif
