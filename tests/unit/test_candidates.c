#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "make_document.h"
#include "pair/candidates.h"
#include "scarce_memory.h"

enum { MAX_DOCUMENTS = 320, MAX_KEYS = 64 };

/* Which documents hold which keys. */
typedef struct key_table {
    size_t n_documents, n_keys;
    uint8_t holds[MAX_DOCUMENTS][MAX_KEYS];
} key_table;

static kembar_postings build(const key_table *table, size_t max_documents) {
    static uint64_t keys[MAX_DOCUMENTS][MAX_KEYS];
    kembar_key_set sets[MAX_DOCUMENTS];
    for (size_t doc = 0; doc < table->n_documents; doc++) {
        sets[doc] = (kembar_key_set){keys[doc], 0};
        for (size_t k = 0; k < table->n_keys; k++)
            if (table->holds[doc][k])
                keys[doc][sets[doc].n_keys++] = kembar_hash_mix(k);
        assert_int_equal(kembar_sort_u64(keys[doc], sets[doc].n_keys), KEMBAR_OK);
    }
    kembar_postings postings;
    assert_int_equal(kembar_postings_build(&postings, sets, table->n_documents, max_documents, 1),
                     KEMBAR_OK);
    return postings;
}

static size_t count_holders(const key_table *table, size_t k) {
    size_t n = 0;
    for (size_t doc = 0; doc < table->n_documents; doc++)
        n += table->holds[doc][k];
    return n;
}

static uint32_t count_shared(const key_table *table, uint32_t a, uint32_t b, size_t max_documents) {
    uint32_t n = 0;
    for (size_t k = 0; k < table->n_keys; k++)
        n += table->holds[a][k] && table->holds[b][k] &&
             (max_documents == 0 || count_holders(table, k) <= max_documents);
    return n;
}

static key_table random_table(size_t n_documents, size_t n_keys, uint64_t seed, unsigned percent) {
    key_table out = {.n_documents = n_documents, .n_keys = n_keys};
    kembar_random random = {seed};
    for (size_t doc = 0; doc < n_documents; doc++)
        for (size_t k = 0; k < n_keys; k++) /* some keys are more frequent than others */
            out.holds[doc][k] = kembar_random_below(&random, 100) < percent * (1 + k % 4);
    return out;
}

static void finds_what_brute_force_finds(void **state) {
    (void)state;
    key_table rare = random_table(90, MAX_KEYS, 1, 4), band = random_table(90, 20, 2, 1);
    kembar_options options = kembar_options_default();
    kembar_postings of_rare = build(&rare, 12), of_band = build(&band, 0);
    kembar_candidate_sources sources = {&of_rare, &of_band, NULL};
    kembar_candidate_counter counter;
    size_t n_by_band = 0, n_by_rare = 0;
    assert_int_equal(kembar_candidate_counter_init(&counter, 90), KEMBAR_OK);
    for (int needed = 1; needed <= 3; needed++) {
        options.rare_shingles_shared = needed;
        for (uint32_t a = 0; a < 90; a++) {
            size_t n = kembar_candidates_of(&counter, &sources, &options, a), at = 0;
            for (uint32_t b = a + 1; b < 90; b++) {
                uint32_t by_rare = count_shared(&rare, a, b, 12);
                uint32_t by_band = count_shared(&band, a, b, 0);
                if (by_rare < (uint32_t)needed && by_band == 0)
                    continue;
                n_by_rare += by_band == 0;
                n_by_band += by_rare < (uint32_t)needed;
                assert_true(at < n);
                assert_int_equal(counter.items[at].doc_id, b);
                assert_int_equal(counter.items[at].n_shared, by_rare + by_band * (uint32_t)needed);
                at++;
            }
            assert_int_equal(at, n);
        }
    }
    assert_true(n_by_band > 20 && n_by_rare > 20);
    kembar_candidate_counter_deinit(&counter);
    kembar_postings_deinit(&of_rare);
    kembar_postings_deinit(&of_band);
}

static void bands_may_be_absent(void **state) {
    (void)state;
    key_table rare = random_table(30, MAX_KEYS, 3, 5);
    kembar_options options = kembar_options_default();
    kembar_postings of_rare = build(&rare, 0);
    kembar_candidate_sources sources = {&of_rare, NULL, NULL};
    kembar_candidate_counter counter;
    size_t n = 0, expected = 0;
    assert_int_equal(kembar_candidate_counter_init(&counter, 30), KEMBAR_OK);
    for (uint32_t a = 0; a < 30; a++) {
        n += kembar_candidates_of(&counter, &sources, &options, a);
        for (uint32_t b = a + 1; b < 30; b++)
            expected += count_shared(&rare, a, b, 0) >= 2;
    }
    assert_true(expected > 0);
    assert_int_equal(n, expected);
    kembar_candidate_counter_deinit(&counter);
    kembar_postings_deinit(&of_rare);
}

/* Whatever else it shares a partner is a candidate, and counted in. */
static void partners_are_candidates(void **state) {
    (void)state;
    key_table rare = random_table(40, MAX_KEYS, 3, 3);
    kembar_options options = kembar_options_default();
    kembar_postings of_rare = build(&rare, 12);
    kembar_family_partner partners[] = {{9, 1}, {20, 7}, {21, 1}};
    size_t first[41] = {0};
    for (uint32_t i = 5; i < 41; i++)
        first[i] = i > 6 ? 3 : i > 5 ? 2 : 0; /* two of document 5, one of document 6 */
    kembar_families families = {.partners = partners, .first = first, .n_documents = 40};
    kembar_candidate_sources sources = {&of_rare, NULL, &families};
    kembar_candidate_counter counter;
    size_t n_partners = 0;
    assert_int_equal(kembar_candidate_counter_init(&counter, 40), KEMBAR_OK);
    for (uint32_t a = 0; a < 40; a++) {
        size_t n = kembar_candidates_of(&counter, &sources, &options, a), n_expected = 0, k = 0;
        for (uint32_t b = a + 1; b < 40; b++) {
            uint32_t by_rare = count_shared(&rare, a, b, 12);
            uint32_t by_family = a == 5 && b == 9 ? 2 : a == 5 && b == 20 ? 7 : 0;
            if (a == 6 && b == 21)
                by_family = 2;
            n_partners += by_family > 0;
            if (by_rare + by_family < 2)
                continue;
            n_expected++;
            assert_true(k < n);
            assert_int_equal(counter.items[k].doc_id, b);
            assert_int_equal(counter.items[k++].n_shared, by_rare + by_family);
        }
        assert_int_equal(n, n_expected);
    }
    assert_int_equal(n_partners, 3);
    kembar_candidate_counter_deinit(&counter);
    kembar_postings_deinit(&of_rare);
}

/* What verification spares itself the exact count by: no pair shares more than was counted and what
 * is frequent in both. Holds for lists beyond KEMBAR_POSTINGS_LARGE too, whose later members are
 * not counted with each other. */
static void frequent_keys_bound_what_was_not_counted(void **state) {
    (void)state;
    static key_table rare;
    rare = random_table(MAX_DOCUMENTS, MAX_KEYS, 4, 24);
    assert_true(count_holders(&rare, 3) > KEMBAR_POSTINGS_LARGE);
    assert_true(count_holders(&rare, 0) < KEMBAR_POSTINGS_LARGE);
    static const size_t caps[] = {0, 20, 100, 270, 1000};
    kembar_options options = kembar_options_default();
    kembar_candidate_counter counter;
    assert_int_equal(kembar_candidate_counter_init(&counter, MAX_DOCUMENTS), KEMBAR_OK);
    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        kembar_postings postings = build(&rare, caps[i]);
        kembar_candidate_sources sources = {&postings, NULL, NULL};
        for (uint32_t a = 0; a < MAX_DOCUMENTS; a++) {
            size_t n = kembar_candidates_of(&counter, &sources, &options, a);
            for (size_t k = 0; k < n; k++) {
                uint32_t b = counter.items[k].doc_id, of_a = postings.n_frequent[a];
                uint32_t of_b = postings.n_frequent[b];
                assert_true(count_shared(&rare, a, b, 0) <=
                            counter.items[k].n_shared + (of_a < of_b ? of_a : of_b));
            }
        }
        kembar_postings_deinit(&postings);
    }
    kembar_candidate_counter_deinit(&counter);
}

static kembar_status init_once(void *context) {
    (void)context;
    kembar_candidate_counter counter;
    kembar_status status = kembar_candidate_counter_init(&counter, 10);
    assert_int_equal(counter.counts != NULL, status == KEMBAR_OK);
    kembar_candidate_counter_deinit(&counter);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_int_equal(fail_every_allocation(init_once, NULL), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_brute_force_finds),
        cmocka_unit_test(bands_may_be_absent),
        cmocka_unit_test(partners_are_candidates),
        cmocka_unit_test(frequent_keys_bound_what_was_not_counted),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
