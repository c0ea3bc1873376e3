/* The pairs that a run finds are those of comparing every document with every other, for any number
 * of threads; a copy more changes nothing but what concerns it. */
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
#include "model/furniture.h"
#include "pair/verify.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 320 };

static kembar_dedup_result dedup(const kembar_collection *collection,
                                 const kembar_options *options) {
    kembar_run_context context = {0};
    kembar_dedup_result result;
    assert_int_equal(kembar_run_dedup(collection, NULL, options, &context, &result, NULL),
                     KEMBAR_OK);
    return result;
}

static void expect_same_pair(const kembar_pair *a, const kembar_pair *b) {
    assert_int_equal(a->relation, b->relation);
    assert_int_equal(a->score, b->score);
    assert_int_equal(a->facts_differ, b->facts_differ);
    assert_int_equal(a->jaccard, b->jaccard);
    assert_int_equal(a->containment_a, b->containment_a);
    assert_int_equal(a->containment_b, b->containment_b);
    assert_int_equal(a->coverage_a, b->coverage_a);
    assert_int_equal(a->coverage_b, b->coverage_b);
    assert_int_equal(a->equal_tokens, b->equal_tokens);
    assert_int_equal(a->longest_passage, b->longest_passage);
}

/* --- against brute force --- */

typedef struct brute_force {
    kembar_prepared prepared[MAX_DOCUMENTS];
    kembar_furniture furniture;
    size_t n;
    kembar_pair_list pairs; /* exact and near, by (a, b) */
} brute_force;

static void prepare(brute_force *brute, const kembar_collection *collection,
                    const kembar_options *options) {
    const kembar_document *documents[MAX_DOCUMENTS];
    brute->n = kembar_collection_document_count(collection);
    assert_true(brute->n <= MAX_DOCUMENTS);
    for (size_t i = 0; i < brute->n; i++)
        documents[i] = kembar_collection_document(collection, i);
    assert_int_equal(kembar_furniture_fit(&brute->furniture, documents, brute->n, 1, NULL),
                     KEMBAR_OK);
    for (size_t i = 0; i < brute->n; i++)
        assert_int_equal(kembar_prepared_init(&brute->prepared[i], documents[i], &brute->furniture,
                                              (unsigned)options->shingle_tokens,
                                              (unsigned)options->min_tokens),
                         KEMBAR_OK);
}

static void verify_all(brute_force *brute, const kembar_options *options) {
    kembar_aligner *aligner = NULL;
    kembar_finding finding;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (uint32_t a = 0; a < brute->n; a++) {
        assert_int_equal(kembar_aligner_set(aligner, &brute->prepared[a]), KEMBAR_OK);
        for (uint32_t b = a + 1; b < brute->n; b++) {
            assert_int_equal(kembar_verify_contents(&finding, aligner, &brute->prepared[a],
                                                    &brute->prepared[b], options),
                             KEMBAR_OK);
            if (finding.relation >= KEMBAR_RELATION_NEAR)
                assert_int_equal(kembar_pair_list_add(&brute->pairs, &brute->prepared[a],
                                                      &brute->prepared[b], a, b, &finding),
                                 KEMBAR_OK);
        }
    }
    kembar_aligner_free(aligner);
}

static void free_brute(brute_force *brute) {
    for (size_t i = 0; i < brute->n; i++)
        kembar_prepared_deinit(&brute->prepared[i]);
    kembar_furniture_deinit(&brute->furniture);
    kembar_pair_list_deinit(&brute->pairs);
}

/* Every pair found is one of brute force, with the same measures. Returns the share of those
 * found. */
static double compare_with_brute_force(const made_records *records, const kembar_options *options) {
    static brute_force brute;
    brute = (struct brute_force){0};
    kembar_collection *collection = made_records_read(records);
    kembar_dedup_result result = dedup(collection, options);
    prepare(&brute, collection, options);
    verify_all(&brute, options);
    size_t at = 0;
    for (size_t i = 0; i < result.n_pairs; i++, at++) {
        const kembar_pair *found = &result.pairs[i], *all = brute.pairs.items;
        while (at < brute.pairs.n_items && (all[at].a != found->a || all[at].b != found->b))
            at++;
        assert_true(at < brute.pairs.n_items);
        expect_same_pair(found, &all[at]);
    }
    assert_true(result.n_pairs > 50);
    double share = (double)result.n_pairs / (double)brute.pairs.n_items;
    free_brute(&brute);
    kembar_dedup_result_deinit(&result);
    kembar_collection_free(collection);
    return share;
}

static void finds_what_brute_force_finds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_options options = kembar_options_default();
        options.n_threads = 2;
        made_records_add_families(&records, &random, 40, 4);
        made_records_add_families(&records, &random, 40, 0);
        assert_true(compare_with_brute_force(&records, &options) == 1);
        made_records_deinit(&records);
    }
}

/* n copies of one text, each with a few edits of its own. */
static void add_large_family(made_records *records, kembar_random *random, char name, size_t n) {
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, random, 200, 1 << 20);
    (void)text_of(&text);
    for (size_t copy = 0; copy < n; copy++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "%c%03zu", name, copy);
        kembar_buffer_clear(&edited);
        append_edited(&edited, random, text.data, 2);
        made_records_add(records, id, NULL, NULL, text_of(&edited));
    }
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

/* Where nearly every shingle is too frequent to be rare the bands must find them, which lose a few.
 */
static void finds_large_families(void **state) {
    (void)state;
    static const struct {
        size_t n;
        int32_t cap;
        double share;
    } cases[] = {{50, 100, 1}, {150, 1000, 0.999}, {150, 100, 0.99}, {50, 20, 0.98}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made_records records = {0};
        kembar_random random = {17};
        kembar_options options = kembar_options_default();
        options.n_threads = 2;
        options.rare_shingle_max = cases[i].cap;
        for (char name = 'a'; records.n_items < 150; name++)
            add_large_family(&records, &random, name, cases[i].n);
        double share = compare_with_brute_force(&records, &options);
        if (share < cases[i].share)
            fail_msg("families of %zu, cap %d: %f", cases[i].n, (int)cases[i].cap, share);
        made_records_deinit(&records);
    }
}

/* --- the same again --- */

static void expect_same_result(const kembar_dedup_result *a, const kembar_dedup_result *b) {
    assert_int_equal(a->n_rows, b->n_rows);
    for (size_t i = 0; i < a->n_rows; i++) {
        assert_int_equal(a->rows[i].duplicate_of, b->rows[i].duplicate_of);
        assert_int_equal(a->rows[i].relation, b->rows[i].relation);
        assert_int_equal(a->rows[i].score, b->rows[i].score);
    }
    assert_int_equal(a->n_pairs, b->n_pairs);
    for (size_t i = 0; i < a->n_pairs; i++) {
        assert_int_equal(a->pairs[i].a, b->pairs[i].a);
        assert_int_equal(a->pairs[i].b, b->pairs[i].b);
        expect_same_pair(&a->pairs[i], &b->pairs[i]);
    }
    assert_int_equal(a->n_counts, b->n_counts);
    for (size_t i = 0; i < a->n_counts; i++)
        assert_int_equal(a->counts[i].value, b->counts[i].value);
}

static void threads_and_order_change_nothing(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {5};
    kembar_options options = kembar_options_default();
    made_records_add_families(&records, &random, 50, 4);
    kembar_collection *collection = made_records_read(&records);
    options.n_threads = 1;
    kembar_dedup_result one = dedup(collection, &options);
    static const int32_t n_threads[] = {2, 7, 0};
    for (size_t i = 0; i < 3; i++) {
        options.n_threads = n_threads[i];
        kembar_dedup_result other = dedup(collection, &options);
        expect_same_result(&one, &other);
        kembar_dedup_result_deinit(&other);
    }
    made_records_shuffle(&records, 6);
    kembar_collection *shuffled = made_records_read(&records);
    kembar_dedup_result other = dedup(shuffled, &options);
    expect_same_result(&one, &other);
    kembar_dedup_result_deinit(&other);
    kembar_dedup_result_deinit(&one);
    kembar_collection_free(shuffled);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

static const kembar_pair *find_pair(const kembar_dedup_result *result, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < result->n_pairs; i++)
        if (result->pairs[i].a == a && result->pairs[i].b == b)
            return &result->pairs[i];
    return NULL;
}

/* The copy comes last by id and by date, so that it stands for no one. */
static void a_copy_adds_its_pairs_and_changes_no_others(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {8};
    kembar_options options = kembar_options_default();
    made_records_add_families(&records, &random, 30, 3);
    kembar_collection *before_documents = made_records_read(&records);
    kembar_dedup_result before = dedup(before_documents, &options);
    for (uint32_t of = 0; of < 120; of += 17) {
        made_records_add(&records, "z-copy", NULL, NULL, records.items[of].text);
        kembar_collection *documents = made_records_read(&records);
        kembar_dedup_result after = dedup(documents, &options);
        size_t n_new = 0;
        for (size_t i = 0; i < before.n_pairs; i++) {
            const kembar_pair *old = &before.pairs[i], *now = find_pair(&after, old->a, old->b);
            assert_non_null(now);
            expect_same_pair(now, old);
            if (old->a != of && old->b != of)
                continue;
            const kembar_pair *copied = find_pair(&after, old->a == of ? old->b : old->a, 120);
            assert_non_null(copied);
            assert_int_equal(copied->relation, old->relation);
            assert_int_equal(copied->score, old->score);
            n_new++;
        }
        const kembar_pair *exact = find_pair(&after, of, 120);
        assert_non_null(exact);
        assert_int_equal(exact->relation, KEMBAR_RELATION_EXACT);
        assert_int_equal(after.n_pairs, before.n_pairs + n_new + 1);
        kembar_dedup_result_deinit(&after);
        kembar_collection_free(documents);
        free(records.items[--records.n_items].text);
    }
    kembar_dedup_result_deinit(&before);
    kembar_collection_free(before_documents);
    made_records_deinit(&records);
}

/* --- what dedup decides --- */

static int is_copy(const kembar_pair *pair) {
    return pair && (pair->relation == KEMBAR_RELATION_EXACT || pair->facts_differ == 0);
}

/* What goes is a verified copy of what stays, and no two that stay are copies. */
static void what_stays_stands_for_what_goes(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {9};
    kembar_options options = kembar_options_default();
    made_records_add_families(&records, &random, 40, 4);
    kembar_collection *collection = made_records_read(&records);
    kembar_dedup_result result = dedup(collection, &options);
    size_t n_removed = 0;
    for (uint32_t i = 0; i < result.n_rows; i++) {
        uint32_t of = result.rows[i].duplicate_of;
        n_removed += of != UINT32_MAX;
        if (of == UINT32_MAX)
            continue;
        assert_int_equal(result.rows[of].duplicate_of, UINT32_MAX);
        const kembar_pair *pair = find_pair(&result, of < i ? of : i, of < i ? i : of);
        assert_true(is_copy(pair));
        assert_int_equal(result.rows[i].score, pair->score);
    }
    assert_true(n_removed > 80);
    for (size_t i = 0; i < result.n_pairs; i++)
        if (is_copy(&result.pairs[i]))
            assert_false(result.rows[result.pairs[i].a].duplicate_of == UINT32_MAX &&
                         result.rows[result.pairs[i].b].duplicate_of == UINT32_MAX);
    kembar_dedup_result_deinit(&result);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

static void old_documents_win(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {10};
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    kembar_dedup_result result;
    made_records_add_families(&records, &random, 20, 2);
    kembar_collection *new_ones = made_records_read(&records);
    records.n_items = 30; /* the first ten families */
    kembar_collection *old_ones = made_records_read(&records);
    records.n_items = 60;
    assert_int_equal(kembar_run_dedup(new_ones, old_ones, &options, &context, &result, NULL),
                     KEMBAR_OK);
    assert_int_equal(result.n_rows, 60);
    for (size_t i = 0; i < 30; i++) {
        assert_true(result.rows[i].of_against);
        assert_true(result.rows[i].duplicate_of < 30);
    }
    for (size_t i = 30; i < 60; i++)
        assert_false(result.rows[i].of_against);
    size_t n_against = 0;
    for (size_t i = 0; i < result.n_pairs; i++) {
        n_against += result.pairs_against[i];
        assert_true(result.pairs[i].a < (result.pairs_against[i] ? 30 : 60));
        assert_true(result.pairs[i].b < 60);
    }
    assert_true(n_against >= 30 && n_against < result.n_pairs);
    kembar_dedup_result_deinit(&result);
    kembar_collection_free(new_ones);
    kembar_collection_free(old_ones);
    made_records_deinit(&records);
}

static kembar_status dedup_once(void *context) {
    kembar_options options = kembar_options_default();
    kembar_run_context nothing = {0};
    kembar_dedup_result result;
    kembar_error error = {0};
    options.n_threads = 1;
    kembar_status status = kembar_run_dedup(context, context, &options, &nothing, &result, &error);
    assert_int_equal(error.code, status);
    assert_int_equal(result.rows != NULL, status == KEMBAR_OK);
    kembar_dedup_result_deinit(&result);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {12};
    made_records_add_families(&records, &random, 2, 2);
    kembar_collection *collection = made_records_read(&records);
    assert_true(fail_every_allocation(dedup_once, collection) > 100);
    kembar_collection_free(collection);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_brute_force_finds),
        cmocka_unit_test(finds_large_families),
        cmocka_unit_test(threads_and_order_change_nothing),
        cmocka_unit_test(a_copy_adds_its_pairs_and_changes_no_others),
        cmocka_unit_test(what_stays_stands_for_what_goes),
        cmocka_unit_test(old_documents_win),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
