#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/arguments.h"
#include "cli/option_table.h"
#include "cli/progress.h"

enum { MAX_ARGS = 16 };

/* Parses words parted by spaces; `storage` keeps them. */
static int parse(kembar_arguments *arguments, const char *command, const char *line,
                 char storage[256]) {
    char *args[MAX_ARGS];
    int n_args = 0;
    size_t size = strlen(line) + 1;
    assert_true(size <= 256);
    memcpy(storage, line, size);
    for (char *word = strtok(storage, " "); word; word = strtok(NULL, " "))
        args[n_args++] = word;
    return kembar_arguments_parse(arguments, kembar_command_find(command), n_args, args);
}

static void parses_all_forms(void **state) {
    (void)state;
    char storage[256];
    kembar_arguments arguments;
    assert_int_equal(
        parse(&arguments, "cluster",
              "in --near=0.6 -qo out --threads 3 --exclude *.md --exclude x - -- --odd", storage),
        0);
    assert_int_equal(arguments.options.near_micro, 600000);
    assert_int_equal(arguments.options.n_threads, 3);
    assert_int_equal(arguments.quiet, 1);
    assert_string_equal(arguments.output, "out");
    assert_int_equal(arguments.excludes.n_items, 2);
    assert_string_equal(arguments.excludes.items[1], "x");
    assert_int_equal(arguments.operands.n_items, 3);
    assert_string_equal(arguments.operands.items[1], "-");
    assert_string_equal(arguments.operands.items[2], "--odd");
    kembar_arguments_deinit(&arguments);
    assert_int_equal(
        parse(&arguments, "cluster", "in -oout --color never --max-doc-bytes 2k", storage), 0);
    assert_string_equal(arguments.output, "out");
    assert_int_equal(arguments.color, KEMBAR_COLOR_NEVER);
    assert_true(arguments.max_document_bytes == 2048);
    kembar_arguments_deinit(&arguments);
}

static void starts_from_defaults(void **state) {
    (void)state;
    char storage[256];
    kembar_arguments arguments;
    kembar_options defaults = kembar_options_default();
    assert_int_equal(parse(&arguments, "cluster", "in", storage), 0);
    assert_memory_equal(&arguments.options, &defaults, sizeof defaults);
    assert_null(arguments.output);
    assert_int_equal(arguments.min_f1_micro, -1);
    kembar_arguments_deinit(&arguments);
}

static void refuses_wrong_lines(void **state) {
    (void)state;
    static const struct {
        const char *command, *line;
    } cases[] = {
        {"cluster", ""},
        {"cluster", "in --nera 0.5"},
        {"cluster", "in --near"},
        {"cluster", "in --near x"},
        {"cluster", "in --near 1.5"},
        {"cluster", "in --shingle 1"},
        {"cluster", "in --json=yes"},
        {"cluster", "in --removed x"},
        {"cluster", "in -x"},
        {"cluster", "in -q -v"},
        {"cluster", "in --bands 64 --rows 16"},
        {"cluster", "in --color sometimes"},
        {"cluster", "in --max-doc-bytes 0"},
        {"compare", "a"},
        {"compare", "a b c"},
        {"version", "more"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char storage[256];
        kembar_arguments arguments;
        assert_int_equal(parse(&arguments, cases[i].command, cases[i].line, storage),
                         KEMBAR_EXIT_USAGE);
        kembar_arguments_deinit(&arguments);
    }
}

/* No command has two options of one name or letter, and every option is taken by a command. */
static void has_a_sound_table(void **state) {
    (void)state;
    size_t n_rows, n_commands;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    const kembar_command *commands = kembar_commands(&n_commands);
    unsigned all = 0;
    for (size_t i = 0; i < n_commands; i++)
        all |= commands[i].bit;
    for (size_t i = 0; i < n_rows; i++) {
        assert_true(rows[i].name || rows[i].letter);
        assert_true((rows[i].commands & all) != 0);
        assert_true((rows[i].kind == KEMBAR_OPTION_FLAG) == (rows[i].value == NULL));
        assert_true((rows[i].kind == KEMBAR_OPTION_CHOICE) == (rows[i].choices != NULL));
        for (size_t j = 0; j < i; j++) {
            if (!(rows[i].commands & rows[j].commands & all))
                continue;
            assert_false(rows[i].name && rows[j].name && strcmp(rows[i].name, rows[j].name) == 0);
            assert_false(rows[i].letter && rows[i].letter == rows[j].letter);
        }
    }
}

static void prints_progress(void **state) {
    (void)state;
    char line[KEMBAR_BAR_BYTES];
    kembar_bar_print(line, 80, "verify", 500000, 1000000, 10.0);
    assert_string_equal(line,
                        "verify [############............]  50% 500,000, 50,000/s, 0:10 left");
    kembar_bar_print(line, 0, "verify", 500000, 1000000, 10.0);
    assert_string_equal(line, "verify  50% 500,000, 50,000/s, 0:10 left");
    kembar_bar_print(line, 0, "read", 50000000, 100000000, 0.5);
    assert_string_equal(line, "read  50% 50 MB");
    kembar_bar_print(line, 80, "cluster", 0, 0, 3.0);
    assert_string_equal(line, "cluster");
    kembar_bar_print(line, 0, "index", 1000, 8000000, 1.0);
    assert_string_equal(line, "index   0% 1,000, 1,000/s, 2:13 h left");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_all_forms),    cmocka_unit_test(starts_from_defaults),
        cmocka_unit_test(refuses_wrong_lines), cmocka_unit_test(has_a_sound_table),
        cmocka_unit_test(prints_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
