/* The page's first screen: what was read, what was found, how to read it. */
#ifndef KEMBAR_REPORT_HTML_OVERVIEW_H
#define KEMBAR_REPORT_HTML_OVERVIEW_H

#include "report/html_model.h"

/* Numbers of the whole run, counted from the rows. */
typedef struct kembar_html_totals {
    uint64_t n_topics;        /* stories of more than one document */
    uint64_t n_topic_members; /* documents in them */
    uint64_t n_groups;        /* of more than one document */
    uint64_t n_copies;        /* documents in groups besides their representatives */
    uint64_t n_partners;      /* asserted links across languages */
    uint64_t n_facts_differ;
    uint64_t n_rejected;
} kembar_html_totals;

kembar_html_totals kembar_html_count(const kembar_html *html);
/* Heading, numbers, languages and sources, and what the words mean. */
void kembar_html_put_overview(kembar_buffer *out, const kembar_html *html,
                              const kembar_html_totals *totals);
/* A table of inputs and records that were left out; nothing when there are none. */
void kembar_html_put_rejected(kembar_buffer *out, const kembar_html *html);

#endif
