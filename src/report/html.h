/* report.html: one page that needs nothing else, without scripts.
 *
 * Rows are remembered while the run goes on (their pointers stay valid until its end) and written
 * in one go. The page is the same for the same results: no time, no machine. Bounds: see
 * html_limits.h. */
#ifndef KEMBAR_REPORT_HTML_H
#define KEMBAR_REPORT_HTML_H

#include "base/buffer.h"
#include "kembar/sink.h"

typedef struct kembar_html kembar_html;

kembar_html *kembar_html_new(void); /* NULL when memory is out */
void kembar_html_free(kembar_html *html);
kembar_status kembar_html_begin(kembar_html *html, const kembar_run_facts *facts,
                                kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_html_add_document(kembar_html *html, const kembar_document_row *row,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_html_add_pair(kembar_html *html, const kembar_pair_row *row,
                                   kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_html_add_cluster(kembar_html *html, const kembar_cluster *cluster,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
/* Appends the page. A failed allocation marks `out`. */
void kembar_html_write(kembar_html *html, const kembar_run_summary *summary, kembar_buffer *out);

#endif
