#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "text/cognates.h"

enum { TEXT_BYTES = KEMBAR_COGNATE_MAX_BYTES + 1 };

/* Returns `text`, NUL-terminated. */
static const char *fold_to(const char *word, char text[TEXT_BYTES]) {
    size_t size = kembar_cognate_fold((kembar_view){word, strlen(word)}, text);
    assert_true(size <= KEMBAR_COGNATE_MAX_BYTES);
    text[size] = '\0';
    return text;
}

/* Valid until the next call. */
static const char *fold(const char *word) {
    static char text[TEXT_BYTES];
    return fold_to(word, text);
}

static void spellings_meet(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"nation", "nasi"},
        {"national", "nasional"},
        {"organization", "organisasi"},
        {"quality", "kualitas"},
        {"universities", "universitas"},
        {"politics", "politik"},
        {"photography", "fotografi"},
        {"technology", "teknologi"},
        {"psychology", "psikologi"},
        {"committee", "komite"},
        {"commissions", "komisi"},
        {"television", "televisi"},
        {"strategic", "strategis"},
        {"complex", "kompleks"},
        {"object", "obyek"},
        {"object", "objek"},
        {"province", "provinsi"},
        {"conference", "konferensi"},
        {"terrorism", "terorisme"},
        {"terrorists", "teroris"},
        {"president", "presiden"},
        {"military", "militer"},
        {"method", "metode"},
        {"democracy", "demokrasi"},
        {"architecture", "arsitektur"},
        {"character", "karakter"},
        {"percentage", "persentase"},
        {"variable", "variabel"},
        {"crisis", "krisis"},
        {"effective", "efektif"},
        {"syariah", "shariah"},
        {"dialogue", "dialog"},

        {"context", "konteks"},
        {"concept", "konsep"},
        {"record", "rekor"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char english[TEXT_BYTES];
        assert_string_equal(fold_to(pairs[i][0], english), fold(pairs[i][1]));
    }
}

static void unlike_words_stay_apart(void **state) {
    (void)state;
    static const char *const words[] = {"nation",   "national", "notion",   "station", "relation",
                                        "revision", "religion", "regional", "menteri", "materi"};
    char folded[sizeof words / sizeof *words][TEXT_BYTES];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        (void)fold_to(words[i], folded[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(folded[i], folded[j]);
    }
}

static void other_words_are_copied(void **state) {
    (void)state;
    static const char *const words[] = {"",      "a",       "exit",  "zoos", "covid19",
                                        "cafés", "x_ray_y", "Exact", "eeeee"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(fold(words[i]), words[i]);
}

static void long_words_are_cut(void **state) {
    (void)state;
    char word[201];
    memset(word, 'c', 200);
    word[200] = '\0';
    assert_int_equal(strlen(fold(word)), KEMBAR_COGNATE_MAX_BYTES);
    /* x gives two letters: what does not fit is dropped. */
    for (size_t i = 0; i < 64; i++)
        word[i] = i % 2 ? 'x' : 'a';
    word[64] = '\0';
    assert_true(strlen(fold(word)) <= KEMBAR_COGNATE_MAX_BYTES);
    assert_memory_equal(fold(word), "aksaks", 6);
}

/* Any run of letters gives letters, the same ones each time, within the bound. */
static void any_letters_fold(void **state) {
    (void)state;
    static const char letters[] = "cstnxhyieaoudgqkpr";
    kembar_random random = {1};
    for (int round = 0; round < 20000; round++) {
        char word[TEXT_BYTES] = "";
        size_t size = 5 + kembar_random_below(&random, KEMBAR_COGNATE_MAX_BYTES - 4);
        for (size_t i = 0; i < size; i++)
            word[i] = letters[kembar_random_below(&random, sizeof letters - 1)];
        const char *folded = fold(word);
        assert_true(folded[0] != '\0');
        assert_int_equal(strspn(folded, "abcdefghijklmnopqrstuvwxyz"), strlen(folded));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_meet),         cmocka_unit_test(unlike_words_stay_apart),
        cmocka_unit_test(other_words_are_copied), cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(any_letters_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
