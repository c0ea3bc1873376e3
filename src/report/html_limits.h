/* How much of a run the page shows. What is left out is counted there, and stands in the other
 * files.
 *
 * Together they keep report.html below 20 MB. */
#ifndef KEMBAR_REPORT_HTML_LIMITS_H
#define KEMBAR_REPORT_HTML_LIMITS_H

enum {
    KEMBAR_HTML_MAX_STORIES = 500,          /* in full; the largest */
    KEMBAR_HTML_OPEN_STORIES = 20,          /* unfolded at first */
    KEMBAR_HTML_MAX_STORY_LINES = 5000,     /* of the others, a line each */
    KEMBAR_HTML_MAX_STORY_DOCUMENTS = 200,  /* listed in one story */
    KEMBAR_HTML_MAX_STORY_COMPARISONS = 40, /* side by side in one story */
    KEMBAR_HTML_MAX_FACT_PAIRS = 100,       /* of the same form with different facts */
    KEMBAR_HTML_MAX_REJECTIONS = 200,
    KEMBAR_HTML_MAX_SOURCES = 20,
    KEMBAR_HTML_MAX_PASSAGES = 12,        /* of one comparison */
    KEMBAR_HTML_MAX_SENTENCES = 40,       /* that correspond, of one comparison */
    KEMBAR_HTML_MAX_PASSAGE_BYTES = 6000, /* of one passage on one side */
    KEMBAR_HTML_MAX_DAY_DOCUMENTS = 60,   /* in the time line of one story */
    KEMBAR_HTML_MAX_TIED_COPIES = 64,     /* looked at for the closest tie of their text */
    KEMBAR_HTML_MAX_NEAR_MISSES = 3,      /* of one story */
    KEMBAR_HTML_COMPARE_BUDGET_BYTES =
        11000000, /* no comparison starts beyond this size of the page */
    KEMBAR_HTML_STORY_BUDGET_BYTES = 14000000, /* no story in full */
    KEMBAR_HTML_LINE_BUDGET_BYTES = 17000000   /* no line */
};

#endif
