#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "lexicon/lexicon.h"
#include "scarce_memory.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static const char *in_folder(const char *folder, const char *name) {
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_list(const char *folder, const char *name, const char *text) {
    FILE *file = fopen(in_folder(folder, name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A data folder of our own with every list. */
static int make_folder(void **state) {
    static char folder[64];
    snprintf(folder, sizeof folder, "/tmp/kembar-test-XXXXXX");
    if (!mkdtemp(folder) || mkdir(in_folder(folder, "cc-by-sa"), 0755) != 0)
        return -1;
    write_list(folder, "cc-by-sa/idroots.txt", "buku\nkerja\n");
    write_list(folder, "roots-id.txt", "menteri\n");
    write_list(folder, "stopwords-en.txt", "the\nof\n");
    write_list(folder, "stopwords-id.txt", "yang\ndan\n");
    *state = folder;
    return 0;
}

static int remove_folder(void **state) {
    static const char *const names[] = {"cc-by-sa/idroots.txt", "roots-id.txt", "stopwords-en.txt",
                                        "stopwords-id.txt"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(in_folder(*state, names[i]));
    rmdir(in_folder(*state, "cc-by-sa"));
    return rmdir(*state);
}

static void check_lists(const kembar_lexicon *lexicon) {
    const kembar_roots *roots = kembar_lexicon_roots(lexicon);
    assert_int_equal(kembar_roots_count(roots), 3);
    assert_true(kembar_roots_contains(roots, view_of("kerja")));
    assert_true(kembar_roots_contains(roots, view_of("menteri")));
    assert_true(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_EN, view_of("the")));
    assert_false(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_EN, view_of("yang")));
    assert_true(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_ID, view_of("yang")));
    assert_false(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_ID, view_of("buku")));
    assert_false(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_OTHER, view_of("the")));
}

static void reads_a_given_folder(void **state) {
    kembar_lexicon *lexicon = NULL;
    assert_int_equal(kembar_lexicon_open(&lexicon, *state, NULL), KEMBAR_OK);
    check_lists(lexicon);
    kembar_lexicon_free(lexicon);
}

static void reads_the_folder_of_the_environment(void **state) {
    kembar_lexicon *lexicon = NULL;
    assert_int_equal(setenv("KEMBAR_DATA", *state, 1), 0);
    assert_int_equal(kembar_lexicon_open(&lexicon, NULL, NULL), KEMBAR_OK);
    unsetenv("KEMBAR_DATA");
    check_lists(lexicon);
    kembar_lexicon_free(lexicon);
}

static void prefers_the_given_folder(void **state) {
    kembar_lexicon *lexicon = NULL;
    assert_int_equal(setenv("KEMBAR_DATA", "/", 1), 0);
    assert_int_equal(kembar_lexicon_open(&lexicon, *state, NULL), KEMBAR_OK);
    unsetenv("KEMBAR_DATA");
    check_lists(lexicon);
    kembar_lexicon_free(lexicon);
}

static void takes_missing_lists_as_empty(void **state) {
    unlink(in_folder(*state, "cc-by-sa/idroots.txt"));
    unlink(in_folder(*state, "roots-id.txt"));
    unlink(in_folder(*state, "stopwords-en.txt"));
    kembar_lexicon *lexicon = NULL;
    assert_int_equal(kembar_lexicon_open(&lexicon, *state, NULL), KEMBAR_OK);
    assert_non_null(kembar_lexicon_roots(lexicon));
    assert_int_equal(kembar_roots_count(kembar_lexicon_roots(lexicon)), 0);
    assert_false(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_EN, view_of("the")));
    assert_true(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_ID, view_of("yang")));
    kembar_lexicon_free(lexicon);
}

static void refuses_what_is_no_folder(void **state) {
    kembar_error error;
    kembar_lexicon *lexicon = (kembar_lexicon *)&error;
    assert_int_equal(kembar_lexicon_open(&lexicon, "/no/such/folder", &error),
                     KEMBAR_ERROR_LIBRARY);
    assert_null(lexicon);
    assert_string_equal(error.file, "/no/such/folder");
    const char *file = in_folder(*state, "roots-id.txt");
    assert_int_equal(kembar_lexicon_open(&lexicon, file, NULL), KEMBAR_ERROR_LIBRARY);
}

static void reports_a_list_that_is_no_file(void **state) {
    unlink(in_folder(*state, "roots-id.txt"));
    assert_int_equal(mkdir(in_folder(*state, "roots-id.txt"), 0755), 0);
    kembar_error error;
    kembar_lexicon *lexicon = NULL;
    assert_int_equal(kembar_lexicon_open(&lexicon, *state, &error), KEMBAR_ERROR_IO);
    assert_null(lexicon);
    assert_int_equal(rmdir(in_folder(*state, "roots-id.txt")), 0);
}

static void survives_every_failed_allocation(void **state) {
    size_t n_allowed = 0;
    kembar_status status = KEMBAR_ERROR_MEMORY;
    for (; status == KEMBAR_ERROR_MEMORY && n_allowed < 1000; n_allowed++) {
        kembar_lexicon *lexicon = NULL;
        scarce_memory(n_allowed);
        status = kembar_lexicon_open(&lexicon, *state, NULL);
        plenty_of_memory();
        assert_true((status == KEMBAR_OK) == (lexicon != NULL));
        kembar_lexicon_free(lexicon);
    }
    assert_int_equal(status, KEMBAR_OK);
    assert_true(n_allowed > 5);
}

/* The lists that the project ships, as the build lays them beside the programs. */
static void opens_the_shipped_lists(void **state) {
    (void)state;
    const char *source = getenv("KEMBAR_SOURCE");
    if (!source)
        skip();
    kembar_lexicon *lexicon = NULL;
    const char *folder = in_folder(source, "src/lexicon/data");
    assert_int_equal(kembar_lexicon_open(&lexicon, folder, NULL), KEMBAR_OK);
    assert_true(kembar_roots_count(kembar_lexicon_roots(lexicon)) > 20000);
    assert_true(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_EN, view_of("the")));
    assert_true(kembar_lexicon_is_stop_word(lexicon, KEMBAR_LANGUAGE_ID, view_of("yang")));
    char out[KEMBAR_ROOT_MAX_BYTES];
    size_t size = kembar_roots_find(kembar_lexicon_roots(lexicon), view_of("keselamatan"), out);
    assert_int_equal(size, strlen("selamat"));
    assert_memory_equal(out, "selamat", size);
    kembar_lexicon_free(lexicon);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(reads_a_given_folder),
        WITH_FOLDER(reads_the_folder_of_the_environment),
        WITH_FOLDER(prefers_the_given_folder),
        WITH_FOLDER(takes_missing_lists_as_empty),
        WITH_FOLDER(refuses_what_is_no_folder),
        WITH_FOLDER(reports_a_list_that_is_no_file),
        WITH_FOLDER(survives_every_failed_allocation),
        cmocka_unit_test(opens_the_shipped_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
