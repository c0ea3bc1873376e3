/* What equal runs alone say of shingles, against the shingles themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "make_document.h"
#include "pair/verify.h"
#include "text/shingles.h"

enum { N_WORDS = 400, MANY = 30, N_TRIES = 400 };

typedef struct two_texts {
    kembar_buffer text[2];
    made sides[2];
    size_t shared;
} two_texts;

static void add_word(kembar_buffer *text, uint64_t word) {
    append_word(text, word);
    kembar_buffer_append_char(text, ' ');
}

/* The second is the first with words changed, left out and put in, or a stretch of it said again.
 * Of few different words seeds repeat. */
static two_texts make_two(kembar_random *random) {
    two_texts two = {0};
    uint64_t n_different = (uint64_t)8 << kembar_random_below(random, 10);
    uint64_t one_in = 2 + kembar_random_below(random, 40);
    uint64_t words[N_WORDS], n = 30 + kembar_random_below(random, N_WORDS - 30);
    for (uint64_t i = 0; i < n; i++) {
        words[i] = kembar_random_below(random, n_different);
        add_word(&two.text[0], words[i]);
    }
    for (uint64_t i = 0; i < n; i++) {
        uint64_t edit = kembar_random_below(random, one_in);
        if (edit == 0)
            add_word(&two.text[1], 5000 + kembar_random_below(random, n_different));
        if (edit > 1)
            add_word(&two.text[1], words[i]);
        if (edit == 2 && i > 60 && one_in > 20)
            i -= 50;
        if (edit == 3 && one_in > 10)
            i += 20;
    }
    for (int side = 0; side < 2; side++)
        two.sides[side] = make_prepared(text_of(&two.text[side]));
    const kembar_shingle_set *a = &two.sides[0].prepared.shingles;
    const kembar_shingle_set *b = &two.sides[1].prepared.shingles;
    two.shared = kembar_shingles_shared(a->items, a->n_items, b->items, b->n_items);
    return two;
}

static void free_two(two_texts *two) {
    for (int side = 0; side < 2; side++) {
        free_made(&two->sides[side]);
        kembar_buffer_deinit(&two->text[side]);
    }
}

/* How often bounds say that two texts are near, that they are not, that they say nothing. */
typedef struct told {
    int n_near, n_far, n_open;
} told;

static int expect_far(const two_texts *two, const kembar_aligner *aligner,
                      const kembar_alignment *alignment, const kembar_pair_finding *exact,
                      const kembar_options *options) {
    const kembar_prepared *a = &two->sides[0].prepared, *b = &two->sides[1].prepared;
    size_t most = kembar_aligner_most_shingles(aligner, 5);
    size_t least = kembar_aligner_least_shingles(aligner, 5);
    assert_true(most >= two->shared);
    assert_true(least <= a->shingles.n_items);
    assert_true(kembar_aligner_most_shingles(aligner, 2) == SIZE_MAX);
    assert_int_equal(kembar_aligner_least_shingles(aligner, 2), 0);
    int is_far = kembar_verify_is_surely_far(alignment, a, b, most, least, options);
    if (is_far)
        assert_true(exact->relation < KEMBAR_RELATION_NEAR);
    return is_far;
}

static void expect_bounds(told *so_far, const two_texts *two, kembar_aligner *aligner,
                          const kembar_options *options) {
    const kembar_prepared *a = &two->sides[0].prepared, *b = &two->sides[1].prepared;
    kembar_alignment alignment;
    kembar_pair_finding bound, exact;
    assert_int_equal(kembar_aligner_set(aligner, a), KEMBAR_OK);
    assert_int_equal(kembar_aligner_find(aligner, b), KEMBAR_OK);
    size_t sure = kembar_aligner_sure_shingles(aligner, 5, MANY);
    assert_true(sure <= two->shared);
    assert_true(kembar_aligner_sure_shingles(aligner, 5, SIZE_MAX) <= two->shared);
    assert_true(kembar_aligner_sure_shingles(aligner, 5, SIZE_MAX) >= sure);
    assert_int_equal(kembar_aligner_sure_shingles(aligner, 2, MANY), 0);
    assert_int_equal(kembar_aligner_link(aligner, &alignment), KEMBAR_OK);
    kembar_verify_judge(&exact, &alignment, a, b, two->shared, options);
    int is_near = kembar_verify_is_surely_near(&bound, &alignment, a, b, sure, options);
    if (is_near) {
        assert_int_equal(bound.relation, exact.relation);
        assert_int_equal(bound.score, exact.score);
        assert_int_equal(bound.n_passages, exact.n_passages);
        assert_true(kembar_measures_jaccard(&bound.measures) <=
                    kembar_measures_jaccard(&exact.measures));
    }
    int is_far = expect_far(two, aligner, &alignment, &exact, options);
    so_far->n_near += is_near;
    so_far->n_far += is_far;
    so_far->n_open += !is_near && !is_far;
}

static void bounds_never_say_too_much(void **state) {
    (void)state;
    kembar_random random = {61};
    kembar_options options = kembar_options_default();
    kembar_aligner *aligner = NULL;
    told so_far = {0, 0, 0};
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (int i = 0; i < N_TRIES; i++) {
        two_texts two = make_two(&random);
        expect_bounds(&so_far, &two, aligner, &options);
        free_two(&two);
    }
    assert_true(so_far.n_near > N_TRIES / 10 && so_far.n_far > N_TRIES / 10);
    assert_true(so_far.n_open > 0);
    kembar_aligner_free(aligner);
}

/* All of a copy's shingles but for those of words that stand twice. */
static void a_copy_is_seen_without_its_shingles(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}};
    kembar_aligner *aligner = NULL;
    for (uint64_t i = 0; i < 100; i++)
        for (int side = 0; side < 2; side++)
            add_word(&text[side], side == 1 && i == 50 ? 1000 : i);
    made a = make_prepared(text_of(&text[0])), b = make_prepared(text_of(&text[1]));
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_find(aligner, &b.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_sure_shingles(aligner, 5, SIZE_MAX), 46 + 45);
    assert_in_range(kembar_aligner_sure_shingles(aligner, 5, MANY), MANY, 46);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
    for (int side = 0; side < 2; side++)
        kembar_buffer_deinit(&text[side]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_never_say_too_much),
        cmocka_unit_test(a_copy_is_seen_without_its_shingles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
