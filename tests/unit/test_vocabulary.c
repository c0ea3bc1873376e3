#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cluster/story_vocabulary.h"
#include "cluster/story_vocabulary_table.h"

static void test_table_is_sorted_and_in_range(void **state) {
    (void)state;
    for (size_t i = 0; i < KEMBAR_STORY_VOCABULARY_TERMS; i++) {
        assert_true(i == 0 ||
                    kembar_story_vocabulary_terms[i - 1] < kembar_story_vocabulary_terms[i]);
        assert_in_range(kembar_story_vocabulary_shares[i], 5, 1000);
    }
}

/* Each general term, with one between it and the next that is not in the table. */
static void test_general_words_lose_weight(void **state) {
    (void)state;
    enum { N = KEMBAR_STORY_VOCABULARY_TERMS };
    static uint64_t terms[2 * N];
    static float weights[2 * N];
    size_t n = 0;
    for (size_t i = 0; i < N; i++) {
        terms[n++] = (uint64_t)kembar_story_vocabulary_terms[i] << 32 | 6;
        if (i + 1 < N &&
            kembar_story_vocabulary_terms[i] + 1 < kembar_story_vocabulary_terms[i + 1])
            terms[n++] = ((uint64_t)kembar_story_vocabulary_terms[i] + 1) << 32;
    }
    kembar_story_vocabulary_weigh(terms, n, weights);
    for (size_t i = 0, at = 0; i < n; i++) {
        if (at == N || terms[i] >> 32 != kembar_story_vocabulary_terms[at]) {
            assert_true(weights[i] == 1.0F);
            continue;
        }
        double square = (double)weights[i] * (double)weights[i];
        double share = kembar_story_vocabulary_shares[at++] / 1000.0;
        assert_true(square * (1 + share / 0.02) > 0.99999 && square * (1 + share / 0.02) < 1.00001);
    }
}

static void test_pairs_of_stems_keep_theirs(void **state) {
    (void)state;
    uint64_t pair = (uint64_t)kembar_story_vocabulary_terms[7] << 32 | 1;
    float weight = 0;
    kembar_story_vocabulary_weigh(&pair, 1, &weight);
    assert_true(weight == 1.0F);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_sorted_and_in_range),
        cmocka_unit_test(test_general_words_lose_weight),
        cmocka_unit_test(test_pairs_of_stems_keep_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
