#include "report/summary_text.h"

#include <string.h>

#include "base/views.h"
#include "report/plain.h"

enum { NAME_COLUMNS = 13, NUMBER_COLUMNS = 9, MAX_REJECTIONS = 3, MAX_TERMS = 5 };

/* Nothing may stand behind the last number of a line: no blanks then. */
static void line_end(kembar_buffer *out) {
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    kembar_buffer_append_char(out, '\n');
}

/* "  Pairs           1,214  " */
static void put_name(kembar_buffer *out, const char *name, uint64_t value, int color) {
    kembar_buffer number = {0};
    kembar_plain_append_count(&number, value);
    kembar_buffer_append_text(out, "  ");
    kembar_summary_append_cell(out, kembar_view_of(name), -NAME_COLUMNS);
    kembar_summary_ink(out, color, KEMBAR_INK_BOLD);
    kembar_summary_append_cell(out, kembar_buffer_view(&number), NUMBER_COLUMNS);
    kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    kembar_buffer_append_text(out, "   ");
    out->failed = out->failed || number.failed;
    kembar_buffer_deinit(&number);
}

static void put_part(kembar_buffer *out, uint64_t count, const char *name, int *n_parts) {
    if (count == 0)
        return;
    if ((*n_parts)++ > 0)
        kembar_buffer_append_text(out, " · ");
    kembar_plain_append_count(out, count);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, name);
}

static void put_languages(kembar_buffer *out, const kembar_summary_tally *tally) {
    int n_parts = 0;
    put_part(out, tally->n_language[KEMBAR_LANGUAGE_EN], "English", &n_parts);
    put_part(out, tally->n_language[KEMBAR_LANGUAGE_ID], "Indonesian", &n_parts);
    put_part(out, tally->n_language[KEMBAR_LANGUAGE_OTHER], "other", &n_parts);
    line_end(out);
}

static void put_relations(kembar_buffer *out, const kembar_summary_tally *tally) {
    int n_parts = 0;
    for (int i = KEMBAR_RELATION_EXACT; i > KEMBAR_RELATION_NONE; i--)
        put_part(out, tally->n_relation[i], kembar_relation_name((kembar_relation)i), &n_parts);
    line_end(out);
}

/* Copies of one text have the pairs of that text: links, of which each has one, count texts. */
static void put_links(kembar_buffer *out, const uint64_t n_links[2], int color) {
    int n_parts = 0;
    if (n_links[0] + n_links[1] == 0)
        return;
    put_name(out, "Links", n_links[0] + n_links[1], color);
    put_part(out, n_links[0], n_links[0] == 1 ? "translation" : "translations", &n_parts);
    put_part(out, n_links[1], "of the same event", &n_parts);
    kembar_buffer_append_text(out, ", one partner a text\n");
}

static void put_numbers(kembar_buffer *out, const kembar_summary_tally *tally, int color) {
    uint64_t n_pairs = 0;
    for (int i = 0; i <= KEMBAR_RELATION_EXACT; i++)
        n_pairs += tally->n_relation[i];
    put_name(out, "Documents", tally->n_documents, color);
    put_languages(out, tally);
    put_name(out, "Pairs", n_pairs, color);
    put_relations(out, tally);
    if (tally->n_facts_differ > 0) {
        put_name(out, "  of these", tally->n_facts_differ, color);
        kembar_buffer_append_text(out, "share their form, but not their facts\n");
    }
    put_links(out, tally->n_links, color);
    put_name(out, "Copied texts", tally->n_clusters[KEMBAR_CLUSTER_DUPLICATES], color);
    kembar_plain_append_counted(out, tally->n_members[KEMBAR_CLUSTER_DUPLICATES], "document",
                                "documents");
    kembar_buffer_append_text(out, " in groups of exact and near copies\n");
    put_name(out, "Stories", tally->n_clusters[KEMBAR_CLUSTER_STORY], color);
    kembar_plain_append_counted(out, tally->n_members[KEMBAR_CLUSTER_STORY], "document",
                                "documents");
    kembar_buffer_append_text(out, " that tell a story with others\n");
}

/* "      7  Title". */
static void put_cluster_head(kembar_buffer *out, const kembar_cluster *cluster,
                             const kembar_document *representative, int color) {
    kembar_buffer number = {0};
    kembar_plain_append_count(&number, cluster->n_members);
    kembar_summary_ink(out, color, KEMBAR_INK_BOLD);
    kembar_summary_append_cell(out, kembar_buffer_view(&number), 7);
    kembar_buffer_append_text(out, "  ");
    kembar_view title = kembar_plain_title(representative);
    if (!title.data)
        title = kembar_view_of("(no text)");
    (void)kembar_plain_append_line(out, title, KEMBAR_SUMMARY_COLUMNS - 9);
    kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    line_end(out);
    out->failed = out->failed || number.failed;
    kembar_buffer_deinit(&number);
}

/* "2024-05-14 to 2024-05-16", without the time of day; one day alone. */
static void put_days(kembar_buffer *out, kembar_view first, kembar_view last) {
    enum { DAY_BYTES = 10 };
    kembar_view days[2] = {first, last};
    for (int i = 0; i < 2; i++)
        if (days[i].size > DAY_BYTES)
            days[i].size = DAY_BYTES;
    kembar_buffer_append_view(out, days[0]);
    if (kembar_view_equal(days[0], days[1]))
        return;
    kembar_buffer_append_text(out, " to ");
    kembar_buffer_append_view(out, days[1]);
}

static void put_cluster_facts(kembar_buffer *out, const kembar_cluster *cluster, int color) {
    kembar_buffer line = {0};
    if (cluster->n_sources > 0)
        kembar_plain_append_counted(&line, cluster->n_sources, "source", "sources");
    if (cluster->first_date.data) {
        kembar_buffer_append_text(&line, line.size > 0 ? " · " : "");
        put_days(&line, cluster->first_date, cluster->last_date);
    }
    for (size_t i = 0; i < cluster->n_labels; i++)
        for (size_t j = 0; j < cluster->labels[i].n_terms && j < MAX_TERMS; j++) {
            kembar_buffer_append_text(&line, j ? ", " : line.size > 0 ? " · " : "");
            kembar_buffer_append_view(&line, cluster->labels[i].terms[j]);
        }
    if (line.size > 0) {
        kembar_summary_ink(out, color, KEMBAR_INK_SOFT);
        kembar_buffer_append_text(out, "         ");
        (void)kembar_plain_append_line(out, kembar_buffer_view(&line), KEMBAR_SUMMARY_COLUMNS - 9);
        kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
        line_end(out);
    }
    out->failed = out->failed || line.failed;
    kembar_buffer_deinit(&line);
}

static kembar_view id_of(const kembar_run_summary *summary, uint32_t doc_id) {
    return kembar_document_id(kembar_collection_document(summary->collection, doc_id));
}

/* Both ids in what a line has left for them; a short one leaves room to the other. */
static void put_ids(kembar_buffer *out, kembar_view a, kembar_view b) {
    enum { ROOM = KEMBAR_SUMMARY_COLUMNS - 9 - 18 - 3 };
    kembar_buffer measured = {0};
    size_t b_columns = kembar_plain_append_line(&measured, b, ROOM);
    size_t a_columns = b_columns < ROOM / 2 ? ROOM - b_columns : ROOM / 2;
    a_columns = kembar_plain_append_line(out, a, a_columns);
    kembar_buffer_append_text(out, " ~ ");
    (void)kembar_plain_append_line(out, b, ROOM - a_columns);
    out->failed = out->failed || measured.failed;
    kembar_buffer_deinit(&measured);
}

static void put_weakest(kembar_buffer *out, const kembar_run_summary *summary,
                        const kembar_cluster *cluster, int color) {
    if (cluster->weakest_score < 0)
        return;
    kembar_summary_ink(out, color, KEMBAR_INK_SOFT);
    kembar_buffer_append_text(out, "         loosest tie ");
    kembar_plain_append_percent(out, cluster->weakest_score);
    kembar_buffer_append_text(out, ": ");
    put_ids(out, id_of(summary, cluster->weakest_a), id_of(summary, cluster->weakest_b));
    kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    line_end(out);
}

static void put_largest(kembar_buffer *out, const kembar_summary_tally *tally,
                        const kembar_run_summary *summary, int color) {
    kembar_cluster_kind kind = tally->n_clusters[KEMBAR_CLUSTER_STORY] > 0
                                   ? KEMBAR_CLUSTER_STORY
                                   : KEMBAR_CLUSTER_DUPLICATES;
    uint64_t n = tally->n_clusters[kind];
    if (n == 0) {
        kembar_buffer_append_text(out, "\n  No two documents belong together.\n");
        return;
    }
    kembar_buffer_append_text(out, kind == KEMBAR_CLUSTER_STORY
                                       ? "\n  Largest stories, in documents\n"
                                       : "\n  Most copied texts, in documents\n");
    for (uint64_t i = 0; i < n && i < KEMBAR_SUMMARY_MAX_STORIES; i++) {
        const kembar_cluster *cluster = &tally->largest[kind][i];
        put_cluster_head(out, cluster,
                         kembar_collection_document(summary->collection, cluster->representative),
                         color);
        put_cluster_facts(out, cluster, color);
        put_weakest(out, summary, cluster, color);
    }
}

static void put_rejection(kembar_buffer *out, const kembar_rejection *rejection) {
    kembar_buffer_append_text(out, "         ");
    size_t n_columns = 9 + kembar_plain_append_line(out, rejection->path, 48);
    if (rejection->position > 0) {
        size_t before = out->size;
        kembar_buffer_append_char(out, ':');
        kembar_buffer_append_u64(out, rejection->position);
        n_columns += out->size - before;
    }
    kembar_buffer_append_text(out, "  ");
    (void)kembar_plain_append_line(out, kembar_view_of(rejection->reason),
                                   KEMBAR_SUMMARY_COLUMNS - n_columns - 2);
    line_end(out);
}

static void put_rejections(kembar_buffer *out, const kembar_run_summary *summary, int color) {
    size_t n = kembar_collection_rejection_count(summary->collection);
    if (n == 0)
        return;
    line_end(out);
    kembar_summary_ink(out, color, KEMBAR_INK_WARN);
    put_name(out, "Left out", n, 0);
    kembar_buffer_append_text(out, n == 1 ? "input or record" : "inputs or records");
    if (n > MAX_REJECTIONS)
        kembar_buffer_append_text(out, ", the first three:");
    kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    line_end(out);
    for (size_t i = 0; i < n && i < MAX_REJECTIONS; i++)
        put_rejection(out, kembar_collection_rejection(summary->collection, i));
}

void kembar_summary_write(kembar_buffer *out, const kembar_summary_tally *tally,
                          const kembar_run_summary *summary, const char *dir, int color) {
    put_numbers(out, tally, color);
    put_largest(out, tally, summary, color);
    put_rejections(out, summary, color);
    kembar_buffer_append_text(out, "\n  Done in ");
    kembar_summary_append_seconds(out, summary->wall_seconds);
    if (dir) {
        kembar_buffer_append_text(out, ". Report: ");
        kembar_summary_ink(out, color, KEMBAR_INK_BOLD);
        (void)kembar_plain_append_line(out, kembar_view_of(dir), SIZE_MAX);
        kembar_buffer_append_text(out, dir[0] && dir[strlen(dir) - 1] == '/' ? "report.html"
                                                                             : "/report.html");
        kembar_summary_ink(out, color, KEMBAR_INK_PLAIN);
    }
    line_end(out);
}
