/* Two texts side by side with what they share. */
#ifndef KEMBAR_REPORT_HTML_PASSAGES_H
#define KEMBAR_REPORT_HTML_PASSAGES_H

#include "base/buffer.h"
#include "kembar/sink.h"

/* A table of two columns: the passages of `row` marked and beside each other, with the words that
 * differ inside them set off, and before each what only one text has. Long stretches are cut and
 * say so. `left` is row->a or row->b. Across languages: corresponding sentences, numbered. */
void kembar_html_put_comparison(kembar_buffer *out, const kembar_pair_row *row,
                                const kembar_document *left, const char *left_name,
                                const char *right_name);
/* Are the spans of this pair sentences that correspond rather than passages that are equal? */
int kembar_html_has_sentences(const kembar_pair_row *row);

#endif
