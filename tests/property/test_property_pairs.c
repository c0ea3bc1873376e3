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

#include "make_collection.h"
#include "make_document.h"
#include "model/furniture.h"
#include "pair/verify.h"
#include "run_dedup.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 320 };

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
    kembar_pair_finding finding;
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
static double compare_with_brute_force(const made_records *records,
                                       const kembar_dedup_options *options) {
    static brute_force brute;
    brute = (struct brute_force){0};
    kembar_collection *collection = made_records_read(records);
    kembar_dedup_result result = dedup_file("records.jsonl", options);
    prepare(&brute, collection, &options->run);
    verify_all(&brute, &options->run);
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

/* All of it where all shingles look for candidates; by a sample of them nearly all. */
static void finds_what_brute_force_finds(void **state) {
    static const struct {
        int32_t sample;
        double share;
    } cases[] = {{0, 1}, {64, 0.99}};
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_dedup_options options = dedup_options();
        options.sample_shingles = cases[seed % 2].sample;
        made_records_add_families(&records, &random, 40, 4);
        made_records_add_families(&records, &random, 40, 0);
        double share = compare_with_brute_force(&records, &options);
        if (share < cases[seed % 2].share)
            fail_msg("seed %u: %f", (unsigned)seed, share);
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
        kembar_dedup_options options = dedup_options();
        options.run.rare_shingle_max = cases[i].cap;
        for (char name = 'a'; records.n_items < 150; name++)
            add_large_family(&records, &random, name, cases[i].n);
        double share = compare_with_brute_force(&records, &options);
        if (share < cases[i].share)
            fail_msg("families of %zu, cap %d: %f", cases[i].n, (int)cases[i].cap, share);
        made_records_deinit(&records);
    }
}

/* How many are no near copies of the earliest one, and how many of the others stay all the same. */
static size_t count_left_behind(const made_records *records, size_t earliest,
                                const kembar_dedup_options *options, size_t *n_far) {
    kembar_collection *collection = made_records_read(records);
    size_t n = kembar_collection_document_count(collection), n_left = 0;
    kembar_furniture none = {0};
    kembar_aligner *aligner = NULL;
    kembar_prepared first;
    kembar_dedup_result result = dedup_file("records.jsonl", options);
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(
        kembar_prepared_init(&first, kembar_collection_document(collection, earliest), &none, 5, 5),
        KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &first), KEMBAR_OK);
    assert_int_equal(result.n_rows, n);
    assert_true(result.rows[earliest].duplicate_of == UINT32_MAX);
    *n_far = 0;
    for (size_t i = 0; i < n; i++) {
        kembar_prepared other;
        kembar_pair_finding finding;
        assert_int_equal(
            kembar_prepared_init(&other, kembar_collection_document(collection, i), &none, 5, 5),
            KEMBAR_OK);
        assert_int_equal(kembar_verify_contents(&finding, aligner, &first, &other, &options->run),
                         KEMBAR_OK);
        int is_far = finding.relation < KEMBAR_RELATION_NEAR || finding.facts_differ == 1;
        *n_far += (size_t)is_far;
        n_left += i != earliest && !is_far && result.rows[i].duplicate_of == UINT32_MAX;
        kembar_prepared_deinit(&other);
    }
    kembar_prepared_deinit(&first);
    kembar_aligner_free(aligner);
    kembar_dedup_result_deinit(&result);
    kembar_collection_free(collection);
    return n_left;
}

/* A story that hundreds run, each with edits of its own, whoever of them comes first. */
static void of_a_large_family_one_stays(void **state) {
    static const unsigned percents[] = {1, 4, 8};
    static const char *const days[] = {"2024-03-02", "2024-03-03", NULL};
    enum { N = 500, EARLIEST = 317, STAY_OF_100 = 2 };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        made_records records = {0};
        kembar_random random = {31 + i};
        kembar_dedup_options options = dedup_options();
        kembar_buffer text = {0}, edited = {0};
        size_t n_far;
        options.sample_shingles = 64;
        append_words(&text, &random, 300, 1 << 20);
        for (size_t copy = 0; copy < N; copy++) {
            char id[MADE_ID_BYTES];
            (void)snprintf(id, sizeof id, "c%03zu", copy);
            kembar_buffer_clear(&edited);
            append_edited(&edited, &random, text_of(&text), percents[i]);
            made_records_add(&records, id, NULL,
                             copy == EARLIEST ? "2024-03-01"
                                              : days[kembar_random_below(&random, 3)],
                             text_of(&edited));
        }
        size_t n_left = count_left_behind(&records, EARLIEST, &options, &n_far);
        if (100 * n_left > STAY_OF_100 * N || (percents[i] == 1 && n_left + n_far > 0))
            fail_msg("%u%% edited: %zu left, %zu far", percents[i], n_left, n_far);
        kembar_buffer_deinit(&text);
        kembar_buffer_deinit(&edited);
        made_records_deinit(&records);
    }
}

/* --- the same again --- */

static void expect_same(const kembar_dedup_result *result, const char *expected) {
    char *dump = dedup_dump(result);
    assert_string_equal(dump, expected);
    free(dump);
}

/* Records in four files, one of them empty. */
static void write_in_parts(const made_records *records) {
    size_t n = records->n_items;
    made_records_write(records, 0, n / 7, "parts/a.jsonl");
    made_records_write(records, n / 7, n / 2, "parts/b.jsonl");
    made_records_write(records, n / 2, n / 2, "parts/c.jsonl");
    made_records_write(records, n / 2, n, "parts/d.jsonl");
}

static void threads_and_order_change_nothing(void **state) {
    static const int32_t n_threads[] = {1, 7, 0};
    (void)state;
    made_records records = {0};
    kembar_random random = {5};
    kembar_dedup_options options = dedup_options();
    made_records_add_families(&records, &random, 50, 4);
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    for (int32_t sample = 0; sample <= 64; sample += 64) {
        options.sample_shingles = sample;
        kembar_dedup_result one = dedup_file("records.jsonl", &options);
        char *expected = dedup_dump(&one);
        for (size_t i = 0; i < 3; i++) {
            options.run.n_threads = n_threads[i];
            kembar_dedup_result other = dedup_file("records.jsonl", &options);
            expect_same(&other, expected);
            kembar_dedup_result_deinit(&other);
        }
        free(expected);
        kembar_dedup_result_deinit(&one);
    }
    made_records_deinit(&records);
}

static void order_and_files_change_nothing(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {6};
    kembar_dedup_options options = dedup_options();
    made_records_add_families(&records, &random, 50, 4);
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    kembar_dedup_result one = dedup_file("records.jsonl", &options);
    char *expected = dedup_dump(&one);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        static const char *const parts[] = {"parts/d.jsonl", "parts/b.jsonl", "parts/a.jsonl",
                                            NULL};
        made_records_shuffle(&records, seed);
        write_in_parts(&records);
        kembar_dedup_result other = dedup_paths(parts, NULL, &options);
        expect_same(&other, expected);
        kembar_dedup_result_deinit(&other);
    }
    free(expected);
    kembar_dedup_result_deinit(&one);
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
    kembar_dedup_options options = dedup_options();
    made_records_add_families(&records, &random, 30, 3);
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    kembar_dedup_result before = dedup_file("records.jsonl", &options);
    for (uint32_t of = 0; of < 120; of += 17) {
        made_records_add(&records, "z-copy", NULL, NULL, records.items[of].text);
        made_records_write(&records, 0, records.n_items, "copied.jsonl");
        kembar_dedup_result after = dedup_file("copied.jsonl", &options);
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
        free(records.items[--records.n_items].text);
    }
    kembar_dedup_result_deinit(&before);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_brute_force_finds),
        cmocka_unit_test(finds_large_families),
        cmocka_unit_test(of_a_large_family_one_stays),
        cmocka_unit_test(threads_and_order_change_nothing),
        cmocka_unit_test(order_and_files_change_nothing),
        cmocka_unit_test(a_copy_adds_its_pairs_and_changes_no_others),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
