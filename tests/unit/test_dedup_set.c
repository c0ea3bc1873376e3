/* The order of a dedup's documents and their exact classes, told by a plain reading of the rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "pipeline/dedup_set.h"

/* More than threads take at once, so that classes cross what they take. */
enum { N_DOCUMENTS = 9000, N_OLD = 700 };

typedef struct documents {
    kembar_dedup_options options;
    kembar_dedup_set set;
    kembar_imprint imprints[N_DOCUMENTS];
    const kembar_imprint *listed[N_DOCUMENTS];
    uint32_t numbers[N_DOCUMENTS];
    uint32_t order[N_DOCUMENTS], head[N_DOCUMENTS]; /* what is expected */
} documents;

static void shuffle(uint32_t *items, size_t n, kembar_random *random) {
    for (size_t i = n; i > 1; i--) {
        size_t other = (size_t)kembar_random_below(random, i);
        uint32_t item = items[i - 1];
        items[i - 1] = items[other];
        items[other] = item;
    }
}

/* One of two halves of the content hash often agrees where the other does not. */
static void draw(documents *all, kembar_random *random) {
    for (uint32_t i = 0; i < N_DOCUMENTS; i++) {
        kembar_imprint *imprint = &all->imprints[i];
        int is_alone = kembar_random_below(random, 2) == 0;
        *imprint = (kembar_imprint){
            .content.low = is_alone ? i + 100 : kembar_random_below(random, 5),
            .content.high = kembar_random_below(random, 3),
            .source = kembar_random_below(random, 4),
            .day = kembar_random_below(random, 9) ? (int32_t)kembar_random_below(random, 40) - 20
                                                  : INT32_MIN,
            .n_content = (uint32_t)kembar_random_below(random, 3) + 7};
        all->listed[i] = imprint;
        all->numbers[i] = i;
    }
    shuffle(all->numbers, N_OLD, random);
    shuffle(all->numbers + N_OLD, N_DOCUMENTS - N_OLD, random);
}

/* --- the rules --- */

static const documents *compared; /* qsort hands on no context */

static int by(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static uint64_t day_of(uint32_t document) {
    int32_t day = compared->imprints[document].day;
    return day == INT32_MIN ? UINT64_MAX : (uint64_t)((int64_t)day + INT32_MAX);
}

static uint64_t size_of(uint32_t document) {
    return compared->imprints[document].n_content;
}

static uint64_t rank_of(uint32_t document) {
    if (compared->options.run.n_priorities == 0)
        return 0;
    uint64_t preferred = kembar_imprint_source_hash((kembar_view){"b", 1});
    return compared->imprints[document].source != preferred;
}

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    kembar_dedup_keep keep = compared->options.keep;
    int by_age = by(a >= compared->set.n_old, b >= compared->set.n_old);
    int by_day = by(day_of(a), day_of(b)), by_size = by(size_of(b), size_of(a));
    int by_rank = by(rank_of(a), rank_of(b)),
        by_number = by(compared->numbers[a], compared->numbers[b]);
    if (keep == KEMBAR_KEEP_FIRST)
        return by(a, b);
    if (by_age)
        return by_age;
    if (keep == KEMBAR_KEEP_EARLIEST)
        return by_day ? by_day : by_rank ? by_rank : by_size ? by_size : by_number;
    return by_size ? by_size : by_day ? by_day : by_rank ? by_rank : by_number;
}

/* A document joins the last one before it with its hash, if as much of it is content. */
static uint32_t head_of(const documents *all, size_t place) {
    const kembar_imprint *imprint = &all->imprints[all->order[place]];
    for (size_t i = place; i > 0 && imprint->content.low; i--) {
        uint32_t other = all->order[i - 1];
        const kembar_imprint *of_other = &all->imprints[other];
        if (of_other->content.low == imprint->content.low &&
            of_other->content.high == imprint->content.high)
            return of_other->n_content == imprint->n_content ? all->head[other] : all->order[place];
    }
    return all->order[place];
}

static void expect(documents *all) {
    compared = all;
    for (uint32_t i = 0; i < N_DOCUMENTS; i++)
        all->order[i] = i;
    qsort(all->order, N_DOCUMENTS, sizeof *all->order, compare);
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        all->head[all->order[i]] = head_of(all, i);
}

/* --- the set --- */

static void check_members(const documents *all) {
    const kembar_dedup_set *set = &all->set;
    size_t n = 0;
    for (uint32_t head = 0; head < N_DOCUMENTS; head++)
        for (size_t i = set->first[head]; i < set->first[head + 1]; i++, n++) {
            assert_int_equal(all->head[set->members[i]], head);
            assert_true(i == set->first[head] ||
                        set->place[set->members[i - 1]] < set->place[set->members[i]]);
        }
    assert_int_equal(n, N_DOCUMENTS);
}

static void check(documents *all, int n_threads) {
    const kembar_imprint **listed = kembar_alloc(N_DOCUMENTS, sizeof *listed);
    assert_non_null(listed);
    memcpy(listed, all->listed, sizeof all->listed);
    all->options.run.n_threads = n_threads;
    all->set = (kembar_dedup_set){.options = &all->options,
                                  .n_old = all->set.n_old,
                                  .n = N_DOCUMENTS,
                                  .numbers = all->numbers,
                                  .imprints = listed};
    assert_int_equal(kembar_dedup_set_sort(&all->set), KEMBAR_OK);
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        assert_int_equal(all->set.order[i], all->order[i]);
        assert_int_equal(all->set.place[all->order[i]], i);
        assert_int_equal(all->set.head[i], all->head[i]);
    }
    check_members(all);
    kembar_dedup_set_deinit(&all->set);
}

static void check_all(size_t n_old, int32_t n_priorities) {
    static const char *const priorities[] = {"b"};
    static const kembar_dedup_keep keeps[] = {KEMBAR_KEEP_EARLIEST, KEMBAR_KEEP_LONGEST,
                                              KEMBAR_KEEP_FIRST};
    static const int threads[] = {1, 2, 7};
    kembar_random random = {5 + n_old};
    documents *all = calloc(1, sizeof *all);
    assert_non_null(all);
    all->options.run = kembar_options_default();
    all->options.run.priorities = priorities;
    all->options.run.n_priorities = n_priorities;
    draw(all, &random);
    all->imprints[10].source = kembar_imprint_source_hash((kembar_view){"b", 1});
    for (size_t i = 0; i < 3; i++) {
        all->options.keep = keeps[i];
        all->set.n_old = n_old;
        expect(all);
        for (size_t k = 0; k < 3; k++) {
            all->set.n_old = n_old;
            check(all, threads[k]);
        }
    }
    free(all);
}

static void order_and_classes_are_those_of_the_rules(void **state) {
    (void)state;
    check_all(0, 0);
    check_all(0, 1);
    check_all(N_OLD, 0);
    check_all(N_OLD, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(order_and_classes_are_those_of_the_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
