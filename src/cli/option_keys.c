#include "option_keys.h"

#include <stdio.h>
#include <string.h>

#include "suggest.h"

/* An option of one of these commands alone is none of the gate's: dedup --against is what it is
 * told, whatever a check compares with. */
enum {
    NOT_OF_CHECK = KEMBAR_COMMAND_CLUSTER | KEMBAR_COMMAND_DEDUP | KEMBAR_COMMAND_COMPARE |
                   KEMBAR_COMMAND_EXPLAIN | KEMBAR_COMMAND_EVAL | KEMBAR_COMMAND_READ |
                   KEMBAR_COMMAND_TRACK | KEMBAR_COMMAND_DIFF | KEMBAR_COMMAND_LEXICON |
                   KEMBAR_COMMAND_PARAMETERS | KEMBAR_COMMAND_BASELINE
};

/* Options whose key is not their name in `thresholds`. */
typedef struct option_key {
    const char *name, *key;
    unsigned not_of; /* rows of these commands have no key */
    kembar_path_part path;
    int is_written; /* not 0: to the path */
} option_key;

static const option_key keys[] = {
    {"source", "sources", 0, KEMBAR_PATH_NONE, 0},
    {"prefer", "priorities", 0, KEMBAR_PATH_NONE, 0},
    {"exclude", "ignore", 0, KEMBAR_PATH_NONE, 0},
    {"output", "outputs", NOT_OF_CHECK, KEMBAR_PATH_AFTER_COLON, 1},
    {"fail-on", "check.fail_on", NOT_OF_CHECK, KEMBAR_PATH_NONE, 0},
    {"max", "check.max", NOT_OF_CHECK, KEMBAR_PATH_NONE, 0},
    {"show", "check.show", NOT_OF_CHECK, KEMBAR_PATH_NONE, 0},
    {"facts-differ", "check.facts_differ", NOT_OF_CHECK, KEMBAR_PATH_NONE, 0},
    {"baseline", "check.baseline", NOT_OF_CHECK, KEMBAR_PATH_ALL, 1},
    {"cache", "check.cache", NOT_OF_CHECK, KEMBAR_PATH_ALL, 1},
    {"against", "check.against", NOT_OF_CHECK, KEMBAR_PATH_ALL, 0}};

static const option_key *find_key(const kembar_option *option) {
    for (size_t i = 0; option->name && i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, option->name) == 0)
            return &keys[i];
    return NULL;
}

int kembar_option_key(const kembar_option *option, char out[KEMBAR_KEY_BYTES]) {
    const option_key *key = find_key(option);
    *out = '\0';
    if (key && !(option->commands & key->not_of))
        (void)snprintf(out, KEMBAR_KEY_BYTES, "%s", key->key);
    else if (!key && option->name && option->section == KEMBAR_SECTION_QUALITY)
        (void)snprintf(out, KEMBAR_KEY_BYTES, "thresholds.%s", option->name);
    for (char *c = out; *c; c++)
        if (*c == '-')
            *c = '_';
    return *out != '\0';
}

int kembar_option_has_key(const kembar_option *option) {
    char key[KEMBAR_KEY_BYTES];
    return kembar_option_key(option, key);
}

void kembar_option_variable(const kembar_option *option, char out[KEMBAR_KEY_BYTES]) {
    char key[KEMBAR_KEY_BYTES];
    (void)kembar_option_key(option, key);
    const char *dot = strchr(key, '.');
    (void)snprintf(out, KEMBAR_KEY_BYTES, "KEMBAR_%.*s", KEMBAR_KEY_BYTES - 8, dot ? dot + 1 : key);
    for (char *c = out; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
}

const kembar_option *kembar_option_by_key(const char *section, const char *key) {
    size_t n_rows;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    size_t n_section = section ? strlen(section) : 0;
    for (size_t i = 0; i < n_rows; i++) {
        char whole[KEMBAR_KEY_BYTES];
        if (!kembar_option_key(&rows[i], whole))
            continue;
        const char *own = whole;
        if (section) {
            if (strncmp(whole, section, n_section) != 0 || whole[n_section] != '.')
                continue;
            own += n_section + 1;
        }
        if (strcmp(own, key) == 0 && !strchr(own, '.'))
            return &rows[i];
    }
    return NULL;
}

int kembar_option_is_section(const char *name) {
    size_t n_rows, size = strlen(name);
    const kembar_option *rows = kembar_option_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        char key[KEMBAR_KEY_BYTES];
        if (kembar_option_key(&rows[i], key) && strncmp(key, name, size) == 0 && key[size] == '.')
            return 1;
    }
    return 0;
}

/* What of a whole key would stand in the section; NULL: nothing. Outermost that is all up to the
 * first dot. Cuts `whole`. */
static const char *part_in(char *whole, const char *section) {
    char *dot = strchr(whole, '.');
    if (dot)
        *dot = '\0';
    if (!section)
        return whole;
    return dot && strcmp(whole, section) == 0 ? dot + 1 : NULL;
}

const char *kembar_option_suggest_key(const char *section, const char *key,
                                      char out[KEMBAR_KEY_BYTES]) {
    char wholes[KEMBAR_MAX_OPTIONS][KEMBAR_KEY_BYTES];
    const char *names[KEMBAR_MAX_OPTIONS];
    size_t n_rows, n_names = 0;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        const char *part =
            kembar_option_key(&rows[i], wholes[i]) ? part_in(wholes[i], section) : NULL;
        if (part)
            names[n_names++] = part;
    }
    const char *nearest = kembar_suggest(names, n_names, key, strlen(key));
    if (nearest)
        (void)snprintf(out, KEMBAR_KEY_BYTES, "%s", nearest);
    return nearest ? out : NULL;
}

kembar_path_part kembar_option_path(const kembar_option *option) {
    const option_key *key = find_key(option);
    return key ? key->path : KEMBAR_PATH_NONE;
}

int kembar_option_is_written(const kembar_option *option) {
    const option_key *key = find_key(option);
    return key && key->is_written;
}
