#include "report/html_ties.h"

#include <string.h>

#include "report/html_excerpt.h"
#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/plain.h"

enum { WHOLE_MICRO = 1000000, TERM_COLUMNS = 40, SOURCE_COLUMNS = 60, MAX_TERMS = 8 };

uint32_t kembar_html_other_of(const kembar_pair_row *row, uint32_t doc_id) {
    return row->pair->a == doc_id ? row->pair->b : row->pair->a;
}

static const char *cluster_of(const kembar_html *html, uint32_t doc_id, uint8_t kind) {
    const kembar_document_row *row = &html->documents[doc_id];
    return kind == KEMBAR_CLUSTER_STORY ? row->story : row->group;
}

int kembar_html_is_in(const kembar_html *html, uint32_t doc_id, const kembar_cluster *cluster) {
    const char *id = cluster_of(html, doc_id, cluster->kind);
    return id && strcmp(id, cluster->id) == 0;
}

int kembar_html_is_closer(const kembar_pair_row *row, const kembar_pair_row *other) {
    if (!other || row->pair->relation != other->pair->relation)
        return !other || row->pair->relation > other->pair->relation;
    int is_partner = row->pair->mutual == 1;
    if (is_partner != (other->pair->mutual == 1))
        return is_partner;
    return row->pair->score > other->pair->score;
}

static void find_closer(kembar_html_found_tie *found, const kembar_html *html, uint32_t doc_id,
                        const kembar_cluster *group, const kembar_cluster *story) {
    size_t n_pairs;
    const uint32_t *pairs = kembar_html_pairs_of(html, doc_id, &n_pairs);
    for (size_t i = 0; i < n_pairs; i++) {
        const kembar_pair_row *row = &html->pairs[pairs[i]];
        uint32_t other = kembar_html_other_of(row, doc_id);
        if (kembar_html_is_in(html, other, story) &&
            !(group && kembar_html_is_in(html, other, group)) &&
            kembar_html_is_closer(row, found->row))
            *found = (kembar_html_found_tie){row, doc_id};
    }
}

kembar_html_found_tie kembar_html_closest_inside(const kembar_html *html, uint32_t doc_id,
                                                 const kembar_cluster *group,
                                                 const kembar_cluster *story) {
    kembar_html_found_tie found = {NULL, doc_id};
    find_closer(&found, html, doc_id, group, story);
    for (size_t i = 0; group && i < group->n_members && i < KEMBAR_HTML_MAX_TIED_COPIES; i++)
        find_closer(&found, html, group->members[i].doc_id, group, story);
    return found;
}

const kembar_pair_row *kembar_html_find_partner(const kembar_html *html, uint32_t doc_id) {
    size_t n_pairs;
    const uint32_t *pairs = kembar_html_pairs_of(html, doc_id, &n_pairs);
    for (size_t i = 0; i < n_pairs; i++)
        if (html->pairs[pairs[i]].pair->mutual == 1)
            return &html->pairs[pairs[i]];
    return NULL;
}

/* Tokens of one document in the spans of a pair, which do not overlap, of those that count. */
static int32_t share_of(const kembar_html *html, const kembar_pair_row *row, uint32_t doc_id) {
    const kembar_document *document = kembar_html_document(html, doc_id);
    uint64_t n_inside = 0, n_all = html->documents[doc_id].content_tokens;
    for (uint32_t i = 0; i < row->pair->n_spans; i++) {
        const kembar_span_pair *span = &row->spans[i];
        int is_a = row->pair->a == doc_id;
        n_inside += kembar_html_stretch_of(document, is_a ? span->a_begin : span->b_begin,
                                           is_a ? span->a_end : span->b_end)
                        .n_tokens;
    }
    return n_inside >= n_all ? WHOLE_MICRO : (int32_t)(n_inside * WHOLE_MICRO / n_all);
}

kembar_tie kembar_html_tie_of(const kembar_html *html, const kembar_pair_row *row, uint32_t doc_id,
                              const char *reference) {
    const kembar_pair *pair = row->pair;
    kembar_tie tie = {.relation = (kembar_relation)pair->relation,
                      .score = pair->score,
                      .pair = pair,
                      .is_a = pair->a == doc_id,
                      .reference = reference};
    if (tie.relation == KEMBAR_RELATION_TRANSLATION) {
        tie.share_of_document = share_of(html, row, doc_id);
        tie.share_of_reference = share_of(html, row, kembar_html_other_of(row, doc_id));
    }
    return tie;
}

/* Largest first: what lies behind so many is shown by a line at most. */
static int is_listed(const kembar_html *html, uint32_t doc_id) {
    const kembar_document_row *row = &html->documents[doc_id];
    const kembar_cluster *cluster =
        kembar_html_find_cluster(html, row->story ? row->story : row->group);
    return cluster && cluster->n_members > 1 && cluster - html->clusters < KEMBAR_HTML_MAX_STORIES;
}

void kembar_html_put_mention(kembar_buffer *out, const kembar_html *html, uint32_t doc_id) {
    const kembar_document *document = kembar_html_document(html, doc_id);
    kembar_view source = kembar_document_source(document);
    int is_linked = is_listed(html, doc_id);
    kembar_html_put(out, "“");
    if (is_linked)
        kembar_buffer_append_format(out, "<a href=\"#" KEMBAR_HTML_PLACE "\">", doc_id);
    kembar_html_put_plain_title(out, document);
    kembar_html_put(out, is_linked ? "</a>”" : "”");
    if (source.size == 0)
        return;
    kembar_html_put(out, " (<bdi>");
    kembar_html_put_line(out, source, SOURCE_COLUMNS);
    kembar_html_put(out, "</bdi>)");
}

static void put_word(kembar_buffer *out, const kembar_document *document, kembar_view word) {
    kembar_html_put(out, "<span");
    kembar_html_put_language_attributes(out, document);
    kembar_buffer_append_char(out, '>');
    kembar_html_put_line(out, word, TERM_COLUMNS);
    kembar_html_put(out, "</span>");
}

void kembar_html_put_matched_words(kembar_buffer *out, const kembar_pair_row *row,
                                   uint32_t doc_id) {
    int is_a = row->pair->a == doc_id;
    uint32_t n_shown = row->pair->n_terms < MAX_TERMS ? row->pair->n_terms : MAX_TERMS;
    if (n_shown == 0)
        return;
    kembar_html_put(out, "<p class=\"words\">Words that answer each other: ");
    for (uint32_t i = 0; i < n_shown; i++) {
        const kembar_matched_term *term = &row->terms[i];
        kembar_html_put(out, i ? " · <span class=\"match\">" : "<span class=\"match\">");
        put_word(out, is_a ? row->b : row->a, is_a ? term->b : term->a);
        kembar_html_put(out, " ~ ");
        put_word(out, is_a ? row->a : row->b, is_a ? term->a : term->b);
        kembar_html_put(out, "</span>");
    }
    kembar_html_put(out, "</p>");
}

/* The closest pairs that lead out, each to another story, closest first. */
typedef struct near_misses {
    const kembar_pair_row *rows[KEMBAR_HTML_MAX_NEAR_MISSES];
    uint32_t outside[KEMBAR_HTML_MAX_NEAR_MISSES]; /* doc_ids */
    size_t n_rows;
} near_misses;

static int is_same_place(const kembar_html *html, uint32_t a, uint32_t b) {
    const char *story_a = html->documents[a].story, *story_b = html->documents[b].story;
    return a == b || (story_a && story_b && strcmp(story_a, story_b) == 0);
}

static void remove_row(near_misses *found, size_t i) {
    found->n_rows--;
    for (; i < found->n_rows; i++) {
        found->rows[i] = found->rows[i + 1];
        found->outside[i] = found->outside[i + 1];
    }
}

static void offer_row(const kembar_html *html, near_misses *found, const kembar_pair_row *row,
                      uint32_t outside) {
    for (size_t i = 0; i < found->n_rows; i++) {
        if (!is_same_place(html, found->outside[i], outside))
            continue;
        if (!kembar_html_is_closer(row, found->rows[i]))
            return;
        remove_row(found, i);
        break;
    }
    size_t at = found->n_rows;
    while (at > 0 && kembar_html_is_closer(row, found->rows[at - 1]))
        at--;
    if (at == KEMBAR_HTML_MAX_NEAR_MISSES)
        return;
    if (found->n_rows < KEMBAR_HTML_MAX_NEAR_MISSES)
        found->n_rows++;
    for (size_t i = found->n_rows - 1; i > at; i--) {
        found->rows[i] = found->rows[i - 1];
        found->outside[i] = found->outside[i - 1];
    }
    found->rows[at] = row;
    found->outside[at] = outside;
}

static near_misses find_near_misses(const kembar_html *html, const kembar_cluster *story) {
    near_misses found = {0};
    for (size_t i = 0; i < story->n_members; i++) {
        uint32_t doc_id = story->members[i].doc_id;
        size_t n_pairs;
        const uint32_t *pairs = kembar_html_pairs_of(html, doc_id, &n_pairs);
        for (size_t j = 0; j < n_pairs; j++) {
            const kembar_pair_row *row = &html->pairs[pairs[j]];
            uint32_t other = kembar_html_other_of(row, doc_id);
            if (!kembar_html_is_in(html, other, story))
                offer_row(html, &found, row, other);
        }
    }
    return found;
}

static void put_near_miss(kembar_buffer *out, const kembar_html *html, const kembar_pair_row *row,
                          uint32_t outside) {
    kembar_relation relation = (kembar_relation)row->pair->relation;
    uint32_t inside = kembar_html_other_of(row, outside);
    kembar_html_put(out, "<li>");
    kembar_html_put_mention(out, html, outside);
    kembar_html_put(out, ": ");
    kembar_html_put(out, row->pair->facts_differ == 1 ? "Same form, other facts"
                                                      : kembar_wording_relation(relation));
    kembar_html_put(out, ", ");
    kembar_plain_append_percent(out, row->pair->score);
    kembar_html_put(out, ", beside ");
    kembar_html_put_mention(out, html, inside);
    kembar_html_put(out, "</li>\n");
}

void kembar_html_put_near_misses(kembar_buffer *out, const kembar_html *html,
                                 const kembar_cluster *story) {
    near_misses found = find_near_misses(html, story);
    if (found.n_rows == 0)
        return;
    kembar_html_put(out, "<p class=\"facts\">Near, but not counted to this story:</p>\n"
                         "<ul class=\"misses\">\n");
    for (size_t i = 0; i < found.n_rows; i++)
        put_near_miss(out, html, found.rows[i], found.outside[i]);
    kembar_html_put(out, "</ul>\n");
}
