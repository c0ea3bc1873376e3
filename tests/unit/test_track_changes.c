#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "make_document.h"
#include "pipeline/track_changes.h"
#include "scarce_memory.h"

#define LEAD                                                                                   \
    "The harbour office will repair the eastern quay before the monsoon because divers found " \
    "long "                                                                                    \
    "cracks below the water line. "
#define MIDDLE "The work costs 40 million and keeps two berths closed until the end of October. "
#define CLOSE "Fishing boats may land their catch at the old market in the meantime without a fee."

/* A release and its coverage with what was found between them. */
typedef struct found {
    made release, coverage;
    kembar_aligner *aligner;
    kembar_change_finder finder;
} found;

static kembar_status find(found *out, int is_whole) {
    kembar_alignment alignment;
    kembar_status status = kembar_aligner_new(&out->aligner, NULL);
    if (!status)
        status = kembar_aligner_set(out->aligner, &out->release.prepared);
    if (!status)
        status = kembar_aligner_run(out->aligner, &out->coverage.prepared, &alignment);
    if (!status)
        status = kembar_changes_find(&out->finder, &out->release.prepared, &out->coverage.prepared,
                                     &alignment, is_whole);
    return status;
}

static found changes(const char *release, const char *coverage) {
    found out = {.release = make_prepared(release), .coverage = make_prepared(coverage)};
    assert_int_equal(find(&out, 1), KEMBAR_OK);
    return out;
}

static void free_found(found *item) {
    kembar_aligner_free(item->aligner);
    kembar_change_finder_deinit(&item->finder);
    free_made(&item->release);
    free_made(&item->coverage);
}

static void expect_view(kembar_view view, const char *text) {
    if (!text) {
        assert_null(view.data);
        return;
    }
    assert_int_equal(view.size, strlen(text));
    assert_memory_equal(view.data, text, view.size);
}

static void expect_change(const found *item, size_t i, kembar_change_kind kind, const char *release,
                          const char *coverage) {
    assert_true(i < item->finder.n_items);
    assert_int_equal(item->finder.items[i].kind, kind);
    expect_view(item->finder.items[i].release, release);
    expect_view(item->finder.items[i].coverage, coverage);
}

static void equal_texts_have_none(void **state) {
    (void)state;
    found item = changes(LEAD MIDDLE CLOSE, LEAD MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 0);
    free_found(&item);
}

static void an_exchanged_number_is_a_fact(void **state) {
    (void)state;
    found item = changes(LEAD MIDDLE CLOSE,
                         LEAD "The work costs 45 million and keeps two berths closed until the end "
                              "of October. " CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    expect_change(&item, 0, KEMBAR_CHANGE_REPLACED, "40", "45");
    assert_true(item.finder.items[0].has_fact);
    assert_int_equal(item.finder.items[0].release_words, 1);
    assert_int_equal(item.finder.items[0].coverage_words, 1);
    free_found(&item);
}

static void cut_and_added_words_in_a_passage(void **state) {
    (void)state;
    found item = changes(LEAD MIDDLE CLOSE,
                         LEAD "The work costs 40 million and keeps berths closed until the very "
                              "end of October. " CLOSE);
    assert_int_equal(item.finder.n_items, 2);
    expect_change(&item, 0, KEMBAR_CHANGE_CUT, "two", NULL);
    expect_change(&item, 1, KEMBAR_CHANGE_ADDED, NULL, "very");
    free_found(&item);
}

static void facts_come_before_longer_stretches(void **state) {
    (void)state;
    found item = changes(LEAD "\n\n" MIDDLE CLOSE,
                         LEAD "\n\nThe work costs 45 million and keeps two berths closed until the "
                              "end of October.\n\nNobody asked the divers what they thought of the "
                              "plan or of the price.");
    assert_int_equal(item.finder.n_items, 3);
    expect_change(&item, 0, KEMBAR_CHANGE_REPLACED, "40", "45");
    assert_int_equal(item.finder.items[1].kind, KEMBAR_CHANGE_CUT);
    assert_int_equal(item.finder.items[1].release_words, 16);
    assert_int_equal(item.finder.items[2].kind, KEMBAR_CHANGE_ADDED);
    assert_int_equal(item.finder.items[2].coverage_words, 14);
    free_found(&item);
}

static void a_new_headline_replaces_the_old_one(void **state) {
    (void)state;
    found item = changes("Quay to be repaired\n\n" LEAD MIDDLE CLOSE,
                         "Cracks under water close berths\n\n" LEAD MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    expect_change(&item, 0, KEMBAR_CHANGE_REPLACED, "Quay to be repaired",
                  "Cracks under water close berths");
    assert_true(item.finder.items[0].is_headline);
    free_found(&item);
}

static void but_not_that_of_another_text(void **state) {
    (void)state;
    found item = {.release = make_prepared("Quay to be repaired\n\n" LEAD MIDDLE CLOSE),
                  .coverage = make_prepared("The week in short\n\n" LEAD MIDDLE CLOSE)};
    assert_int_equal(find(&item, 0), KEMBAR_OK);
    assert_int_equal(item.finder.n_items, 2);
    free_found(&item);
}

/* What was exchanged is a fact where a name or a number is, on either side. */
static void an_exchanged_name_is_a_fact(void **state) {
    (void)state;
    found item =
        changes(LEAD MIDDLE CLOSE, "The harbour office will repair the Karang quay before the "
                                   "monsoon because divers found long cracks below the "
                                   "water line. " MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    expect_change(&item, 0, KEMBAR_CHANGE_REPLACED, "eastern", "Karang");
    assert_true(item.finder.items[0].has_fact);
    free_found(&item);
    item =
        changes(LEAD MIDDLE CLOSE, "The harbour office will repair the crumbling quay before the "
                                   "monsoon because divers found long cracks below the "
                                   "water line. " MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    assert_false(item.finder.items[0].has_fact);
    free_found(&item);
}

/* A headline that only one side has came or went by itself. */
static void a_headline_may_be_cut_or_added(void **state) {
    (void)state;
    found item =
        changes("Quay to be repaired\n\n" LEAD "\n\n" MIDDLE CLOSE, LEAD "\n\n" MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    expect_change(&item, 0, KEMBAR_CHANGE_CUT, "Quay to be repaired", NULL);
    free_found(&item);
    item = changes(LEAD "\n\n" MIDDLE CLOSE, "Cracks close berths\n\n" LEAD "\n\n" MIDDLE CLOSE);
    assert_int_equal(item.finder.n_items, 1);
    expect_change(&item, 0, KEMBAR_CHANGE_ADDED, NULL, "Cracks close berths");
    free_found(&item);
}

/* A sentence that stands elsewhere in the other text was moved: what lies around it was changed. */
static void ends_that_were_moved_are_no_change(void **state) {
    (void)state;
    found item =
        changes(LEAD "Nobody was hurt when the first crane fell over at night. " MIDDLE CLOSE,
                MIDDLE CLOSE "\n\n" LEAD);
    assert_int_equal(item.finder.n_items, 1);
    assert_int_equal(item.finder.items[0].kind, KEMBAR_CHANGE_CUT);
    assert_int_equal(item.finder.items[0].release_words, 11);
    free_found(&item);
}

/* Every content token of either side is kept, or counted in exactly one change. */
static void expect_balance(const found *item) {
    uint64_t lost = 0, gained = 0, n_equal[2] = {0, 0};
    for (size_t i = 0; i < item->finder.n_items; i++) {
        lost += item->finder.items[i].release_words;
        gained += item->finder.items[i].coverage_words;
    }
    const kembar_content *contents[] = {&item->release.prepared.content,
                                        &item->coverage.prepared.content};
    n_equal[0] = contents[0]->n_tokens - lost;
    n_equal[1] = contents[1]->n_tokens - gained;
    assert_true(lost <= contents[0]->n_tokens);
    assert_true(gained <= contents[1]->n_tokens);
    assert_int_equal(n_equal[0], n_equal[1]);
}

static void every_word_is_kept_or_changed(void **state) {
    (void)state;
    kembar_random random = {7};
    for (int i = 0; i < 60; i++) {
        kembar_buffer text = {0}, edited = {0};
        append_words(&text, &random, 40 + kembar_random_below(&random, 200), 100000);
        append_edited(&edited, &random, text_of(&text), (unsigned)kembar_random_below(&random, 30));
        found item = changes(text_of(&text), text_of(&edited));
        expect_balance(&item);
        free_found(&item);
        kembar_buffer_deinit(&text);
        kembar_buffer_deinit(&edited);
    }
}

static void reordered_paragraphs_are_no_change(void **state) {
    (void)state;
    found item = changes(LEAD "\n\n" MIDDLE "\n\n" CLOSE, CLOSE "\n\n" LEAD "\n\n" MIDDLE);
    assert_int_equal(item.finder.n_items, 0);
    free_found(&item);
}

static kembar_status find_once(void *context) {
    found *item = context;
    kembar_status status = find(item, 1);
    kembar_aligner_free(item->aligner);
    item->aligner = NULL;
    kembar_change_finder_deinit(&item->finder);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    found item = {.release = make_prepared(LEAD MIDDLE CLOSE),
                  .coverage = make_prepared(LEAD "Nobody knows when. " CLOSE)};
    assert_true(fail_every_allocation(find_once, &item) >= 6);
    free_found(&item);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_none),
        cmocka_unit_test(an_exchanged_number_is_a_fact),
        cmocka_unit_test(cut_and_added_words_in_a_passage),
        cmocka_unit_test(facts_come_before_longer_stretches),
        cmocka_unit_test(a_new_headline_replaces_the_old_one),
        cmocka_unit_test(but_not_that_of_another_text),
        cmocka_unit_test(an_exchanged_name_is_a_fact),
        cmocka_unit_test(a_headline_may_be_cut_or_added),
        cmocka_unit_test(ends_that_were_moved_are_no_change),
        cmocka_unit_test(every_word_is_kept_or_changed),
        cmocka_unit_test(reordered_paragraphs_are_no_change),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
