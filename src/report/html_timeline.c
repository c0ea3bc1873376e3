#include "report/html_timeline.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/views.h"
#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/plain.h"
#include "report/wording.h"

enum { DAY_BYTES = 10, SOURCE_COLUMNS = 32 };

typedef struct entry {
    kembar_view day;
    const kembar_member *member;
} entry;

static int compare_entries(const void *left, const void *right) {
    const entry *x = left, *y = right;
    if (!x->day.data != !y->day.data)
        return x->day.data ? -1 : 1;
    int order = kembar_view_compare(x->day, y->day);
    return order != 0 ? order : (x->member > y->member) - (x->member < y->member);
}

/* Returns how many have a date. */
static size_t list_entries(entry *entries, const kembar_html *html, const kembar_cluster *story) {
    size_t n_dated = 0;
    for (size_t i = 0; i < story->n_members; i++) {
        const kembar_member *member = &story->members[i];
        kembar_view day = kembar_document_date(kembar_html_document(html, member->doc_id));
        if (day.size > DAY_BYTES)
            day.size = DAY_BYTES;
        entries[i] = (entry){day, member};
        n_dated += day.data ? 1 : 0;
    }
    qsort(entries, story->n_members, sizeof *entries, compare_entries);
    return n_dated;
}

static void put_document(kembar_buffer *out, const kembar_html *html, const kembar_member *member) {
    const kembar_document *document = kembar_html_document(html, member->doc_id);
    kembar_relation relation = (kembar_relation)member->relation;
    kembar_view source = kembar_document_source(document);
    kembar_buffer_append_format(out, "<li class=\"%s\"><a href=\"#" KEMBAR_HTML_PLACE "\"><bdi>",
                                member->is_self ? "self" : kembar_relation_name(relation),
                                member->doc_id);
    kembar_html_put_line(out, source.size > 0 ? source : kembar_document_id(document),
                         SOURCE_COLUMNS);
    kembar_html_put(out, "</bdi></a> ");
    kembar_html_put(out, kembar_wording_language(kembar_document_language(document)));
    kembar_html_put(out, " · ");
    kembar_html_put(out, member->is_self ? "Reference" : kembar_wording_relation(relation));
    kembar_html_put(out, "</li>");
}

static void put_days(kembar_buffer *out, const kembar_html *html, const entry *entries, size_t n) {
    kembar_html_put(out, "<dl class=\"days\">\n");
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !kembar_view_equal(entries[i].day, entries[i - 1].day)) {
            kembar_html_put(out, i == 0 ? "<dt>" : "</ul></dd>\n<dt>");
            if (entries[i].day.data)
                kembar_html_put_date(out, entries[i].day);
            else
                kembar_html_put(out, "No date");
            kembar_html_put(out, "</dt><dd><ul>");
        }
        put_document(out, html, entries[i].member);
    }
    kembar_html_put(out, "</ul></dd>\n</dl>\n");
}

void kembar_html_put_timeline(kembar_buffer *out, const kembar_html *html,
                              const kembar_cluster *story) {
    entry *entries = kembar_alloc(story->n_members, sizeof *entries);
    if (!entries) {
        out->failed = 1;
        return;
    }
    int is_told = list_entries(entries, html, story) > 1;
    size_t n = story->n_members;
    size_t n_shown = n < KEMBAR_HTML_MAX_DAY_DOCUMENTS ? n : KEMBAR_HTML_MAX_DAY_DOCUMENTS;
    if (is_told)
        put_days(out, html, entries, n_shown);
    if (is_told && n > n_shown) {
        kembar_html_put(out, "<p class=\"facts\">");
        kembar_plain_append_counted(out, n - n_shown, "later document", "later documents");
        kembar_html_put(out, "</p>\n");
    }
    kembar_free(entries);
}
