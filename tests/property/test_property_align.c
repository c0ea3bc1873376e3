/* Every passage is recounted by a slow reference that follows the definition of a passage and knows
 * nothing of runs, chains and scores. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "align_reference.h"
#include "make_document.h"

/* Covered tokens of x and y aligned with x set, checked against the reference. */
static void align(kembar_aligner *aligner, const made *x, const made *y, uint32_t covered[2]) {
    static align_side a, b;
    kembar_alignment found;
    assert_true(align_side_init(&a, &x->prepared) && align_side_init(&b, &y->prepared));
    assert_true(align_reference_most_frequent(&a) <= KEMBAR_ALIGN_SEED_CAP);
    assert_int_equal(kembar_aligner_set(aligner, &x->prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &y->prepared, &found), KEMBAR_OK);
    const char *broken = align_reference_check(&a, &b, &found);
    if (!broken)
        broken = align_reference_check_runs(&a, &b, &found);
    if (broken)
        fail_msg("%s", broken);
    covered[0] = found.covered_a;
    covered[1] = found.covered_b;
}

typedef struct edit_recipe {
    size_t n_words;
    uint64_t n_different;
    unsigned percent; /* of words edited */
    size_t n_parts;   /* moved about */
} edit_recipe;

/* The words of `text` in n_parts stretches, in reverse order. */
static void append_reversed(kembar_buffer *out, const char *text, size_t n_words, size_t n_parts) {
    for (size_t part = n_parts; part-- > 0;) {
        size_t begin = part * n_words / n_parts, end = (part + 1) * n_words / n_parts;
        kembar_buffer_append(out, text + 9 * begin, 9 * (end - begin)); /* eight letters, a space */
    }
}

static double try_recipe(kembar_aligner *aligner, kembar_random *random,
                         const edit_recipe *recipe) {
    kembar_buffer text[3] = {{0}, {0}, {0}};
    append_words(&text[0], random, recipe->n_words, recipe->n_different);
    append_reversed(&text[1], text_of(&text[0]), recipe->n_words, recipe->n_parts);
    append_edited(&text[2], random, text_of(&text[1]), recipe->percent);
    made a = make_prepared(text[0].data), b = make_prepared(text_of(&text[2]));
    uint32_t covered[2], swapped[2];
    align(aligner, &a, &b, covered);
    align(aligner, &b, &a, swapped);
    double off = abs((int)covered[0] - (int)swapped[1]) + abs((int)covered[1] - (int)swapped[0]);
    double all = (double)(a.prepared.content.n_tokens + b.prepared.content.n_tokens);
    free_made(&a);
    free_made(&b);
    for (int i = 0; i < 3; i++)
        kembar_buffer_deinit(&text[i]);
    return off / all;
}

/* Few different words make repeats, edits make gaps, parts make passages cross. No seed comes near
 * the cap. */
static void passages_satisfy_the_definition(void **state) {
    (void)state;
    static const edit_recipe recipes[] = {
        {250, 1 << 20, 0, 1}, {250, 1 << 20, 5, 3}, {250, 1 << 20, 15, 2}, {250, 1 << 20, 30, 1},
        {200, 60, 10, 2},     {200, 25, 15, 3},     {150, 12, 20, 2},      {120, 8, 10, 2},
        {300, 200, 20, 5},    {9, 1 << 20, 5, 1},   {3, 5, 0, 1},          {60, 6, 25, 4},
    };
    kembar_aligner *aligner = NULL;
    kembar_random random = {7};
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        double sum = 0, worst = 0;
        for (int trial = 0; trial < 12; trial++) {
            double off = try_recipe(aligner, &random, &recipes[i]);
            sum += off;
            worst = off > worst ? off : worst;
        }
        /* Which of two equally good chains is taken depends on the side; that moves little. */
        assert_true(sum / 12 <= 0.002);
        assert_true(worst <= 0.02);
    }
    kembar_aligner_free(aligner);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_satisfy_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
