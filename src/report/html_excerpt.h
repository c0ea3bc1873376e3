/* Stretches of a document's text, cut to what a reader needs. */
#ifndef KEMBAR_REPORT_HTML_EXCERPT_H
#define KEMBAR_REPORT_HTML_EXCERPT_H

#include "base/buffer.h"
#include "document/document.h"
#include "report/html_diff.h"

/* Bytes [begin, end) of a document's text and the tokens that lie in it. */
typedef struct kembar_html_stretch {
    const kembar_document *document;
    size_t begin, end;
    size_t first_token, n_tokens;
} kembar_html_stretch;

/* Offsets are cut to the text. */
kembar_html_stretch kembar_html_stretch_of(const kembar_document *document, size_t begin,
                                           size_t end);
/* Without white space at its ends. */
kembar_html_stretch kembar_html_stretch_trimmed(const kembar_document *document, size_t begin,
                                                size_t end);
/* An end moved on over what follows without white space or a word, such as a full stop; a begin
 * moved back over what opens a word, such as a quotation mark. No two stretches meet that did not
 * meet before. */
size_t kembar_html_stretch_widen_end(const kembar_document *document, size_t end);
size_t kembar_html_stretch_widen_begin(const kembar_document *document, size_t begin);
/* The stretch, escaped; of a long one its beginning and end. */
void kembar_html_put_stretch(kembar_buffer *out, const kembar_html_stretch *stretch);
/* A passage: words outside the equal runs set off in <b>, long equal runs cut in their middle.
 * `is_left` says which side of `runs` it is. */
void kembar_html_put_passage(kembar_buffer *out, const kembar_html_stretch *stretch,
                             const kembar_html_diff *runs, int is_left);

#endif
