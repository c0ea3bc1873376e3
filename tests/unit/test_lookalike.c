#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "pair/lookalike.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static void counts_edits(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned distance;
    } cases[] = {{"", "", 0},         {"", "abc", 3},
                 {"abc", "", 3},      {"a", "a", 0},
                 {"a", "b", 1},       {"kitten", "sitting", 3},
                 {"abcd", "bcde", 2}, {"pekerja", "bekerja", 1},
                 {"flaw", "lawn", 2}, {"abab", "baba", 2},
                 {"\xC3\xA9", "e", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_view a = view_of(cases[i].a), b = view_of(cases[i].b);
        assert_int_equal(kembar_edit_distance(a, b), cases[i].distance);
        assert_int_equal(kembar_edit_distance(b, a), cases[i].distance);
        assert_int_equal(kembar_edit_distance_reference(a, b), cases[i].distance);
    }
}

static void takes_words_of_64_bytes(void **state) {
    (void)state;
    char a[65], b[65];
    memset(a, 'x', sizeof a);
    memcpy(b, a, sizeof b);
    b[63] = 'y';
    b[0] = 'z';
    assert_int_equal(kembar_edit_distance((kembar_view){a, 64}, (kembar_view){b, 64}), 2);
    assert_true(kembar_lookalike((kembar_view){a, 64}, (kembar_view){b, 64}));
    assert_false(kembar_lookalike((kembar_view){a, 65}, (kembar_view){a, 65}));
    assert_false(kembar_lookalike((kembar_view){a, 65}, (kembar_view){a, 64}));
    assert_int_equal(kembar_edit_distance((kembar_view){a, 64}, (kembar_view){"y", 1}), 64);
}

/* `n` letters a, the first `edits` of them replaced. */
static kembar_view edited(char *out, size_t n, size_t edits) {
    memset(out, 'a', n);
    memset(out, 'b', edits);
    return (kembar_view){out, n};
}

static void allows_a_third_and_at_least_one(void **state) {
    (void)state;
    char a[64], b[64];
    for (size_t n = 1; n <= 64; n++) {
        size_t allowed = n / 3 > 1 ? n / 3 : 1;
        for (size_t edits = 0; edits <= n; edits++)
            assert_int_equal(kembar_lookalike(edited(a, n, 0), edited(b, n, edits)) != 0,
                             edits <= allowed);
    }
}

static void length_is_the_longer_ones(void **state) {
    (void)state;
    /* Two letters more: 2 of 6 are allowed, 2 of 5 are not. */
    assert_true(kembar_lookalike(view_of("kota"), view_of("kotaku")));
    assert_false(kembar_lookalike(view_of("kot"), view_of("kotak")));
    assert_true(kembar_lookalike(view_of("kotaku"), view_of("kota")));
    assert_false(kembar_lookalike(view_of("kotak"), view_of("kot")));
}

static void digits_are_never_alike(void **state) {
    (void)state;
    assert_false(kembar_lookalike(view_of("covid19"), view_of("covid18")));
    assert_false(kembar_lookalike(view_of("covid19"), view_of("covidis")));
    assert_false(kembar_lookalike(view_of("covidis"), view_of("covid19")));
    assert_true(kembar_lookalike(view_of("covidis"), view_of("covidic")));
}

/* Words of few letters, so that many look alike. */
static kembar_view random_word(kembar_random *random, char *out) {
    static const char letters[] = "abcABC_z";
    size_t n = 1 + kembar_random_below(random, kembar_random_below(random, 8) ? 12 : 70);
    for (size_t i = 0; i < n; i++)
        out[i] = letters[kembar_random_below(random, sizeof letters - 1)];
    return (kembar_view){out, n};
}

static kembar_view fold(kembar_view word, char *out) {
    for (size_t i = 0; i < word.size; i++) {
        int is_upper = word.data[i] >= 'A' && word.data[i] <= 'Z';
        out[i] = (char)(is_upper ? word.data[i] - 'A' + 'a' : word.data[i]);
    }
    return (kembar_view){out, word.size};
}

/* A third of them with an edit or two of the first. */
static kembar_view word_like(kembar_random *random, kembar_view like, char *out) {
    if (kembar_random_below(random, 3))
        return random_word(random, out);
    memcpy(out, like.data, like.size);
    for (size_t i = kembar_random_below(random, 3); i > 0; i--)
        out[kembar_random_below(random, like.size)] = 'q';
    return (kembar_view){out, like.size};
}

static void ascii_words_need_no_folding(void **state) {
    enum { N = 20000 };
    kembar_random random = {5};
    char x[80], y[80], folded_x[80], folded_y[80];
    size_t n_alike = 0, n_ruled_out = 0;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        kembar_view a = random_word(&random, x), b = word_like(&random, a, y);
        size_t longer = a.size > b.size ? a.size : b.size;
        int alike = kembar_lookalike(fold(a, folded_x), fold(b, folded_y)) != 0;
        int may_be = kembar_letters_may_be_alike(kembar_letters(a), kembar_letters(b), longer);
        assert_int_equal(kembar_lookalike_ascii(a, b) != 0, alike);
        assert_true(may_be || !alike);
        n_alike += (size_t)alike;
        n_ruled_out += !may_be;
    }
    assert_true(n_alike > N / 10 && n_ruled_out > N / 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_edits),
        cmocka_unit_test(takes_words_of_64_bytes),
        cmocka_unit_test(allows_a_third_and_at_least_one),
        cmocka_unit_test(length_is_the_longer_ones),
        cmocka_unit_test(digits_are_never_alike),
        cmocka_unit_test(ascii_words_need_no_folding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
