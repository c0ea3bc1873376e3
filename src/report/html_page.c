#include "report/html.h"
#include "report/html_limits.h"
#include "report/html_model.h"
#include "report/html_overview.h"
#include "report/html_passages.h"
#include "report/html_put.h"
#include "report/html_story.h"
#include "report/html_style.h"
#include "report/plain.h"

static void put_head(kembar_buffer *out) {
    kembar_html_put(out,
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'sha256-" KEMBAR_HTML_STYLE_SHA256
                    "'; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<title>kembar: who carries the same story</title>\n<style>");
    for (size_t i = 0; kembar_html_style[i]; i++)
        kembar_html_put(out, kembar_html_style[i]);
    kembar_html_put(out, "</style>\n</head>\n<body>\n");
}

/* Stories from `first` on that are not shown in full, a line each. */
static void put_rest(kembar_buffer *out, const kembar_html *html, size_t first, size_t n_rest) {
    size_t n_lines = 0;
    kembar_html_put(out, "<h3 class=\"rest\">Smaller stories</h3>\n<ul class=\"lines\">\n");
    for (size_t i = first; i < html->n_clusters && n_lines < KEMBAR_HTML_MAX_STORY_LINES &&
                           out->size < KEMBAR_HTML_LINE_BUDGET_BYTES;
         i++) {
        if (!kembar_html_is_topic(html, &html->clusters[i]))
            continue;
        kembar_html_put_story_line(out, html, &html->clusters[i]);
        n_lines++;
    }
    kembar_html_put(out, "</ul>\n");
    if (n_lines < n_rest) {
        kembar_html_put(out, "<p class=\"more\">");
        kembar_plain_append_counted(out, n_rest - n_lines, "more story", "more stories");
        kembar_html_put(out, ", listed in <code>clusters.jsonl</code></p>\n");
    }
}

static void put_stories(kembar_buffer *out, const kembar_html *html, size_t n_topics) {
    size_t n_shown = 0, next = 0;
    kembar_html_put(out, "<section id=\"stories\">\n<h2>Stories, largest first</h2>\n");
    if (n_topics == 0)
        kembar_html_put(out, "<p>No two documents tell the same story.</p>\n");
    for (; next < html->n_clusters && n_shown < KEMBAR_HTML_MAX_STORIES &&
           out->size < KEMBAR_HTML_STORY_BUDGET_BYTES;
         next++) {
        if (!kembar_html_is_topic(html, &html->clusters[next]))
            continue;
        kembar_html_put_story(out, html, &html->clusters[next], n_shown < KEMBAR_HTML_OPEN_STORIES);
        n_shown++;
    }
    if (n_shown < n_topics)
        put_rest(out, html, next, n_topics - n_shown);
    kembar_html_put(out, "</section>\n");
}

static void put_fact_pair(kembar_buffer *out, const kembar_pair_row *row) {
    kembar_html_put(out, "<article class=\"pair\">\n<h3>");
    kembar_html_put_plain_title(out, row->a);
    kembar_html_put(out, " <i>and</i> ");
    kembar_html_put_plain_title(out, row->b);
    kembar_html_put(out, "</h3>\n");
    kembar_html_put_origin(out, row->a);
    kembar_html_put_origin(out, row->b);
    if (row->pair->n_spans > 0)
        kembar_html_put_comparison(out, row, row->a, "", "");
    kembar_html_put(out, "</article>\n");
}

/* Stays below the line budget with room for what follows. */
static void put_facts(kembar_buffer *out, const kembar_html *html, uint64_t n_facts) {
    uint64_t n_shown = 0;
    if (n_facts == 0)
        return;
    kembar_html_put(out, "<section id=\"facts\">\n<h2>Same form, different facts</h2>\n"
                         "<p>These texts share most of their words, but names, numbers or dates "
                         "differ: notices of one kind about different things. They are not "
                         "counted as copies.</p>\n");
    for (size_t i = 0; i < html->n_pairs && n_shown < KEMBAR_HTML_MAX_FACT_PAIRS &&
                       out->size < KEMBAR_HTML_LINE_BUDGET_BYTES;
         i++) {
        if (html->pairs[i].pair->facts_differ != 1)
            continue;
        put_fact_pair(out, &html->pairs[i]);
        n_shown++;
    }
    if (n_shown < n_facts) {
        kembar_html_put(out, "<p class=\"more\">");
        kembar_plain_append_counted(out, n_facts - n_shown, "more pair", "more pairs");
        kembar_html_put(out, ", listed in <code>pairs.jsonl</code></p>\n");
    }
    kembar_html_put(out, "</section>\n");
}

void kembar_html_write(kembar_html *html, const kembar_run_summary *summary, kembar_buffer *out) {
    html->collection = summary->collection;
    html->options = summary->options;
    if (kembar_html_index(html) != KEMBAR_OK) {
        out->failed = 1;
        return;
    }
    kembar_html_totals totals = kembar_html_count(html);
    put_head(out);
    kembar_html_put_overview(out, html, &totals);
    kembar_html_put(out, "<main>\n");
    put_stories(out, html, totals.n_topics);
    put_facts(out, html, totals.n_facts_differ);
    kembar_html_put_rejected(out, html);
    kembar_html_put(out, "</main>\n</body>\n</html>\n");
}
