#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "cluster/story_neighbours.h"

/* More units than are scored exactly, each of which shares a term with most others. */
enum { N_UNITS = 600, N_TERMS = 40, N_SHARED = 30, N_COLUMNS = 900 };

static int compare_columns(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Columns that unit `unit` does not have yet, up to N_TERMS of them. */
static void fill(kembar_random *random, uint32_t *columns, size_t n) {
    while (n < N_TERMS) {
        uint32_t column = (uint32_t)kembar_random_below(random, N_COLUMNS);
        size_t i = 0;
        while (i < n && columns[i] != column)
            i++;
        if (i == n)
            columns[n++] = column;
    }
}

/* Units 2i and 2i + 1 are twins: most of their terms are the same. */
static void make_vectors(kembar_story_vectors *out) {
    kembar_random random = {41};
    *out = (kembar_story_vectors){.n_units = N_UNITS, .n_columns = N_COLUMNS};
    out->first = kembar_alloc(N_UNITS + 1, sizeof *out->first);
    out->columns = kembar_alloc((size_t)N_UNITS * N_TERMS, sizeof *out->columns);
    out->weights = kembar_alloc((size_t)N_UNITS * N_TERMS, sizeof *out->weights);
    out->lengths = kembar_alloc(N_UNITS, sizeof *out->lengths);
    out->n_with = kembar_alloc_zeroed(N_COLUMNS, sizeof *out->n_with);
    out->sources.source = kembar_alloc_zeroed(N_UNITS, sizeof *out->sources.source);
    out->sources.language = kembar_alloc_zeroed(N_UNITS, sizeof *out->sources.language);
    out->sources.sizes = kembar_alloc_zeroed(1, sizeof *out->sources.sizes);
    out->sources.n_sources = KEMBAR_STORY_NO_SOURCE + 1;
    out->sources.peers[0] = N_UNITS;
    assert_true(out->first && out->columns && out->weights && out->lengths && out->n_with &&
                out->sources.source && out->sources.language && out->sources.sizes);
    for (size_t unit = 0; unit < N_UNITS; unit++) {
        uint32_t *columns = out->columns + unit * N_TERMS;
        if (unit % 2 == 1)
            memcpy(columns, columns - N_TERMS, N_SHARED * sizeof *columns);
        fill(&random, columns, unit % 2 == 1 ? N_SHARED : 0);
    }
    for (size_t unit = 0; unit < N_UNITS; unit++) {
        uint32_t *columns = out->columns + unit * N_TERMS;
        qsort(columns, N_TERMS, sizeof *columns, compare_columns);
        out->first[unit] = unit * N_TERMS;
        double sum = 0;
        for (size_t i = 0; i < N_TERMS; i++) {
            float weight = 1.0f + (float)(columns[i] % 7) / 7;
            out->weights[unit * N_TERMS + i] = weight;
            out->n_with[columns[i]]++;
            sum += (double)weight * (double)weight;
        }
        out->lengths[unit] = sqrt(sum);
    }
    out->first[N_UNITS] = (size_t)N_UNITS * N_TERMS;
}

static const kembar_story_neighbour *of(const kembar_story_neighbours *found, size_t unit) {
    return found->items + unit * KEMBAR_STORY_NEAREST;
}

static void the_nearest_is_found_in_a_crowd(void **state) {
    (void)state;
    kembar_story_vectors vectors;
    kembar_story_neighbours found = {0};
    make_vectors(&vectors);
    assert_int_equal(kembar_story_neighbours_find(&found, &vectors, 2, NULL), KEMBAR_OK);
    size_t n_full = 0;
    for (uint32_t unit = 0; unit < N_UNITS; unit++) {
        assert_in_range(found.counts[unit], 1, KEMBAR_STORY_NEAREST);
        assert_int_equal(of(&found, unit)[0].unit, unit ^ 1);
        n_full += found.counts[unit] == KEMBAR_STORY_NEAREST;
    }
    assert_true(n_full > N_UNITS / 2); /* else nothing had to give way */
    kembar_story_neighbours_deinit(&found);
    kembar_story_vectors_deinit(&vectors);
}

static void neighbours_are_in_order_and_mutual_in_score(void **state) {
    (void)state;
    kembar_story_vectors vectors;
    kembar_story_neighbours found = {0};
    make_vectors(&vectors);
    assert_int_equal(kembar_story_neighbours_find(&found, &vectors, 1, NULL), KEMBAR_OK);
    for (uint32_t unit = 0; unit < N_UNITS; unit++) {
        const kembar_story_neighbour *items = of(&found, unit);
        for (uint32_t i = 0; i < found.counts[unit]; i++) {
            assert_true(items[i].unit != unit && items[i].similarity > 0);
            if (i > 0)
                assert_true(items[i - 1].similarity > items[i].similarity ||
                            (items[i - 1].similarity == items[i].similarity &&
                             items[i - 1].unit < items[i].unit));
            const kembar_story_neighbour *back = of(&found, items[i].unit);
            for (uint32_t j = 0; j < found.counts[items[i].unit]; j++)
                if (back[j].unit == unit)
                    assert_int_equal(back[j].similarity, items[i].similarity);
        }
        int is_full = found.counts[unit] == KEMBAR_STORY_NEAREST;
        assert_int_equal(kembar_story_neighbours_crowd(&found, unit),
                         is_full ? items[KEMBAR_STORY_NEAREST - 1].similarity : 0);
    }
    kembar_story_neighbours_deinit(&found);
    kembar_story_vectors_deinit(&vectors);
}

static void threads_change_nothing(void **state) {
    (void)state;
    kembar_story_vectors vectors;
    kembar_story_neighbours one = {0}, four = {0};
    make_vectors(&vectors);
    assert_int_equal(kembar_story_neighbours_find(&one, &vectors, 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_story_neighbours_find(&four, &vectors, 4, NULL), KEMBAR_OK);
    assert_memory_equal(one.counts, four.counts, N_UNITS * sizeof *one.counts);
    for (size_t unit = 0; unit < N_UNITS; unit++)
        assert_memory_equal(of(&one, unit), of(&four, unit), one.counts[unit] * sizeof *one.items);
    kembar_story_neighbours_deinit(&one);
    kembar_story_neighbours_deinit(&four);
    kembar_story_vectors_deinit(&vectors);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_is_found_in_a_crowd),
        cmocka_unit_test(neighbours_are_in_order_and_mutual_in_score),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
