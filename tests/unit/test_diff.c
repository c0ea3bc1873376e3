#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "forged_run.h"
#include "kembar/diff_report.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "temp_folder.h"

/* Writes and opens a run whose documents are the letters of `ids`; each story is a string of them.
 */
static kembar_results *open_run(const char *folder, const char *ids, const char *const *stories,
                                const char *pairs) {
    char *documents = NULL;
    kembar_buffer clusters = {0};
    for (const char *id = ids; *id; id++) {
        char story[8] = "";
        for (size_t k = 0; stories[k]; k++)
            if (strchr(stories[k], *id))
                (void)snprintf(story, sizeof story, "s-%c", stories[k][0]);
        documents = forge_document(documents, (char[]){*id, '\0'}, NULL, *story ? story : NULL);
    }
    for (size_t k = 0; stories[k]; k++) {
        kembar_buffer_append_format(&clusters,
                                    "{\"id\":\"s-%c\",\"kind\":\"story\",\"size\":%zu,"
                                    "\"first_date\":null,\"last_date\":null,"
                                    "\"representative\":\"%c\",\"members\":[",
                                    stories[k][0], strlen(stories[k]), stories[k][0]);
        for (const char *id = stories[k]; *id; id++)
            kembar_buffer_append_format(&clusters,
                                        "%s{\"id\":\"%c\",\"relation\":null,\"score\":null}",
                                        id > stories[k] ? "," : "", *id);
        kembar_buffer_append_text(&clusters, "]}\n");
    }
    forge_run(folder, documents ? documents : "", pairs ? pairs : "", text_of(&clusters));
    free(documents);
    kembar_buffer_deinit(&clusters);
    kembar_results *results = NULL;
    kembar_error error = {0};
    if (kembar_results_open(&results, folder, &error) != KEMBAR_OK)
        fail_msg("%s: %s", error.file, error.message);
    return results;
}

typedef struct compared {
    kembar_results *before, *after;
    kembar_diff diff;
} compared;

static compared compare(const char *ids_before, const char *const *before, const char *ids_after,
                        const char *const *after) {
    compared out = {open_run("before", ids_before, before, NULL),
                    open_run("after", ids_after, after, NULL),
                    {0}};
    assert_int_equal(kembar_diff_run(out.before, out.after, &out.diff, NULL), KEMBAR_OK);
    return out;
}

static void free_compared(compared *item) {
    kembar_diff_deinit(&item->diff);
    kembar_results_free(item->before);
    kembar_results_free(item->after);
}

/* The only change of "abcdefg" when its stories go from `before` to `after`. */
static void expect_change(const char *const *before, const char *const *after,
                          kembar_cluster_change change, const char *gained, const char *lost) {
    compared item = compare("abcdefg", before, "abcdefg", after);
    assert_int_equal(item.diff.n_appeared + item.diff.n_left, 0);
    assert_int_equal(item.diff.n_clusters, 1);
    const kembar_diff_cluster *found = item.diff.clusters;
    assert_int_equal(found->kind, KEMBAR_CLUSTER_STORY);
    assert_int_equal(found->change, change);
    assert_int_equal(found->n_gained, strlen(gained));
    assert_int_equal(found->n_lost, strlen(lost));
    for (size_t i = 0; i < found->n_gained; i++)
        assert_int_equal(item.diff.members[found->first_member + i].data[0], gained[i]);
    for (size_t i = 0; i < found->n_lost; i++)
        assert_int_equal(item.diff.members[found->first_member + found->n_gained + i].data[0],
                         lost[i]);
    free_compared(&item);
}

#define STORIES(...)        \
    (const char *const[]) { \
        __VA_ARGS__, NULL   \
    }

static void every_change_has_its_name(void **state) {
    (void)state;
    expect_change(STORIES("ab"), STORIES("ab", "cd"), KEMBAR_CLUSTER_NEW, "cd", "");
    expect_change(STORIES("ab", "cd"), STORIES("ab"), KEMBAR_CLUSTER_GONE, "", "cd");
    expect_change(STORIES("ab"), STORIES("abdc"), KEMBAR_CLUSTER_GREW, "cd", "");
    expect_change(STORIES("abcd"), STORIES("ac"), KEMBAR_CLUSTER_SHRANK, "", "bd");
    expect_change(STORIES("abc"), STORIES("abd"), KEMBAR_CLUSTER_EXCHANGED, "d", "c");
    expect_change(STORIES("abcd"), STORIES("ab", "cd"), KEMBAR_CLUSTER_SPLIT, "", "");
    expect_change(STORIES("abcd"), STORIES("ab", "ce"), KEMBAR_CLUSTER_SPLIT, "e", "d");
    expect_change(STORIES("ab", "cd"), STORIES("abcd"), KEMBAR_CLUSTER_MERGED, "", "");
    expect_change(STORIES("abc", "def"), STORIES("abd", "cef"), KEMBAR_CLUSTER_REGROUPED, "", "");
}

static void members_match_and_ids_do_not(void **state) {
    (void)state;
    /* The id of the story, and its representative, follow the first. */
    compared item = compare("abcd", STORIES("abc"), "abcd", STORIES("bca"));
    assert_int_equal(item.diff.n_clusters, 0);
    free_compared(&item);
}

static void documents_appear_and_leave(void **state) {
    (void)state;
    compared item = compare("abc", STORIES("ab"), "bcde", STORIES("bd"));
    assert_int_equal(item.diff.n_appeared, 2);
    assert_int_equal(item.diff.appeared[0]->id.data[0], 'd');
    assert_int_equal(item.diff.appeared[1]->id.data[0], 'e');
    assert_int_equal(item.diff.n_left, 1);
    assert_int_equal(item.diff.left[0]->id.data[0], 'a');
    assert_int_equal(item.diff.clusters[0].change, KEMBAR_CLUSTER_EXCHANGED);
    free_compared(&item);
}

static compared compare_pairs(void) {
    char *before = forge_pair(NULL, "a", "b", "near");
    before = forge_pair(before, "a", "c", "related");
    before = forge_pair(before, "b", "c", "exact");
    char *after = forge_pair(NULL, "a", "b", "excerpt");
    after = forge_pair(after, "b", "c", "exact");
    after = forge_pair(after, "b", "d", "near");
    compared out = {open_run("before", "abc", STORIES("abc"), before),
                    open_run("after", "abcd", STORIES("abcd"), after),
                    {0}};
    free(before);
    free(after);
    return out;
}

static void pairs_appear_leave_and_change(void **state) {
    (void)state;
    compared item = compare_pairs();
    assert_int_equal(kembar_diff_run(item.before, item.after, &item.diff, NULL), KEMBAR_OK);
    const kembar_diff_pair *pairs = item.diff.pairs;
    assert_int_equal(item.diff.n_pairs, 3);
    assert_int_equal(pairs[0].before->relation, KEMBAR_RELATION_NEAR);
    assert_int_equal(pairs[0].after->relation, KEMBAR_RELATION_EXCERPT);
    assert_non_null(pairs[1].before);
    assert_null(pairs[1].after);
    assert_false(pairs[1].with_document);
    assert_null(pairs[2].before);
    assert_true(pairs[2].with_document);
    free_compared(&item);
}

static void the_text_counts_first(void **state) {
    (void)state;
    compared item = compare_pairs();
    kembar_answer answer;
    assert_int_equal(kembar_diff_run(item.before, item.after, &item.diff, NULL), KEMBAR_OK);
    assert_int_equal(kembar_answer_diff(&answer, &item.diff, 0, NULL), KEMBAR_OK);
    assert_non_null(strstr(answer.data, "  Documents   1 appeared\n"
                                        "  Pairs       1 appeared (1 with a document that did) · 1 "
                                        "left · 1 changed\n"
                                        "  Groups      no change\n"
                                        "  Stories     1 grew\n"));
    assert_non_null(strstr(answer.data, "    near -> excerpt           a ~ b\n"));
    assert_non_null(strstr(answer.data, "    grew      3 -> 4         a\n"));
    kembar_answer_deinit(&answer);
    free_compared(&item);
}

static void the_text_names_so_many_parts(void **state) {
    static const char *const whole[] = {"abcdefghijklmno", NULL};
    static const char *const parts[] = {"abcdef", "ghi", "jkl", "mno", NULL};
    static const char ids[] = "abcdefghijklmno";
    (void)state;
    compared item = {
        open_run("before", ids, whole, NULL), open_run("after", ids, parts, NULL), {0}};
    kembar_answer answer;
    assert_int_equal(kembar_diff_run(item.before, item.after, &item.diff, NULL), KEMBAR_OK);
    assert_int_equal(kembar_answer_diff(&answer, &item.diff, 0, NULL), KEMBAR_OK);
    assert_non_null(strstr(answer.data, "    split     15 -> 6+3+3+\xe2\x80\xa6"));
    kembar_answer_deinit(&answer);
    free_compared(&item);
}

static kembar_status diff_once(void *context) {
    compared *item = context;
    kembar_answer text = {0}, json = {0};
    kembar_status status = kembar_diff_run(item->before, item->after, &item->diff, NULL);
    if (!status)
        status = kembar_answer_diff(&text, &item->diff, 1, NULL);
    if (!status)
        status = kembar_answer_diff_json(&json, &item->diff, NULL);
    kembar_answer_deinit(&text);
    kembar_answer_deinit(&json);
    kembar_diff_deinit(&item->diff);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    compared item = compare_pairs();
    assert_true(fail_every_allocation(diff_once, &item) >= 12);
    free_compared(&item);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_change_has_its_name),        IN_FOLDER(members_match_and_ids_do_not),
        IN_FOLDER(documents_appear_and_leave),       IN_FOLDER(pairs_appear_leave_and_change),
        IN_FOLDER(the_text_names_so_many_parts),     IN_FOLDER(the_text_counts_first),
        IN_FOLDER(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
