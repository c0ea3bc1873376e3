#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "make_document.h"
#include "read/configuration.h"
#include "scarce_memory.h"
#include "temp_folder.h"

static kembar_configuration *parse(const char *text) {
    kembar_configuration *configuration = NULL;
    kembar_error error = {0};
    if (kembar_configuration_parse(&configuration, (kembar_view){text, strlen(text)}, "c.yml",
                                   &error))
        fail_msg("%s:%d: %s", error.file, (int)error.position, error.message);
    return configuration;
}

static void assert_setting(const kembar_setting *setting, kembar_setting_kind kind,
                           const char *section, const char *key, const char *value, uint64_t line) {
    const char *const texts[][2] = {
        {setting->section, section}, {setting->key, key}, {setting->value, value}};
    assert_int_equal(setting->kind, kind);
    assert_int_equal(setting->line, line);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(texts[i][0] == NULL, texts[i][1] == NULL);
        if (texts[i][0])
            assert_string_equal(texts[i][0], texts[i][1]);
    }
}

static void settings_come_in_order(void **state) {
    size_t n;
    (void)state;
    kembar_configuration *configuration = parse("\xef\xbb\xbf# of ours\n"
                                                "ignore: [drafts/**, '*.tmp']\n"
                                                "thresholds:\n"
                                                "  near: 0.6\n"
                                                "  within:\n"
                                                "check:\n"
                                                "  against:\n"
                                                "    - \"\"\n"
                                                "  max: &m 3\n"
                                                "priorities: []\n"
                                                "name: ~\n");
    const kembar_setting *s = kembar_configuration_settings(configuration, &n);
    assert_int_equal(n, 12);
    assert_setting(&s[0], KEMBAR_SETTING_LIST, NULL, "ignore", NULL, 2);
    assert_setting(&s[1], KEMBAR_SETTING_ITEM, NULL, "ignore", "drafts/**", 2);
    assert_setting(&s[2], KEMBAR_SETTING_ITEM, NULL, "ignore", "*.tmp", 2);
    assert_setting(&s[3], KEMBAR_SETTING_SECTION, NULL, "thresholds", NULL, 3);
    assert_setting(&s[4], KEMBAR_SETTING_VALUE, "thresholds", "near", "0.6", 4);
    assert_setting(&s[5], KEMBAR_SETTING_VALUE, "thresholds", "within", NULL, 5);
    assert_setting(&s[6], KEMBAR_SETTING_SECTION, NULL, "check", NULL, 6);
    assert_setting(&s[7], KEMBAR_SETTING_LIST, "check", "against", NULL, 7);
    assert_setting(&s[8], KEMBAR_SETTING_ITEM, "check", "against", "", 8);
    assert_setting(&s[9], KEMBAR_SETTING_VALUE, "check", "max", "3", 9);
    assert_setting(&s[10], KEMBAR_SETTING_LIST, NULL, "priorities", NULL, 10);
    assert_setting(&s[11], KEMBAR_SETTING_VALUE, NULL, "name", NULL, 11);
    kembar_configuration_free(configuration);
    kembar_configuration_free(NULL);
}

static void nothing_is_a_configuration(void **state) {
    (void)state;
    static const char *const empty[] = {"", "# nothing\n", "---\n...\n", "~\n", "{}\n"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        size_t n;
        kembar_configuration *configuration = parse(empty[i]);
        (void)kembar_configuration_settings(configuration, &n);
        assert_int_equal(n, 0);
        kembar_configuration_free(configuration);
    }
}

static void assert_refused(const char *text, kembar_status code, uint64_t line, const char *what) {
    kembar_configuration *configuration = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_configuration_parse(&configuration, (kembar_view){text, strlen(text)},
                                                "c.yml", &error),
                     code);
    assert_null(configuration);
    assert_string_equal(error.file, "c.yml");
    assert_int_equal(error.position, line);
    if (!strstr(error.message, what))
        fail_msg("\"%s\" does not say \"%s\"", error.message, what);
}

static void what_is_none_is_refused(void **state) {
    const kembar_status format = KEMBAR_ERROR_FORMAT;
    (void)state;
    assert_refused("- a\n", format, 1, "mapping");
    assert_refused("text\n", format, 1, "mapping");
    assert_refused("a: 1\nb: [1\n", format, 3, "not YAML");
    assert_refused("a: 1\n\tb: 2\n", format, 2, "not YAML");
    assert_refused("a: 1\nb: 2\na: 3\n", format, 3, "\"a\" stands there twice, first in line 1");
    assert_refused("s:\n  a: 1\n  a: [2]\n", format, 3, "twice");
    assert_refused("s: 1\ns:\n  a: 1\n", format, 2, "twice");
    assert_refused("[a]: 1\n", format, 1, "key");
    assert_refused("~: 1\n", format, 1, "key");
    assert_refused("s:\n  a:\n    b: 1\n", format, 3, "so deep");
    assert_refused("a: [[1]]\n", format, 1, "so deep");
    assert_refused("a: [{b: 1}]\n", format, 1, "so deep");
    assert_refused("a: [1, ~]\n", format, 1, "empty");
    assert_refused("a: &x 1\nb: *x\n", format, 2, "aliases");
    assert_refused("a: 1\n---\nb: 1\n", format, 2, "second document");
    assert_refused("a: \"\\0\"\n", format, 1, "NUL");
    assert_refused("a: 1\nb: \xff\n", format, 2, "UTF-8");
}

/* Nothing multiplies, nothing nests, nothing goes on for ever. */
static void hostile_files_are_refused_early(void **state) {
    (void)state;
    assert_refused("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n",
                   KEMBAR_ERROR_FORMAT, 2, "aliases");
    kembar_buffer text = {0};
    kembar_buffer_append_text(&text, "a: ");
    for (int i = 0; i < 100000; i++)
        kembar_buffer_append_char(&text, '[');
    assert_refused(text_of(&text), KEMBAR_ERROR_FORMAT, 1, "so deep");
    kembar_buffer_clear(&text);
    kembar_buffer_append_text(&text, "a: [x");
    for (int i = 0; i < KEMBAR_CONFIGURATION_SETTINGS; i++)
        kembar_buffer_append_text(&text, ",x");
    kembar_buffer_append_text(&text, "]\n");
    assert_refused(text_of(&text), KEMBAR_ERROR_LIMIT, 1, "more than 4096 settings");
    kembar_buffer_clear(&text);
    for (int i = 0; i < KEMBAR_CONFIGURATION_BYTES; i++)
        kembar_buffer_append_text(&text, " \n");
    temp_write("large.yml", text.data, text.size);
    kembar_buffer_deinit(&text);
    kembar_configuration *configuration = NULL;
    assert_int_equal(kembar_configuration_open(&configuration, "large.yml", NULL),
                     KEMBAR_ERROR_LIMIT);
    assert_int_equal(kembar_configuration_open(&configuration, "none.yml", NULL), KEMBAR_ERROR_IO);
}

static kembar_status open_one(void *context) {
    kembar_configuration *configuration = NULL;
    (void)context;
    kembar_status status = kembar_configuration_open(&configuration, "c.yml", NULL);
    kembar_configuration_free(configuration);
    return status;
}

static void memory_may_fail(void **state) {
    (void)state;
    temp_write_text("c.yml", "ignore: [a, b]\ncheck:\n  max: 3\n");
    assert_true(fail_every_allocation(open_one, NULL) > 3);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_come_in_order),
        cmocka_unit_test(nothing_is_a_configuration),
        cmocka_unit_test(what_is_none_is_refused),
        IN_FOLDER(hostile_files_are_refused_early),
        IN_FOLDER(memory_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
