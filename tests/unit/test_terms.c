#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "feature/terms.h"
#include "make_document.h"
#include "scarce_memory.h"

static const char root_words[] = "kerja\nlatih\nbuku\npelabuhan\n";

typedef struct tool_set {
    kembar_roots *roots;
    kembar_reducer *reducer;
} tool_set;

static int open_tools(void **state) {
    static tool_set tools;
    *state = &tools;
    return kembar_roots_new(&tools.roots, (kembar_view){root_words, strlen(root_words)}, NULL) ||
           kembar_reducer_new(&tools.reducer, tools.roots, NULL);
}

static int close_tools(void **state) {
    tool_set *tools = *state;
    kembar_reducer_free(tools->reducer);
    kembar_roots_free(tools->roots);
    return 0;
}

/* The reduced term of each of two words, in a language. */
static void reduce(tool_set *tools, const char *words, kembar_language language, uint64_t out[2]) {
    kembar_document *document = make_document(words);
    assert_int_equal(document->tokens.n_items, 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(kembar_reducer_term(tools->reducer, document, i, language, &out[i]),
                         KEMBAR_OK);
    kembar_document_free(document);
}

static void forms_of_one_word_share_a_term(void **state) {
    static const struct {
        const char *words;
        kembar_language language;
        int is_same;
    } cases[] = {
        {"workers worker", KEMBAR_LANGUAGE_EN, 1},    {"working worker", KEMBAR_LANGUAGE_EN, 0},
        {"workers worker", KEMBAR_LANGUAGE_OTHER, 1}, {"pekerja bekerja", KEMBAR_LANGUAGE_ID, 1},
        {"pekerja kerja", KEMBAR_LANGUAGE_ID, 1},     {"pekerja bekerja", KEMBAR_LANGUAGE_EN, 0},
        {"pelatihan latih", KEMBAR_LANGUAGE_ID, 1},   {"bukunya kerja", KEMBAR_LANGUAGE_ID, 0},
    };
    for (int round = 0; round < 2; round++) /* the second from the cache */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            uint64_t terms[2];
            reduce(*state, cases[i].words, cases[i].language, terms);
            assert_int_equal(terms[0] == terms[1], cases[i].is_same);
        }
}

static void languages_have_terms_of_their_own(void **state) {
    uint64_t english[2], indonesian[2];
    reduce(*state, "kerja buku", KEMBAR_LANGUAGE_EN, english);
    reduce(*state, "kerja buku", KEMBAR_LANGUAGE_ID, indonesian);
    assert_int_not_equal(english[0], indonesian[0]);
    assert_int_not_equal(english[1], indonesian[1]);
}

/* More words than the cache has slots: what is pushed out comes back the same. */
static void the_cache_changes_nothing(void **state) {
    tool_set *tools = *state;
    enum { N_WORDS = 60000 };
    kembar_buffer text = {0};
    for (uint64_t i = 0; i < N_WORDS; i++) {
        append_word(&text, i);
        kembar_buffer_append_char(&text, ' ');
    }
    kembar_document *document = make_document(text_of(&text));
    assert_int_equal(document->tokens.n_items, N_WORDS);
    for (size_t i = 0; i < N_WORDS; i++) {
        uint64_t early, late;
        size_t other = i * 7919 % N_WORDS;
        assert_int_equal(
            kembar_reducer_term(tools->reducer, document, i, KEMBAR_LANGUAGE_ID, &early),
            KEMBAR_OK);
        assert_int_equal(
            kembar_reducer_term(tools->reducer, document, other, KEMBAR_LANGUAGE_ID, &late),
            KEMBAR_OK);
        assert_int_equal(early == late, i == other); /* no root is known: all differ */
    }
    kembar_document_free(document);
    kembar_buffer_deinit(&text);
}

/* Crafted words may have one hash: each keeps the term that it has alone, whichever came first. */
static void words_with_one_hash_keep_their_terms(void **state) {
    tool_set *tools = *state;
    static const char words[] = "pekerja pelatihan buku_buku BUKUNYA "
                                "pelabuhanpelabuhanpelabuhan caf\xc3\xa9";
    enum { N_WORDS = 6 };
    uint64_t alone[N_WORDS], term;
    kembar_document *document = make_document(words);
    assert_int_equal(document->tokens.n_items, N_WORDS);
    for (size_t i = 0; i < N_WORDS; i++)
        assert_int_equal(
            kembar_reducer_term(tools->reducer, document, i, KEMBAR_LANGUAGE_EN, &alone[i]),
            KEMBAR_OK);
    for (size_t i = 0; i + 1 < N_WORDS; i++)
        document->tokens.items[i].hash = 1;
    for (size_t i = 0; i < 3 * N_WORDS; i++) {
        size_t at = i * 5 % N_WORDS;
        assert_int_equal(
            kembar_reducer_term(tools->reducer, document, at, KEMBAR_LANGUAGE_EN, &term),
            KEMBAR_OK);
        assert_true(term == alone[at]);
    }
    kembar_document_free(document);
}

static kembar_terms count(tool_set *tools, const char *text) {
    made item = make_prepared(text);
    kembar_terms terms;
    assert_int_equal(
        kembar_terms_count(&terms, item.document, &item.prepared.content, tools->reducer),
        KEMBAR_OK);
    for (size_t i = 1; i < terms.n_items; i++)
        assert_true(terms.items[i - 1] < terms.items[i]);
    free_made(&item);
    return terms;
}

/* Sum of counts, and how many terms two texts have in common. */
static uint32_t total(const kembar_terms *terms) {
    uint32_t sum = 0;
    for (size_t i = 0; i < terms->n_items; i++)
        sum += terms->counts[i];
    return sum;
}

static size_t shared(const kembar_terms *a, const kembar_terms *b) {
    size_t n = 0;
    for (size_t i = 0; i < a->n_items; i++)
        for (size_t j = 0; j < b->n_items; j++)
            n += a->items[i] == b->items[j];
    return n;
}

static void counts_words_and_stems(void **state) {
    kembar_terms terms = count(*state, "The workers saw the other workers and a worker leave");
    /* workers and worker are two words with one stem. */
    uint32_t twice = 0, thrice = 0;
    for (size_t i = 0; i < terms.n_items; i++) {
        twice += terms.counts[i] == 2;
        thrice += terms.counts[i] == 3;
    }
    assert_true(twice >= 2);
    assert_int_equal(thrice, 1);
    kembar_terms_deinit(&terms);
    assert_null(terms.items);
}

static void a_value_stands_for_its_words(void **state) {
    kembar_terms digits = count(*state, "The price rose to 2,500,000 rupiah in the harbour town");
    kembar_terms words = count(*state, "The price rose to 2.5 million rupiah in the harbour town");
    kembar_terms other = count(*state, "The price rose to 3.5 million rupiah in the harbour town");
    assert_int_equal(digits.n_items, words.n_items);
    assert_int_equal(shared(&digits, &words), digits.n_items);
    assert_int_equal(shared(&digits, &other), digits.n_items - 1);
    assert_int_equal(total(&digits), total(&words));
    kembar_terms_deinit(&digits);
    kembar_terms_deinit(&words);
    kembar_terms_deinit(&other);
}

static void no_content_has_no_terms(void **state) {
    kembar_terms terms = count(*state, "");
    assert_int_equal(terms.n_items, 0);
    kembar_terms_deinit(&terms);
}

static kembar_status count_once(void *context) {
    made *item = context;
    kembar_reducer *reducer = NULL;
    kembar_terms terms = {0};
    kembar_status status = kembar_reducer_new(&reducer, NULL, NULL);
    if (!status)
        status = kembar_terms_count(&terms, item->document, &item->prepared.content, reducer);
    assert_int_equal(terms.n_items > 0, status == KEMBAR_OK);
    kembar_terms_deinit(&terms);
    kembar_reducer_free(reducer);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_random random = {9};
    append_words(&text, &random, 700, 1 << 20); /* enough for the sort to take memory */
    made item = make_prepared(text_of(&text));
    assert_true(fail_every_allocation(count_once, &item) >= 7);
    free_made(&item);
    kembar_buffer_deinit(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_one_word_share_a_term),
        cmocka_unit_test(languages_have_terms_of_their_own),
        cmocka_unit_test(the_cache_changes_nothing),
        cmocka_unit_test(words_with_one_hash_keep_their_terms),
        cmocka_unit_test(counts_words_and_stems),
        cmocka_unit_test(a_value_stands_for_its_words),
        cmocka_unit_test(no_content_has_no_terms),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, open_tools, close_tools);
}
