#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "make_document.h"
#include "pair/classes.h"
#include "pair/representative.h"
#include "scarce_memory.h"

enum { MAX_DOCUMENTS = 80 };

typedef struct collection {
    kembar_document *documents[MAX_DOCUMENTS];
    kembar_prepared prepared[MAX_DOCUMENTS];
    size_t n;
} collection;

static void add(collection *all, const char *date, const char *text) {
    all->documents[all->n] = make_record("x", NULL, date, text);
    assert_int_equal(
        kembar_prepared_init(&all->prepared[all->n], all->documents[all->n], NULL, 5, 5),
        KEMBAR_OK);
    all->n++;
}

static void free_all(collection *all) {
    for (size_t i = 0; i < all->n; i++) {
        kembar_prepared_deinit(&all->prepared[i]);
        kembar_document_free(all->documents[i]);
    }
}

static void expect_classes(collection *all, const uint32_t *representatives) {
    kembar_classes classes;
    assert_int_equal(kembar_classes_build(&classes, all->prepared, all->n, 1), KEMBAR_OK);
    size_t n_listed = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        assert_int_equal(classes.of_document[i], representatives[i]);
        for (size_t k = classes.first[i]; k < classes.first[i + 1]; k++, n_listed++) {
            assert_int_equal(classes.of_document[classes.members[k]], i);
            if (k > classes.first[i])
                assert_true(classes.members[k - 1] < classes.members[k]);
        }
    }
    assert_int_equal(n_listed, all->n);
    kembar_classes_deinit(&classes);
    assert_null(classes.members);
}

#define STORY "Ships leave the port every day at noon."

static void equal_contents_are_one_class(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, "Another story about something else.");
    add(&all, NULL, STORY);
    add(&all, NULL, "SHIPS leave, the port every\nday at noon");
    add(&all, NULL, "Ships leave the port every day at midnight.");
    add(&all, NULL, STORY " " STORY); /* a sentence twice counts once */
    expect_classes(&all, (const uint32_t[]){0, 1, 1, 3, 1});
    free_all(&all);
}

static void the_earliest_then_the_first_stands_for_all(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, STORY);
    add(&all, "2024-03-02", STORY);
    add(&all, "2024-03-01", STORY);
    add(&all, "2024-03-01", STORY);
    expect_classes(&all, (const uint32_t[]){2, 2, 2, 2});
    assert_true(kembar_representative_compare(all.prepared, 2, 1) < 0);
    assert_true(kembar_representative_compare(all.prepared, 1, 0) < 0);
    assert_true(kembar_representative_compare(all.prepared, 3, 2) > 0);
    assert_int_equal(kembar_representative_compare(all.prepared, 2, 2), 0);
    free_all(&all);
}

static void the_longer_stands_rather_than_the_shorter(void **state) {
    (void)state;
    collection all = {0};
    add(&all, "2024-03-01", STORY);
    add(&all, "2024-03-01", STORY " They come back at night.");
    add(&all, "1969-12-31", "Short.");
    assert_true(kembar_representative_compare(all.prepared, 1, 0) < 0);
    assert_true(kembar_representative_compare(all.prepared, 0, 1) > 0);
    assert_true(kembar_representative_compare(all.prepared, 2, 1) < 0);
    free_all(&all);
}

/* After the day, before the length. */
static void a_preferred_source_stands_for_others_of_its_day(void **state) {
    (void)state;
    static const char *const priorities[] = {"Wire", "Post"};
    kembar_options options = kembar_options_default();
    collection all = {0};
    options.priorities = priorities;
    options.n_priorities = 2;
    add(&all, "2024-03-01", STORY " They come back at night.");
    add(&all, "2024-03-01", STORY);
    add(&all, "2024-02-29", STORY);
    all.prepared[0].source_rank = 2;
    all.prepared[2].source_rank = 2;
    assert_true(kembar_representative_compare(all.prepared, 1, 0) < 0);
    assert_true(kembar_representative_compare(all.prepared, 2, 1) < 0);
    free_all(&all);
    static const char *const sources[] = {"Wire", "Post", "Wire Service", "", NULL};
    static const uint32_t ranks[] = {0, 1, 2, 2, 2};
    for (size_t i = 0; i < 5; i++) {
        kembar_document *document = make_record("x", sources[i], NULL, STORY);
        assert_int_equal(kembar_representative_source_rank(&options, document), ranks[i]);
        kembar_document_free(document);
    }
}

static void without_tokens_everyone_is_alone(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, "");
    add(&all, NULL, "");
    add(&all, NULL, "...");
    expect_classes(&all, (const uint32_t[]){0, 1, 2});
    free_all(&all);
}

static void few_tokens_must_agree_as_a_whole(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, "Ships leave port daily.");
    add(&all, NULL, "Ships leave port daily. Ships leave port daily.");
    add(&all, NULL, "ships leave port daily");
    expect_classes(&all, (const uint32_t[]){0, 1, 0});
    free_all(&all);
}

/* Content hashes that agree by accident: the tokens decide. */
static void equal_hashes_are_not_enough(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, "Ships leave the port every day.");
    add(&all, NULL, "Trains leave the town every night.");
    add(&all, NULL, "Trains leave the town every night!");
    add(&all, NULL, "Ships leave the port every day!");
    for (size_t i = 1; i < all.n; i++)
        all.prepared[i].content_hash = all.prepared[0].content_hash;
    expect_classes(&all, (const uint32_t[]){0, 1, 1, 0});
    assert_true(kembar_classes_same(&all.prepared[0], &all.prepared[3]));
    assert_false(kembar_classes_same(&all.prepared[0], &all.prepared[1]));
    free_all(&all);
}

/* A thousand contents with one hash, each three times. */
static void hashes_made_equal_cost_no_pairs(void **state) {
    (void)state;
    enum { N_CONTENTS = 1000, N = 3 * N_CONTENTS };
    static kembar_document *documents[N];
    static kembar_prepared prepared[N];
    for (size_t i = 0; i < N; i++) {
        kembar_buffer text = {0};
        for (size_t k = 0; k < 7; k++) {
            append_word(&text, k * (1 + i % N_CONTENTS));
            kembar_buffer_append_char(&text, ' ');
        }
        documents[i] = make_document(text_of(&text));
        assert_int_equal(kembar_prepared_init(&prepared[i], documents[i], NULL, 5, 5), KEMBAR_OK);
        prepared[i].content_hash = 7;
        kembar_buffer_deinit(&text);
    }
    kembar_classes classes;
    assert_int_equal(kembar_classes_build(&classes, prepared, N, 1), KEMBAR_OK);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(classes.of_document[i], i % N_CONTENTS);
        kembar_prepared_deinit(&prepared[i]);
        kembar_document_free(documents[i]);
    }
    kembar_classes_deinit(&classes);
}

static kembar_status build_once(void *context) {
    collection *all = context;
    kembar_classes classes;
    kembar_status status = kembar_classes_build(&classes, all->prepared, all->n, 1);
    assert_int_equal(classes.n_documents, status ? 0 : all->n);
    kembar_classes_deinit(&classes);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    collection all = {0};
    add(&all, NULL, STORY);
    add(&all, NULL, STORY);
    add(&all, NULL, "Trains leave the town every night.");
    all.prepared[2].content_hash = all.prepared[0].content_hash;
    assert_true(fail_every_allocation(build_once, &all) >= 7);
    free_all(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_contents_are_one_class),
        cmocka_unit_test(the_earliest_then_the_first_stands_for_all),
        cmocka_unit_test(the_longer_stands_rather_than_the_shorter),
        cmocka_unit_test(a_preferred_source_stands_for_others_of_its_day),
        cmocka_unit_test(without_tokens_everyone_is_alone),
        cmocka_unit_test(few_tokens_must_agree_as_a_whole),
        cmocka_unit_test(equal_hashes_are_not_enough),
        cmocka_unit_test(hashes_made_equal_cost_no_pairs),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
