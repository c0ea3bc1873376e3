/* One story on the page: its documents, each text with its copies under it. */
#ifndef KEMBAR_REPORT_HTML_STORY_H
#define KEMBAR_REPORT_HTML_STORY_H

#include "report/html_model.h"

/* Is this a cluster that the page lists: more than one document, and no group that shows inside its
 * story? */
int kembar_html_is_topic(const kembar_html *html, const kembar_cluster *cluster);
/* In full, folded unless `is_open`. */
void kembar_html_put_story(kembar_buffer *out, const kembar_html *html, const kembar_cluster *story,
                           int is_open);
/* As a list item of one line. */
void kembar_html_put_story_line(kembar_buffer *out, const kembar_html *html,
                                const kembar_cluster *story);

#endif
