#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/stem.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static void stems_english(void **state) {
    kembar_stemmer *stemmer = *state;
    static const char *const pairs[][2] = {
        {"workers", "worker"},           {"running", "run"}, {"agreed", "agre"}, {"happy", "happi"},
        {"generously", "generous"},      {"skies", "sky"},   {"news", "news"},   {"the", "the"},
        {"caf\xC3\xA9s", "caf\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        kembar_view stem = kembar_stem_english(stemmer, view_of(pairs[i][0]));
        assert_int_equal(stem.size, strlen(pairs[i][1]));
        assert_memory_equal(stem.data, pairs[i][1], stem.size);
    }
}

static void leaves_long_and_empty_words(void **state) {
    kembar_stemmer *stemmer = *state;
    char word[66];
    memset(word, 'a', sizeof word);
    memcpy(word + 62, "ing", 3);
    kembar_view whole = {word, 65};
    kembar_view stem = kembar_stem_english(stemmer, whole);
    assert_ptr_equal(stem.data, word);
    assert_int_equal(stem.size, 65);
    assert_int_equal(kembar_stem_english(stemmer, (kembar_view){"", 0}).size, 0);
    /* The longest that is stemmed. */
    memcpy(word + 61, "ing", 3);
    assert_int_equal(kembar_stem_english(stemmer, (kembar_view){word, 64}).size, 61);
}

static void frees_nothing(void **state) {
    (void)state;
    kembar_stemmer_free(NULL);
}

static int open_stemmer(void **state) {
    kembar_stemmer *stemmer = NULL;
    if (kembar_stemmer_new(&stemmer, NULL))
        return -1;
    *state = stemmer;
    return 0;
}

static int close_stemmer(void **state) {
    kembar_stemmer_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_english),
        cmocka_unit_test(leaves_long_and_empty_words),
        cmocka_unit_test(frees_nothing),
    };
    return cmocka_run_group_tests(tests, open_stemmer, close_stemmer);
}
