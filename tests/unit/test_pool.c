#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/random.h"
#include "pair/pool.h"

enum { ROWS = 400, DIMENSIONS = 16, BEST = 30, ROUNDS = 200 };

/* Products lie so close together that the margin holds many of them. */
static void make_rows(kembar_random *random, float *rows) {
    for (size_t i = 0; i < (size_t)ROWS * DIMENSIONS; i++)
        rows[i] = 0.2F + (float)(kembar_random_below(random, 1000)) * 1e-6F;
}

static float noise(kembar_random *random) {
    return ((float)kembar_random_below(random, 1801) / 1000 - 0.9F) * KEMBAR_ESTIMATE_MARGIN;
}

static int compare_ids(const void *x, const void *y) {
    uint32_t a = ((const kembar_estimate *)x)->doc_id, b = ((const kembar_estimate *)y)->doc_id;
    return a < b ? -1 : a > b;
}

/* Whatever a kernel makes of each product within the margin, the same are chosen. */
static void the_kernel_does_not_choose(void **state) {
    (void)state;
    kembar_random random = {11};
    static float rows[ROWS * DIMENSIONS];
    static kembar_pool pool;
    for (int round = 0; round < ROUNDS; round++) {
        kembar_estimate exact[ROWS];
        make_rows(&random, rows);
        for (uint32_t i = 0; i < ROWS; i++)
            exact[i] = (kembar_estimate){
                kembar_estimate_product(rows, rows + (size_t)i * DIMENSIONS, DIMENSIONS), i};
        qsort(exact, ROWS, sizeof *exact, kembar_estimate_compare);
        /* Every other round the threshold cuts among the best. */
        size_t n = round % 2 ? BEST / 2 : BEST;
        kembar_pool_start(&pool, BEST, round % 2 ? exact[n - 1].value : 0.1F);
        while (n < BEST && exact[n].value >= pool.lowest)
            n++;
        for (uint32_t i = 0; i < ROWS; i++) {
            float estimate = noise(&random) + kembar_estimate_product(
                                                  rows, rows + (size_t)i * DIMENSIONS, DIMENSIONS);
            kembar_pool_offer(&pool, &estimate, 1, i);
        }
        assert_int_equal(kembar_pool_choose(&pool, rows, rows, DIMENSIONS), n);
        qsort(pool.items, n, sizeof *pool.items, compare_ids);
        qsort(exact, n, sizeof *exact, compare_ids);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(pool.items[i].doc_id, exact[i].doc_id);
    }
}

/* In rising order the pool fills again and again, and its floor with it: what comes below the floor
 * just then is left out, the largest are not. */
static void what_comes_late_and_low_is_left_out(void **state) {
    enum { OFFERED = 20000, LARGEST = 9000 };
    (void)state;
    static kembar_pool pool;
    kembar_pool_start(&pool, BEST, 0.0F);
    for (uint32_t i = 0; i < OFFERED; i++) {
        float value = i % 2 == 0 ? 0.001F : (float)(i < LARGEST ? i : OFFERED - i) / OFFERED;
        kembar_pool_offer(&pool, &value, 1, i);
    }
    kembar_pool_settle(&pool);
    assert_in_range(pool.n_items, BEST, KEMBAR_POOL_ROOM);
    for (uint32_t i = 0; i < BEST; i++) {
        assert_int_equal(pool.items[i].doc_id % 2, 1);
        assert_true(pool.items[i].value > 0.5F);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kernel_does_not_choose),
        cmocka_unit_test(what_comes_late_and_low_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
