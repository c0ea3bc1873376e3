#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/members.h"
#include "pair/pair_merge.h"
#include "scarce_memory.h"

enum { MAX_DOCUMENTS = 160 };

typedef struct collection {
    kembar_document *documents[MAX_DOCUMENTS];
    kembar_prepared prepared[MAX_DOCUMENTS];
    size_t n;
    kembar_classes classes;
    kembar_options options;
} collection;

static void add(collection *all, size_t n, const char *source, const char *date, const char *text) {
    for (size_t i = 0; i < n; i++, all->n++) {
        all->documents[all->n] = make_record("x", source, date, text);
        assert_int_equal(
            kembar_prepared_init(&all->prepared[all->n], all->documents[all->n], NULL, 5, 5),
            KEMBAR_OK);
    }
}

static void build(collection *all) {
    all->options = kembar_options_default();
    assert_int_equal(kembar_classes_build(&all->classes, all->prepared, all->n, 1), KEMBAR_OK);
}

static void free_all(collection *all) {
    kembar_classes_deinit(&all->classes);
    for (size_t i = 0; i < all->n; i++) {
        kembar_prepared_deinit(&all->prepared[i]);
        kembar_document_free(all->documents[i]);
    }
}

#define STORY "Ships leave the port every day at noon, rain or shine."
#define EDITED "Ships leave the port every day at noon, wind or snow."

/* As if the first eight tokens were one passage. */
static const kembar_passage passage = {0, 8, 0, 8, 8, 0};
static const kembar_pair_finding finding = {
    .relation = KEMBAR_RELATION_NEAR,
    .score = 700000,
    .facts_differ = 0,
    .measures = {.n_a = 11, .n_b = 11, .covered_a = 8, .covered_b = 7},
    .passages = &passage,
    .n_passages = 1};

static void every_member_pairs_with_every_other(void **state) {
    (void)state;
    collection all = {0};
    add(&all, 1, NULL, NULL, EDITED);
    add(&all, 2, NULL, NULL, STORY);
    add(&all, 1, NULL, NULL, EDITED);
    build(&all);
    kembar_pair_list list = {0}, sorted = {0};
    uint64_t n_unlisted = 0;
    for (uint32_t head = 0; head < 2; head++)
        assert_int_equal(kembar_members_add_class(&list, &n_unlisted, all.prepared, &all.classes,
                                                  &all.options, head),
                         KEMBAR_OK);
    assert_int_equal(list.n_items, 2);
    assert_int_equal(kembar_members_add(&list, &n_unlisted, all.prepared, &all.classes,
                                        &all.options, 0, 1, &finding),
                     KEMBAR_OK);
    assert_int_equal(list.n_items, 6);
    assert_int_equal(n_unlisted, 0);
    assert_int_equal(kembar_pair_merge(&sorted, &list, 1, NULL), KEMBAR_OK);
    for (uint32_t a = 0; a < 4; a++)
        for (uint32_t b = a + 1; b < 4; b++) {
            const kembar_pair *pair = kembar_pair_list_find(&sorted, a, b);
            int is_exact = all.classes.of_document[a] == all.classes.of_document[b];
            assert_non_null(pair);
            assert_int_equal(pair->relation,
                             is_exact ? KEMBAR_RELATION_EXACT : KEMBAR_RELATION_NEAR);
            assert_int_equal(pair->n_spans, 1);
            const kembar_span_pair *span = &sorted.spans[pair->first_span];
            assert_int_equal(span->a_begin, 0);
            uint32_t end = !is_exact ? 38 : a == 0 ? 52 : 53;
            assert_int_equal(span->a_end, end);
            assert_int_equal(span->b_end, end);
            /* 3 has the text of 0, so (1, 3) and (2, 3) are seen from the other side. */
            if (!is_exact)
                assert_int_equal(pair->coverage_a, a == 0 ? 727272 : 636363);
            assert_int_equal(pair->jaccard, is_exact ? 1000000 : 400000);
            assert_int_equal(pair->facts_differ, is_exact ? -1 : 0);
        }
    assert_null(kembar_pair_list_find(&sorted, 0, 4));
    kembar_pair_list_deinit(&sorted);
    free_all(&all);
}

static void large_classes_list_only_their_representative(void **state) {
    (void)state;
    for (size_t n = KEMBAR_CLASS_LISTED; n <= KEMBAR_CLASS_LISTED + 1; n++) {
        collection all = {0};
        add(&all, n, NULL, NULL, STORY);
        add(&all, 2, NULL, NULL, EDITED);
        build(&all);
        kembar_pair_list list = {0};
        uint64_t n_unlisted = 0, n_all = n * (n - 1) / 2;
        int is_large = n > KEMBAR_CLASS_LISTED;
        assert_int_equal(kembar_members_add_class(&list, &n_unlisted, all.prepared, &all.classes,
                                                  &all.options, 0),
                         KEMBAR_OK);
        assert_int_equal(list.n_items, is_large ? n - 1 : n_all);
        assert_int_equal(list.n_items + n_unlisted, n_all);
        for (size_t i = 0; is_large && i < list.n_items; i++)
            assert_int_equal(list.items[i].a, 0);
        kembar_pair_list_deinit(&list);
        n_unlisted = 0;
        assert_int_equal(kembar_members_add(&list, &n_unlisted, all.prepared, &all.classes,
                                            &all.options, 0, (uint32_t)n, &finding),
                         KEMBAR_OK);
        assert_int_equal(list.n_items, is_large ? 2 : 2 * n);
        assert_int_equal(list.n_items + n_unlisted, 2 * n);
        kembar_pair_list_deinit(&list);
        free_all(&all);
    }
}

static size_t count_wanted(const kembar_options *options, const char *source, const char *date) {
    collection all = {0};
    add(&all, 1, "harbour", "2024-03-10", STORY);
    add(&all, 1, source, date, STORY);
    build(&all);
    kembar_pair_list list = {0};
    uint64_t n_unlisted = 0;
    assert_int_equal(kembar_members_add_class(&list, &n_unlisted, all.prepared, &all.classes,
                                              options, all.classes.of_document[0]),
                     KEMBAR_OK);
    size_t n = list.n_items;
    kembar_pair_list_deinit(&list);
    free_all(&all);
    return n;
}

static void options_leave_pairs_out(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    assert_int_equal(count_wanted(&options, "harbour", "2024-03-20"), 1);
    options.across_sources = 1;
    assert_int_equal(count_wanted(&options, "harbour", "2024-03-10"), 0);
    assert_int_equal(count_wanted(&options, "harbou", "2024-03-10"), 1);
    assert_int_equal(count_wanted(&options, NULL, "2024-03-10"), 1);
    options = kembar_options_default();
    options.within_days = 2;
    assert_int_equal(count_wanted(&options, NULL, "2024-03-12"), 1);
    assert_int_equal(count_wanted(&options, NULL, "2024-03-08"), 1);
    assert_int_equal(count_wanted(&options, NULL, "2024-03-13"), 0);
    assert_int_equal(count_wanted(&options, NULL, "2024-03-07"), 0);
    assert_int_equal(count_wanted(&options, NULL, NULL), 1);
    options.within_days = 0;
    assert_int_equal(count_wanted(&options, NULL, "2024-03-10T23:59:59"), 1);
}

static void finds_a_pair_of_any_members(void **state) {
    (void)state;
    collection all = {0};
    add(&all, 1, "harbour", NULL, STORY);
    add(&all, 1, "valley", NULL, STORY);
    add(&all, 1, "harbour", NULL, EDITED);
    add(&all, 1, NULL, NULL, "Nothing of the kind was ever said by anyone.");
    build(&all);
    all.options.across_sources = 1;
    kembar_pair_list list = {0}, sorted = {0};
    uint64_t n_unlisted = 0;
    assert_int_equal(kembar_members_add(&list, &n_unlisted, all.prepared, &all.classes,
                                        &all.options, 0, 2, &finding),
                     KEMBAR_OK);
    assert_int_equal(kembar_pair_merge(&sorted, &list, 1, NULL), KEMBAR_OK);
    assert_int_equal(sorted.n_items, 1); /* 1 and 2: 0 and 2 are of one source */
    assert_ptr_equal(kembar_members_find(&sorted, &all.classes, &all.options, 0, 2), sorted.items);
    assert_ptr_equal(kembar_members_find(&sorted, &all.classes, &all.options, 2, 0), sorted.items);
    assert_null(kembar_members_find(&sorted, &all.classes, &all.options, 0, 3));
    assert_null(kembar_members_find(&sorted, &all.classes, &all.options, 3, 2));
    kembar_pair_list_deinit(&sorted);
    free_all(&all);
}

static kembar_status add_once(void *context) {
    collection *all = context;
    kembar_pair_list lists[2] = {{0}, {0}}, merged = {0};
    uint64_t n_unlisted = 0;
    kembar_status status = KEMBAR_OK;
    for (uint32_t head = 0; head < 2 && !status; head++)
        status = kembar_members_add_class(&lists[0], &n_unlisted, all->prepared, &all->classes,
                                          &all->options, all->classes.of_document[2 * head]);
    if (!status)
        status = kembar_members_add(&lists[1], &n_unlisted, all->prepared, &all->classes,
                                    &all->options, 0, 2, &finding);
    if (!status)
        status = kembar_pair_merge(&merged, lists, 2, NULL);
    if (!status)
        assert_int_equal(merged.n_items, 6);
    kembar_pair_list_deinit(&lists[0]);
    kembar_pair_list_deinit(&lists[1]);
    kembar_pair_list_deinit(&merged);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    collection all = {0};
    add(&all, 2, NULL, NULL, STORY);
    add(&all, 2, NULL, NULL, EDITED);
    build(&all);
    assert_true(fail_every_allocation(add_once, &all) >= 6);
    free_all(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_pairs_with_every_other),
        cmocka_unit_test(large_classes_list_only_their_representative),
        cmocka_unit_test(options_leave_pairs_out),
        cmocka_unit_test(finds_a_pair_of_any_members),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
