#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_run.h"
#include "forged_run.h"
#include "kembar/eval.h"
#include "scarce_memory.h"

/* Documents a to h in two stories and two singles, pairs of four relations. */
static kembar_results *open_run(void) {
    static const char *const stories[] = {"s-1", "s-1", "s-1", "s-2", "s-2", NULL, NULL, "s-1"};
    static const char clusters[] =
        "{\"id\":\"s-1\",\"kind\":\"story\",\"size\":1,\"first_date\":null,\"last_date\":null,"
        "\"representative\":\"a\",\"members\":[{\"id\":\"a\",\"relation\":\"self\",\"score\":1}]}\n"
        "{\"id\":\"s-2\",\"kind\":\"story\",\"size\":1,\"first_date\":null,\"last_date\":null,"
        "\"representative\":\"d\",\"members\":[{\"id\":\"d\",\"relation\":\"self\",\"score\":1}]}"
        "\n";
    char *documents = NULL, *pairs = NULL;
    for (int i = 0; i < 8; i++)
        documents = forge_document(documents, (char[]){(char)('a' + i), '\0'}, NULL, stories[i]);
    pairs = forge_pair(pairs, "a", "b", "exact");
    pairs = forge_pair(pairs, "a", "c", "near");
    pairs = forge_pair(pairs, "a", "d", "related");
    pairs = forge_pair(pairs, "b", "c", "near");
    pairs = forge_pair(pairs, "c", "d", "excerpt");
    pairs = forge_pair(pairs, "d", "e", "translation");
    forge_run("out", documents, pairs, clusters);
    free(documents);
    free(pairs);
    kembar_results *results = NULL;
    assert_int_equal(kembar_results_open(&results, "out", NULL), KEMBAR_OK);
    return results;
}

static void assert_score(const kembar_eval_score *score, uint64_t truth, uint64_t found,
                         uint64_t right, int32_t precision, int32_t recall, int32_t f1) {
    assert_int_equal(score->n_truth, truth);
    assert_int_equal(score->n_found, found);
    assert_int_equal(score->n_right, right);
    assert_int_equal(score->precision, precision);
    assert_int_equal(score->recall, recall);
    assert_int_equal(score->f1, f1);
}

static void assert_mistake(const kembar_eval_pair *pair, const char *a, const char *b,
                           kembar_relation truth, kembar_relation found) {
    assert_string_equal(pair->a.data, a);
    assert_int_equal(pair->a.size, strlen(a));
    assert_string_equal(pair->b.data, b);
    assert_int_equal(pair->truth, truth);
    assert_int_equal(pair->found, found);
}

static void pairs_are_judged_by_relation(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    /* The first line is in the other order; e-f is missed, b-c misnamed, c-d and d-e not in truth.
     */
    fixture_write_file("truth.tsv", "b\ta\texact\r\na\tc\tnear\tfacts_differ\n\nb\tc\texcerpt\n"
                                    "e\tf\tnear\nx\ty\tnear");
    assert_int_equal(kembar_eval_run(results, "truth.tsv", NULL, &eval, NULL), KEMBAR_OK);
    kembar_results_free(results);
    assert_score(&eval.by_relation[KEMBAR_RELATION_EXACT], 1, 1, 1, 1000000, 1000000, 1000000);
    assert_score(&eval.by_relation[KEMBAR_RELATION_NEAR], 3, 2, 1, 500000, 333333, 400000);
    assert_score(&eval.by_relation[KEMBAR_RELATION_EXCERPT], 1, 1, 0, 0, 0, 0);
    assert_score(&eval.by_relation[KEMBAR_RELATION_TRANSLATION], 0, 0, 0, -1, -1, -1);
    assert_score(&eval.by_relation[KEMBAR_RELATION_RELATED], 0, 0, 0, -1, -1, -1);
    assert_score(&eval.duplicates, 5, 4, 3, 750000, 600000, 666667);
    assert_int_equal(eval.names_right, 666667);
    assert_int_equal(eval.n_unknown_ids, 2);
    assert_false(eval.has_stories);
    assert_int_equal(eval.n_mistakes, 4);
    assert_mistake(&eval.mistakes[0], "b", "c", KEMBAR_RELATION_EXCERPT, KEMBAR_RELATION_NEAR);
    assert_mistake(&eval.mistakes[1], "c", "d", KEMBAR_RELATION_NONE, KEMBAR_RELATION_EXCERPT);
    assert_mistake(&eval.mistakes[2], "e", "f", KEMBAR_RELATION_NEAR, KEMBAR_RELATION_NONE);
    assert_mistake(&eval.mistakes[3], "x", "y", KEMBAR_RELATION_NEAR, KEMBAR_RELATION_NONE);
    kembar_eval_deinit(&eval);
}

static void a_relation_is_judged_once_truth_lists_it(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("truth.tsv", "\xef\xbb\xbf"
                                    "a\td\texcerpt\nf\tg\ttranslation\n");
    assert_int_equal(kembar_eval_run(results, "truth.tsv", NULL, &eval, NULL), KEMBAR_OK);
    assert_score(&eval.by_relation[KEMBAR_RELATION_TRANSLATION], 1, 1, 0, 0, 0, 0);
    assert_int_equal(eval.n_unknown_ids, 0);
    assert_int_equal(eval.names_right, -1);
    assert_int_equal(eval.n_mistakes, 7);
    assert_mistake(&eval.mistakes[2], "a", "d", KEMBAR_RELATION_EXCERPT, KEMBAR_RELATION_RELATED);
    assert_mistake(&eval.mistakes[5], "d", "e", KEMBAR_RELATION_NONE, KEMBAR_RELATION_TRANSLATION);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

static void an_empty_truth_makes_every_duplicate_wrong(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("truth.tsv", "");
    assert_int_equal(kembar_eval_run(results, "truth.tsv", NULL, &eval, NULL), KEMBAR_OK);
    assert_score(&eval.duplicates, 0, 4, 0, 0, -1, 0);
    assert_int_equal(eval.n_mistakes, 4);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

/* Expected values are those of an independent script with the same definitions. */
static void stories_are_compared_as_partitions(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("stories.tsv", "a\tone\nb\tone\nc\ttwo\nd\ttwo\ne\ttwo\nf\tthree\n"
                                      "g\tthree\nz\tfour\n");
    assert_int_equal(kembar_eval_run(results, NULL, "stories.tsv", &eval, NULL), KEMBAR_OK);
    assert_true(eval.has_stories);
    assert_int_equal(eval.n_story_documents, 8);
    assert_int_equal(eval.n_story_truth, 4);
    assert_int_equal(eval.n_story_found, 5);
    assert_int_equal(eval.story_ari, 339623);
    assert_int_equal(eval.story_b3_precision, 833333);
    assert_int_equal(eval.story_b3_recall, 708333);
    assert_int_equal(eval.story_b3_f1, 765766);
    assert_int_equal(eval.n_unknown_ids, 1);
    assert_int_equal(eval.n_mistakes, 0);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

static void equal_partitions_agree_fully(void **state) {
    static const char *const tables[] = {"f\tone\n", "f\tone\ng\ttwo\n", "a\tx\nb\tx\n",
                                         "a\tx\nb\tx\nd\ty\ne\ty\nf\tz\n"};
    kembar_results *results = open_run();
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        kembar_eval eval;
        fixture_write_file("stories.tsv", tables[i]);
        assert_int_equal(kembar_eval_run(results, NULL, "stories.tsv", &eval, NULL), KEMBAR_OK);
        assert_int_equal(eval.story_ari, 1000000);
        assert_int_equal(eval.story_b3_f1, 1000000);
        kembar_eval_deinit(&eval);
    }
    kembar_results_free(results);
}

static void worse_than_chance_is_negative(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("stories.tsv", "a\tx\nd\tx\nb\ty\ne\ty\n");
    assert_int_equal(kembar_eval_run(results, NULL, "stories.tsv", &eval, NULL), KEMBAR_OK);
    assert_int_equal(eval.story_ari, -500000);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

typedef struct bad_table {
    const char *truth, *stories;
    uint64_t line;
    const char *message;
} bad_table;

static void a_bad_table_is_refused_by_line(void **state) {
    static const bad_table tables[] = {
        {"a\tb\tnear\na\tb\n", NULL, 2, "column 3 of 3 is missing"},
        {"a\tb\tnear\r\n\r\n\tb\tnear\r\n", NULL, 3, "column 1 of 3"},
        {"a\tb\tnearly\n", NULL, 1, "no relation"},
        {"a\tb\tnone\n", NULL, 1, "no relation"},
        {"a\ta\tnear\n", NULL, 1, "paired with itself"},
        {"a\tb\tnear\nc\td\tnear\nb\ta\texact\n", NULL, 3, "another relation"},
        {NULL, "a\tx\nb\n", 2, "column 2 of 2"},
        {NULL, "a\tx\nb\ty\na\tx\n", 3, "has a story in an earlier line"},
        {NULL, "", 0, "names no document"},
    };
    kembar_results *results = open_run();
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const bad_table *table = &tables[i];
        const char *text = table->truth ? table->truth : table->stories;
        kembar_eval eval;
        kembar_error error = {0};
        fixture_write_file("table.tsv", text);
        assert_int_equal(kembar_eval_run(results, table->truth ? "table.tsv" : NULL,
                                         table->truth ? NULL : "table.tsv", &eval, &error),
                         KEMBAR_ERROR_FORMAT);
        assert_null(eval.mistakes);
        assert_string_equal(error.file, "table.tsv");
        assert_int_equal(error.position, table->line);
        if (!strstr(error.message, table->message))
            fail_msg("\"%s\" does not say \"%s\"", error.message, table->message);
    }
    kembar_eval eval;
    assert_int_equal(kembar_eval_run(results, "missing.tsv", NULL, &eval, NULL), KEMBAR_ERROR_IO);
    kembar_results_free(results);
}

static void the_same_pair_may_stand_twice(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("truth.tsv", "a\tb\texact\nb\ta\texact\n");
    assert_int_equal(kembar_eval_run(results, "truth.tsv", NULL, &eval, NULL), KEMBAR_OK);
    assert_int_equal(eval.duplicates.n_truth, 1);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

/* As the ids of documents are: else an answer could not be JSON. */
static void what_is_no_utf8_is_repaired(void **state) {
    kembar_results *results = open_run();
    kembar_eval eval;
    (void)state;
    fixture_write_file("truth.tsv", "a\tx\xff\tnear\na\tb\texact\n");
    assert_int_equal(kembar_eval_run(results, "truth.tsv", NULL, &eval, NULL), KEMBAR_OK);
    assert_int_equal(eval.duplicates.n_right, 1);
    assert_int_equal(eval.n_mistakes, 4);
    assert_mistake(&eval.mistakes[1], "a", "x\xef\xbf\xbd", KEMBAR_RELATION_NEAR,
                   KEMBAR_RELATION_NONE);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
}

static void every_failed_allocation_is_survived(void **state) {
    kembar_results *results = open_run();
    int n_failed = 0;
    (void)state;
    fixture_write_file("truth.tsv", "a\tb\texact\nx\ty\xff\tnear\n");
    fixture_write_file("stories.tsv", "a\tone\nb\ttwo\n");
    for (size_t k = 0;; k++) {
        kembar_eval eval;
        kembar_error error = {0};
        scarce_memory_once(k);
        kembar_status status = kembar_eval_run(results, "truth.tsv", "stories.tsv", &eval, &error);
        plenty_of_memory();
        kembar_eval_deinit(&eval);
        if (status == KEMBAR_OK)
            break;
        n_failed++;
        assert_int_equal(status, KEMBAR_ERROR_MEMORY);
        assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
    }
    assert_true(n_failed > 10);
    kembar_results_free(results);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_run_setup, fixture_run_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(pairs_are_judged_by_relation),
        TEST(a_relation_is_judged_once_truth_lists_it),
        TEST(an_empty_truth_makes_every_duplicate_wrong),
        TEST(stories_are_compared_as_partitions),
        TEST(equal_partitions_agree_fully),
        TEST(worse_than_chance_is_negative),
        TEST(a_bad_table_is_refused_by_line),
        TEST(the_same_pair_may_stand_twice),
        TEST(what_is_no_utf8_is_repaired),
        TEST(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
