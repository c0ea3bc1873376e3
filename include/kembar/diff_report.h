/* What changed between two runs as text. */
#ifndef KEMBAR_DIFF_REPORT_H
#define KEMBAR_DIFF_REPORT_H

#include "kembar/answers.h"
#include "kembar/diff.h"

/* A screenful: counts first, then a few examples of each, in lines of at most 100 columns; fit for
 * a terminal, with colour codes only when asked. Errors of both: MEMORY. */
KEMBAR_API kembar_status kembar_answer_diff(kembar_answer *out, const kembar_diff *diff, int color,
                                            kembar_error *error) KEMBAR_MUST_CHECK;
/* All of it as one object on one line. */
KEMBAR_API kembar_status kembar_answer_diff_json(kembar_answer *out, const kembar_diff *diff,
                                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
