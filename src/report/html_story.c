#include "report/html_story.h"

#include <string.h>

#include "report/html_limits.h"
#include "report/html_passages.h"
#include "report/html_put.h"
#include "report/html_story_head.h"
#include "report/html_ties.h"
#include "report/html_timeline.h"
#include "report/plain.h"
#include "report/wording.h"

/* One story on its way out. */
typedef struct story_writer {
    kembar_buffer *out;
    const kembar_html *html;
    const kembar_cluster *story;
    size_t n_listed, n_compared;
} story_writer;

int kembar_html_is_topic(const kembar_html *html, const kembar_cluster *cluster) {
    if (cluster->n_members < 2)
        return 0;
    return cluster->kind == KEMBAR_CLUSTER_STORY ||
           !kembar_html_find_cluster(html, html->documents[cluster->representative].story);
}

/* The group that a document leads or belongs to, when it shows inside this story. */
static const kembar_cluster *group_of(const story_writer *writer, uint32_t doc_id) {
    const kembar_document_row *rows = writer->html->documents;
    const kembar_cluster *group = kembar_html_find_cluster(writer->html, rows[doc_id].group);
    if (!group || group == writer->story || group->n_members < 2)
        return NULL;
    const char *story = rows[group->representative].story;
    return story && strcmp(story, writer->story->id) == 0 ? group : NULL;
}

static void put_badge(kembar_buffer *out, const kembar_member *member) {
    kembar_relation relation = (kembar_relation)member->relation;
    const char *kind = member->is_self ? "self" : kembar_relation_name(relation);
    const char *words = member->is_self ? "Reference" : kembar_wording_relation(relation);
    kembar_buffer_append_format(out, "<p class=\"badge %s\">%s</p>", kind, words);
}

static void put_comparison(story_writer *writer, const kembar_pair_row *row, uint32_t reference,
                           const char *reference_name) {
    if (row->pair->n_spans == 0 || writer->n_compared >= KEMBAR_HTML_MAX_STORY_COMPARISONS ||
        writer->out->size > KEMBAR_HTML_COMPARE_BUDGET_BYTES)
        return;
    writer->n_compared++;
    kembar_html_put(writer->out, "<details class=\"compare\"><summary>");
    kembar_html_put(writer->out, kembar_html_has_sentences(row) ? "Compare sentence by sentence"
                                                                : "Compare side by side");
    kembar_html_put(writer->out, "</summary>\n");
    kembar_html_put_comparison(writer->out, row, kembar_html_document(writer->html, reference),
                               reference_name, "This document:");
    kembar_html_put(writer->out, "</details>");
}

/* One sentence, then for pairs across languages the words that answer each other. */
static void put_tie(story_writer *writer, const kembar_pair_row *row, uint32_t doc_id,
                    const char *reference) {
    kembar_tie tie = kembar_html_tie_of(writer->html, row, doc_id, reference);
    kembar_wording_tie(writer->out, &tie);
    kembar_html_put(writer->out, "</p>");
    kembar_html_put_matched_words(writer->out, row, doc_id);
}

/* A document that is closer to another one of its story than to the reference, by itself or by one
 * of its copies. */
static void put_closer_tie(story_writer *writer, const kembar_html_found_tie *found,
                           uint32_t doc_id) {
    const kembar_pair_row *row = found->row;
    uint32_t other = kembar_html_other_of(row, found->own);
    kembar_buffer *out = writer->out;
    kembar_html_put(out, "<p class=\"tie\">");
    if (found->own != doc_id) {
        kembar_html_put(out, "Its copy ");
        kembar_html_put_mention(out, writer->html, found->own);
        kembar_html_put(out, " is close to ");
    } else {
        kembar_html_put(out, "Close to ");
    }
    kembar_html_put_mention(out, writer->html, other);
    kembar_html_put(out, row->pair->mutual == 1 ? ", its <b>asserted partner</b>. " : ". ");
    kembar_html_put(out, kembar_wording_relation((kembar_relation)row->pair->relation));
    kembar_html_put(out, ": ");
    put_tie(writer, row, found->own, "that text");
    put_comparison(writer, row, other, "That document:");
}

static void put_reference_tie(story_writer *writer, const kembar_member *member,
                              const kembar_pair_row *row, uint32_t reference) {
    kembar_buffer *out = writer->out;
    kembar_html_put(out, "<p class=\"tie\">");
    if (row) {
        if (row->pair->mutual == 1)
            kembar_html_put(out, "<b>Asserted partner.</b> ");
        put_tie(writer, row, member->doc_id, "the reference text");
        put_comparison(writer, row, reference, "Reference:");
        return;
    }
    kembar_tie tie = {.relation = (kembar_relation)member->relation,
                      .score = member->score,
                      .reference = "the reference text"};
    kembar_wording_tie(out, &tie);
    kembar_html_put(out, "</p>");
}

/* Why the document is in this story: its tie to the reference, and one that is closer. Returns the
 * last pair that was told of, or NULL. */
static const kembar_pair_row *put_ties(story_writer *writer, const kembar_member *member,
                                       uint32_t reference) {
    const kembar_html *html = writer->html;
    const kembar_pair_row *row = kembar_html_find_pair(html, member->doc_id, reference);
    const kembar_cluster *group = group_of(writer, member->doc_id);
    kembar_html_found_tie closest =
        kembar_html_closest_inside(html, member->doc_id, group, writer->story);
    int is_closer = closest.row && member->relation < KEMBAR_RELATION_TRANSLATION &&
                    (!row || closest.row->pair->relation > row->pair->relation);
    if (row || !is_closer)
        put_reference_tie(writer, member, row, reference);
    if (is_closer)
        put_closer_tie(writer, &closest, member->doc_id);
    return is_closer ? closest.row : row;
}

/* The partner of a document, unless that is what its tie, `told` or NULL, tells of. */
static void put_partner(story_writer *writer, uint32_t doc_id, const kembar_pair_row *told) {
    const kembar_pair_row *row = kembar_html_find_partner(writer->html, doc_id);
    kembar_buffer *out = writer->out;
    if (!row || row == told)
        return;
    uint32_t partner = kembar_html_other_of(row, doc_id);
    const kembar_document *document = kembar_html_document(writer->html, partner);
    kembar_html_put(out, "<p class=\"tie\"><b>Asserted partner</b> in ");
    kembar_html_put(out, kembar_wording_language(kembar_document_language(document)));
    kembar_html_put(out, ": ");
    kembar_html_put_mention(out, writer->html, partner);
    kembar_html_put(out, row->pair->relation == KEMBAR_RELATION_TRANSLATION
                             ? ", a translation"
                             : ", the same event in other words");
    kembar_html_put(out, kembar_html_is_in(writer->html, partner, writer->story)
                             ? ".</p>"
                             : "; it lies in another story.</p>");
}

/* An open list item; `reference` is what `member` is related to. */
static void open_document(story_writer *writer, const kembar_member *member, uint32_t reference) {
    kembar_buffer *out = writer->out;
    const kembar_document *document = kembar_html_document(writer->html, member->doc_id);
    writer->n_listed++;
    kembar_buffer_append_format(out, "<li id=\"" KEMBAR_HTML_PLACE "\">", member->doc_id);
    put_badge(out, member);
    kembar_html_put(out, "<div>");
    kembar_html_put_title(out, document);
    kembar_html_put_origin(out, document);
    const kembar_pair_row *told = member->is_self ? NULL : put_ties(writer, member, reference);
    put_partner(writer, member->doc_id, told);
}

static void close_document(story_writer *writer) {
    kembar_html_put(writer->out, "</div></li>\n");
}

static int is_full(const story_writer *writer) {
    return writer->n_listed >= KEMBAR_HTML_MAX_STORY_DOCUMENTS;
}

static void put_left_out(kembar_buffer *out, size_t n_left_out) {
    if (n_left_out == 0)
        return;
    kembar_html_put(out, "<li class=\"more\">");
    kembar_plain_append_counted(out, n_left_out, "more document", "more documents");
    kembar_html_put(out, ", listed in <code>clusters.jsonl</code></li>\n");
}

/* The other documents of a group, below its representative. */
static void put_copies(story_writer *writer, const kembar_cluster *group) {
    size_t n_left_out = 0;
    kembar_html_put(writer->out, "\n<p class=\"copies\">");
    kembar_plain_append_counted(writer->out, group->n_members - 1, "copy of this text",
                                "copies of this text");
    kembar_html_put(writer->out, "</p>\n<ol>\n");
    for (size_t i = 0; i < group->n_members; i++) {
        const kembar_member *member = &group->members[i];
        if (member->is_self)
            continue;
        if (is_full(writer)) {
            n_left_out++;
            continue;
        }
        open_document(writer, member, group->representative);
        close_document(writer);
    }
    put_left_out(writer->out, n_left_out);
    kembar_html_put(writer->out, "</ol>\n");
}

/* The copies in a group go under its representative, all else stands by itself. */
static void put_documents(story_writer *writer) {
    const kembar_cluster *story = writer->story;
    size_t n_left_out = 0;
    kembar_html_put(writer->out, "<ol class=\"documents\">\n");
    for (size_t i = 0; i < story->n_members; i++) {
        const kembar_member *member = &story->members[i];
        const kembar_cluster *group = group_of(writer, member->doc_id);
        if (group && group->representative != member->doc_id)
            continue;
        if (is_full(writer)) {
            n_left_out += group ? group->n_members : 1;
            continue;
        }
        open_document(writer, member, story->representative);
        if (group)
            put_copies(writer, group);
        close_document(writer);
    }
    put_left_out(writer->out, n_left_out);
    kembar_html_put(writer->out, "</ol>\n");
}

void kembar_html_put_story(kembar_buffer *out, const kembar_html *html, const kembar_cluster *story,
                           int is_open) {
    story_writer writer = {.out = out, .html = html, .story = story};
    kembar_buffer_append_format(out, "<details class=\"story\" id=\"%s\"%s><summary><h3>",
                                story->id, is_open ? " open" : "");
    kembar_html_put(out, "<span class=\"size\">");
    kembar_plain_append_count(out, story->n_members);
    kembar_html_put(out, "</span> ");
    kembar_html_put_plain_title(out, kembar_html_document(html, story->representative));
    kembar_html_put(out, "</h3></summary>\n");
    kembar_html_put_story_facts(out, story);
    kembar_html_put_timeline(out, html, story);
    put_documents(&writer);
    kembar_html_put_story_limits(out, html, story);
    kembar_html_put(out, "</details>\n");
}

void kembar_html_put_story_line(kembar_buffer *out, const kembar_html *html,
                                const kembar_cluster *story) {
    kembar_buffer_append_format(out, "<li id=\"%s\"><span class=\"size\">", story->id);
    kembar_plain_append_count(out, story->n_members);
    kembar_html_put(out, "</span> ");
    kembar_html_put_plain_title(out, kembar_html_document(html, story->representative));
    kembar_html_put(out, " <span class=\"origin\">");
    kembar_html_put_dates(out, story);
    kembar_html_put(out, "</span></li>\n");
}
