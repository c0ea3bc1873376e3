#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "fixture_run.h"
#include "kembar/report.h"
#include "report/json_run.h"
#include "scarce_memory.h"

static kembar_status write_report(const fixture_run *run, const char *dir, int with_text,
                                  kembar_error *error) {
    kembar_report *report = NULL;
    kembar_report_options options = {.with_text = with_text};
    kembar_status status = kembar_report_new(&report, dir, &options, error);
    if (status == KEMBAR_OK)
        status = fixture_run_play(run, kembar_report_sink(report), error);
    kembar_report_free(report);
    return status;
}

static void assert_begins(const char *text, const char *beginning) {
    if (strncmp(text, beginning, strlen(beginning)) != 0)
        fail_msg("expected to begin with:\n%s\nbut is:\n%s", beginning, text);
}

static const char *line_of(const char *text, int number) {
    for (; number > 1; number--) {
        text = strchr(text, '\n');
        assert_non_null(text);
        text++;
    }
    return text;
}

static void documents_have_every_key(void **state) {
    static const char first[] =
        "{\"id\":\"a-furnace\",\"source\":\"Harbor Times\",\"date\":\"2024-05-14\","
        "\"title\":\"Four dead as furnace explodes\","
        "\"url\":\"https://harbor.example/furnace?a=1&b=2\",\"language\":\"en\","
        "\"languages\":{\"en\":1.000000,\"id\":0.000000,\"other\":0.000000},\"tokens\":17,"
        "\"content_tokens\":10,\"group\":\"d-0123456789abcdef\",\"story\":\"s-0123456789abcdef\","
        "\"representative\":\"a-furnace\",\"input\":{\"path\":\"docs.jsonl\",\"position\":1}}\n"
        "{\"id\":\"b-furnace\",\"source\":\"Meridian Post\",\"date\":\"2024-05-15\","
        "\"title\":\"Furnace explodes, four dead\",\"url\":null,\"language\":\"en\","
        "\"languages\":{\"en\":1.000000,\"id\":0.000000,\"other\":0.000000},\"tokens\":18,"
        "\"content_tokens\":11,\"group\":\"d-0123456789abcdef\",\"story\":\"s-0123456789abcdef\","
        "\"representative\":\"a-furnace\",\"input\":{\"path\":\"docs.jsonl\",\"position\":2}}\n"
        "{\"id\":\"c-tungku\",\"source\":\"Kabar Buruh\",\"date\":\"2024-05-14\","
        "\"title\":\"Tungku meledak, empat tewas\",\"url\":null,\"language\":\"id\","
        "\"languages\":{\"en\":0.000000,\"id\":1.000000,\"other\":0.000000},\"tokens\":15,"
        "\"content_tokens\":12,\"group\":null,\"story\":\"s-0123456789abcdef\","
        "\"representative\":\"c-tungku\",\"input\":{\"path\":\"docs.jsonl\",\"position\":3}}\n"
        "{\"id\":\"d-grant\",\"source\":null,\"date\":null,\"title\":null,\"url\":null,";
    assert_int_equal(write_report(*state, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/documents.jsonl");
    assert_begins(text, first);
    assert_begins(
        line_of(text, 6),
        "{\"id\":\"f-<b>\\\"evil\\\"\",\"source\":\"\\\"Quote\\\" <Press>\",\"date\":null,"
        "\"title\":\"<script>alert('x')</script> & \\u001b[31mred \\u202egnp.exe\","
        "\"url\":\"javascript:alert(1)\",");
    assert_null(strstr(text, "\"text\""));
    free(text);
}

static void documents_carry_their_text_when_told(void **state) {
    assert_int_equal(write_report(*state, "out", 1, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/documents.jsonl");
    assert_non_null(strstr(text, "\"position\":4},\"text\":\"Grant notice\\n\\nKaluku receives 300 "
                                 "dollars for its school.\"}\n"));
    assert_non_null(strstr(text, "Back\\\\slash\\u0007 and tab\\tend </mark><img src=x>\"}\n"));
    free(text);
}

static void pairs_have_every_key(void **state) {
    static const char expected[] =
        "{\"a\":\"a-furnace\",\"b\":\"b-furnace\",\"relation\":\"near\",\"score\":0.812500,"
        "\"jaccard\":0.333333,\"containment_a\":0.600000,\"containment_b\":0.500000,"
        "\"coverage_a\":0.900000,\"coverage_b\":0.812500,\"similarity\":0.750001,"
        "\"facts_differ\":false,\"shared\":[[14,25,1,12],[34,96,30,92]],\"link\":null,"
        "\"mutual\":null,\"terms\":null}\n"
        "{\"a\":\"a-furnace\",\"b\":\"c-tungku\",\"relation\":\"translation\",\"score\":0.930000,"
        "\"jaccard\":0.000000,\"containment_a\":0.000000,\"containment_b\":0.000000,"
        "\"coverage_a\":0.000000,\"coverage_b\":0.000000,\"similarity\":0.000000,"
        "\"facts_differ\":null,\"shared\":[],\"link\":0.930000,\"mutual\":true,\"terms\":[]}\n"
        "{\"a\":\"b-furnace\",\"b\":\"c-tungku\",\"relation\":\"related\",\"score\":0.410000,"
        "\"jaccard\":0.000000,\"containment_a\":0.000000,\"containment_b\":0.000000,"
        "\"coverage_a\":0.000000,\"coverage_b\":0.000000,\"similarity\":0.000000,"
        "\"facts_differ\":null,\"shared\":[],\"link\":0.410000,\"mutual\":false,\"terms\":[]}\n"
        "{\"a\":\"d-grant\",\"b\":\"e-grant\",\"relation\":\"near\",\"score\":0.700000,"
        "\"jaccard\":0.000000,\"containment_a\":0.000000,\"containment_b\":0.000000,"
        "\"coverage_a\":0.700000,\"coverage_b\":0.700000,\"similarity\":0.000000,"
        "\"facts_differ\":true,\"shared\":[[0,57,0,56]],\"link\":null,\"mutual\":null,"
        "\"terms\":null}\n"
        "{\"a\":\"f-<b>\\\"evil\\\"\",\"b\":\"g-empty\",\"relation\":\"excerpt\",\"score\":0."
        "600000,"
        "\"jaccard\":0.000000,\"containment_a\":0.000000,\"containment_b\":0.000000,"
        "\"coverage_a\":0.600000,\"coverage_b\":0.100000,\"similarity\":0.000000,"
        "\"facts_differ\":null,\"shared\":[],\"link\":null,\"mutual\":null,\"terms\":null}\n";
    assert_int_equal(write_report(*state, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/pairs.jsonl");
    assert_string_equal(text, expected);
    free(text);
}

static void clusters_have_every_key(void **state) {
    static const char expected[] =
        "{\"id\":\"s-0123456789abcdef\",\"kind\":\"story\",\"size\":4,\"languages\":[\"en\",\"id\"]"
        ","
        "\"sources\":[\"Harbor Times\",\"Kabar Buruh\",\"Meridian Post\"],"
        "\"first_date\":\"2024-05-14\",\"last_date\":\"2024-05-15\","
        "\"representative\":\"a-furnace\","
        "\"label\":{\"en\":[\"furnace\",\"explode\"],\"id\":[\"tungku\"]},"
        "\"weakest\":{\"a\":\"b-furnace\",\"b\":\"c-tungku\",\"score\":0.410000},"
        "\"members\":[{\"id\":\"a-furnace\",\"relation\":\"self\",\"score\":1.000000},"
        "{\"id\":\"b-furnace\",\"relation\":\"near\",\"score\":0.812500},"
        "{\"id\":\"c-tungku\",\"relation\":\"translation\",\"score\":0.930000},"
        "{\"id\":\"f-<b>\\\"evil\\\"\",\"relation\":null,\"score\":null}]}\n"
        "{\"id\":\"d-0123456789abcdef\",\"kind\":\"duplicates\",\"size\":2,\"languages\":[\"en\"],"
        "\"sources\":[\"Harbor Times\",\"Meridian Post\"],\"first_date\":null,\"last_date\":null,"
        "\"representative\":\"a-furnace\",\"label\":{},\"weakest\":null,"
        "\"members\":[{\"id\":\"a-furnace\",\"relation\":\"self\",\"score\":1.000000},"
        "{\"id\":\"b-furnace\",\"relation\":\"near\",\"score\":0.812500}]}\n";
    assert_int_equal(write_report(*state, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/clusters.jsonl");
    assert_string_equal(text, expected);
    free(text);
}

/* "name": { "xxh128": ..., "bytes": ... } as it must stand in run.json. */
static void assert_vouched(const char *run_text, const char *name) {
    char path[64], digest[33], expected[256];
    snprintf(path, sizeof path, "out/%s", name);
    char *content = fixture_read_file(path);
    kembar_hash128_format(kembar_hash128_bytes(content, strlen(content)), digest);
    snprintf(expected, sizeof expected,
             "    \"%s\": {\n      \"xxh128\": \"%s\",\n      \"bytes\": %zu\n    }", name, digest,
             strlen(content));
    assert_non_null(strstr(run_text, expected));
    free(content);
}

static void run_json_vouches_for_every_result(void **state) {
    const fixture_run *run = *state;
    char tail[1024];
    assert_int_equal(write_report(run, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/run.json");
    assert_begins(text, "{\n  \"version\": \"0.1.0\",\n  \"options\": {\n");
    assert_null(strstr(text, "threads"));
    snprintf(tail, sizeof tail,
             "  \"counts\": {\n    \"documents\": 7,\n    \"pairs_near\": 2\n  },\n"
             "  \"rejected\": [\n    {\n      \"path\": \"docs.jsonl\",\n      \"position\": 5,\n"
             "      \"id\": null,\n      \"reason\": \"%s\"\n    }\n  ],\n  \"files\": {\n"
             "    \"clusters.jsonl\": {",
             kembar_collection_rejection(run->collection, 0)->reason);
    assert_non_null(strstr(text, tail));
    snprintf(tail, sizeof tail,
             "  \"inputs\": [\n    {\n      \"path\": \"docs.jsonl\",\n      \"size\": %u,\n"
             "      \"xxh128\": \"%s\",\n      \"documents\": 7\n    }\n  ],\n",
             (unsigned)kembar_collection_input(run->collection, 0)->size_bytes,
             kembar_collection_input(run->collection, 0)->digest);
    assert_non_null(strstr(text, tail));
    assert_vouched(text, "clusters.jsonl");
    assert_vouched(text, "documents.jsonl");
    assert_vouched(text, "pairs.jsonl");
    assert_vouched(text, "report.html");
    assert_null(strstr(text, "timings.json"));
    assert_string_equal(strstr(text, "  \"complete\""), "  \"complete\": true\n}\n");
    free(text);
}

static void run_json_names_every_option(void **state) {
    const fixture_run *run = *state;
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    assert_int_equal(write_report(run, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/run.json");
    for (size_t i = 0; i < n_fields; i++) {
        char expected[128];
        int value =
            *(const int32_t *)(const void *)((const char *)&run->options + fields[i].offset);
        if (fields[i].offset == offsetof(kembar_options, n_threads))
            continue;
        if (fields[i].is_micro)
            snprintf(expected, sizeof expected, "    \"%s\": 0.%06d", fields[i].name, value);
        else if (fields[i].is_flag || fields[i].is_nullable)
            snprintf(expected, sizeof expected, "    \"%s\": %s", fields[i].name,
                     fields[i].is_flag ? "false" : "null");
        else
            snprintf(expected, sizeof expected, "    \"%s\": %d", fields[i].name, value);
        assert_non_null(strstr(text, expected));
    }
    free(text);
}

static void run_json_tells_flags_and_bounds(void **state) {
    fixture_run *run = *state;
    run->options.across_sources = 1;
    run->options.within_days = 30;
    assert_int_equal(write_report(run, "out", 1, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/run.json");
    assert_non_null(strstr(text, "    \"across_sources\": true,\n    \"within_days\": 30,\n"));
    assert_non_null(strstr(text, "    \"with_text\": true\n  },\n  \"inputs\""));
    free(text);
}

/* Reads docs.jsonl of the working folder with these options. */
static kembar_collection *read_with(const kembar_source_options *options) {
    kembar_source *source;
    kembar_collection *collection;
    assert_int_equal(kembar_source_new(&source, options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_source_add(source, "docs.jsonl", NULL), KEMBAR_OK);
    assert_int_equal(kembar_source_read(source, 1, NULL, NULL, &collection, NULL), KEMBAR_OK);
    kembar_source_free(source);
    return collection;
}

static void run_json_names_how_inputs_were_read(void **state) {
    static const char expected[] =
        "    \"input_format\": \"jsonl\",\n    \"max_document_bytes\": 5000,\n"
        "    \"fields\": {\n      \"id\": \"key\",\n      \"text\": \"body.content\",\n"
        "      \"title\": \"title\",\n      \"date\": \"date\",\n"
        "      \"source\": \"source\",\n      \"url\": \"url\"\n    },\n"
        "    \"exclude\": [\n      \"*.bak\",\n      \"a\\\"\xef\xbf\xbd\"\n    ],\n"
        "    \"sources\": [\n      {\n        \"glob\": \"wire/**\",\n        \"source\": "
        "\"Wire\"\n      },\n      {\n        \"glob\": \"*\",\n        \"source\": "
        "\"Agency\"\n      }\n    ],\n"
        "    \"with_text\": false\n  },\n";
    const kembar_field_name fields[] = {{"text", "x"}, {"id", "key"}, {"text", "body.content"}};
    const kembar_source_name sources[] = {{"wire/**", "Wire"}, {"*", "Agency"}};
    const char *const excludes[] = {"a\"\xff", "*.bak", "a\"\xff"}, *const own[] = {"out/run.json"};
    kembar_source_options options = {.fields = fields,
                                     .n_fields = 3,
                                     .excludes = excludes,
                                     .n_excludes = 3,
                                     .own_files = own,
                                     .n_own_files = 1,
                                     .sources = sources,
                                     .n_sources = 2,
                                     .format = KEMBAR_FORMAT_JSONL,
                                     .max_document_bytes = 5000,
                                     .keep_raw = 1};
    kembar_run_summary summary = ((const fixture_run *)*state)->summary;
    kembar_collection *collection = read_with(&options);
    summary.collection = collection;
    kembar_buffer out = {0};
    kembar_json_run(&out, &summary, 0, NULL, 0);
    kembar_buffer_append_char(&out, '\0');
    assert_non_null(strstr(out.data, expected));
    assert_null(strstr(out.data, "out/run.json"));
    assert_null(strstr(out.data, "raw"));
    kembar_buffer_deinit(&out);
    kembar_collection_free(collection);
}

static void timings_hold_what_changes(void **state) {
    static const char expected[] =
        "{\n  \"threads\": 3,\n  \"wall_seconds\": 2.000000,\n"
        "  \"documents_per_second\": 3.500000,\n  \"peak_memory_bytes\": 123456789,\n"
        "  \"blas_core\": \"SkylakeX\",\n  \"blas_gflops\": 148.250000,\n  \"stages\": [\n    {\n"
        "      \"stage\": \"read\",\n      \"seconds\": 0.250000,\n      \"items\": 7,\n"
        "      \"unit\": \"documents\",\n      \"items_per_second\": 28.000000\n    },\n    {\n"
        "      \"stage\": \"verify\",\n      \"seconds\": 0.500000,\n      \"items\": 12,\n"
        "      \"unit\": \"pairs\",\n      \"items_per_second\": 24.000000\n    }\n  ]\n}\n";
    assert_int_equal(write_report(*state, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/timings.json");
    assert_string_equal(text, expected);
    free(text);
}

static void timings_without_blas_and_time_are_null(void **state) {
    fixture_run *run = *state;
    run->summary.blas_core = NULL;
    run->summary.wall_seconds = 0;
    run->summary.n_timings = 0;
    assert_int_equal(write_report(run, "out", 0, NULL), KEMBAR_OK);
    char *text = fixture_read_file("out/timings.json");
    assert_string_equal(text, "{\n  \"threads\": 3,\n  \"wall_seconds\": 0.000000,\n"
                              "  \"documents_per_second\": null,\n"
                              "  \"peak_memory_bytes\": 123456789,\n  \"blas_core\": null,\n"
                              "  \"blas_gflops\": null,\n  \"stages\": []\n}\n");
    free(text);
}

static void results_do_not_depend_on_the_clock(void **state) {
    fixture_run *run = *state;
    assert_int_equal(write_report(run, "out", 0, NULL), KEMBAR_OK);
    run->summary.wall_seconds = 77;
    run->summary.n_threads = 1;
    run->options.n_threads = 9;
    assert_int_equal(write_report(run, "sub/folder/", 0, NULL), KEMBAR_OK);
    char *first = fixture_read_file("out/run.json");
    char *second = fixture_read_file("sub/folder/run.json");
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void a_folder_that_takes_no_files_is_found_out_at_once(void **state) {
    const char *const paths[] = {"docs.jsonl", "docs.jsonl/out", "/proc/kembar-out"};
    kembar_report_options options = {0};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        kembar_report *report = (kembar_report *)(void *)&options; /* any but NULL */
        kembar_error error = {0};
        assert_int_equal(kembar_report_new(&report, paths[i], &options, &error), KEMBAR_ERROR_IO);
        assert_null(report);
        assert_string_equal(error.file, paths[i]);
        assert_int_not_equal(error.message[0], '\0');
    }
    kembar_report *report = NULL;
    assert_int_equal(kembar_report_new(&report, "", &options, NULL), KEMBAR_ERROR_ARGUMENT);
}

static void a_folder_in_place_of_a_file_is_an_error(void **state) {
    kembar_error error = {0};
    assert_int_equal(mkdir("out", 0777), 0);
    assert_int_equal(mkdir("out/pairs.jsonl", 0777), 0);
    assert_int_equal(write_report(*state, "out", 0, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.file, "out/pairs.jsonl");
    assert_int_equal(fixture_count_files("out"), 1);
}

static void a_run_that_ends_early_leaves_nothing(void **state) {
    kembar_report *report = NULL;
    kembar_report_options options = {0};
    assert_int_equal(mkdir("out", 0777), 0);
    fixture_write_file("out/run.json", "old");
    fixture_write_file("out/notes.txt", "mine");
    assert_int_equal(kembar_report_new(&report, "out", &options, NULL), KEMBAR_OK);
    assert_true(fixture_exists("out/run.json"));
    assert_int_equal(fixture_run_play_rows(*state, kembar_report_sink(report), NULL), KEMBAR_OK);
    assert_true(fixture_exists("out/run.json"));
    assert_false(fixture_exists("out/pairs.jsonl"));
    kembar_report_free(report);
    assert_int_equal(fixture_count_files("out"), 2);
    assert_true(fixture_exists("out/run.json"));
    assert_true(fixture_exists("out/notes.txt"));
}

static void a_full_disk_publishes_nothing(void **state) {
    struct rlimit old_limit, limit;
    kembar_error error = {0};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    limit = old_limit;
    limit.rlim_cur = 700; /* below every file but timings.json */
    void (*old_handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    kembar_status status = write_report(*state, "out", 0, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
    (void)signal(SIGXFSZ, old_handler);
    assert_int_equal(status, KEMBAR_ERROR_IO);
    assert_int_equal(error.code, KEMBAR_ERROR_IO);
    assert_int_equal(fixture_count_files("out"), 0);
}

static void every_failed_allocation_is_survived(void **state) {
    int n_failed = 0;
    for (size_t k = 0;; k++) {
        kembar_error error = {0};
        scarce_memory_once(k);
        kembar_status status = write_report(*state, "out", 0, &error);
        plenty_of_memory();
        if (status == KEMBAR_OK)
            break;
        n_failed++;
        assert_int_equal(status, KEMBAR_ERROR_MEMORY);
        assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
        assert_int_equal(fixture_count_files("out"), 0);
    }
    assert_true(n_failed > 50);
    assert_int_equal(fixture_count_files("out"), 6);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_run_setup, fixture_run_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(documents_have_every_key),
        TEST(documents_carry_their_text_when_told),
        TEST(pairs_have_every_key),
        TEST(clusters_have_every_key),
        TEST(run_json_vouches_for_every_result),
        TEST(run_json_names_every_option),
        TEST(run_json_tells_flags_and_bounds),
        TEST(run_json_names_how_inputs_were_read),
        TEST(timings_hold_what_changes),
        TEST(timings_without_blas_and_time_are_null),
        TEST(results_do_not_depend_on_the_clock),
        TEST(a_folder_that_takes_no_files_is_found_out_at_once),
        TEST(a_folder_in_place_of_a_file_is_an_error),
        TEST(a_run_that_ends_early_leaves_nothing),
        TEST(a_full_disk_publishes_nothing),
        TEST(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
