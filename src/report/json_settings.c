#include <string.h>

#include "report/answers.h"
#include "report/json_put.h"

/* What comes from a command line or the environment need not be UTF-8. */
static void put_text(kembar_json_writer *json, const char *text) {
    kembar_json_foreign(json, (kembar_view){text, text ? strlen(text) : 0});
}

static void put_value(kembar_json_writer *json, const kembar_shown_setting *setting) {
    switch (setting->kind) {
    case KEMBAR_SHOWN_NUMBER:
        kembar_json_i64(json, setting->number);
        return;
    case KEMBAR_SHOWN_MICRO:
        kembar_json_micro(json, setting->number);
        return;
    case KEMBAR_SHOWN_FLAG:
        kembar_json_bool(json, setting->number);
        return;
    case KEMBAR_SHOWN_TEXT:
        put_text(json, setting->items[0]);
        return;
    case KEMBAR_SHOWN_LIST:
        kembar_json_begin_array(json);
        for (size_t i = 0; i < setting->n_items; i++)
            put_text(json, setting->items[i]);
        kembar_json_end_array(json);
        return;
    case KEMBAR_SHOWN_NONE:
        break;
    }
    kembar_json_null(json);
}

static void put_setting(kembar_json_writer *json, const kembar_shown_setting *setting) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "key", setting->key);
    kembar_json_key(json, "value");
    put_value(json, setting);
    kembar_json_put_text(json, "from", setting->from);
    kembar_json_key(json, "name");
    put_text(json, setting->name);
    kembar_json_key(json, "line");
    if (setting->line > 0)
        kembar_json_u64(json, setting->line);
    else
        kembar_json_null(json);
    kembar_json_end_object(json);
}

kembar_status kembar_answer_settings(kembar_answer *out, const char *file,
                                     const kembar_shown_setting *settings, size_t n_settings,
                                     kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_key(&json, "file");
    put_text(&json, file);
    kembar_json_key(&json, "settings");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < n_settings; i++)
        put_setting(&json, &settings[i]);
    kembar_json_end_array(&json);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}
