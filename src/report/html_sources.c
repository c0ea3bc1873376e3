#include "report/html_sources.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/views.h"
#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/plain.h"
#include "report/wording.h"

enum { NAME_COLUMNS = 60 };

typedef struct source_count {
    kembar_view name;
    uint64_t n_documents;
    uint64_t n_shared; /* in a story with others */
} source_count;

void kembar_html_put_languages(kembar_buffer *out, const kembar_html *html) {
    static const kembar_language order[] = {KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID,
                                            KEMBAR_LANGUAGE_OTHER};
    uint64_t counts[KEMBAR_N_LANGUAGES] = {0};
    const char *before = "<p class=\"facts\">";
    for (size_t i = 0; i < html->n_documents; i++)
        counts[kembar_document_language(html->documents[i].document)]++;
    for (size_t i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        if (counts[order[i]] == 0)
            continue;
        kembar_html_put(out, before);
        kembar_html_put(out, kembar_wording_language(order[i]));
        kembar_html_put(out, ": ");
        kembar_plain_append_count(out, counts[order[i]]);
        before = " · ";
    }
    if (html->n_documents > 0)
        kembar_html_put(out, "</p>\n");
}

static int compare_names(const void *left, const void *right) {
    const source_count *x = left, *y = right;
    return kembar_view_compare(x->name, y->name);
}

static int compare_counts(const void *left, const void *right) {
    const source_count *x = left, *y = right;
    int order = (x->n_documents < y->n_documents) - (x->n_documents > y->n_documents);
    return order != 0 ? order : kembar_view_compare(x->name, y->name);
}

static int is_shared(const kembar_html *html, const kembar_document_row *row) {
    const kembar_cluster *cluster =
        kembar_html_find_cluster(html, row->story ? row->story : row->group);
    return cluster && cluster->n_members > 1;
}

/* One entry a source, most documents first; returns how many. `counts` has room for every document.
 */
static size_t count_sources(const kembar_html *html, source_count *counts) {
    size_t n = 0;
    for (size_t i = 0; i < html->n_documents; i++) {
        const kembar_document_row *row = &html->documents[i];
        kembar_view source = kembar_document_source(row->document);
        if (source.size > 0)
            counts[n++] = (source_count){source, 1, is_shared(html, row) ? 1 : 0};
    }
    if (n == 0)
        return 0;
    qsort(counts, n, sizeof *counts, compare_names);
    size_t n_sources = 1;
    for (size_t i = 1; i < n; i++) {
        source_count *last = &counts[n_sources - 1];
        if (compare_names(last, &counts[i]) != 0) {
            counts[n_sources++] = counts[i];
            continue;
        }
        last->n_documents++;
        last->n_shared += counts[i].n_shared;
    }
    qsort(counts, n_sources, sizeof *counts, compare_counts);
    return n_sources;
}

static void put_source(kembar_buffer *out, const source_count *source) {
    kembar_html_put(out, "<tr><td dir=\"auto\">");
    kembar_html_put_line(out, source->name, NAME_COLUMNS);
    kembar_html_put(out, "</td><td>");
    kembar_plain_append_count(out, source->n_documents);
    kembar_html_put(out, "</td><td>");
    kembar_plain_append_count(out, source->n_shared);
    kembar_html_put(out, "</td></tr>\n");
}

static void put_table(kembar_buffer *out, const source_count *sources, size_t n_sources) {
    size_t n_shown = n_sources < KEMBAR_HTML_MAX_SOURCES ? n_sources : KEMBAR_HTML_MAX_SOURCES;
    kembar_html_put(out, "<details class=\"meanings\"><summary>");
    kembar_plain_append_counted(out, n_sources, "source", "sources");
    kembar_html_put(out, "</summary>\n<table class=\"plain counts\"><thead><tr>"
                         "<th scope=\"col\">Source</th><th scope=\"col\">Documents</th>"
                         "<th scope=\"col\">In shared stories</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n_shown; i++)
        put_source(out, &sources[i]);
    kembar_html_put(out, "</tbody></table>\n");
    if (n_sources > n_shown) {
        kembar_html_put(out, "<p class=\"more\">");
        kembar_plain_append_counted(out, n_sources - n_shown, "more source", "more sources");
        kembar_html_put(out, "</p>\n");
    }
    kembar_html_put(out, "</details>\n");
}

void kembar_html_put_sources(kembar_buffer *out, const kembar_html *html) {
    source_count *counts = kembar_alloc(html->n_documents, sizeof *counts);
    if (!counts) {
        out->failed = 1;
        return;
    }
    size_t n_sources = count_sources(html, counts);
    if (n_sources > 0)
        put_table(out, counts, n_sources);
    kembar_free(counts);
}
