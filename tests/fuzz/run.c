#include "run.h"

#include <stdio.h>

#include "base/json_writer.h"
#include "kembar/report.h"
#include "report/html.h"
#include "report/json_rows.h"
#include "text/utf8.h"

typedef struct fuzz_record {
    char id[8];
    const char *source, *date, *url; /* NULL: absent */
    kembar_view title, text;         /* as given */
} fuzz_record;

static fuzz_record make_record(kembar_view part, size_t number) {
    static const char *const sources[] = {NULL, "Harbour <News>", "valley", "hill"};
    static const char *const dates[] = {NULL, "2024-03-01", "4 Maret 2024", "2024-03-20T10:00Z"};
    fuzz_record record = {.source = NULL};
    unsigned flags = fuzz_take_byte(&part);
    (void)snprintf(record.id, sizeof record.id, "d%02u", (unsigned)number % 100);
    record.source = sources[flags & 3];
    record.date = dates[flags >> 2 & 3];
    record.url = flags & 32 ? "https://example.org/?a=1&b=\"2\"" : NULL;
    const char *end = part.size > 0 ? memchr(part.data, '\n', part.size) : NULL;
    if ((flags & 16) && end) {
        record.title = (kembar_view){part.data, (size_t)(end - part.data)};
        part = (kembar_view){end + 1, part.size - record.title.size - 1};
    }
    record.text = part;
    return record;
}

static void put_string(kembar_json_writer *json, const char *key, const char *value) {
    if (!value)
        return;
    kembar_json_key(json, key);
    kembar_json_text(json, value);
}

static void put_view(kembar_json_writer *json, const char *key, kembar_view value) {
    kembar_buffer repaired = {0};
    if (!value.data)
        return;
    fuzz_repair(value, &repaired);
    kembar_json_key(json, key);
    kembar_json_string(json, kembar_buffer_view(&repaired));
    kembar_buffer_deinit(&repaired);
}

static void put_record(kembar_buffer *out, const fuzz_record *record) {
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    put_string(&json, "id", record->id);
    put_string(&json, "source", record->source);
    put_string(&json, "date", record->date);
    put_string(&json, "url", record->url);
    put_view(&json, "title", record->title);
    put_view(&json, "text", record->text);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}

static kembar_collection *read_back(const char *path) {
    kembar_source *source = NULL;
    kembar_collection *collection = NULL;
    FUZZ_CHECK(kembar_source_new(&source, NULL, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_add(source, path, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_read(source, 1, NULL, NULL, &collection, NULL) == KEMBAR_OK);
    kembar_source_free(source);
    return collection;
}

kembar_collection *fuzz_collection(const char *name, kembar_view parts, int reverse) {
    fuzz_record records[FUZZ_MAX_DOCUMENTS];
    kembar_buffer lines = {0};
    size_t n = 0;
    for (; n < FUZZ_MAX_DOCUMENTS && parts.size > 0; n++)
        records[n] = make_record(fuzz_take_part(&parts), n);
    for (size_t i = 0; i < n; i++)
        put_record(&lines, &records[reverse ? n - 1 - i : i]);
    FUZZ_CHECK(kembar_buffer_status(&lines) == KEMBAR_OK);
    kembar_view bytes = {lines.size > 0 ? lines.data : "", lines.size};
    kembar_collection *collection = read_back(fuzz_write(name, bytes));
    kembar_buffer_deinit(&lines);
    return collection;
}

/* A run under way. */
typedef struct watch {
    fuzz_run *out;
    const kembar_collection *collection;
    kembar_html *html; /* owned */
    size_t n_documents, n_finished;
    uint32_t last_a, last_b;
    size_t last_size;
    char last_cluster[KEMBAR_CLUSTER_ID_BYTES];
    const char *group[FUZZ_MAX_DOCUMENTS], *story[FUZZ_MAX_DOCUMENTS];
    unsigned n_of_group[FUZZ_MAX_DOCUMENTS], n_of_story[FUZZ_MAX_DOCUMENTS];
} watch;

static kembar_status begin(void *context, const kembar_run_facts *facts, kembar_error *error) {
    watch *w = context;
    w->collection = facts->collection;
    return kembar_html_begin(w->html, facts, error);
}

static kembar_status take_document(void *context, const kembar_document_row *row,
                                   kembar_error *error) {
    watch *w = context;
    FUZZ_CHECK(row->doc_id == w->n_documents && row->doc_id < FUZZ_MAX_DOCUMENTS);
    FUZZ_CHECK(row->group || row->representative == row->doc_id);
    FUZZ_CHECK(row->content_tokens <= kembar_document_token_count(row->document));
    w->n_documents++;
    w->group[row->doc_id] = row->group;
    w->story[row->doc_id] = row->story;
    kembar_buffer_append_view(&w->out->documents, kembar_document_id(row->document));
    kembar_buffer_append_format(&w->out->documents, " %s %s %lu %lu\n",
                                row->group ? row->group : "-", row->story ? row->story : "-",
                                (unsigned long)row->representative,
                                (unsigned long)row->content_tokens);
    kembar_buffer line = {0};
    kembar_json_document_row(&line, w->collection, row, 1);
    fuzz_check_json_lines(kembar_buffer_view(&line));
    kembar_buffer_deinit(&line);
    return kembar_html_add_document(w->html, row, error);
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    watch *w = context;
    const kembar_pair *pair = row->pair;
    FUZZ_CHECK(pair->a < pair->b && pair->b < w->n_documents);
    FUZZ_CHECK(w->out->pairs.size == 0 || w->last_a < pair->a ||
               (w->last_a == pair->a && w->last_b < pair->b));
    w->last_a = pair->a;
    w->last_b = pair->b;
    FUZZ_CHECK(pair->relation > KEMBAR_RELATION_NONE && pair->score >= 0 && pair->score <= 1000000);
    for (uint32_t i = 0; i < pair->n_spans; i++) {
        const kembar_span_pair *span = &row->spans[i];
        FUZZ_CHECK(span->a_begin < span->a_end && span->b_begin < span->b_end);
        fuzz_check_span(kembar_document_text(row->a), span->a_begin, span->a_end);
        fuzz_check_span(kembar_document_text(row->b), span->b_begin, span->b_end);
    }
    kembar_json_pair_row(&w->out->pairs, row);
    return kembar_html_add_pair(w->html, row, error);
}

static void check_members(watch *w, const kembar_cluster *cluster) {
    int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
    FUZZ_CHECK(cluster->n_members > 0 && cluster->members[0].doc_id == cluster->representative);
    for (size_t i = 0; i < cluster->n_members; i++) {
        const kembar_member *member = &cluster->members[i];
        FUZZ_CHECK(member->doc_id < w->n_documents && member->is_self == (i == 0));
        (is_story ? w->n_of_story : w->n_of_group)[member->doc_id]++;
        const char *said = (is_story ? w->story : w->group)[member->doc_id];
        FUZZ_CHECK(said != NULL && strcmp(said, cluster->id) == 0);
        FUZZ_CHECK(is_story || member->is_self || member->relation >= KEMBAR_RELATION_NEAR);
    }
}

static kembar_status take_cluster(void *context, const kembar_cluster *cluster,
                                  kembar_error *error) {
    watch *w = context;
    FUZZ_CHECK(w->out->clusters.size == 0 || w->last_size > cluster->n_members ||
               (w->last_size == cluster->n_members && strcmp(w->last_cluster, cluster->id) < 0));
    w->last_size = cluster->n_members;
    memcpy(w->last_cluster, cluster->id, sizeof w->last_cluster);
    check_members(w, cluster);
    kembar_json_cluster_row(&w->out->clusters, w->collection, cluster);
    return kembar_html_add_cluster(w->html, cluster, error);
}

static kembar_status finish(void *context, const kembar_run_summary *summary, kembar_error *error) {
    watch *w = context;
    (void)error;
    w->n_finished++;
    kembar_html_write(w->html, summary, &w->out->html);
    return KEMBAR_OK;
}

/* A document is in the group and the story that its row names and in no other; who is in a group is
 * in a story. */
static void check_places(const watch *w) {
    for (size_t i = 0; i < w->n_documents; i++) {
        FUZZ_CHECK(w->n_of_group[i] == (w->group[i] != NULL));
        FUZZ_CHECK(w->n_of_story[i] == (w->story[i] != NULL));
        FUZZ_CHECK(!w->group[i] || w->story[i]);
    }
}

void fuzz_run_cluster(fuzz_run *out, const kembar_collection *collection, int n_threads) {
    kembar_options options = kembar_options_default();
    kembar_run_context context = {.data_dir = fuzz_folder()};
    *out = (fuzz_run){0};
    watch w = {.out = out, .html = kembar_html_new()};
    kembar_sink sink = {&w, begin, take_document, take_pair, take_cluster, finish};
    kembar_summary *summary = NULL;
    kembar_error error = {0};
    FUZZ_CHECK(w.html != NULL);
    FUZZ_CHECK(kembar_summary_new(&summary, "folder", 0, 1, NULL) == KEMBAR_OK);
    kembar_sink *const sinks[] = {&sink, kembar_summary_sink(summary)};
    options.n_threads = n_threads;
    FUZZ_CHECK(kembar_run_cluster(collection, &options, &context, sinks, 2, &error) == KEMBAR_OK);
    FUZZ_CHECK(w.n_finished == 1);
    FUZZ_CHECK(w.n_documents == kembar_collection_document_count(collection));
    check_places(&w);
    kembar_buffer_append_text(&out->summary, kembar_summary_text(summary));
    kembar_html_free(w.html);
    kembar_summary_free(summary);
}

void fuzz_run_deinit(fuzz_run *run) {
    kembar_buffer_deinit(&run->documents);
    kembar_buffer_deinit(&run->pairs);
    kembar_buffer_deinit(&run->clusters);
    kembar_buffer_deinit(&run->html);
    kembar_buffer_deinit(&run->summary);
}
