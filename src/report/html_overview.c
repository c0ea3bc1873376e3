#include "report/html_overview.h"

#include <string.h>

#include "kembar/version.h"
#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/html_sources.h"
#include "report/html_story.h"
#include "report/plain.h"
#include "report/wording.h"

enum { PATH_COLUMNS = 160, REASON_COLUMNS = 200 };

kembar_html_totals kembar_html_count(const kembar_html *html) {
    kembar_html_totals totals = {0};
    for (size_t i = 0; i < html->n_clusters; i++) {
        const kembar_cluster *cluster = &html->clusters[i];
        if (kembar_html_is_topic(html, cluster)) {
            totals.n_topics++;
            totals.n_topic_members += cluster->n_members;
        }
        if (cluster->kind == KEMBAR_CLUSTER_DUPLICATES && cluster->n_members > 1) {
            totals.n_groups++;
            totals.n_copies += cluster->n_members - 1;
        }
    }
    for (size_t i = 0; i < html->n_pairs; i++) {
        totals.n_facts_differ += html->pairs[i].pair->facts_differ == 1 ? 1 : 0;
        totals.n_partners += html->pairs[i].pair->mutual == 1 ? 1 : 0;
    }
    totals.n_rejected = kembar_collection_rejection_count(html->collection);
    return totals;
}

static void put_number(kembar_buffer *out, uint64_t value, const char *one, const char *many,
                       const char *link) {
    kembar_buffer_append_format(out, "<li>%s%s%s<b>", link ? "<a href=\"#" : "", link ? link : "",
                                link ? "\">" : "");
    kembar_plain_append_count(out, value);
    kembar_buffer_append_format(out, "</b> %s%s</li>\n", value == 1 ? one : many,
                                link ? "</a>" : "");
}

static void put_numbers(kembar_buffer *out, const kembar_html_totals *totals) {
    kembar_html_put(out, "<ul class=\"numbers\">\n");
    put_number(out, totals->n_topics, "story told more than once", "stories told more than once",
               totals->n_topics ? "stories" : NULL);
    put_number(out, totals->n_topic_members, "document in them", "documents in them", NULL);
    put_number(out, totals->n_groups, "text with copies", "texts with copies", NULL);
    put_number(out, totals->n_copies, "copy", "copies", NULL);
    put_number(out, totals->n_partners, "link across languages", "links across languages", NULL);
    put_number(out, totals->n_facts_differ, "pair: same form, other facts",
               "pairs: same form, other facts", totals->n_facts_differ ? "facts" : NULL);
    put_number(out, totals->n_rejected, "input left out", "inputs left out",
               totals->n_rejected ? "rejected" : NULL);
    kembar_html_put(out, "</ul>\n");
}

static void put_meaning(kembar_buffer *out, kembar_relation relation, const char *meaning) {
    kembar_buffer_append_format(out, "<dt><span class=\"badge %s\">%s</span></dt><dd>%s",
                                kembar_relation_name(relation), kembar_wording_relation(relation),
                                meaning);
}

static void put_meanings(kembar_buffer *out, const kembar_options *options) {
    kembar_html_put(out,
                    "<details class=\"meanings\"><summary>What the words mean</summary>\n<dl>\n");
    kembar_html_put(out,
                    "<dt><span class=\"badge self\">Reference</span></dt><dd>The document that "
                    "stands for the others: the earliest, where dates are known.</dd>\n");
    put_meaning(out, KEMBAR_RELATION_EXACT, "Word for word the same, page furniture aside.</dd>\n");
    put_meaning(out, KEMBAR_RELATION_NEAR, "At least ");
    kembar_plain_append_percent(out, options->near_micro);
    kembar_html_put(out, " of each text stands in the other.</dd>\n");
    put_meaning(out, KEMBAR_RELATION_EXCERPT, "One text holds part of the other: ");
    kembar_plain_append_percent(out, options->near_micro);
    kembar_buffer_append_format(out, " of it, or %d words in one piece.</dd>\n",
                                (int)options->excerpt_tokens);
    put_meaning(out, KEMBAR_RELATION_TRANSLATION, "The same text in the other language.</dd>\n");
    put_meaning(out, KEMBAR_RELATION_RELATED, "The same event, told in other words.</dd>\n");
    put_meaning(out, KEMBAR_RELATION_NONE,
                "Belongs to the story through its other documents.</dd>\n");
    kembar_html_put(out, "<dt>Asserted partner</dt><dd>The one document in the other language that "
                         "this one is linked to: each has at most one.</dd>\n");
    kembar_html_put(out, "<dt>Side by side</dt><dd><mark>Shaded</mark> words are shared; "
                         "<mark><b>underlined</b></mark> ones differ inside what is shared; the "
                         "rest stands in one text only. Across languages, sentences with one "
                         "number correspond.</dd>\n</dl></details>\n");
}

void kembar_html_put_overview(kembar_buffer *out, const kembar_html *html,
                              const kembar_html_totals *totals) {
    kembar_html_put(out, "<header>\n<h1>Who carries the same story</h1>\n<p class=\"lead\">");
    kembar_plain_append_counted(out, html->n_documents, "document", "documents");
    kembar_html_put(out, " from ");
    kembar_plain_append_counted(out, kembar_collection_input_count(html->collection), "file",
                                "files");
    kembar_html_put(out, ", compared by kembar " KEMBAR_VERSION ".</p>\n");
    put_numbers(out, totals);
    kembar_html_put_languages(out, html);
    kembar_html_put_sources(out, html);
    put_meanings(out, html->options);
    kembar_html_put(out, "</header>\n");
}

static void put_rejection(kembar_buffer *out, const kembar_rejection *rejection) {
    kembar_html_put(out, "<tr><td><code>");
    kembar_html_put_line(out, rejection->path, PATH_COLUMNS);
    kembar_html_put(out, "</code></td><td>");
    if (rejection->position > 0)
        kembar_plain_append_count(out, rejection->position);
    kembar_html_put(out, "</td><td>");
    kembar_html_put_line(out, (kembar_view){rejection->reason, strlen(rejection->reason)},
                         REASON_COLUMNS);
    kembar_html_put(out, "</td></tr>\n");
}

void kembar_html_put_rejected(kembar_buffer *out, const kembar_html *html) {
    size_t n = kembar_collection_rejection_count(html->collection);
    if (n == 0)
        return;
    kembar_html_put(
        out, "<section id=\"rejected\">\n<h2>Left out</h2>\n"
             "<table class=\"plain\"><thead><tr><th scope=\"col\">Input</th>"
             "<th scope=\"col\">Line</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
    size_t n_shown = n < KEMBAR_HTML_MAX_REJECTIONS ? n : KEMBAR_HTML_MAX_REJECTIONS;
    for (size_t i = 0; i < n_shown; i++)
        put_rejection(out, kembar_collection_rejection(html->collection, i));
    kembar_html_put(out, "</tbody></table>\n");
    if (n > n_shown) {
        kembar_html_put(out, "<p class=\"more\">");
        kembar_plain_append_count(out, n - n_shown);
        kembar_html_put(out, " more, listed in <code>run.json</code></p>\n");
    }
    kembar_html_put(out, "</section>\n");
}
