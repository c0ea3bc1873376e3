/* Groups of families of any size are those that comparing every document with every other makes,
 * for any number of threads and any order of the input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cluster/groups.h"
#include "make_collection.h"
#include "make_document.h"
#include "pair/members.h"
#include "pipeline/near.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 800 };

typedef struct family_run {
    kembar_collection *collection;
    kembar_near near;
} family_run;

/* Texts that were edited up to so much; a fifth of them are cut to at least half. Dates are of ten
 * days, so that who stands for the family is not the longest. */
static void add_family(made_records *records, kembar_random *random, size_t n_copies,
                       size_t n_words, unsigned percent) {
    static const char *const dates[] = {"2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"};
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, random, n_words, 1 << 22);
    for (size_t i = 0; i < n_copies; i++) {
        char id[MADE_ID_BYTES];
        kembar_buffer_clear(&edited);
        append_edited(&edited, random, text_of(&text),
                      (unsigned)kembar_random_below(random, percent + 1));
        if (kembar_random_below(random, 5) == 0)
            edited.size -= kembar_random_below(random, edited.size / 2);
        snprintf(id, sizeof id, "%08x", (unsigned)kembar_random_below(random, UINT32_MAX));
        made_records_add(records, id, NULL, dates[kembar_random_below(random, 4)],
                         text_of(&edited));
    }
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

static family_run run_of(const made_records *records, int n_threads) {
    family_run run = {.collection = made_records_read(records)};
    kembar_options options = kembar_options_default();
    size_t n = kembar_collection_document_count(run.collection);
    options.n_threads = n_threads;
    run.near.n_documents = n;
    run.near.documents = kembar_alloc(n, sizeof *run.near.documents);
    assert_non_null(run.near.documents);
    for (size_t i = 0; i < n; i++)
        run.near.documents[i] = kembar_collection_document(run.collection, i);
    kembar_clock_start(&run.near.clock, NULL, NULL);
    assert_int_equal(kembar_near_set_options(&run.near, &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_near_run(&run.near, NULL), KEMBAR_OK);
    return run;
}

static void free_run(family_run *run) {
    kembar_near_deinit(&run->near);
    kembar_collection_free(run->collection);
}

/* Every pair of classes, whether or not anything proposes it. */
static kembar_pair_list verify_all(const kembar_near *near) {
    kembar_pair_list pairs = {0};
    kembar_aligner *aligner;
    uint64_t n_unlisted = 0;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (uint32_t a = 0; a < near->n_documents; a++) {
        if (!near->is_representative[a])
            continue;
        assert_int_equal(kembar_aligner_set(aligner, &near->prepared[a]), KEMBAR_OK);
        for (uint32_t b = a + 1; b < near->n_documents; b++) {
            kembar_pair_finding finding;
            if (!near->is_representative[b])
                continue;
            assert_int_equal(kembar_verify_contents(&finding, aligner, &near->prepared[a],
                                                    &near->prepared[b], &near->options),
                             KEMBAR_OK);
            if (finding.relation == KEMBAR_RELATION_NEAR)
                assert_int_equal(kembar_members_add(&pairs, &n_unlisted, near->prepared,
                                                    &near->classes, &near->options, a, b, &finding),
                                 KEMBAR_OK);
        }
    }
    kembar_aligner_free(aligner);
    return pairs;
}

static kembar_groups groups_of(const kembar_near *near, const kembar_pair_list *pairs) {
    const kembar_cluster_input input = {.prepared = near->prepared,
                                        .n_documents = near->n_documents,
                                        .exact_class = near->classes.of_document,
                                        .pairs = pairs->items,
                                        .n_pairs = pairs->n_items,
                                        .options = &near->options,
                                        .n_threads = 1};
    kembar_groups groups;
    kembar_ranks ranks;
    assert_int_equal(kembar_ranks_build(&ranks, near->prepared, near->n_documents, 1), KEMBAR_OK);
    assert_int_equal(kembar_groups_build(&groups, &input, &ranks), KEMBAR_OK);
    kembar_ranks_deinit(&ranks);
    return groups;
}

/* The share of documents that have the same one to stand for them. */
static double share_as_by_brute_force(const made_records *records, uint64_t *n_candidates) {
    family_run run = run_of(records, 2);
    kembar_pair_list all = verify_all(&run.near);
    kembar_groups expected = groups_of(&run.near, &all);
    kembar_groups found = groups_of(&run.near, &run.near.pairs);
    size_t n = run.near.n_documents, n_same = 0;
    for (size_t i = 0; i < n; i++)
        n_same += expected.representative[i] == found.representative[i];
    *n_candidates = run.near.counts.n_candidates;
    kembar_groups_deinit(&expected);
    kembar_groups_deinit(&found);
    kembar_pair_list_deinit(&all);
    free_run(&run);
    return (double)n_same / (double)n;
}

static void families_of_any_size_stay_whole(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {1};
    static const size_t sizes[] = {1, 5, 99, 101, 128, 150, 250};
    uint64_t n_candidates;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        add_family(&records, &random, sizes[i], 60 + 40 * i, 4);
    assert_true(share_as_by_brute_force(&records, &n_candidates) == 1);
    made_records_deinit(&records);
}

/* Where so much is edited that hardly half of it is shared a few may be missed, as everywhere. */
static void even_when_much_is_edited(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {2};
    uint64_t n_candidates;
    add_family(&records, &random, 350, 120, 18);
    add_family(&records, &random, 250, 250, 18);
    double share = share_as_by_brute_force(&records, &n_candidates);
    if (share < 0.98)
        fail_msg("%f", share);
    made_records_deinit(&records);
}

/* Far from each with each. */
static void work_grows_with_the_family(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {3};
    add_family(&records, &random, MAX_DOCUMENTS, 150, 2);
    family_run run = run_of(&records, 2);
    assert_true(run.near.counts.n_aligned > MAX_DOCUMENTS - 200);
    assert_true(run.near.counts.n_aligned < (uint64_t)10 * MAX_DOCUMENTS);
    free_run(&run);
    made_records_deinit(&records);
}

static void expect_same(const kembar_near *a, const kembar_near *b) {
    assert_int_equal(a->counts.n_candidates, b->counts.n_candidates);
    assert_int_equal(a->counts.n_aligned, b->counts.n_aligned);
    assert_int_equal(a->pairs.n_items, b->pairs.n_items);
    for (size_t i = 0; i < a->pairs.n_items; i++) {
        assert_int_equal(a->pairs.items[i].a, b->pairs.items[i].a);
        assert_int_equal(a->pairs.items[i].b, b->pairs.items[i].b);
        assert_int_equal(a->pairs.items[i].score, b->pairs.items[i].score);
        assert_int_equal(a->pairs.items[i].facts_differ, b->pairs.items[i].facts_differ);
    }
}

static void the_same_for_any_threads_and_order(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {4};
    add_family(&records, &random, 300, 100, 12);
    add_family(&records, &random, 140, 60, 12);
    add_family(&records, &random, 30, 200, 12);
    family_run one = run_of(&records, 1);
    for (int n_threads = 2; n_threads <= 7; n_threads += 5) {
        made_records_shuffle(&records, (uint64_t)n_threads);
        family_run other = run_of(&records, n_threads);
        expect_same(&one.near, &other.near);
        free_run(&other);
    }
    free_run(&one);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_of_any_size_stay_whole),
        cmocka_unit_test(even_when_much_is_edited),
        cmocka_unit_test(work_grows_with_the_family),
        cmocka_unit_test(the_same_for_any_threads_and_order),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
