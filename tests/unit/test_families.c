#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"
#include "make_document.h"
#include "pair/families.h"
#include "pair/family_keys.h"
#include "pair/rare.h"
#include "pair/representative.h"
#include "scarce_memory.h"

enum { MAX_DOCUMENTS = 400, MANY = KEMBAR_POSTINGS_FAMILY + 30 };

typedef struct made_set {
    kembar_document *documents[MAX_DOCUMENTS];
    kembar_prepared prepared[MAX_DOCUMENTS];
    size_t n;
    const uint8_t *always;
    kembar_options options;
    kembar_postings rare;
} made_set;

static void add(made_set *set, const char *text) {
    made item = make_prepared(text);
    assert_true(set->n < MAX_DOCUMENTS);
    set->documents[set->n] = item.document;
    set->prepared[set->n++] = item.prepared;
}

/* `n` texts of a form that all share and n_own words each of its own. */
static void add_forms(made_set *set, kembar_random *random, size_t n, size_t n_form, size_t n_own) {
    kembar_buffer form = {0}, text = {0};
    append_words(&form, random, n_form, 1 << 22);
    for (size_t i = 0; i < n; i++) {
        kembar_buffer_clear(&text);
        append_words(&text, random, n_own / 2, 1 << 22);
        kembar_buffer_append_text(&text, text_of(&form));
        append_words(&text, random, n_own - n_own / 2, 1 << 22);
        add(set, text_of(&text));
    }
    kembar_buffer_deinit(&form);
    kembar_buffer_deinit(&text);
}

static void add_copies(made_set *set, kembar_random *random, size_t n, size_t n_words,
                       unsigned percent) {
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, random, n_words, 1 << 22);
    for (size_t i = 0; i < n; i++) {
        kembar_buffer_clear(&edited);
        append_edited(&edited, random, text_of(&text), percent);
        add(set, text_of(&edited));
    }
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

static void start(made_set *set) {
    *set = (made_set){.options = kembar_options_default()};
    set->options.n_threads = 2;
}

static void find_rare(made_set *set) {
    assert_int_equal(
        kembar_rare_build(&set->rare, set->prepared, NULL, set->n, &set->options, NULL), KEMBAR_OK);
}

static void end(made_set *set) {
    kembar_postings_deinit(&set->rare);
    for (size_t i = 0; i < set->n; i++) {
        kembar_prepared_deinit(&set->prepared[i]);
        kembar_document_free(set->documents[i]);
    }
}

static kembar_families families_of(made_set *set) {
    kembar_families families;
    find_rare(set);
    assert_int_equal(kembar_families_build(&families, set->prepared, NULL, set->n, set->always,
                                           &set->rare, &set->options, NULL),
                     KEMBAR_OK);
    return families;
}

static void members_share_an_eighth(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {1};
    kembar_family_keys keys;
    start(&set);
    add_forms(&set, &random, MANY, 40, 40);  /* 36 of 76 shingles are of the form */
    add_forms(&set, &random, MANY, 12, 110); /* 8 of 118: a formula */
    add_forms(&set, &random, KEMBAR_POSTINGS_FAMILY, 40, 40); /* too few, and just rare */
    find_rare(&set);
    assert_int_equal(
        kembar_family_keys_build(&keys, set.prepared, set.n, &set.rare, set.options.n_threads),
        KEMBAR_OK);
    assert_int_equal(set.rare.n_family_keys, 36 + 8);
    assert_int_equal(keys.n_members, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(keys.members[i], i);
        assert_int_equal(keys.first[i + 1] - keys.first[i], 36);
        for (size_t k = keys.first[i]; k < keys.first[i + 1]; k++)
            assert_true(kembar_holds_u64(set.prepared[i].shingles.items,
                                         set.prepared[i].shingles.n_items,
                                         set.rare.family_keys[keys.keys[k]]));
    }
    kembar_family_keys_deinit(&keys);
    end(&set);
}

/* The first of them leads; with all others it is a pair of candidates, and they are none. */
static void who_stands_for_a_family_meets_all_of_it(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {2};
    start(&set);
    add_copies(&set, &random, MANY, 120, 3);
    add_forms(&set, &random, 1, 20, 60);
    kembar_families families = families_of(&set);
    uint32_t leader = 0;
    for (uint32_t i = 1; i < MANY; i++)
        if (kembar_representative_compare(set.prepared, i, leader) < 0)
            leader = i;
    size_t n_met = 0;
    for (uint32_t a = 0; a < set.n; a++) {
        size_t n;
        const kembar_family_partner *partners = kembar_families_partners(&families, a, &n);
        assert_int_equal(families.is_following[a], a != leader && a < MANY);
        assert_int_equal(families.is_outside[a], a >= MANY);
        for (size_t i = 0; i < n; i++) {
            assert_true(a == leader || partners[i].doc_id == leader);
            assert_true(partners[i].doc_id > a && partners[i].n_shared > 0);
            n_met++;
        }
    }
    assert_int_equal(n_met, MANY - 1);
    assert_false(kembar_families_both_follow(&families, leader, leader ? 0 : 1));
    kembar_families_deinit(&families);
    end(&set);
}

/* Who may not be a pair with the leader must have one of its own. */
/* Whoever comes first and is near to whom: it is held against all, and nobody follows it. */
static void who_is_asked_for_meets_all_too(void **state) {
    (void)state;
    static made_set set;
    static uint8_t always[MAX_DOCUMENTS];
    kembar_random random = {2};
    start(&set);
    add_copies(&set, &random, MANY, 120, 3);
    kembar_families before = families_of(&set);
    uint32_t asked = 0, n_met = 0;
    while (!before.is_following[asked])
        asked++;
    always[asked] = 1;
    set.always = always;
    kembar_postings_deinit(&set.rare);
    kembar_families families = families_of(&set);
    for (uint32_t i = 0; i < MANY; i++) {
        size_t n;
        const kembar_family_partner *partners = kembar_families_partners(&families, i, &n);
        for (size_t k = 0; k < n; k++)
            n_met += i == asked || partners[k].doc_id == asked;
        assert_int_equal(families.is_following[i], i != asked && before.is_following[i]);
    }
    assert_int_equal(n_met, MANY - 1);
    kembar_families_deinit(&families);
    kembar_families_deinit(&before);
    end(&set);
}

static void pairs_that_are_not_wanted_attach_nobody(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {3};
    start(&set);
    set.options.across_sources = 1;
    add_copies(&set, &random, MANY, 60, 2);
    for (size_t i = 0; i < set.n; i++)
        set.documents[i]->source = (kembar_view){"gazette", 7};
    kembar_families families = families_of(&set);
    for (size_t i = 0; i < set.n; i++)
        assert_int_equal(families.is_following[i], 0);
    assert_true(families.first[set.n] > 0);
    kembar_families_deinit(&families);
    end(&set);
}

/* Texts that share a form and nothing else are near to nobody, and left to bands. */
static void a_form_is_given_up(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {4};
    start(&set);
    add_forms(&set, &random, 300, 37, 70);
    kembar_families families = families_of(&set);
    for (size_t i = 0; i < set.n; i++) {
        assert_int_equal(families.is_following[i], 0);
        assert_int_equal(families.is_outside[i], 1);
    }
    /* The first ones with each other, and those of the next batch. */
    assert_int_equal(families.first[set.n], KEMBAR_FAMILY_TRIED * (KEMBAR_FAMILY_TRIED - 1) / 2 +
                                                16 * KEMBAR_FAMILY_TRIED);
    kembar_families_deinit(&families);
    end(&set);
}

/* Where the copies of a text have most of what they share for themselves the form leads to nothing
 * that they would not find without it. */
static void nor_do_copies_within_a_form_keep_it(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {8};
    start(&set);
    add_forms(&set, &random, 200, 37, 70);
    for (size_t i = 1; i < set.n; i += 2) { /* every other one is a copy of the one before */
        kembar_prepared_deinit(&set.prepared[i]);
        kembar_document_free(set.documents[i]);
        kembar_buffer text = {0};
        kembar_view body = set.documents[i - 1]->text;
        kembar_buffer_append_view(&text, body);
        kembar_buffer_append_text(&text, " ");
        append_words(&text, &random, 3, 1 << 22);
        made item = make_prepared(text_of(&text));
        set.documents[i] = item.document;
        set.prepared[i] = item.prepared;
        kembar_buffer_deinit(&text);
    }
    kembar_families families = families_of(&set);
    for (size_t i = 0; i < set.n; i++)
        assert_int_equal(families.is_outside[i], 1);
    assert_true(families.first[set.n] < 16 * set.n / 2);
    kembar_families_deinit(&families);
    end(&set);
}

static void small_families_are_left_to_what_is_rare(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {5};
    static uint8_t take[MAX_DOCUMENTS];
    kembar_families families;
    start(&set);
    add_copies(&set, &random, KEMBAR_POSTINGS_FAMILY, 60, 3);
    set.options.rare_shingle_max = 10;
    find_rare(&set);
    memset(take, 1, 50);
    assert_true(set.rare.n_frequent[0] > 0);
    assert_int_equal(kembar_families_build(&families, set.prepared, take, set.n, NULL, &set.rare,
                                           &set.options, NULL),
                     KEMBAR_OK);
    assert_int_equal(families.first[set.n], 0);
    assert_memory_equal(families.is_outside, take, set.n);
    kembar_families_deinit(&families);
    assert_int_equal(kembar_families_build(&families, NULL, NULL, 0, NULL, &(kembar_postings){0},
                                           &set.options, NULL),
                     KEMBAR_OK);
    kembar_families_deinit(&families);
    end(&set);
}

static kembar_status build_once(void *context) {
    made_set *set = context;
    kembar_families families;
    kembar_error error = {0};
    kembar_status status = kembar_families_build(&families, set->prepared, NULL, set->n,
                                                 set->always, &set->rare, &set->options, &error);
    assert_int_equal(families.partners != NULL, status == KEMBAR_OK);
    assert_int_equal(error.message[0] != '\0', status != KEMBAR_OK);
    kembar_families_deinit(&families);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    static made_set set;
    kembar_random random = {6};
    start(&set);
    set.options.n_threads = 1;
    add_copies(&set, &random, KEMBAR_POSTINGS_FAMILY + 5, 30, 1);
    find_rare(&set);
    assert_true(fail_every_allocation(build_once, &set) > 20);
    end(&set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_share_an_eighth),
        cmocka_unit_test(who_stands_for_a_family_meets_all_of_it),
        cmocka_unit_test(who_is_asked_for_meets_all_too),
        cmocka_unit_test(pairs_that_are_not_wanted_attach_nobody),
        cmocka_unit_test(a_form_is_given_up),
        cmocka_unit_test(nor_do_copies_within_a_form_keep_it),
        cmocka_unit_test(small_families_are_left_to_what_is_rare),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
