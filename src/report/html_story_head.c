#include "report/html_story_head.h"

#include "base/views.h"
#include "report/html_put.h"
#include "report/html_ties.h"
#include "report/plain.h"
#include "report/wording.h"

enum { MAX_SOURCES = 8, SOURCE_COLUMNS = 40, MAX_TERMS = 8, TERM_COLUMNS = 30 };

void kembar_html_put_dates(kembar_buffer *out, const kembar_cluster *cluster) {
    if (!cluster->first_date.data)
        return;
    kembar_html_put_date(out, cluster->first_date);
    if (kembar_view_equal(cluster->first_date, cluster->last_date))
        return;
    kembar_html_put(out, " to ");
    kembar_html_put_date(out, cluster->last_date);
}

static void put_sources(kembar_buffer *out, const kembar_cluster *cluster) {
    if (cluster->n_sources == 0)
        return;
    kembar_html_put(out, " · ");
    kembar_plain_append_counted(out, cluster->n_sources, "source: ", "sources: ");
    size_t n_shown = cluster->n_sources < MAX_SOURCES ? cluster->n_sources : MAX_SOURCES;
    for (size_t i = 0; i < n_shown; i++) {
        kembar_html_put(out, i ? ", <bdi>" : "<bdi>");
        kembar_html_put_line(out, cluster->sources[i], SOURCE_COLUMNS);
        kembar_html_put(out, "</bdi>");
    }
    if (cluster->n_sources > n_shown) {
        kembar_html_put(out, " and ");
        kembar_plain_append_count(out, cluster->n_sources - n_shown);
        kembar_html_put(out, " more");
    }
}

static void put_languages(kembar_buffer *out, unsigned languages) {
    const char *before = " · ";
    static const kembar_language order[] = {KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID,
                                            KEMBAR_LANGUAGE_OTHER};
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        if (!(languages & 1u << order[i]))
            continue;
        kembar_html_put(out, before);
        kembar_html_put(out, kembar_wording_language(order[i]));
        before = ", ";
    }
}

static void put_label(kembar_buffer *out, const kembar_label *label) {
    const char *code =
        label->language == KEMBAR_LANGUAGE_OTHER ? "" : kembar_language_name(label->language);
    kembar_buffer_append_format(out, "<span lang=\"%s\" dir=\"auto\">", code);
    for (size_t i = 0; i < label->n_terms && i < MAX_TERMS; i++) {
        kembar_html_put(out, i ? ", " : "");
        kembar_html_put_line(out, label->terms[i], TERM_COLUMNS);
    }
    kembar_html_put(out, "</span>");
}

static void put_labels(kembar_buffer *out, const kembar_cluster *cluster) {
    const char *before = "<p class=\"facts\">Telling words. ";
    for (size_t i = 0; i < cluster->n_labels; i++) {
        if (cluster->labels[i].n_terms == 0)
            continue;
        kembar_html_put(out, before);
        kembar_html_put(out, kembar_wording_language(cluster->labels[i].language));
        kembar_html_put(out, ": ");
        put_label(out, &cluster->labels[i]);
        before = " · ";
    }
    if (*before == ' ')
        kembar_html_put(out, "</p>\n");
}

/* With two documents it is their only tie, which is told beside the second. */
static void put_weakest(kembar_buffer *out, const kembar_html *html,
                        const kembar_cluster *cluster) {
    if (cluster->weakest_score < 0 || cluster->n_members < 3)
        return;
    const kembar_pair_row *row =
        kembar_html_find_pair(html, cluster->weakest_a, cluster->weakest_b);
    kembar_html_put(out, "<p class=\"facts\">Loosest tie: ");
    if (row) {
        kembar_relation relation = (kembar_relation)row->pair->relation;
        kembar_html_put(out, kembar_wording_relation(relation));
        kembar_html_put(out, ", ");
    }
    kembar_plain_append_percent(out, cluster->weakest_score);
    kembar_html_put(out, ", between ");
    kembar_html_put_mention(out, html, cluster->weakest_a);
    kembar_html_put(out, " and ");
    kembar_html_put_mention(out, html, cluster->weakest_b);
    kembar_html_put(out, "</p>\n");
}

/* ": 2 copies, 1 translation" of the reference. */
static void put_kinds(kembar_buffer *out, const kembar_cluster *cluster) {
    static const char *const names[][2] = {
        {"indirect", "indirect"},         {"other account", "other accounts"},
        {"translation", "translations"},  {"excerpt", "excerpts"},
        {"edited copy", "edited copies"}, {"same text", "same texts"}};
    uint64_t counts[KEMBAR_RELATION_EXACT + 1] = {0};
    const char *before = ": ";
    for (size_t i = 0; i < cluster->n_members; i++)
        if (!cluster->members[i].is_self && cluster->members[i].relation <= KEMBAR_RELATION_EXACT)
            counts[cluster->members[i].relation]++;
    for (int i = KEMBAR_RELATION_EXACT; i >= KEMBAR_RELATION_NONE; i--) {
        if (counts[i] == 0)
            continue;
        kembar_html_put(out, before);
        kembar_plain_append_counted(out, counts[i], names[i][0], names[i][1]);
        before = ", ";
    }
}

void kembar_html_put_story_facts(kembar_buffer *out, const kembar_cluster *cluster) {
    kembar_html_put(out, "<p class=\"facts\">");
    kembar_plain_append_counted(out, cluster->n_members, "document", "documents");
    put_kinds(out, cluster);
    put_sources(out, cluster);
    if (cluster->first_date.data)
        kembar_html_put(out, " · ");
    kembar_html_put_dates(out, cluster);
    put_languages(out, cluster->languages);
    kembar_buffer_append_format(out, " · <code>%s</code></p>\n", cluster->id);
    put_labels(out, cluster);
}

void kembar_html_put_story_limits(kembar_buffer *out, const kembar_html *html,
                                  const kembar_cluster *cluster) {
    put_weakest(out, html, cluster);
    kembar_html_put_near_misses(out, html, cluster);
}
