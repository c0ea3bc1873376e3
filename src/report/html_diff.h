/* Which words of two aligned passages are the same. */
#ifndef KEMBAR_REPORT_HTML_DIFF_H
#define KEMBAR_REPORT_HTML_DIFF_H

#include <stddef.h>

#include "text/tokens.h"

/* Tokens [left, left + n_tokens) equal [right, right + n_tokens). */
typedef struct kembar_html_equal_run {
    size_t left, right, n_tokens;
} kembar_html_equal_run;

/* Start from a zeroed struct; free `runs` with kembar_free. */
typedef struct kembar_html_diff {
    kembar_html_equal_run *runs; /* owned */
    size_t n_runs, capacity;
} kembar_html_diff;

/* Fills `out` (cleared first) with runs that ascend on both sides. Meant for passages, which hardly
 * differ: it looks at most some twenty tokens ahead for where both go on alike, so that it is
 * linear and need not be the longest alignment. */
kembar_status kembar_html_diff_find(kembar_html_diff *out, const kembar_token *left, size_t n_left,
                                    const kembar_token *right, size_t n_right) KEMBAR_MUST_CHECK;

#endif
