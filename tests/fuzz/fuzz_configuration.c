/* Configurations of any bytes: refused with the line, or settings that lie where they say. */
#include "fuzz.h"
#include "read/configuration.h"

static int is_same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Items follow their list, what lies in a section follows it, and no key stands twice. */
static void check_settings(const kembar_setting *settings, size_t n) {
    const kembar_setting *list = NULL, *section = NULL;
    FUZZ_CHECK(n <= KEMBAR_CONFIGURATION_SETTINGS);
    for (size_t i = 0; i < n; i++) {
        const kembar_setting *s = &settings[i];
        FUZZ_CHECK(s->key && s->line > 0);
        int is_item = s->kind == KEMBAR_SETTING_ITEM;
        FUZZ_CHECK(!is_item || (list && s->value && is_same(list->key, s->key) &&
                                is_same(list->section, s->section)));
        FUZZ_CHECK(!s->section || (section && is_same(section->key, s->section)));
        FUZZ_CHECK(s->kind != KEMBAR_SETTING_SECTION || !s->section);
        FUZZ_CHECK(is_item || s->kind == KEMBAR_SETTING_VALUE || !s->value);
        if (is_item)
            continue;
        list = s->kind == KEMBAR_SETTING_LIST ? s : NULL;
        section = s->kind == KEMBAR_SETTING_SECTION ? s : s->section ? section : NULL;
        for (size_t k = i + 1; k < n && n < 64; k++)
            FUZZ_CHECK(settings[k].kind == KEMBAR_SETTING_ITEM ||
                       !is_same(s->section, settings[k].section) ||
                       !is_same(s->key, settings[k].key));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(fuzz_view(data, size));
    kembar_configuration *configuration = NULL;
    kembar_error error = {0};
    kembar_status status =
        kembar_configuration_parse(&configuration, (kembar_view){copy, size}, "c.yml", &error);
    kembar_free(copy);
    FUZZ_CHECK(status == error.code && (status == KEMBAR_OK) == (configuration != NULL));
    if (status == KEMBAR_OK) {
        size_t n;
        const kembar_setting *settings = kembar_configuration_settings(configuration, &n);
        check_settings(settings, n);
    } else {
        FUZZ_CHECK(status == KEMBAR_ERROR_FORMAT || status == KEMBAR_ERROR_LIMIT);
        FUZZ_CHECK(error.position > 0 && error.message[0] != '\0');
    }
    kembar_configuration_free(configuration);
    return 0;
}
