/* Chains of equal runs where many could be carried on at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/chains.h"

enum { N_OPEN = 65, WEAKEST = 7, APART = 40, LENGTH = 5, N_TOKENS = APART * N_OPEN };

static made make_random(uint64_t seed) {
    kembar_random random = {seed};
    kembar_buffer text = {0};
    append_words(&text, &random, N_TOKENS, 1 << 20);
    made item = make_prepared(text_of(&text));
    kembar_buffer_deinit(&text);
    return item;
}

/* One more run than may stay open, all of them at one place of b; then a run behind each of three
 * of them. */
static void the_weakest_of_too_many_is_not_carried_on(void **state) {
    static const uint32_t followed[] = {WEAKEST, WEAKEST + 1, N_OPEN - 1};
    kembar_equal_run items[N_OPEN + 3];
    kembar_equal_runs runs = {.items = items, .n_items = N_OPEN + 3};
    kembar_chains chains = {0};
    made a = make_random(1), b = make_random(2);
    (void)state;
    for (uint32_t i = 0; i < N_OPEN; i++)
        items[i] = (kembar_equal_run){.a = APART * i,
                                      .b = 100,
                                      .length = i == WEAKEST ? LENGTH - 1 : LENGTH,
                                      .after = KEMBAR_NO_RUN};
    for (uint32_t k = 0; k < 3; k++)
        items[N_OPEN + k] = (kembar_equal_run){.a = APART * followed[k] + LENGTH + 1,
                                               .b = 100 + LENGTH + 1,
                                               .length = 3,
                                               .after = KEMBAR_NO_RUN};
    assert_int_equal(kembar_chains_link(&chains, &runs, &a.prepared, &b.prepared), KEMBAR_OK);
    for (uint32_t i = 0; i < N_OPEN; i++)
        assert_int_equal(items[i].before, KEMBAR_NO_RUN);
    assert_int_equal(items[N_OPEN].before, KEMBAR_NO_RUN);
    assert_int_equal(items[N_OPEN + 1].before, WEAKEST + 1);
    assert_int_equal(items[N_OPEN + 2].before, N_OPEN - 1);
    assert_int_equal(items[WEAKEST].after, KEMBAR_NO_RUN);
    assert_int_equal(items[WEAKEST + 1].after, N_OPEN + 1);
    kembar_chains_deinit(&chains);
    free_made(&a);
    free_made(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weakest_of_too_many_is_not_carried_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
