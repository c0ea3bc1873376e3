#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "option_keys.h"
#include "option_values.h"
#include "settings_paths.h"

enum { VALUE_SHOWN = 100, NAME_BYTES = 160 };

/* The settings of a file while they are taken. */
typedef struct taking {
    kembar_arguments *out;
    kembar_arguments scratch; /* takes values that nothing else has a use for, to check them */
    const kembar_setting *settings;
    size_t n_settings;
    char *folder; /* owned; the part of the file's path that names its folder, with the '/' */
    size_t folder_size;
    int is_found; /* not 0: nobody named it */
} taking;

static int is_own(const taking *in, const kembar_option *option) {
    return kembar_option_is_of(option, in->out->command) &&
           kembar_option_origin(in->out, option)->kind == KEMBAR_FROM_DEFAULT;
}

/* Moves a text that was put together to the arguments, which free it. NULL where memory is out. */
static const char *keep(kembar_arguments *arguments, char *text) {
    char **made = text ? realloc(arguments->made, (arguments->n_made + 1) * sizeof *made) : NULL;
    if (!made) {
        free(text);
        return NULL;
    }
    arguments->made = made;
    return arguments->made[arguments->n_made++] = text;
}

/* before[n_before] between two parts of a text. */
static char *join(const char *left, size_t n_left, const char *middle, size_t n_middle,
                  const char *right) {
    size_t n_right = strlen(right);
    char *text = malloc(n_left + n_middle + n_right + 1);
    if (!text)
        return NULL;
    memcpy(text, left, n_left);
    memcpy(text + n_left, middle, n_middle);
    memcpy(text + n_left + n_middle, right, n_right + 1);
    return text;
}

/* The path in a value, "" where there is none. */
static const char *path_in(const kembar_option *option, const char *value) {
    kembar_path_part part = kembar_option_path(option);
    const char *colon = part == KEMBAR_PATH_AFTER_COLON ? strchr(value, ':') : NULL;
    const char *path = colon ? colon + 1 : value;
    int has_one = part == KEMBAR_PATH_ALL || colon;
    return has_one && strcmp(path, "-") != 0 ? path : "";
}

/* A relative path begins in the folder of the file. The value stays where there is none. */
static int resolve(taking *in, const kembar_option *option, kembar_given *given) {
    const char *path = path_in(option, given->value);
    if (*path && *path != '/' && in->folder_size > 0) {
        given->value = keep(in->out, join(given->value, (size_t)(path - given->value), in->folder,
                                          in->folder_size, path));
        if (!given->value)
            return kembar_out_of_memory();
        path = path_in(option, given->value);
    }
    if (!*path || !in->is_found || !kembar_option_is_written(option))
        return 0;
    int leaves = kembar_path_leaves(in->folder, path);
    if (leaves < 0)
        return kembar_out_of_memory();
    return leaves ? kembar_given_wrong(given, NULL,
                                       "%s leads out of the folder of this file, which was found: "
                                       "name it with --config to allow that",
                                       given->name)
                  : 0;
}

static const char *name_key(const kembar_setting *setting, char out[NAME_BYTES]) {
    (void)snprintf(out, NAME_BYTES, "%.70s%s%.70s", setting->section ? setting->section : "",
                   setting->section ? "." : "", setting->key);
    return out;
}

static kembar_given give(const taking *in, const kembar_setting *setting, char name[NAME_BYTES]) {
    return (kembar_given){.name = name_key(setting, name),
                          .value = setting->value,
                          .file = in->out->config_path,
                          .line = setting->line};
}

/* To the command, or, where it has no use for it, to nothing but the check. */
static int store(taking *in, const kembar_option *option, kembar_given *given) {
    kembar_arguments *out = is_own(in, option) ? in->out : &in->scratch;
    /* Items of a list come one by one; only the first finds no origin. */
    const kembar_origin *origin = kembar_option_origin(in->out, option);
    if (option->kind == KEMBAR_OPTION_LIST && origin->kind == KEMBAR_FROM_FILE)
        out = in->out;
    int code = out == in->out ? resolve(in, option, given) : 0;
    return code ? code : kembar_option_store(out, option, given, KEMBAR_FROM_FILE);
}

static int unknown_key(const taking *in, const kembar_setting *setting) {
    char name[NAME_BYTES], nearest[KEMBAR_KEY_BYTES];
    kembar_given given = give(in, setting, name);
    const char *near = kembar_option_suggest_key(setting->section, setting->key, nearest);
    return kembar_given_wrong(&given, NULL, "there is no key \"%s\"%s%s%s", name,
                              near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static int wrong_kind(const taking *in, const kembar_setting *setting, const char *kind) {
    char name[NAME_BYTES];
    kembar_given given = give(in, setting, name);
    return kembar_given_wrong(&given, NULL, "%s must be %s", name, kind);
}

/* Sources are a section whose keys are globs. */
static const kembar_option *option_of_section(const char *name) {
    const kembar_option *option = name ? kembar_option_by_key(NULL, name) : NULL;
    return option && strcmp(name, "sources") == 0 ? option : NULL;
}

static int take_source(taking *in, const kembar_option *option, const kembar_setting *setting) {
    char name[NAME_BYTES];
    kembar_given given = give(in, setting, name);
    if (setting->kind != KEMBAR_SETTING_VALUE || !setting->value || !*setting->value)
        return wrong_kind(in, setting, "the name of a source");
    if (strchr(setting->value, '='))
        return kembar_given_wrong(&given, NULL, "the name of a source has a '=': \"%.*s\"",
                                  VALUE_SHOWN, setting->value);
    given.value = keep(in->out, join(setting->key, strlen(setting->key), "=", 1, setting->value));
    return given.value ? store(in, option, &given) : kembar_out_of_memory();
}

static int take_value(taking *in, const kembar_option *option, const kembar_setting *setting) {
    char name[NAME_BYTES];
    kembar_given given = give(in, setting, name);
    int is_list = option->kind == KEMBAR_OPTION_LIST;
    if (option_of_section(setting->section ? NULL : setting->key))
        return wrong_kind(in, setting, "a section of globs and names");
    if (setting->kind == KEMBAR_SETTING_LIST)
        return is_list ? 0 : wrong_kind(in, setting, "one value, not a list");
    if (setting->kind == KEMBAR_SETTING_SECTION)
        return wrong_kind(in, setting, is_list ? "a list" : "a value");
    if (is_list && setting->kind == KEMBAR_SETTING_VALUE && setting->value)
        return wrong_kind(in, setting, "a list");
    /* null says nothing. */
    return setting->value ? store(in, option, &given) : 0;
}

static int take_setting(taking *in, const kembar_setting *setting) {
    const kembar_option *globs = option_of_section(setting->section);
    if (globs)
        return take_source(in, globs, setting);
    const kembar_option *option = kembar_option_by_key(setting->section, setting->key);
    int is_section = !setting->section &&
                     (kembar_option_is_section(setting->key) || option_of_section(setting->key));
    if (is_section && setting->kind == KEMBAR_SETTING_SECTION)
        return 0;
    if (is_section && setting->kind == KEMBAR_SETTING_VALUE && !setting->value)
        return 0;
    if (is_section)
        return wrong_kind(in, setting, "a section");
    return option ? take_value(in, option, setting) : unknown_key(in, setting);
}

static int take_file(kembar_arguments *out, int is_found) {
    taking in = {.out = out, .scratch = {.command = out->command}, .is_found = is_found};
    kembar_error error = {0};
    int code = 0;
    if (kembar_configuration_open(&out->configuration, out->config_path, &error) != KEMBAR_OK) {
        code = kembar_library_error(out->command, &error);
        return error.code == KEMBAR_ERROR_MEMORY ? code : KEMBAR_EXIT_USAGE;
    }
    const char *slash = strrchr(out->config_path, '/');
    in.folder_size = slash ? (size_t)(slash - out->config_path) + 1 : 0;
    in.folder = strndup(out->config_path, in.folder_size);
    if (!in.folder)
        return kembar_out_of_memory();
    in.settings = kembar_configuration_settings(out->configuration, &in.n_settings);
    for (size_t i = 0; i < in.n_settings && code == 0; i++)
        code = take_setting(&in, &in.settings[i]);
    kembar_arguments_deinit(&in.scratch);
    free(in.folder);
    return code;
}

/* One value, or of a list one a line; empty lines say nothing. */
static int take_variable(kembar_arguments *out, const kembar_option *option, const char *name,
                         const char *value) {
    kembar_given given = {.name = name, .value = value};
    if (option->kind != KEMBAR_OPTION_LIST)
        return kembar_option_store(out, option, &given, KEMBAR_FROM_VARIABLE);
    int code = 0;
    for (const char *at = value; *at && code == 0;) {
        size_t size = strcspn(at, "\n");
        if (size > 0) {
            given.value = keep(out, strndup(at, size));
            code = given.value ? kembar_option_store(out, option, &given, KEMBAR_FROM_VARIABLE)
                               : kembar_out_of_memory();
        }
        at += size + (at[size] == '\n');
    }
    return code;
}

static int take_environment(kembar_arguments *out) {
    size_t n_rows;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    int code = 0;
    for (size_t i = 0; i < n_rows && code == 0; i++) {
        char name[KEMBAR_KEY_BYTES];
        if (!kembar_option_has_key(&rows[i]) || !kembar_option_is_of(&rows[i], out->command) ||
            kembar_option_origin(out, &rows[i])->kind != KEMBAR_FROM_DEFAULT)
            continue;
        kembar_option_variable(&rows[i], name);
        const char *value = getenv(name);
        if (value && *value)
            code = take_variable(out, &rows[i], name, value);
    }
    return code;
}

static int takes_settings(const kembar_command *command) {
    return kembar_option_by_name(command, "config", strlen("config")) != NULL;
}

int kembar_settings_apply(kembar_arguments *arguments) {
    if (!takes_settings(arguments->command))
        return 0;
    int is_found = 0, code = take_environment(arguments);
    if (code == 0)
        code = kembar_settings_find(arguments, &arguments->config_path, &is_found);
    return code || !arguments->config_path ? code : take_file(arguments, is_found);
}
