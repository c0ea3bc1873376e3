/* A root is a word of the set or the word itself; stems and common spellings stay within bounds.
 * Input: the set's words, one a line; separator; words. */
#include "fuzz.h"
#include "text/cognates.h"
#include "text/roots.h"
#include "text/stem.h"

static kembar_view cut(kembar_view word, size_t max) {
    return word.size > max ? (kembar_view){word.data, max} : word;
}

static void check_root(const kembar_roots *roots, kembar_view word) {
    char out[KEMBAR_ROOT_MAX_BYTES], again[KEMBAR_ROOT_MAX_BYTES];
    size_t size = kembar_roots_find(roots, word, out);
    FUZZ_CHECK(size <= KEMBAR_ROOT_MAX_BYTES);
    kembar_view root = {out, size};
    FUZZ_CHECK(kembar_roots_contains(roots, root) ||
               kembar_view_equal(root, cut(word, KEMBAR_ROOT_MAX_BYTES)));
    FUZZ_CHECK(kembar_roots_find(roots, word, again) == size && memcmp(out, again, size) == 0);
    size = kembar_roots_find(NULL, word, out);
    FUZZ_CHECK(kembar_view_equal((kembar_view){out, size}, cut(word, KEMBAR_ROOT_MAX_BYTES)));
}

static void check_stem(kembar_stemmer *stemmer, kembar_view word) {
    kembar_buffer first = {0};
    kembar_buffer_append_view(&first, kembar_stem_english(stemmer, word));
    kembar_view stem = kembar_stem_english(stemmer, word);
    FUZZ_CHECK(kembar_view_equal(stem, kembar_buffer_view(&first)));
    FUZZ_CHECK(word.size <= 64 || kembar_view_equal(stem, word));
    kembar_buffer_deinit(&first);
}

static void check_cognate(kembar_view word) {
    char out[KEMBAR_COGNATE_MAX_BYTES], again[KEMBAR_COGNATE_MAX_BYTES];
    size_t size = kembar_cognate_fold(word, out);
    FUZZ_CHECK(size <= KEMBAR_COGNATE_MAX_BYTES);
    FUZZ_CHECK(kembar_cognate_fold(word, again) == size && memcmp(out, again, size) == 0);
    int is_plain = word.size >= 5 && word.size <= KEMBAR_COGNATE_MAX_BYTES;
    for (size_t i = 0; i < word.size; i++)
        is_plain &= word.data[i] >= 'a' && word.data[i] <= 'z';
    if (is_plain)
        FUZZ_CHECK(size > 0);
    else
        FUZZ_CHECK(
            kembar_view_equal((kembar_view){out, size}, cut(word, KEMBAR_COGNATE_MAX_BYTES)));
}

static kembar_view next_word(kembar_view *rest) {
    size_t n = 0;
    while (n < rest->size && rest->data[n] != ' ' && rest->data[n] != '\n')
        n++;
    kembar_view word = {rest->data, n};
    size_t n_taken = n < rest->size ? n + 1 : n;
    rest->data += n_taken;
    rest->size -= n_taken;
    return word;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view set = fuzz_take_part(&rest);
    kembar_buffer words = {0};
    kembar_roots *roots = NULL;
    kembar_stemmer *stemmer = NULL;
    fuzz_repair(rest, &words);
    char *copy = fuzz_copy(set);
    FUZZ_CHECK(kembar_roots_new(&roots, (kembar_view){copy, set.size}, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_stemmer_new(&stemmer, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_roots_count(roots) <= set.size);
    kembar_free(copy); /* the set is copied */
    for (rest = kembar_buffer_view(&words); rest.size > 0;) {
        kembar_view word = next_word(&rest);
        check_root(roots, word);
        check_stem(stemmer, word);
        check_cognate(word);
    }
    kembar_roots_free(roots);
    kembar_stemmer_free(stemmer);
    kembar_buffer_deinit(&words);
    return 0;
}
