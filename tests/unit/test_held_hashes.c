#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "make_document.h"
#include "pair/held_hashes.h"
#include "scarce_memory.h"

enum { N_HASHES = 100 };

typedef struct asked {
    uint64_t (*hash)(uint64_t number);
    uint64_t hashes[N_HASHES];
    kembar_held_hashes held;
} asked;

/* Made so that all have one place. */
static uint64_t crowded(uint64_t number) {
    return kembar_hash_mix(number) >> 32;
}

/* The even numbers below 2 * N_HASHES, mixed; the last ones are the first again. */
static void fill(asked *self, uint64_t (*hash)(uint64_t)) {
    for (uint64_t i = 0; i < N_HASHES; i++)
        self->hashes[i] = hash(i % (N_HASHES - 10) * 2 + 2);
    self->hash = hash;
    self->held = (kembar_held_hashes){.hashes = self->hashes, .n_hashes = N_HASHES};
}

static kembar_status ask(asked *self, uint64_t number, int expected) {
    int found;
    kembar_status status = kembar_held_hashes_have(&self->held, self->hash(number), &found);
    if (!status)
        assert_int_equal(found, expected);
    else
        assert_int_equal(found, 0);
    return status;
}

static kembar_status ask_often(void *context) {
    (void)context;
    asked self;
    kembar_status status = KEMBAR_OK;
    fill(&self, crowded);
    for (uint64_t round = 0; round < 3 && !status; round++)
        for (uint64_t i = 1; i <= 2 * (N_HASHES - 10) && !status; i++)
            status = ask(&self, i, i % 2 == 0);
    if (!status)
        assert_non_null(self.held.sorted);
    kembar_held_hashes_deinit(&self.held);
    return status;
}

static void answers_are_the_same_before_and_after_sorting(void **state) {
    (void)state;
    assert_int_equal(ask_often(NULL), KEMBAR_OK);
}

static void most_places_have_one_hash(void **state) {
    (void)state;
    asked self;
    fill(&self, kembar_hash_mix);
    for (uint64_t i = 1; i <= 2 * (N_HASHES - 10); i++)
        assert_int_equal(ask(&self, i, i % 2 == 0), KEMBAR_OK);
    assert_non_null(self.held.places);
    assert_true(self.held.n_passed < N_HASHES * N_HASHES / 4);
    kembar_held_hashes_deinit(&self.held);
}

static void few_questions_take_no_memory(void **state) {
    (void)state;
    asked self;
    fill(&self, kembar_hash_mix);
    assert_int_equal(ask(&self, 2, 1), KEMBAR_OK);
    assert_int_equal(ask(&self, 3, 0), KEMBAR_OK);
    assert_null(self.held.places);
    assert_null(self.held.sorted);
    kembar_held_hashes_deinit(&self.held);
}

static void nothing_holds_nothing(void **state) {
    (void)state;
    kembar_held_hashes none = {0};
    int found = 1;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kembar_held_hashes_have(&none, 0, &found), KEMBAR_OK);
        assert_int_equal(found, 0);
    }
    kembar_held_hashes_deinit(&none);
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(ask_often, NULL) >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_same_before_and_after_sorting),
        cmocka_unit_test(most_places_have_one_hash),
        cmocka_unit_test(few_questions_take_no_memory),
        cmocka_unit_test(nothing_holds_nothing),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
