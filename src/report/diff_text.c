#include <inttypes.h>

#include "base/views.h"
#include "kembar/diff_report.h"
#include "report/answers.h"
#include "report/plain.h"
#include "report/summary_text.h"

enum {
    COLUMNS = KEMBAR_SUMMARY_COLUMNS,
    NAME_COLUMNS = 12,
    INDENT = 4,
    MAX_EXAMPLES = 3,
    RELATION_COLUMNS = 26,
    CHANGE_COLUMNS = 10,
    SIZE_COLUMNS = 14
};

typedef struct diff_writer {
    kembar_buffer out;
    const kembar_diff *diff;
    int color;
} diff_writer;

static void put_part(kembar_buffer *out, size_t start, size_t n, const char *what) {
    if (n == 0)
        return;
    if (out->size > start)
        kembar_buffer_append_text(out, " · ");
    kembar_plain_append_count(out, n);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, what);
}

static void end_parts(kembar_buffer *out, size_t start) {
    kembar_buffer_append_text(out, out->size > start ? "\n" : "no change\n");
}

static void put_name(diff_writer *w, const char *name) {
    kembar_buffer_append_spaces(&w->out, 2);
    kembar_plain_append_left(&w->out, kembar_view_of(name), NAME_COLUMNS);
}

/* --- counts --- */

static size_t count_clusters(const kembar_results *results, uint8_t kind) {
    size_t n, n_kind = 0;
    const kembar_result_cluster *clusters = kembar_results_clusters(results, &n);
    for (size_t i = 0; i < n; i++)
        n_kind += clusters[i].kind == kind;
    return n_kind;
}

static void put_run(diff_writer *w, const char *name, const kembar_results *results) {
    size_t n_documents, n_pairs;
    kembar_buffer *out = &w->out;
    (void)kembar_results_documents(results, &n_documents);
    (void)kembar_results_pairs(results, &n_pairs);
    put_name(w, name);
    kembar_plain_append_counted(out, n_documents, "document", "documents");
    kembar_buffer_append_text(out, " · ");
    kembar_plain_append_counted(out, n_pairs, "pair", "pairs");
    kembar_buffer_append_text(out, " · ");
    kembar_plain_append_counted(out, count_clusters(results, KEMBAR_CLUSTER_DUPLICATES), "group",
                                "groups");
    kembar_buffer_append_text(out, " · ");
    kembar_plain_append_counted(out, count_clusters(results, KEMBAR_CLUSTER_STORY), "story",
                                "stories");
    kembar_buffer_append_char(out, '\n');
}

typedef enum pair_change { PAIR_APPEARED = 0, PAIR_LEFT, PAIR_CHANGED, N_PAIR_CHANGES } pair_change;

static pair_change change_of(const kembar_diff_pair *pair) {
    return !pair->before ? PAIR_APPEARED : !pair->after ? PAIR_LEFT : PAIR_CHANGED;
}

static void put_pair_counts(diff_writer *w) {
    size_t n[N_PAIR_CHANGES] = {0}, with_document[N_PAIR_CHANGES] = {0};
    kembar_buffer *out = &w->out;
    for (size_t i = 0; i < w->diff->n_pairs; i++) {
        const kembar_diff_pair *pair = &w->diff->pairs[i];
        n[change_of(pair)]++;
        with_document[change_of(pair)] += pair->with_document;
    }
    put_name(w, "Pairs");
    size_t start = out->size;
    put_part(out, start, n[PAIR_APPEARED], "appeared");
    if (with_document[PAIR_APPEARED])
        kembar_buffer_append_format(out, " (%zu with a document that did)",
                                    with_document[PAIR_APPEARED]);
    put_part(out, start, n[PAIR_LEFT], "left");
    if (with_document[PAIR_LEFT])
        kembar_buffer_append_format(out, " (%zu with a document that did)",
                                    with_document[PAIR_LEFT]);
    put_part(out, start, n[PAIR_CHANGED], "changed");
    end_parts(out, start);
}

static void put_cluster_counts(diff_writer *w, const char *name, uint8_t kind) {
    size_t n[KEMBAR_N_CLUSTER_CHANGES] = {0};
    for (size_t i = 0; i < w->diff->n_clusters; i++)
        if (w->diff->clusters[i].kind == kind)
            n[w->diff->clusters[i].change]++;
    put_name(w, name);
    size_t start = w->out.size;
    for (int i = 0; i < KEMBAR_N_CLUSTER_CHANGES; i++)
        put_part(&w->out, start, n[i], kembar_cluster_change_name((kembar_cluster_change)i));
    end_parts(&w->out, start);
}

static int32_t value_of(const kembar_results *results, const kembar_option_field *field) {
    const char *options = (const char *)kembar_results_options(results);
    return *(const int32_t *)(const void *)(options + field->offset);
}

static void put_value(kembar_buffer *out, const kembar_option_field *field, int32_t value) {
    if (field->is_micro)
        kembar_buffer_append_micro(out, value);
    else if (field->is_flag)
        kembar_buffer_append_text(out, value ? "true" : "false");
    else if (field->is_nullable && value < 0)
        kembar_buffer_append_text(out, "none");
    else
        kembar_buffer_append_format(out, "%" PRId32, value);
}

/* Other options explain much of what follows. */
static void put_options(diff_writer *w) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        int32_t before = value_of(w->diff->before, &fields[i]);
        int32_t after = value_of(w->diff->after, &fields[i]);
        if (before == after)
            continue;
        put_name(w, "Option");
        kembar_buffer_append_format(&w->out, "%s ", fields[i].name);
        put_value(&w->out, &fields[i], before);
        kembar_buffer_append_text(&w->out, " -> ");
        put_value(&w->out, &fields[i], after);
        kembar_buffer_append_char(&w->out, '\n');
    }
}

static void put_counts(diff_writer *w) {
    put_run(w, "Before", w->diff->before);
    put_run(w, "After", w->diff->after);
    put_options(w);
    kembar_buffer_append_char(&w->out, '\n');
    put_name(w, "Documents");
    size_t start = w->out.size;
    put_part(&w->out, start, w->diff->n_appeared, "appeared");
    put_part(&w->out, start, w->diff->n_left, "left");
    end_parts(&w->out, start);
    put_pair_counts(w);
    put_cluster_counts(w, "Groups", KEMBAR_CLUSTER_DUPLICATES);
    put_cluster_counts(w, "Stories", KEMBAR_CLUSTER_STORY);
}

/* --- examples --- */

static void put_heading(diff_writer *w, const char *text) {
    kembar_buffer_append_char(&w->out, '\n');
    kembar_summary_ink(&w->out, w->color, KEMBAR_INK_BOLD);
    kembar_buffer_append_spaces(&w->out, 2);
    kembar_buffer_append_text(&w->out, text);
    kembar_summary_ink(&w->out, w->color, KEMBAR_INK_PLAIN);
    kembar_buffer_append_char(&w->out, '\n');
}

static void put_more(diff_writer *w, size_t n) {
    if (n <= MAX_EXAMPLES)
        return;
    kembar_buffer_append_spaces(&w->out, INDENT);
    kembar_buffer_append_text(&w->out, "and ");
    kembar_plain_append_count(&w->out, n - MAX_EXAMPLES);
    kembar_buffer_append_text(&w->out, " more\n");
}

static void put_documents(diff_writer *w, const char *heading,
                          const kembar_result_document *const *documents, size_t n) {
    if (n == 0)
        return;
    put_heading(w, heading);
    for (size_t i = 0; i < n && i < MAX_EXAMPLES; i++) {
        kembar_buffer_append_spaces(&w->out, INDENT);
        size_t left = COLUMNS - INDENT;
        left -= kembar_plain_append_line(&w->out, documents[i]->id, left);
        if (documents[i]->title.size && left > 12) {
            kembar_buffer_append_spaces(&w->out, 2);
            (void)kembar_plain_append_line(&w->out, documents[i]->title, left - 2);
        }
        kembar_buffer_append_char(&w->out, '\n');
    }
    put_more(w, n);
}

static void append_relation(kembar_buffer *out, const kembar_result_pair *pair) {
    kembar_buffer_append_text(out, kembar_relation_name((kembar_relation)pair->relation));
    if (pair->facts_differ == 1)
        kembar_buffer_append_text(out, "*");
}

static void put_pair(diff_writer *w, const kembar_diff_pair *pair) {
    enum { ID_COLUMNS = (COLUMNS - INDENT - RELATION_COLUMNS - 3) / 2 };
    const kembar_result_pair *either = pair->after ? pair->after : pair->before;
    kembar_buffer relation = {0};
    if (pair->before)
        append_relation(&relation, pair->before);
    if (pair->before && pair->after)
        kembar_buffer_append_text(&relation, " -> ");
    if (pair->after)
        append_relation(&relation, pair->after);
    w->out.failed |= relation.failed;
    kembar_buffer_append_spaces(&w->out, INDENT);
    kembar_plain_append_left(&w->out, kembar_buffer_view(&relation), RELATION_COLUMNS);
    (void)kembar_plain_append_line(&w->out, either->a, ID_COLUMNS);
    kembar_buffer_append_text(&w->out, " ~ ");
    (void)kembar_plain_append_line(&w->out, either->b, ID_COLUMNS);
    kembar_buffer_append_char(&w->out, '\n');
    kembar_buffer_deinit(&relation);
}

static uint8_t strength_of(const kembar_diff_pair *pair) {
    uint8_t before = pair->before ? pair->before->relation : 0;
    uint8_t after = pair->after ? pair->after->relation : 0;
    return before > after ? before : after;
}

/* The strongest come first. */
static void put_pairs(diff_writer *w, const char *heading, pair_change change) {
    size_t n = 0, n_shown = 0;
    for (size_t i = 0; i < w->diff->n_pairs; i++)
        n += change_of(&w->diff->pairs[i]) == change;
    if (n == 0)
        return;
    put_heading(w, heading);
    for (int strength = KEMBAR_RELATION_EXACT; strength > 0; strength--)
        for (size_t i = 0; i < w->diff->n_pairs && n_shown < MAX_EXAMPLES; i++) {
            const kembar_diff_pair *pair = &w->diff->pairs[i];
            if (change_of(pair) != change || strength_of(pair) != strength)
                continue;
            put_pair(w, pair);
            n_shown++;
        }
    put_more(w, n);
}

static void append_sizes(kembar_buffer *out, const kembar_result_cluster *const *clusters,
                         size_t n) {
    enum { MAX_SIZES = 3 };
    for (size_t i = 0; i < n && i < MAX_SIZES; i++) {
        kembar_buffer_append_text(out, i ? "+" : "");
        kembar_buffer_append_u64(out, clusters[i]->n_members);
    }
    if (n > MAX_SIZES)
        kembar_buffer_append_text(out, "+…");
}

/* What its representative is called; the latest run knows best. */
static kembar_view name_of(const kembar_diff *diff, const kembar_diff_cluster *found) {
    const kembar_result_cluster *const *clusters = diff->clusters_of + found->first_cluster;
    int is_after = found->n_after > 0;
    kembar_view id = clusters[is_after ? found->n_before : 0]->representative;
    const kembar_result_document *document =
        kembar_results_document(is_after ? diff->after : diff->before, id);
    return document && document->title.size ? document->title : id;
}

static void put_cluster(diff_writer *w, const kembar_diff_cluster *found) {
    const kembar_result_cluster *const *clusters = w->diff->clusters_of + found->first_cluster;
    kembar_buffer sizes = {0};
    append_sizes(&sizes, clusters, found->n_before);
    if (found->n_before && found->n_after)
        kembar_buffer_append_text(&sizes, " -> ");
    append_sizes(&sizes, clusters + found->n_before, found->n_after);
    w->out.failed |= sizes.failed;
    kembar_buffer_append_spaces(&w->out, INDENT);
    kembar_plain_append_left(
        &w->out, kembar_view_of(kembar_cluster_change_name((kembar_cluster_change)found->change)),
        CHANGE_COLUMNS);
    kembar_plain_append_left(&w->out, kembar_buffer_view(&sizes), SIZE_COLUMNS);
    kembar_buffer_append_char(&w->out, ' ');
    (void)kembar_plain_append_line(&w->out, name_of(w->diff, found),
                                   COLUMNS - INDENT - CHANGE_COLUMNS - SIZE_COLUMNS - 1);
    kembar_buffer_append_char(&w->out, '\n');
    kembar_buffer_deinit(&sizes);
}

/* One of each change first, then more of them. */
static void put_clusters(diff_writer *w, const char *heading, uint8_t kind) {
    size_t n = 0, n_shown = 0;
    for (size_t i = 0; i < w->diff->n_clusters; i++)
        n += w->diff->clusters[i].kind == kind;
    if (n == 0)
        return;
    put_heading(w, heading);
    for (int is_first = 1; is_first >= 0; is_first--)
        for (size_t i = 0; i < w->diff->n_clusters && n_shown < MAX_EXAMPLES; i++) {
            const kembar_diff_cluster *found = &w->diff->clusters[i];
            int begins = i == 0 || found[-1].kind != kind || found[-1].change != found->change;
            if (found->kind != kind || begins != is_first)
                continue;
            put_cluster(w, found);
            n_shown++;
        }
    put_more(w, n);
}

kembar_status kembar_answer_diff(kembar_answer *out, const kembar_diff *diff, int color,
                                 kembar_error *error) {
    diff_writer w = {.diff = diff, .color = color};
    put_counts(&w);
    put_documents(&w, "Documents that appeared", diff->appeared, diff->n_appeared);
    put_documents(&w, "Documents that left", diff->left, diff->n_left);
    put_pairs(&w, "Pairs that appeared (* with other facts)", PAIR_APPEARED);
    put_pairs(&w, "Pairs that left (* with other facts)", PAIR_LEFT);
    put_pairs(&w, "Pairs that changed (* with other facts)", PAIR_CHANGED);
    put_clusters(&w, "Groups, with their sizes before and after", KEMBAR_CLUSTER_DUPLICATES);
    put_clusters(&w, "Stories, with their sizes before and after", KEMBAR_CLUSTER_STORY);
    return kembar_answer_take(out, &w.out, error);
}
