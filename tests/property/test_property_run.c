/* A whole run gives the same rows for any number of threads and any order of the input, and its
 * rows agree with each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kembar/run.h"
#include "make_collection.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 400 };

/* All rows as text, and what is needed to check them. */
typedef struct collected_run {
    kembar_buffer rows;
    kembar_buffer counts;
    size_t n_documents, n_pairs, n_groups, n_stories, n_finished;
    uint32_t last_a, last_b;
    uint32_t n_of_story[MAX_DOCUMENTS]; /* how many stories, and groups, list a document */
    uint32_t n_of_group[MAX_DOCUMENTS];
    uint8_t has_story[MAX_DOCUMENTS], has_group[MAX_DOCUMENTS];
    size_t n_relations[KEMBAR_RELATION_EXACT + 1];
} collected_run;

static void put_view(kembar_buffer *out, kembar_view view) {
    kembar_buffer_append_text(out, view.data ? "=" : "-");
    kembar_buffer_append_view(out, view);
    kembar_buffer_append_char(out, ' ');
}

static kembar_status take_document(void *context, const kembar_document_row *row,
                                   kembar_error *error) {
    collected_run *run = context;
    (void)error;
    assert_int_equal(row->doc_id, run->n_documents++);
    assert_true(row->doc_id < MAX_DOCUMENTS);
    run->has_story[row->doc_id] = row->story != NULL;
    run->has_group[row->doc_id] = row->group != NULL;
    if (!row->group)
        assert_int_equal(row->representative, row->doc_id);
    put_view(&run->rows, kembar_document_id(row->document));
    kembar_buffer_append_format(&run->rows, "%lu %s %s %lu\n", (unsigned long)row->content_tokens,
                                row->group ? row->group : "-", row->story ? row->story : "-",
                                (unsigned long)row->representative);
    return KEMBAR_OK;
}

static void put_pair(kembar_buffer *out, const kembar_pair *p) {
    const int32_t values[] = {p->relation,   p->facts_differ,  p->mutual,        p->score,
                              p->jaccard,    p->containment_a, p->containment_b, p->coverage_a,
                              p->coverage_b, p->similarity,    p->link};
    kembar_buffer_append_format(out, "%lu %lu:", (unsigned long)p->a, (unsigned long)p->b);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        kembar_buffer_append_format(out, " %ld", (long)values[i]);
    kembar_buffer_append_format(out, " %lu %lu %lu", (unsigned long)p->equal_tokens,
                                (unsigned long)p->longest_passage,
                                (unsigned long)p->shared_shingles);
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    collected_run *run = context;
    const kembar_pair *pair = row->pair;
    (void)error;
    assert_true(pair->a < pair->b && pair->b < run->n_documents);
    if (run->n_pairs++) /* no pair comes twice */
        assert_true(run->last_a < pair->a || (run->last_a == pair->a && run->last_b < pair->b));
    run->last_a = pair->a;
    run->last_b = pair->b;
    run->n_relations[pair->relation]++;
    put_pair(&run->rows, pair);
    for (uint32_t i = 0; i < pair->n_spans; i++) {
        const kembar_span_pair *s = &row->spans[i];
        assert_true(s->a_begin < s->a_end && s->a_end <= kembar_document_text(row->a).size);
        assert_true(s->b_begin < s->b_end && s->b_end <= kembar_document_text(row->b).size);
        kembar_buffer_append_format(&run->rows, " [%lu %lu %lu %lu]", (unsigned long)s->a_begin,
                                    (unsigned long)s->a_end, (unsigned long)s->b_begin,
                                    (unsigned long)s->b_end);
    }
    kembar_buffer_append_char(&run->rows, '\n');
    return KEMBAR_OK;
}

static void put_cluster(kembar_buffer *out, const kembar_cluster *c) {
    kembar_buffer_append_format(out, "%s %d %lu %u weakest %lu %lu %ld ", c->id, c->kind,
                                (unsigned long)c->representative, c->languages,
                                (unsigned long)c->weakest_a, (unsigned long)c->weakest_b,
                                (long)c->weakest_score);
    for (size_t i = 0; i < c->n_members; i++)
        kembar_buffer_append_format(out, "(%lu %d %d %ld)", (unsigned long)c->members[i].doc_id,
                                    c->members[i].relation, c->members[i].is_self,
                                    (long)c->members[i].score);
    for (size_t i = 0; i < c->n_sources; i++)
        put_view(out, c->sources[i]);
    put_view(out, c->first_date);
    put_view(out, c->last_date);
    for (size_t i = 0; i < c->n_labels; i++)
        for (size_t k = 0; k < c->labels[i].n_terms; k++)
            put_view(out, c->labels[i].terms[k]);
    kembar_buffer_append_char(out, '\n');
}

static kembar_status take_cluster(void *context, const kembar_cluster *cluster,
                                  kembar_error *error) {
    collected_run *run = context;
    int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
    (void)error;
    run->n_stories += is_story ? 1 : 0;
    run->n_groups += is_story ? 0 : 1;
    assert_true(cluster->n_members > 0);
    assert_int_equal(cluster->members[0].doc_id, cluster->representative);
    for (size_t i = 0; i < cluster->n_members; i++) {
        uint32_t doc_id = cluster->members[i].doc_id;
        assert_true(doc_id < run->n_documents);
        assert_int_equal(cluster->members[i].is_self, i == 0);
        (is_story ? run->n_of_story : run->n_of_group)[doc_id]++;
    }
    put_cluster(&run->rows, cluster);
    return KEMBAR_OK;
}

static kembar_status take_summary(void *context, const kembar_run_summary *summary,
                                  kembar_error *error) {
    collected_run *run = context;
    (void)error;
    run->n_finished++;
    for (size_t i = 0; i < summary->n_counts; i++)
        kembar_buffer_append_format(&run->counts, "%s %lu\n", summary->counts[i].name,
                                    (unsigned long)summary->counts[i].value);
    return KEMBAR_OK;
}

static kembar_sink sink_of(collected_run *run) {
    return (kembar_sink){.context = run,
                         .document = take_document,
                         .pair = take_pair,
                         .cluster = take_cluster,
                         .finish = take_summary};
}

static collected_run *run_cluster(const kembar_collection *collection,
                                  const kembar_options *options) {
    collected_run *run = calloc(1, sizeof *run);
    kembar_run_context context = {0};
    assert_non_null(run);
    kembar_sink sink = sink_of(run);
    kembar_sink *const sinks[] = {&sink};
    assert_int_equal(kembar_run_cluster(collection, options, &context, sinks, 1, NULL), KEMBAR_OK);
    assert_int_equal(run->n_finished, 1);
    assert_int_equal(run->n_documents, kembar_collection_document_count(collection));
    (void)text_of(&run->rows);
    (void)text_of(&run->counts);
    return run;
}

static void free_run(collected_run *run) {
    kembar_buffer_deinit(&run->rows);
    kembar_buffer_deinit(&run->counts);
    free(run);
}

static void expect_same(const collected_run *one, collected_run *other) {
    assert_string_equal(one->rows.data, other->rows.data);
    assert_string_equal(one->counts.data, other->counts.data);
    free_run(other);
}

/* Copies, edited copies, excerpts, and texts of like words in another order. */
static made_records mixed_records(uint64_t seed) {
    made_records records = {0};
    kembar_random random = {seed};
    made_records_add_families(&records, &random, 30, 3);
    for (size_t i = 0; i < 120; i += 12) {
        kembar_buffer text = {0};
        char id[MADE_ID_BYTES] = "e0000";
        id[3] = (char)('0' + i / 60);
        id[4] = (char)('a' + i / 12);
        append_words(&text, &random, 150, 4000);
        kembar_buffer_append(&text, records.items[i].text, 9 * 50);
        made_records_add(&records, id, "round-up", "2024-03-02", text_of(&text));
        kembar_buffer_clear(&text);
        for (size_t k = 0; k < 50; k++) /* the same words, the last first */
            kembar_buffer_append(&text, records.items[i].text + 9 * (49 - k), 9);
        id[0] = 'r';
        made_records_add(&records, id, NULL, NULL, text_of(&text));
        kembar_buffer_deinit(&text);
    }
    made_records_add(&records, "empty", NULL, NULL, "...");
    made_records_add(&records, "short", NULL, NULL, "Fire at sea");
    return records;
}

static void threads_change_nothing(void **state) {
    (void)state;
    made_records records = mixed_records(1);
    kembar_collection *collection = made_records_read(&records);
    kembar_options options = kembar_options_default();
    options.n_threads = 1;
    collected_run *one = run_cluster(collection, &options);
    for (int relation = KEMBAR_RELATION_RELATED; relation <= KEMBAR_RELATION_EXACT; relation++)
        if (relation != KEMBAR_RELATION_TRANSLATION)
            assert_true(one->n_relations[relation] > 0);
    assert_true(one->n_groups > 5 && one->n_stories > 5);
    static const int32_t n_threads[] = {2, 7, 0};
    for (size_t i = 0; i < 3; i++) {
        options.n_threads = n_threads[i];
        expect_same(one, run_cluster(collection, &options));
    }
    free_run(one);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

static void the_order_of_the_input_changes_nothing(void **state) {
    (void)state;
    made_records records = mixed_records(2);
    kembar_options options = kembar_options_default();
    kembar_collection *collection = made_records_read(&records);
    collected_run *one = run_cluster(collection, &options);
    kembar_collection_free(collection);
    for (uint64_t seed = 1; seed <= 2; seed++) {
        made_records_shuffle(&records, seed);
        collection = made_records_read(&records);
        expect_same(one, run_cluster(collection, &options));
        kembar_collection_free(collection);
    }
    free_run(one);
    made_records_deinit(&records);
}

static void rows_agree_with_each_other(void **state) {
    (void)state;
    made_records records = mixed_records(3);
    kembar_options options = kembar_options_default();
    kembar_collection *collection = made_records_read(&records);
    collected_run *run = run_cluster(collection, &options);
    for (size_t i = 0; i < run->n_documents; i++) {
        assert_int_equal(run->n_of_group[i], run->has_group[i]);
        assert_int_equal(run->n_of_story[i], run->has_story[i]);
        assert_true(run->has_story[i] >= run->has_group[i]);
    }
    free_run(run);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

/* The row of the document with this id. */
static kembar_view row_of(const collected_run *run, const char *id) {
    char start[MADE_ID_BYTES + 3];
    (void)snprintf(start, sizeof start, "=%s ", id);
    for (const char *at = run->rows.data; *at; at = strchr(at, '\n') + 1)
        if (strncmp(at, start, strlen(start)) == 0)
            return (kembar_view){at, strcspn(at, "\n")};
    fail_msg("no row of %s", id);
    return (kembar_view){NULL, 0};
}

static int is_in_group(const collected_run *run, const char *id) {
    char group[KEMBAR_CLUSTER_ID_BYTES];
    kembar_view row = row_of(run, id);
    assert_int_equal(sscanf(row.data + strlen(id) + 2, "%*u %18s", group), 1);
    return group[0] != '-';
}

static void expect_same_row(const collected_run *one, const collected_run *other, const char *id) {
    kembar_view x = row_of(one, id), y = row_of(other, id);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
}

/* The copy comes last by id and by date, so that it stands for no one: it lies where its original
 * does, and all others stay where they were. */
static void a_copy_changes_no_group_but_its_own(void **state) {
    (void)state;
    made_records records = mixed_records(6);
    kembar_options options = kembar_options_default();
    kembar_collection *collection = made_records_read(&records);
    collected_run *before = run_cluster(collection, &options);
    size_t n = records.n_items;
    kembar_collection_free(collection);
    for (size_t of = 0; of < n; of += 29) {
        made_records_add(&records, "zz-copy", records.items[of].source, "2024-04-01",
                         records.items[of].text);
        collection = made_records_read(&records);
        collected_run *after = run_cluster(collection, &options);
        const char *id = records.items[of].id;
        assert_int_equal(after->n_groups, before->n_groups + (is_in_group(before, id) ? 0 : 1));
        for (size_t i = 0; i < n; i++)
            if (i != of)
                expect_same_row(before, after, records.items[i].id);
        kembar_view row = row_of(after, id), copy = row_of(after, "zz-copy");
        assert_int_equal(row.size - strlen(id), copy.size - strlen("zz-copy"));
        assert_memory_equal(row.data + 1 + strlen(id), copy.data + 1 + strlen("zz-copy"),
                            row.size - 1 - strlen(id));
        free_run(after);
        kembar_collection_free(collection);
        free(records.items[--records.n_items].text);
    }
    free_run(before);
    made_records_deinit(&records);
}

/* Options that leave out the pair of two representatives, but not that of other members. */
static void no_pair_comes_twice(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {4};
    kembar_options options = kembar_options_default();
    made_records_add_families(&records, &random, 20, 8);
    kembar_collection *collection = made_records_read(&records);
    for (int k = 0; k < 2; k++) {
        options.across_sources = k == 0;
        options.within_days = k == 0 ? -1 : 2;
        free_run(run_cluster(collection, &options)); /* take_pair looks at the order */
    }
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

/* With fewer than five content tokens only exact; with none, no relation. */
static void short_texts_are_never_related(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Fire at sea",     "Fire at sea!", "Fire at Muara", "At sea: fire",
        "Four die at sea", "...",          "...",           "!"};
    made_records records = {0};
    char id[MADE_ID_BYTES] = "a";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++, id[0]++)
        made_records_add(&records, id, NULL, NULL, texts[i]);
    kembar_collection *collection = made_records_read(&records);
    kembar_options options = kembar_options_default();
    collected_run *run = run_cluster(collection, &options);
    assert_int_equal(run->n_pairs, 1);
    assert_int_equal(run->n_relations[KEMBAR_RELATION_EXACT], 1);
    free_run(run);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

/* A run whose only pair shares words, but no passage. */
static void a_related_pair_needs_no_passage(void **state) {
    (void)state;
    made_records records = {0};
    made_records_add(&records, "a", NULL, NULL, "ship harbour fishermen pier council town");
    made_records_add(&records, "b", NULL, NULL, "council pier ship town fishermen harbour");
    kembar_collection *collection = made_records_read(&records);
    kembar_options options = kembar_options_default();
    collected_run *run = run_cluster(collection, &options);
    assert_int_equal(run->n_pairs, 1);
    assert_int_equal(run->n_relations[KEMBAR_RELATION_RELATED], 1);
    free_run(run);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

static kembar_status refuse_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    (void)context;
    (void)row;
    (void)error;
    return KEMBAR_ERROR_IO;
}

static void a_sink_that_fails_ends_the_run(void **state) {
    (void)state;
    made_records records = mixed_records(5);
    kembar_collection *collection = made_records_read(&records);
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    static collected_run run;
    run = (collected_run){0};
    kembar_sink sink = sink_of(&run), silent = {0};
    sink.pair = refuse_pair;
    kembar_sink *const sinks[] = {&silent, &sink};
    assert_int_equal(kembar_run_cluster(collection, &options, &context, sinks, 2, NULL),
                     KEMBAR_ERROR_IO);
    assert_int_equal(run.n_documents, kembar_collection_document_count(collection));
    assert_int_equal(run.n_finished + run.n_stories, 0);
    kembar_buffer_deinit(&run.rows);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

static void an_empty_collection_is_a_run(void **state) {
    (void)state;
    made_records records = {0};
    kembar_collection *collection = made_records_read(&records);
    kembar_options options = kembar_options_default();
    collected_run *run = run_cluster(collection, &options);
    assert_int_equal(run->n_pairs + run->n_stories, 0);
    free_run(run);
    kembar_collection_free(collection);
}

static kembar_status cluster_once(void *context) {
    kembar_options options = kembar_options_default();
    kembar_run_context nothing = {0};
    kembar_error error = {0};
    kembar_sink silent = {0};
    kembar_sink *const sinks[] = {&silent};
    options.n_threads = 1;
    kembar_status status = kembar_run_cluster(context, &options, &nothing, sinks, 1, &error);
    assert_int_equal(error.code, status);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {12};
    made_records_add_families(&records, &random, 2, 2);
    kembar_collection *collection = made_records_read(&records);
    assert_true(fail_every_allocation(cluster_once, collection) > 100);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_order_of_the_input_changes_nothing),
        cmocka_unit_test(rows_agree_with_each_other),
        cmocka_unit_test(a_copy_changes_no_group_but_its_own),
        cmocka_unit_test(no_pair_comes_twice),
        cmocka_unit_test(short_texts_are_never_related),
        cmocka_unit_test(a_related_pair_needs_no_passage),
        cmocka_unit_test(a_sink_that_fails_ends_the_run),
        cmocka_unit_test(an_empty_collection_is_a_run),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
