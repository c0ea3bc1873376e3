/* Every level against a byte-by-byte reading of what a word is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "text/tokens.h"
#include "text/tokens_cut.h"

typedef void (*cut_function)(kembar_token_cut *cut, const char *data, size_t size);

static int is_in(unsigned char c, unsigned low, unsigned high) {
    return c >= low && c <= high;
}

static int is_word(unsigned char c) {
    return is_in(c, 'A', 'Z') || is_in(c, 'a', 'z') || is_in(c, '0', '9') || c == '_';
}

static int has_mark(const char *gap, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (gap[i] == '.' || gap[i] == '!' || gap[i] == '?' || (unsigned char)gap[i] == 0xe2)
            return 1;
    return 0;
}

static unsigned flags_of(const char *word, size_t size) {
    size_t n_upper = 0, n_lower = 0, n_digits = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)word[i];
        n_upper += (size_t)is_in(c, 'A', 'Z');
        n_lower += (size_t)is_in(c, 'a', 'z');
        n_digits += (size_t)is_in(c, '0', '9');
    }
    return (is_in((unsigned char)word[0], 'A', 'Z') ? KEMBAR_TOKEN_CAPITAL : 0u) |
           (n_upper >= 2 && n_lower == 0 ? KEMBAR_TOKEN_UPPER : 0u) |
           (n_digits > 0 ? KEMBAR_TOKEN_DIGIT : 0u);
}

static void assert_cut(cut_function make, const char *data, size_t size) {
    static kembar_token_cut cut;
    size_t n = 0, gap = 0;
    memset(&cut, 0xa5, sizeof cut);
    make(&cut, data, size);
    for (size_t at = 0, end; at < size; at = end + 1) {
        for (end = at; end < size && is_word((unsigned char)data[end]); end++)
            assert_int_equal(cut.folded[end],
                             data[end] + (is_in((unsigned char)data[end], 'A', 'Z') ? 32 : 0));
        if (end == at)
            continue;
        assert_true(n < cut.n_words);
        assert_int_equal(cut.begins[n], at);
        assert_int_equal(cut.ends[n], end);
        unsigned marked = has_mark(data + gap, at - gap) ? KEMBAR_TOKEN_MARKED : 0;
        assert_int_equal(cut.flags[n], flags_of(data + at, end - at) | marked);
        gap = end;
        n++;
    }
    assert_int_equal(cut.n_words, n);
}

/* From text with long words to bytes of any kind; every size up to three vectors, then some. */
static void check(cut_function make) {
    static char data[KEMBAR_CUT_MAX_BYTES];
    kembar_random random = {41};
    for (size_t round = 0; round < 4000; round++) {
        size_t size = round < 400 ? round / 2 : kembar_random_below(&random, sizeof data + 1);
        const char *kinds = round % 3 == 0   ? "AB"
                            : round % 3 == 1 ? "Aa0_ b"
                                             : "aBcdefgh ij.k1?!\xe2";
        for (size_t i = 0; i < size; i++)
            data[i] = round % 7 == 0 ? (char)kembar_random_next(&random)
                                     : kinds[kembar_random_below(&random, strlen(kinds))];
        assert_cut(make, data, size);
    }
    /* As many words as there can be, and one as long as can be. */
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = i % 2 ? '-' : 'Z';
    assert_cut(make, data, sizeof data);
    memset(data, 'Q', sizeof data);
    assert_cut(make, data, sizeof data);
}

static void scalar_cuts_words(void **state) {
    (void)state;
    check(kembar_token_cut_scalar);
}

static void what_is_chosen_cuts_words(void **state) {
    (void)state;
    check(kembar_token_cut_make);
}

static void avx2_cuts_words(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX2) {
        check(kembar_token_cut_avx2);
        return;
    }
#endif
    skip();
}

static void avx512_cuts_words(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        check(kembar_token_cut_avx512);
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalar_cuts_words),
        cmocka_unit_test(what_is_chosen_cuts_words),
        cmocka_unit_test(avx2_cuts_words),
        cmocka_unit_test(avx512_cuts_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
