#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"
#include "make_document.h"
#include "pair/postings.h"
#include "scarce_memory.h"

/* Every key k is held by the documents 0 .. holders[k] - 1. */
static kembar_postings build(const size_t *holders, size_t n_keys, size_t n_documents,
                             size_t max_documents, int n_threads) {
    uint64_t *keys = kembar_alloc(n_documents * n_keys, sizeof *keys);
    kembar_key_set *sets = kembar_alloc(n_documents, sizeof *sets);
    for (size_t doc = 0, n = 0; doc < n_documents; doc++) {
        sets[doc] = (kembar_key_set){keys + n, 0};
        for (size_t k = 0; k < n_keys; k++)
            if (doc < holders[k]) {
                keys[n++] = kembar_hash_mix(k + 1);
                sets[doc].n_keys++;
            }
        assert_int_equal(kembar_sort_u64(keys + n - sets[doc].n_keys, sets[doc].n_keys), KEMBAR_OK);
    }
    kembar_postings postings;
    assert_int_equal(kembar_postings_build(&postings, sets, n_documents, max_documents, n_threads),
                     KEMBAR_OK);
    kembar_free(keys);
    kembar_free(sets);
    return postings;
}

static void lists_documents_by_key(void **state) {
    (void)state;
    static const size_t holders[] = {1, 2, 3, 5};
    kembar_postings postings = build(holders, 4, 5, 0, 1);
    assert_int_equal(postings.n_items, 10); /* a key of one document pairs nothing */
    for (size_t i = 0, n_left = 0; i < postings.n_items; i++) {
        const kembar_posting *item = &postings.items[i];
        if (n_left) {
            assert_int_equal(item->n_after, --n_left);
            assert_true(postings.items[i - 1].doc_id < item->doc_id);
        } else {
            n_left = item->n_after;
            assert_true(n_left == 1 || n_left == 2 || n_left == 4);
        }
    }
    for (uint32_t doc = 0; doc < 5; doc++) {
        size_t n = 0;
        for (size_t k = 1; k < 4; k++)
            n += doc + 1 < holders[k]; /* the last one has none to pair with */
        assert_int_equal(postings.first[doc + 1] - postings.first[doc], n);
        for (size_t i = postings.first[doc]; i < postings.first[doc + 1]; i++)
            assert_int_equal(postings.items[postings.of_document[i]].doc_id, doc);
        assert_int_equal(postings.n_frequent[doc], 0);
    }
    kembar_postings_deinit(&postings);
    assert_null(postings.items);
}

static void too_frequent_keys_are_only_counted(void **state) {
    (void)state;
    static const size_t holders[] = {4, 5, 6, 9};
    kembar_postings postings = build(holders, 4, 9, 5, 1);
    assert_int_equal(postings.n_items, 9);
    for (size_t doc = 0; doc < 9; doc++)
        assert_int_equal(postings.n_frequent[doc], doc < 6 ? 2 : 1);
    kembar_postings_deinit(&postings);
}

static void keys_of_large_families_are_told(void **state) {
    (void)state;
    enum { N = KEMBAR_POSTINGS_FAMILY };
    static const size_t holders[] = {N, N + 1, 3, N + 5, 2 * N};
    kembar_postings postings = build(holders, 5, 2 * N, N, 2);
    assert_int_equal(postings.n_family_keys, 3);
    for (size_t i = 0; i < 3; i++) {
        static const size_t keys[] = {2, 4, 5}; /* as build makes them */
        size_t k = 0;
        while (k < 3 && kembar_hash_mix(keys[k]) != postings.family_keys[i])
            k++;
        assert_true(k < 3);
        assert_true(i == 0 || postings.family_keys[i - 1] < postings.family_keys[i]);
    }
    kembar_postings_deinit(&postings);
    postings = build(holders, 5, 2 * N, N + 5, 2); /* what is kept is not told */
    assert_int_equal(postings.n_family_keys, 1);
    kembar_postings_deinit(&postings);
    postings = build(holders, 5, 2 * N, 2, 2); /* nor what is dropped of few */
    assert_int_equal(postings.n_family_keys, 3);
    kembar_postings_deinit(&postings);
    postings = build(holders, 5, 2 * N, 0, 2);
    assert_int_equal(postings.n_family_keys, 0);
    kembar_postings_deinit(&postings);
}

/* How many items an item pairs with. */
static void large_lists_pair_with_their_first(void **state) {
    (void)state;
    for (size_t n = KEMBAR_POSTINGS_LARGE; n <= KEMBAR_POSTINGS_LARGE + 1; n++) {
        kembar_postings postings = build(&n, 1, n, 0, 1);
        assert_int_equal(postings.n_items, n);
        for (size_t i = 0; i < n; i++) {
            int pairs = n <= KEMBAR_POSTINGS_LARGE || i < KEMBAR_POSTINGS_FIRST;
            assert_int_equal(postings.items[i].n_after, pairs ? n - i - 1 : 0);
        }
        kembar_postings_deinit(&postings);
    }
}

static void a_bucket_of_all_documents_makes_few_pairs(void **state) {
    (void)state;
    const size_t n = 100000;
    size_t n_pairs = 0;
    kembar_postings postings = build(&n, 1, n, 0, 2);
    for (size_t i = 0; i < postings.n_items; i++)
        n_pairs += postings.items[i].n_after;
    assert_true(n_pairs >= n - 1);
    assert_true(n_pairs <= KEMBAR_POSTINGS_FIRST * n);
    kembar_postings_deinit(&postings);
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    static const size_t holders[] = {0, 1, 1};
    kembar_postings postings = build(holders, 3, 3, 0, 1);
    assert_int_equal(postings.n_items, 0);
    assert_int_equal(postings.first[3], 0);
    kembar_postings_deinit(&postings);
    postings = build(holders, 0, 0, 0, 1);
    assert_int_equal(postings.first[0], 0);
    kembar_postings_deinit(&postings);
}

static void the_same_for_any_threads(void **state) {
    (void)state;
    enum { N_KEYS = 48000 }; /* enough for several ranges, and for the sort to go parallel */
    static size_t holders[N_KEYS];
    for (size_t k = 0; k < N_KEYS; k++)
        holders[k] = k % 60;
    kembar_postings one = build(holders, N_KEYS, 60, 40, 1);
    kembar_postings seven = build(holders, N_KEYS, 60, 40, 7);
    assert_int_equal(one.n_items, N_KEYS / 60 * (40 * 41 / 2 - 1));
    assert_int_equal(one.n_items, seven.n_items);
    assert_memory_equal(one.items, seven.items, one.n_items * sizeof *one.items);
    assert_memory_equal(one.first, seven.first, 61 * sizeof *one.first);
    assert_memory_equal(one.of_document, seven.of_document,
                        one.first[60] * sizeof *one.of_document);
    assert_memory_equal(one.n_frequent, seven.n_frequent, 60 * sizeof *one.n_frequent);
    kembar_postings_deinit(&one);
    kembar_postings_deinit(&seven);
}

static kembar_status build_once(void *context) {
    static const uint64_t key = 7;
    static const kembar_key_set sets[2] = {{&key, 1}, {&key, 1}};
    (void)context;
    kembar_postings postings;
    kembar_status status = kembar_postings_build(&postings, sets, 2, 0, 1);
    assert_int_equal(postings.n_items, status ? 0 : 2);
    kembar_postings_deinit(&postings);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(build_once, NULL) >= 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_documents_by_key),
        cmocka_unit_test(too_frequent_keys_are_only_counted),
        cmocka_unit_test(keys_of_large_families_are_told),
        cmocka_unit_test(large_lists_pair_with_their_first),
        cmocka_unit_test(a_bucket_of_all_documents_makes_few_pairs),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(the_same_for_any_threads),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
