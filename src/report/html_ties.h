/* What ties a document to a story, and what ties a story to what is outside it. */
#ifndef KEMBAR_REPORT_HTML_TIES_H
#define KEMBAR_REPORT_HTML_TIES_H

#include "report/html_model.h"
#include "report/wording.h"

/* Is the document a member of this cluster? */
int kembar_html_is_in(const kembar_html *html, uint32_t doc_id, const kembar_cluster *cluster);
/* Does `row` tie more closely than `other` (may be NULL)? By relation, then asserted partners, then
 * score. */
int kembar_html_is_closer(const kembar_pair_row *row, const kembar_pair_row *other);
/* A pair, and which of its two it was looked up for. */
typedef struct kembar_html_found_tie {
    const kembar_pair_row *row; /* NULL: none */
    uint32_t own;               /* doc_id */
} kembar_html_found_tie;

/* The closest pair of a document, or of the first KEMBAR_HTML_MAX_TIED_COPIES of its group (may be
 * NULL), with one of the story that is not in that group. */
kembar_html_found_tie kembar_html_closest_inside(const kembar_html *html, uint32_t doc_id,
                                                 const kembar_cluster *group,
                                                 const kembar_cluster *story);
/* The one pair of a document with its asserted partner in the other language; NULL without. */
const kembar_pair_row *kembar_html_find_partner(const kembar_html *html, uint32_t doc_id);
/* The other document of a pair. */
uint32_t kembar_html_other_of(const kembar_pair_row *row, uint32_t doc_id);

/* “Title” (source), linked to the place where the page lists the document, if it does. */
void kembar_html_put_mention(kembar_buffer *out, const kembar_html *html, uint32_t doc_id);
/* The tie of a document to the other one of `row`. `reference` names that one. */
kembar_tie kembar_html_tie_of(const kembar_html *html, const kembar_pair_row *row, uint32_t doc_id,
                              const char *reference);
/* The matched words of a pair across languages, the document's own second; nothing without. */
void kembar_html_put_matched_words(kembar_buffer *out, const kembar_pair_row *row, uint32_t doc_id);
/* The strongest pairs that lead from the story to others, as a paragraph; nothing without. */
void kembar_html_put_near_misses(kembar_buffer *out, const kembar_html *html,
                                 const kembar_cluster *story);

#endif
