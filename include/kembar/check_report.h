/* A check in the forms that reviewers' tools read. One result, the same findings in each.
 *
 * Nothing from a document does harm where it is shown: controls, bidirectional marks, markup,
 * workflow commands and cells that a spreadsheet would run are escaped as each form asks. */
#ifndef KEMBAR_CHECK_REPORT_H
#define KEMBAR_CHECK_REPORT_H

#include "kembar/answers.h"
#include "kembar/check.h"

typedef enum kembar_check_format {
    KEMBAR_CHECK_TEXT = 0,
    KEMBAR_CHECK_JSON,
    KEMBAR_CHECK_SARIF,    /* SARIF 2.1.0 (OASIS) */
    KEMBAR_CHECK_GITHUB,   /* workflow commands: annotations */
    KEMBAR_CHECK_GITLAB,   /* Code Quality: an array of issues */
    KEMBAR_CHECK_JUNIT,    /* XML */
    KEMBAR_CHECK_MARKDOWN, /* for the summary of a job */
    KEMBAR_CHECK_CSV       /* RFC 4180 with a header */
} kembar_check_format;

/* "text", "json", "sarif", "github", "gitlab", "junit", "markdown", "csv": constants. */
KEMBAR_API const char *kembar_check_format_name(kembar_check_format format);
/* -1 for an unknown name. */
KEMBAR_API int kembar_check_format_parse(kembar_view name);

/* How it is shown. Zeroed is fine. */
typedef struct kembar_check_style {
    int color;                 /* text alone */
    int accepts;               /* the new findings go to the baseline: nothing trips */
    const char *baseline_path; /* borrowed; named in messages about its entries; NULL without */
} kembar_check_style;

/* SARIF and GitLab carry at most this many findings, the first ones, and tell the cut. */
enum { KEMBAR_CHECK_MAX_RESULTS = 5000 };

/* `baseline` (borrowed; may be NULL) is the one that the check was made with; `style` may be NULL.
 * JSON is one object on a line, every key always present; the messages in it are those of the other
 * forms. GitLab's issues and the rows of CSV are the findings alone (and, where not all
 * are listed, one that says so), the others also say what was
 * checked, what was not read and which entries of the baseline cover nothing. Errors: MEMORY. */
KEMBAR_API kembar_status kembar_answer_check(kembar_answer *out, const kembar_check *check,
                                             const kembar_baseline *baseline,
                                             kembar_check_format format,
                                             const kembar_check_style *style,
                                             kembar_error *error) KEMBAR_MUST_CHECK;

#endif
