/* Pieces of HTML: escaped text and the elements that recur. */
#ifndef KEMBAR_REPORT_HTML_PUT_H
#define KEMBAR_REPORT_HTML_PUT_H

#include <inttypes.h>

#include "base/buffer.h"
#include "kembar/sink.h"

/* The id of a document's list item, from its doc_id. */
#define KEMBAR_HTML_PLACE "doc%" PRIu32

/* Our own markup, as it is. */
void kembar_html_put(kembar_buffer *out, const char *markup);
/* Foreign text for content or a quoted attribute: markup escaped, controls and direction
 * characters neutralised, line breaks kept. Any bytes. */
void kembar_html_put_escaped(kembar_buffer *out, kembar_view text);
/* As one line, at most `max_columns` wide. */
void kembar_html_put_line(kembar_buffer *out, kembar_view text, size_t max_columns);
/* The attributes ` lang="id" dir="auto"` of an element that holds a document's text. */
void kembar_html_put_language_attributes(kembar_buffer *out, const kembar_document *document);
/* The title in an element of its own, linked to the document's web address if it has one. */
void kembar_html_put_title(kembar_buffer *out, const kembar_document *document);
/* As one line, without a link, for headings and lists. */
void kembar_html_put_plain_title(kembar_buffer *out, const kembar_document *document);
/* Source, date, language and id, in a paragraph. */
void kembar_html_put_origin(kembar_buffer *out, const kembar_document *document);
void kembar_html_put_date(kembar_buffer *out, kembar_view date);

#endif
