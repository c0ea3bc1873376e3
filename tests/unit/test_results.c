#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "fixture_run.h"
#include "forged_run.h"
#include "kembar/report.h"
#include "kembar/results.h"
#include "scarce_memory.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static void assert_view(kembar_view view, const char *expected) {
    assert_non_null(view.data);
    assert_int_equal(view.size, strlen(expected));
    assert_memory_equal(view.data, expected, view.size);
}

static void write_fixture(const fixture_run *run) {
    kembar_report *report = NULL;
    kembar_report_options options = {.with_text = 1};
    assert_int_equal(kembar_report_new(&report, "out", &options, NULL), KEMBAR_OK);
    assert_int_equal(fixture_run_play(run, kembar_report_sink(report), NULL), KEMBAR_OK);
    kembar_report_free(report);
}

static kembar_results *open_fixture(fixture_run *run) {
    kembar_results *results = NULL;
    kembar_error error = {0};
    write_fixture(run);
    if (kembar_results_open(&results, "out", &error) != KEMBAR_OK)
        fail_msg("%s:%d: %s", error.file, (int)error.position, error.message);
    return results;
}

static void documents_come_back(void **state) {
    size_t n;
    kembar_results *results = open_fixture(*state);
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    assert_int_equal(n, FIXTURE_DOCUMENTS);
    assert_view(documents[1].id, "b-furnace");
    assert_view(documents[1].source, "Meridian Post");
    assert_view(documents[1].date, "2024-05-15");
    assert_view(documents[1].title, "Furnace explodes, four dead");
    assert_null(documents[1].url.data);
    assert_view(documents[1].language, "en");
    assert_view(documents[1].group, "d-0123456789abcdef");
    assert_view(documents[1].story, "s-0123456789abcdef");
    assert_view(documents[1].representative, "a-furnace");
    assert_view(documents[1].input, "docs.jsonl");
    assert_int_equal(documents[1].position, 2);
    assert_int_equal(documents[1].tokens, 18);
    assert_int_equal(documents[1].content_tokens, 11);
    assert_view(documents[5].id, "f-<b>\"evil\"");
    assert_null(documents[3].title.data);
    kembar_results_free(results);
}

static void pairs_come_back(void **state) {
    size_t n;
    kembar_results *results = open_fixture(*state);
    const kembar_result_pair *pairs = kembar_results_pairs(results, &n);
    assert_int_equal(n, FIXTURE_PAIRS);
    assert_view(pairs[0].a, "a-furnace");
    assert_view(pairs[0].b, "b-furnace");
    assert_int_equal(pairs[0].relation, KEMBAR_RELATION_NEAR);
    assert_int_equal(pairs[0].score, 812500);
    assert_int_equal(pairs[0].jaccard, 333333);
    assert_int_equal(pairs[0].containment_a, 600000);
    assert_int_equal(pairs[0].containment_b, 500000);
    assert_int_equal(pairs[0].coverage_a, 900000);
    assert_int_equal(pairs[0].coverage_b, 812500);
    assert_int_equal(pairs[0].similarity, 750001);
    assert_int_equal(pairs[0].facts_differ, 0);
    assert_int_equal(pairs[0].mutual, -1);
    assert_int_equal(pairs[0].link, -1);
    assert_int_equal(pairs[0].n_spans, 2);
    assert_int_equal(pairs[0].spans[1].a_begin, 34);
    assert_int_equal(pairs[0].spans[1].b_end, 92);
    assert_int_equal(pairs[1].mutual, 1);
    assert_int_equal(pairs[1].link, 930000);
    assert_int_equal(pairs[1].n_spans, 0);
    assert_int_equal(pairs[3].facts_differ, 1);
    assert_int_equal(pairs[3].spans[0].a_end, 57);
    kembar_results_free(results);
}

static void clusters_come_back(void **state) {
    size_t n;
    kembar_results *results = open_fixture(*state);
    const kembar_result_cluster *clusters = kembar_results_clusters(results, &n);
    assert_int_equal(n, FIXTURE_CLUSTERS);
    assert_view(clusters[0].id, "s-0123456789abcdef");
    assert_int_equal(clusters[0].kind, KEMBAR_CLUSTER_STORY);
    assert_view(clusters[0].representative, "a-furnace");
    assert_view(clusters[0].first_date, "2024-05-14");
    assert_view(clusters[0].last_date, "2024-05-15");
    assert_int_equal(clusters[0].n_members, 4);
    assert_int_equal(clusters[0].members[0].is_self, 1);
    assert_int_equal(clusters[0].members[0].score, 1000000);
    assert_int_equal(clusters[0].members[1].relation, KEMBAR_RELATION_NEAR);
    assert_int_equal(clusters[0].members[1].score, 812500);
    assert_int_equal(clusters[0].members[3].relation, KEMBAR_RELATION_NONE);
    assert_int_equal(clusters[0].members[3].score, -1);
    assert_int_equal(clusters[1].kind, KEMBAR_CLUSTER_DUPLICATES);
    assert_null(clusters[1].first_date.data);
    assert_view(clusters[1].members[1].id, "b-furnace");
    kembar_results_free(results);
}

static void rows_are_found_by_id(void **state) {
    kembar_results *results = open_fixture(*state);
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(kembar_results_document(results, documents[i].id), &documents[i]);
    assert_null(kembar_results_document(results, view_of("a-furnac")));
    assert_null(kembar_results_document(results, view_of("zzz")));
    const kembar_result_pair *pairs = kembar_results_pairs(results, &n);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(kembar_results_pair(results, pairs[i].a, pairs[i].b), &pairs[i]);
        assert_ptr_equal(kembar_results_pair(results, pairs[i].b, pairs[i].a), &pairs[i]);
    }
    assert_null(kembar_results_pair(results, view_of("a-furnace"), view_of("a-furnace")));
    const kembar_result_cluster *clusters = kembar_results_clusters(results, &n);
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(kembar_results_cluster(results, clusters[i].id), &clusters[i]);
    assert_null(kembar_results_cluster(results, view_of("x-0123456789abcdef")));
    kembar_results_free(results);
}

static void options_come_back(void **state) {
    fixture_run *run = *state;
    run->options.near_micro = 612345;
    run->options.within_days = 30;
    run->options.n_threads = 5;
    const char *const priorities[] = {"Wire", "Harbor Times"};
    run->options.priorities = priorities;
    run->options.n_priorities = 2;
    kembar_results *results = open_fixture(run);
    const kembar_options *options = kembar_results_options(results);
    assert_int_equal(options->near_micro, 612345);
    assert_int_equal(options->within_days, 30);
    assert_int_equal(options->excerpt_tokens, run->options.excerpt_tokens);
    assert_int_equal(options->n_threads, 0);
    assert_int_equal(options->across_sources, 0);
    assert_int_equal(options->n_priorities, 2);
    assert_string_equal(options->priorities[1], "Harbor Times");
    kembar_results_free(results);
    run->options.within_days = -1;
    run->options.across_sources = 1;
    results = open_fixture(run);
    assert_int_equal(kembar_results_options(results)->within_days, -1);
    assert_int_equal(kembar_results_options(results)->across_sources, 1);
    kembar_results_free(results);
}

static void assert_refused(kembar_status wanted, const char *file, uint64_t position,
                           const char *message) {
    kembar_results *results = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_results_open(&results, "out", &error), wanted);
    assert_null(results);
    assert_string_equal(error.file, file);
    assert_int_equal(error.position, position);
    if (!strstr(error.message, message))
        fail_msg("\"%s\" does not say \"%s\"", error.message, message);
}

/* Replaces the first `old` by a text of the same length. */
static void overwrite(char *text, const char *old, const char *new) {
    char *at = strstr(text, old);
    assert_non_null(at);
    assert_int_equal(strlen(old), strlen(new));
    memcpy(at, new, strlen(new));
}

/* As older runs have them. */
static void flags_and_none_may_be_numbers(void **state) {
    fixture_run *run = *state;
    run->options.across_sources = 1;
    write_fixture(run);
    char *text = fixture_read_file("out/run.json");
    overwrite(text, "\"across_sources\": true", "\"across_sources\":    1");
    overwrite(text, "\"within_days\": null", "\"within_days\":   -1");
    fixture_write_file("out/run.json", text);
    kembar_results *results = NULL;
    assert_int_equal(kembar_results_open(&results, "out", NULL), KEMBAR_OK);
    assert_int_equal(kembar_results_options(results)->within_days, -1);
    assert_int_equal(kembar_results_options(results)->across_sources, 1);
    kembar_results_free(results);
    overwrite(text, "\"across_sources\":    1", "\"across_sources\": null");
    fixture_write_file("out/run.json", text);
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "\"across_sources\"");
    free(text);
}

static void what_was_told_of_inputs_comes_back(void **state) {
    write_fixture(*state);
    char *text = fixture_read_file("out/run.json");
    overwrite(text, "\"text\": \"text\"", "\"text\": \"b.cc\"");
    overwrite(text, "\"auto\"", "\"text\"");
    overwrite(text, "\"url\": \"url\"\n    },\n    \"exclude\": [],\n    \"sources\": []",
              "\"url\": \"url\"},\"sources\":[{\"glob\":\"*\",\"source\":\"W\"}]     ");
    overwrite(text, "\"max_document_bytes\": 67108864", "\"max_document_bytes\":    12345");
    fixture_write_file("out/run.json", text);
    kembar_results *results = NULL;
    assert_int_equal(kembar_results_open(&results, "out", NULL), KEMBAR_OK);
    size_t n_inputs;
    const kembar_result_input *inputs = kembar_results_inputs(results, &n_inputs);
    assert_true(n_inputs > 0);
    for (size_t i = 0; i < n_inputs; i++) {
        assert_true(inputs[i].path.size > 0);
        assert_int_equal(inputs[i].digest.size, 32);
    }
    const kembar_source_options *options = kembar_results_source_options(results);
    assert_int_equal(options->format, KEMBAR_FORMAT_TEXT);
    assert_int_equal(options->max_document_bytes, 12345);
    assert_int_equal(options->n_sources, 1);
    assert_string_equal(options->sources[0].glob, "*");
    assert_string_equal(options->sources[0].name, "W");
    assert_int_equal(options->n_fields, 6);
    for (size_t i = 0; i < options->n_fields; i++)
        assert_string_equal(options->fields[i].path, strcmp(options->fields[i].key, "text") == 0
                                                         ? "b.cc"
                                                         : options->fields[i].key);
    kembar_results_free(results);
    free(text);
}

static void what_was_told_of_inputs_is_checked(void **state) {
    static const char *const wrong[][3] = {
        {"\"input_format\": \"auto\"", "\"input_format\": \"ouch\"", "\"input_format\""},
        {"\"max_document_bytes\": 67108864", "\"max_document_bytes\": -7108864",
         "\"max_document_bytes\""},
        {"\"near\": 0.500000", "\"near\": 5.000000", "near"},
        {"\"date\": \"date\"", "\"date\": \"\"    ", "\"fields\""},
        {"\"url\": \"url\"", "\"urn\": \"url\"", "\"fields\""},
        {"\"priorities\": []", "\"priorities\": {}", "\"priorities\""},
        {"\"sources\": []", "\"sources\":[3]", "\"sources\""},
        {"\"path\": ", "\"pith\": ", "an input has no path"},
        {"\"xxh128\": ", "\"xxh182\": ", "an input has no path or no xxh128"},
    };
    write_fixture(*state);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *text = fixture_read_file("out/run.json");
        overwrite(text, wrong[i][0], wrong[i][1]);
        fixture_write_file("out/run.json", text);
        assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, wrong[i][2]);
        overwrite(text, wrong[i][1], wrong[i][0]);
        fixture_write_file("out/run.json", text);
        free(text);
    }
}

static void inputs_are_a_list_of_objects(void **state) {
    static const char key[] = "\"inputs\": [";
    static const char *const wrong[] = {"\"inputs\": 7, \"others\": [", "\"inputs\": [7,"};
    write_fixture(*state);
    char *text = fixture_read_file("out/run.json");
    char *at = strstr(text, key);
    assert_non_null(at);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        kembar_buffer changed = {0};
        kembar_buffer_append(&changed, text, (size_t)(at - text));
        kembar_buffer_append_text(&changed, wrong[i]);
        kembar_buffer_append_text(&changed, at + strlen(key));
        kembar_buffer_append_char(&changed, '\0');
        fixture_write_file("out/run.json", changed.data);
        assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "an input has no path");
        kembar_buffer_deinit(&changed);
    }
    free(text);
}

static void without_run_json_there_is_no_run(void **state) {
    write_fixture(*state);
    assert_int_equal(remove("out/run.json"), 0);
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "no finished run");
    fixture_write_file("out/run.json", "{\"complete\":false}");
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "not complete");
    fixture_write_file("out/run.json", "[]");
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "not a JSON object");
    fixture_write_file("out/run.json", "{\"complete\":true");
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "");
    fixture_write_file("out/run.json", "{\"complete\":true,\"options\":{}}");
    assert_refused(KEMBAR_ERROR_FORMAT, "out/run.json", 0, "option \"");
}

static void a_changed_file_is_noticed(void **state) {
    const char *const names[] = {"out/documents.jsonl", "out/pairs.jsonl", "out/clusters.jsonl"};
    for (int i = 0; i < 3; i++) {
        write_fixture(*state);
        fixture_write_file(names[i], "");
        assert_refused(KEMBAR_ERROR_FORMAT, names[i], 0, "XXH128");
        assert_int_equal(remove(names[i]), 0);
        assert_refused(KEMBAR_ERROR_IO, names[i], 0, "cannot open");
    }
}

/* A forged run in which one line of one file is wrong. */
typedef struct wrong_line {
    const char *documents, *pairs, *clusters; /* NULL: right ones */
    const char *file;
    uint64_t position;
    const char *message;
} wrong_line;

#define PAIR(a, b, relation, shared)                                                         \
    "{\"a\":" a ",\"b\":" b ",\"relation\":" relation                                        \
    ",\"score\":0.5,\"jaccard\":0,\"containment_a\":0,\"containment_b\":0,\"coverage_a\":0," \
    "\"coverage_b\":0,\"similarity\":1,\"facts_differ\":null,\"shared\":" shared             \
    ",\"link\":null,\"mutual\":null,\"terms\":null}\n"
#define CLUSTER(kind, size, representative, members)                             \
    "{\"id\":\"s-1\",\"kind\":" kind ",\"size\":" size                           \
    ",\"first_date\":null,\"last_date\":null,\"representative\":" representative \
    ",\"members\":" members "}\n"
#define SELF "{\"id\":\"a\",\"relation\":\"self\",\"score\":1.000000}"

static const wrong_line wrong_lines[] = {
    {.documents = "nonsense\n", .file = "out/documents.jsonl", .position = 1, .message = ""},
    {.documents = "[]\n",
     .file = "out/documents.jsonl",
     .position = 1,
     .message = "not a JSON object"},
    {.documents = "{}\n",
     .file = "out/documents.jsonl",
     .position = 1,
     .message = "\"input\" is missing"},
    {.documents = "{\"input\":{},\"id\":7}\n",
     .file = "out/documents.jsonl",
     .position = 1,
     .message = "\"id\" is not a string"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[]") "\n",
     .file = "out/pairs.jsonl",
     .position = 2,
     .message = ""},
    {.pairs = PAIR("\"a\"", "\"x\"", "\"near\"", "[]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "\"b\" names a document that documents.jsonl does not have"},
    {.pairs = PAIR("\"b\"", "\"a\"", "\"near\"", "[]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "\"b\" does not come after a"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[]") PAIR("\"a\"", "\"b\"", "\"near\"", "[]"),
     .file = "out/pairs.jsonl",
     .position = 2,
     .message = "out of order"},
    {.pairs = PAIR("\"b\"", "\"c\"", "\"near\"", "[]") PAIR("\"a\"", "\"b\"", "\"near\"", "[]"),
     .file = "out/pairs.jsonl",
     .position = 2,
     .message = "out of order"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"none\"", "[]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "is no relation"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[[1,2,3]]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "four offsets"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[[1,2,3,4,5]]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "four offsets"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[[2,1,3,4]]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "four offsets"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[[0,4294967296,3,4]]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "four offsets"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "[7]"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "four offsets"},
    {.pairs = PAIR("\"a\"", "\"b\"", "\"near\"", "null"),
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "\"shared\" is not a list"},
    {.pairs = "{\"a\":\"a\",\"b\":\"b\",\"relation\":\"related\",\"score\":0.5,\"jaccard\":0,"
              "\"containment_a\":0,\"containment_b\":0,\"coverage_a\":0,\"coverage_b\":0,"
              "\"similarity\":1,\"facts_differ\":null,\"shared\":[],\"link\":0.5,\"mutual\":true,"
              "\"terms\":[{\"a\":\"x\",\"weight\":0.1}]}\n",
     .file = "out/pairs.jsonl",
     .position = 1,
     .message = "\"b\" is missing"},
    {.clusters = CLUSTER("\"heap\"", "1", "\"a\"", "[" SELF "]"),
     .file = "out/clusters.jsonl",
     .position = 1,
     .message = "\"kind\""},
    {.clusters = CLUSTER("\"story\"", "2", "\"a\"", "[" SELF "]"),
     .file = "out/clusters.jsonl",
     .position = 1,
     .message = "\"size\" is not the number"},
    {.clusters = CLUSTER("\"story\"", "1", "\"x\"", "[" SELF "]"),
     .file = "out/clusters.jsonl",
     .position = 1,
     .message = "\"representative\" names"},
    {.clusters =
         CLUSTER("\"story\"", "1", "\"a\"", "[{\"id\":\"x\",\"relation\":null,\"score\":null}]"),
     .file = "out/clusters.jsonl",
     .position = 1,
     .message = "\"id\" names"},
    {.clusters =
         CLUSTER("\"story\"", "1", "\"a\"", "[{\"id\":\"a\",\"relation\":\"near\",\"score\":1.5}]"),
     .file = "out/clusters.jsonl",
     .position = 1,
     .message = "\"score\" is not a number from 0 to 1"},
    {.clusters = CLUSTER("\"story\"", "1", "\"a\"", "[" SELF "]")
         CLUSTER("\"story\"", "1", "\"a\"", "[" SELF "]"),
     .file = "out",
     .position = 0,
     .message = "s-1 twice"},
};

static void a_line_that_is_not_as_defined_is_named(void **state) {
    char *right = forge_document(NULL, "a", NULL, NULL);
    right = forge_document(right, "b", NULL, NULL);
    right = forge_document(right, "c", NULL, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof wrong_lines / sizeof *wrong_lines; i++) {
        const wrong_line *line = &wrong_lines[i];
        forge_run("out", line->documents ? line->documents : right, line->pairs ? line->pairs : "",
                  line->clusters ? line->clusters : "");
        assert_refused(KEMBAR_ERROR_FORMAT, line->file, line->position, line->message);
    }
    free(right);
}

static void documents_must_be_in_order_and_refer_to_what_is_there(void **state) {
    char *text = forge_document(NULL, "b", NULL, NULL);
    (void)state;
    text = forge_document(text, "a", NULL, NULL);
    forge_run("out", text, "", "");
    assert_refused(KEMBAR_ERROR_FORMAT, "out/documents.jsonl", 2, "does not come after");
    free(text);
    text = forge_document(NULL, "a", NULL, "s-2");
    forge_run("out", text, "", "");
    assert_refused(KEMBAR_ERROR_FORMAT, "out", 1, "unknown group or story");
    free(text);
    text = forge_document(NULL, "a", NULL, NULL);
    overwrite(text, "\"representative\":\"a\"", "\"representative\":\"z\"");
    forge_run("out", text, "", "");
    assert_refused(KEMBAR_ERROR_FORMAT, "out", 1, "unknown representative");
    free(text);
}

static void an_empty_run_is_a_run(void **state) {
    kembar_results *results = NULL;
    size_t n = 9;
    (void)state;
    forge_run("out", "", "", "");
    assert_int_equal(kembar_results_open(&results, "out", NULL), KEMBAR_OK);
    (void)kembar_results_documents(results, &n);
    assert_int_equal(n, 0);
    assert_null(kembar_results_document(results, view_of("a")));
    kembar_results_free(results);
}

static void every_failed_allocation_is_survived(void **state) {
    int n_failed = 0;
    write_fixture(*state);
    for (size_t k = 0;; k++) {
        kembar_results *results = NULL;
        kembar_error error = {0};
        scarce_memory_once(k);
        kembar_status status = kembar_results_open(&results, "out", &error);
        plenty_of_memory();
        kembar_results_free(results);
        if (status == KEMBAR_OK)
            break;
        n_failed++;
        assert_null(results);
        assert_int_equal(status, KEMBAR_ERROR_MEMORY);
        assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
    }
    assert_true(n_failed > 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_run_setup, fixture_run_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(documents_come_back),
        TEST(pairs_come_back),
        TEST(clusters_come_back),
        TEST(rows_are_found_by_id),
        TEST(options_come_back),
        TEST(flags_and_none_may_be_numbers),
        TEST(what_was_told_of_inputs_comes_back),
        TEST(what_was_told_of_inputs_is_checked),
        TEST(inputs_are_a_list_of_objects),
        TEST(without_run_json_there_is_no_run),
        TEST(a_changed_file_is_noticed),
        TEST(a_line_that_is_not_as_defined_is_named),
        TEST(documents_must_be_in_order_and_refer_to_what_is_there),
        TEST(an_empty_run_is_a_run),
        TEST(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
