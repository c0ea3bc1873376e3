/* Who published the documents, and in which languages. */
#ifndef KEMBAR_REPORT_HTML_SOURCES_H
#define KEMBAR_REPORT_HTML_SOURCES_H

#include "report/html_model.h"

/* "64 in English, 60 in Indonesian", as a paragraph. */
void kembar_html_put_languages(kembar_buffer *out, const kembar_html *html);
/* A table of the sources with most documents; nothing when no document names one. */
void kembar_html_put_sources(kembar_buffer *out, const kembar_html *html);

#endif
