#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_run.h"
#include "kembar/report.h"
#include "scarce_memory.h"

static kembar_summary *summarise(const fixture_run *run, const char *dir, int color, int verbose) {
    kembar_summary *summary = NULL;
    assert_int_equal(kembar_summary_new(&summary, dir, color, verbose, NULL), KEMBAR_OK);
    assert_string_equal(kembar_summary_text(summary), "");
    assert_int_equal(fixture_run_play(run, kembar_summary_sink(summary), NULL), KEMBAR_OK);
    return summary;
}

static const char head[] =
    "  Pairs                5   2 near \xc2\xb7 1 excerpt \xc2\xb7 1 translation \xc2\xb7 1 "
    "related\n"
    "    of these           1   share their form, but not their facts\n"
    "  Links                1   1 translation, one partner a text\n"
    "  Copied texts         1   2 documents in groups of exact and near copies\n"
    "  Stories              1   4 documents that tell a story with others\n"
    "\n"
    "  Largest stories, in documents\n"
    "      4  Four dead as furnace explodes\n"
    "         3 sources \xc2\xb7 2024-05-14 to 2024-05-15 \xc2\xb7 tungku \xc2\xb7 furnace, "
    "explode\n"
    "         loosest tie 41%: c-tungku ~ b-furnace\n"
    "\n"
    "  Left out             1   input or record\n"
    "         docs.jsonl:5  ";

static void it_says_what_was_found(void **state) {
    kembar_summary *summary = summarise(*state, "out", 0, 0);
    const char *text = kembar_summary_text(summary);
    assert_memory_equal(text, "  Documents            7   ", 26);
    assert_memory_equal(strchr(text, '\n') + 1, head, sizeof head - 1);
    assert_string_equal(strstr(text, "\n\n  Done"),
                        "\n\n  Done in 2.00 s. Report: out/report.html\n");
    assert_null(strchr(text, '\033'));
    kembar_summary_free(summary);
}

static void told_to_be_verbose_it_names_the_stages(void **state) {
    kembar_summary *summary = summarise(*state, NULL, 0, 1);
    const char *text = kembar_summary_text(summary);
    assert_string_equal(
        strstr(text, "  Done"),
        "  Done in 2.00 s\n\n"
        "  read                      0.25 s             7 documents             28/s\n"
        "  verify                    0.50 s            12 pairs                 24/s\n"
        "  3 threads \xc2\xb7 123 MB at most \xc2\xb7 OpenBLAS SkylakeX, 148.3 GFLOP/s\n");
    kembar_summary_free(summary);
}

static void colour_comes_only_when_asked_and_is_switched_off_again(void **state) {
    kembar_summary *summary = summarise(*state, "out", 1, 1);
    const char *text = kembar_summary_text(summary);
    assert_non_null(strstr(text, "\033[1m        7\033[0m"));
    assert_non_null(strstr(text, "\033[1mout/report.html\033[0m\n"));
    const char *last = strrchr(text, '\033');
    assert_string_equal(last, "\033[0m");
    kembar_summary_free(summary);
}

static size_t columns_of(const char *line, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += ((unsigned char)line[i] & 0xc0) != 0x80;
    return n;
}

static void assert_fits(const char *text) {
    size_t n_lines = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1, n_lines++)
        if (columns_of(text, (size_t)(end - text)) > 100)
            fail_msg("too wide: %.*s", (int)(end - text), text);
    assert_true(n_lines <= 30);
}

/* Seven clusters of hostile documents, the largest possible labels, long names. */
static void hostile_text_stays_inside_its_lines(void **state) {
    fixture_run *run = *state;
    static char term[300];
    memset(term, 'w', sizeof term);
    const kembar_view terms[] = {{term, sizeof term}, {"\033[2J", 4}, {"\xe2\x80\xae", 3}};
    const kembar_label label = {KEMBAR_LANGUAGE_EN, terms, 3};
    kembar_summary *summary = NULL;
    assert_int_equal(kembar_summary_new(&summary, "out", 0, 0, NULL), KEMBAR_OK);
    kembar_sink *sink = kembar_summary_sink(summary);
    kembar_cluster cluster = run->clusters[0];
    cluster.representative = cluster.weakest_a = cluster.weakest_b = 5;
    cluster.labels = &label;
    cluster.n_labels = 1;
    for (int i = 0; i < 7; i++)
        assert_int_equal(sink->cluster(sink->context, &cluster, NULL), KEMBAR_OK);
    assert_int_equal(fixture_run_play(run, sink, NULL), KEMBAR_OK);
    const char *text = kembar_summary_text(summary);
    assert_fits(text);
    assert_null(strchr(text, '\033'));
    assert_null(strstr(text, "\xe2\x80\xae"));
    assert_non_null(
        strstr(text, "<script>alert('x')</script> & \xef\xbf\xbd[31mred \xef\xbf\xbdgnp.exe\n"));
    kembar_summary_free(summary);
}

static void without_clusters_it_says_so(void **state) {
    const fixture_run *run = *state;
    kembar_summary *summary = NULL;
    assert_int_equal(kembar_summary_new(&summary, "a/b/", 0, 0, NULL), KEMBAR_OK);
    kembar_sink *sink = kembar_summary_sink(summary);
    assert_int_equal(sink->finish(sink->context, &run->summary, NULL), KEMBAR_OK);
    const char *text = kembar_summary_text(summary);
    assert_non_null(strstr(text, "\n  No two documents belong together.\n"));
    assert_non_null(strstr(text, "Report: a/b/report.html\n"));
    kembar_summary_free(summary);
}

static void long_runs_are_told_in_minutes(void **state) {
    fixture_run *run = *state;
    run->summary.wall_seconds = 3725.4;
    kembar_summary *summary = summarise(run, NULL, 0, 0);
    assert_non_null(strstr(kembar_summary_text(summary), "Done in 62 min 5 s\n"));
    kembar_summary_free(summary);
}

static void every_failed_allocation_is_survived(void **state) {
    for (size_t k = 0;; k++) {
        kembar_summary *summary = NULL;
        kembar_error error = {0};
        scarce_memory_once(k);
        kembar_status status = kembar_summary_new(&summary, "out", 0, 1, &error);
        if (status == KEMBAR_OK)
            status = fixture_run_play(*state, kembar_summary_sink(summary), &error);
        plenty_of_memory();
        if (status != KEMBAR_OK && summary)
            assert_string_equal(kembar_summary_text(summary), "");
        kembar_summary_free(summary);
        if (status == KEMBAR_OK) {
            assert_true(k > 5);
            return;
        }
        assert_int_equal(status, KEMBAR_ERROR_MEMORY);
        assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_run_setup, fixture_run_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_says_what_was_found),
        TEST(told_to_be_verbose_it_names_the_stages),
        TEST(colour_comes_only_when_asked_and_is_switched_off_again),
        TEST(hostile_text_stays_inside_its_lines),
        TEST(without_clusters_it_says_so),
        TEST(long_runs_are_told_in_minutes),
        TEST(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
