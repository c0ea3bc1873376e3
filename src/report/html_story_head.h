/* What is said of a story before its documents are listed. */
#ifndef KEMBAR_REPORT_HTML_STORY_HEAD_H
#define KEMBAR_REPORT_HTML_STORY_HEAD_H

#include "report/html_model.h"

/* "14 May 2024 to 16 May 2024", one date, or nothing. */
void kembar_html_put_dates(kembar_buffer *out, const kembar_cluster *cluster);
/* Size, sources, dates, languages and telling words, as paragraphs. */
void kembar_html_put_story_facts(kembar_buffer *out, const kembar_cluster *cluster);
/* The loosest tie inside and the closest ones to what is outside. */
void kembar_html_put_story_limits(kembar_buffer *out, const kembar_html *html,
                                  const kembar_cluster *cluster);

#endif
