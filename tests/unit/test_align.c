#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/align.h"
#include "scarce_memory.h"

/* Two documents and what the aligner finds; the alignment is borrowed from the aligner. */
typedef struct aligned {
    kembar_buffer text[2];
    made sides[2];
    kembar_aligner *aligner;
    kembar_alignment alignment;
} aligned;

/* Words [first, first + n) of the list: each stands once. */
static void add(kembar_buffer *text, uint64_t first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        append_word(text, first + i);
        kembar_buffer_append_char(text, ' ');
    }
}

static void add_text(kembar_buffer *text, const char *words) {
    kembar_buffer_append_text(text, words);
    kembar_buffer_append_char(text, ' ');
}

static const kembar_alignment *align(aligned *pair) {
    for (int i = 0; i < 2; i++)
        pair->sides[i] = make_prepared(text_of(&pair->text[i]));
    assert_int_equal(kembar_aligner_new(&pair->aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(pair->aligner, &pair->sides[0].prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(pair->aligner, &pair->sides[1].prepared, &pair->alignment),
                     KEMBAR_OK);
    return &pair->alignment;
}

static void free_aligned(aligned *pair) {
    kembar_aligner_free(pair->aligner);
    for (int i = 0; i < 2; i++) {
        free_made(&pair->sides[i]);
        kembar_buffer_deinit(&pair->text[i]);
    }
}

static void expect_passage(const kembar_passage *p, uint32_t a_begin, uint32_t a_end,
                           uint32_t b_begin, uint32_t b_end) {
    assert_int_equal(p->a_begin, a_begin);
    assert_int_equal(p->a_end, a_end);
    assert_int_equal(p->b_begin, b_begin);
    assert_int_equal(p->b_end, b_end);
}

static void eight_equal_tokens_are_a_passage(void **state) {
    (void)state;
    for (uint32_t n = 7; n <= 9; n++) {
        aligned pair = {0};
        add(&pair.text[0], 1000, 5);
        add(&pair.text[0], 0, n);
        add(&pair.text[1], 0, n);
        add(&pair.text[1], 2000, 6);
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_passages, n >= 8);
        if (n >= 8)
            expect_passage(&found->passages[0], 5, 5 + n, 0, n);
        assert_int_equal(found->covered_a, n >= 8 ? n : 0);
        assert_int_equal(found->n_equal, n >= 8 ? n : 0);
        free_aligned(&pair);
    }
}

static void a_gap_of_eight_is_bridged_one_of_nine_is_not(void **state) {
    (void)state;
    for (uint32_t gap = 0; gap <= 10; gap++) {
        aligned pair = {0};
        for (int side = 0; side < 2; side++) {
            add(&pair.text[side], 0, 30);
            add(&pair.text[side], side ? 1000 : 2000, gap);
            add(&pair.text[side], 500, 30);
        }
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_equal, 60);
        assert_int_equal(found->n_passages, gap <= 8 ? 1 : 2);
        assert_int_equal(found->covered_a, gap <= 8 ? 60 + gap : 60);
        assert_int_equal(found->longest, gap <= 8 ? 60 : 30);
        assert_int_equal(found->n_replacements, gap >= 1 && gap <= 8);
        free_aligned(&pair);
    }
}

static void a_gap_on_one_side_replaces_nothing(void **state) {
    (void)state;
    for (int side = 0; side < 2; side++) {
        aligned pair = {0};
        add(&pair.text[side], 0, 40);
        add(&pair.text[!side], 0, 20);
        add(&pair.text[!side], 3000, 8);
        add(&pair.text[!side], 20, 20);
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_passages, 1);
        assert_int_equal(found->n_replacements, 0);
        assert_int_equal(side ? found->covered_a : found->covered_b, 48);
        assert_int_equal(side ? found->covered_b : found->covered_a, 40);
        free_aligned(&pair);
    }
}

static void a_replacement_says_what_stands_for_what(void **state) {
    (void)state;
    aligned pair = {0};
    for (int side = 0; side < 2; side++) {
        add(&pair.text[side], 0, 20);
        add_text(&pair.text[side], side ? "Surabaya hari ini" : "Jakarta");
        add(&pair.text[side], 20, 20);
    }
    const kembar_alignment *found = align(&pair);
    assert_int_equal(found->n_replacements, 1);
    assert_int_equal(found->replacements[0].a_begin, 20);
    assert_int_equal(found->replacements[0].a_end, 21);
    assert_int_equal(found->replacements[0].b_begin, 20);
    assert_int_equal(found->replacements[0].b_end, 23);
    free_aligned(&pair);
}

static void identity_below_seven_tenths_is_not_bridged(void **state) {
    (void)state;
    /* Runs of three with eight strange words between: far below 0.7, and no run has eight. */
    aligned pair = {0};
    for (int side = 0; side < 2; side++)
        for (uint64_t i = 0; i < 30; i++) {
            add(&pair.text[side], 10 * i, 3);
            add(&pair.text[side], (side ? 100000u : 200000u) + 10 * i, 8);
        }
    assert_int_equal(align(&pair)->n_passages, 0);
    free_aligned(&pair);
    /* With one strange word after three equal ones it is 0.75. */
    aligned near = {0};
    for (int side = 0; side < 2; side++)
        for (uint64_t i = 0; i < 30; i++) {
            add(&near.text[side], 10 * i, 3);
            add(&near.text[side], (side ? 100000u : 200000u) + 10 * i, 1);
        }
    const kembar_alignment *found = align(&near);
    assert_int_equal(found->n_passages, 1);
    expect_passage(&found->passages[0], 0, 119, 0, 119);
    assert_int_equal(found->n_equal, 90);
    free_aligned(&near);
}

static void look_alikes_count_numbers_do_not(void **state) {
    (void)state;
    static const char *const gaps[][2] = {{"kementrian", "kementerian"}, {"2019", "2018"}};
    for (uint32_t k = 0; k < 2; k++) {
        aligned pair = {0};
        for (int side = 0; side < 2; side++) {
            add(&pair.text[side], 0, 10);
            add_text(&pair.text[side], gaps[k][side]);
            add(&pair.text[side], 20, 10);
        }
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_passages, 1);
        assert_int_equal(found->n_equal, 20);
        assert_int_equal(found->n_alike, k == 0);
        free_aligned(&pair);
    }
}

static void equal_tokens_within_a_gap_count(void **state) {
    (void)state;
    aligned pair = {0};
    for (int side = 0; side < 2; side++) {
        add(&pair.text[side], 0, 20);
        add(&pair.text[side], side ? 1000 : 2000, 1);
        add(&pair.text[side], 50, 2); /* too short for a seed */
        add(&pair.text[side], side ? 3000 : 4000, 1);
        add(&pair.text[side], 20, 20);
    }
    const kembar_alignment *found = align(&pair);
    assert_int_equal(found->n_passages, 1);
    assert_int_equal(found->n_equal, 42);
    free_aligned(&pair);
}

static void passages_may_cross(void **state) {
    (void)state;
    aligned pair = {0};
    add(&pair.text[0], 0, 25);
    add(&pair.text[0], 100, 15);
    add(&pair.text[1], 100, 15);
    add(&pair.text[1], 0, 25);
    const kembar_alignment *found = align(&pair);
    assert_int_equal(found->n_passages, 2);
    expect_passage(&found->passages[0], 0, 25, 15, 40);
    expect_passage(&found->passages[1], 25, 40, 0, 15);
    assert_int_equal(found->covered_a, 40);
    assert_int_equal(found->covered_b, 40);
    assert_int_equal(found->longest, 25);
    free_aligned(&pair);
}

static void covered_twice_counts_once(void **state) {
    (void)state;
    aligned pair = {0};
    add(&pair.text[0], 0, 12);
    for (uint64_t i = 0; i < 3; i++) {
        add(&pair.text[1], 0, 12);
        add(&pair.text[1], 1000 + 20 * i, 12);
    }
    const kembar_alignment *found = align(&pair);
    assert_int_equal(found->n_passages, 3);
    assert_int_equal(found->covered_a, 12);
    assert_int_equal(found->covered_b, 36);
    free_aligned(&pair);
}

/* A long copy that happens to begin with words that stand all over the document. */
static void a_run_may_begin_with_a_frequent_seed(void **state) {
    (void)state;
    for (int has_middle = 0; has_middle < 2; has_middle++) {
        aligned pair = {0};
        for (int side = 0; side < 2; side++) {
            add(&pair.text[side], 0, 4);
            add(&pair.text[side], 100, 50);
            if (has_middle) /* frequent words between rare ones start no second run */
                add(&pair.text[side], 0, 4);
            add(&pair.text[side], 200, 50);
            add(&pair.text[side], side ? 5000 : 6000, 9);
        }
        for (uint64_t i = 0; i < KEMBAR_ALIGN_SEED_CAP; i++) {
            add(&pair.text[0], 0, 4);
            add(&pair.text[0], 10000 + 10 * i, 9);
        }
        uint32_t n = has_middle ? 108 : 104;
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_passages, 1);
        expect_passage(&found->passages[0], 0, n, 0, n);
        assert_int_equal(found->n_equal, n);
        free_aligned(&pair);
    }
}

static void a_seed_at_the_cap_still_begins_runs(void **state) {
    (void)state;
    for (uint64_t n = KEMBAR_ALIGN_SEED_CAP - 1; n <= KEMBAR_ALIGN_SEED_CAP + 1; n++) {
        aligned pair = {0};
        for (uint64_t i = 0; i < n; i++) {
            add(&pair.text[0], 0, 8);
            add(&pair.text[0], 1000 + 10 * i, 9);
        }
        add(&pair.text[1], 0, 8);
        add(&pair.text[1], 5000, 9);
        const kembar_alignment *found = align(&pair);
        assert_int_equal(found->n_passages, n <= KEMBAR_ALIGN_SEED_CAP ? n : 0);
        free_aligned(&pair);
    }
}

static void one_aligner_serves_many_documents(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    add(&text[0], 0, 300);
    add(&text[1], 0, 12);
    made large = make_prepared(text_of(&text[0])), small = make_prepared(text_of(&text[1]));
    made empty = make_prepared("");
    const kembar_prepared *order[] = {&large.prepared, &small.prepared, &empty.prepared,
                                      &large.prepared, &empty.prepared, &small.prepared};
    kembar_aligner *aligner = NULL;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(kembar_aligner_set(aligner, order[i]), KEMBAR_OK);
        for (size_t j = 0; j < 6; j++) {
            kembar_alignment found;
            size_t n = order[i]->content.n_tokens, m = order[j]->content.n_tokens;
            assert_int_equal(kembar_aligner_run(aligner, order[j], &found), KEMBAR_OK);
            assert_int_equal(found.covered_a, n < m ? n : m);
            assert_int_equal(found.covered_b, n < m ? n : m);
        }
    }
    kembar_aligner_free(aligner);
    made *all[] = {&large, &small, &empty};
    for (size_t i = 0; i < 3; i++)
        free_made(all[i]);
    kembar_buffer_deinit(&text[0]);
    kembar_buffer_deinit(&text[1]);
}

static kembar_status align_once(void *context) {
    aligned *pair = context;
    kembar_aligner *aligner;
    kembar_status status = kembar_aligner_new(&aligner, NULL);
    if (!status)
        status = kembar_aligner_set(aligner, &pair->sides[0].prepared);
    kembar_alignment found = {0};
    if (!status)
        status = kembar_aligner_run(aligner, &pair->sides[1].prepared, &found);
    if (!status) {
        assert_int_equal(found.n_equal, pair->alignment.n_equal);
        assert_int_equal(found.n_alike, pair->alignment.n_alike);
    } else {
        assert_int_equal(found.n_passages, 0);
    }
    kembar_aligner_free(aligner);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    aligned pair = {0};
    for (int side = 0; side < 2; side++) {
        add(&pair.text[side], 0, 20);
        add_text(&pair.text[side], side ? "kementrian" : "kementerian");
        add(&pair.text[side], 40, 20);
        add(&pair.text[side], side ? 1000 : 2000, 10);
        add(&pair.text[side], 80, 20);
    }
    assert_int_equal(align(&pair)->n_alike, 1);
    assert_true(fail_every_allocation(align_once, &pair) > 5);
    free_aligned(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_equal_tokens_are_a_passage),
        cmocka_unit_test(a_gap_of_eight_is_bridged_one_of_nine_is_not),
        cmocka_unit_test(a_gap_on_one_side_replaces_nothing),
        cmocka_unit_test(a_replacement_says_what_stands_for_what),
        cmocka_unit_test(identity_below_seven_tenths_is_not_bridged),
        cmocka_unit_test(look_alikes_count_numbers_do_not),
        cmocka_unit_test(equal_tokens_within_a_gap_count),
        cmocka_unit_test(passages_may_cross),
        cmocka_unit_test(covered_twice_counts_once),
        cmocka_unit_test(a_run_may_begin_with_a_frequent_seed),
        cmocka_unit_test(a_seed_at_the_cap_still_begins_runs),
        cmocka_unit_test(one_aligner_serves_many_documents),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
