/* When the documents of a story came out: one line a day. */
#ifndef KEMBAR_REPORT_HTML_TIMELINE_H
#define KEMBAR_REPORT_HTML_TIMELINE_H

#include "report/html_model.h"

/* Days ascending, on each the documents in the order of the members: source, language and relation
 * to the reference, linked to where they are listed; last those without a date. Nothing when fewer
 * than two have a date. A failed allocation marks `out`. */
void kembar_html_put_timeline(kembar_buffer *out, const kembar_html *html,
                              const kembar_cluster *story);

#endif
