#include "own_results.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "messages.h"

/* Those that have the ending of an input. */
static const char *const result_names[] = {"clusters.jsonl", "documents.jsonl", "pairs.jsonl"};
enum { N_NAMES = sizeof result_names / sizeof *result_names };

enum { MAX_FILES = 4 }; /* of a command, beside the outputs of a check */

static int add(kembar_own_results *out, char *file) {
    if (!file)
        return kembar_out_of_memory();
    out->files[out->n_files++] = file;
    return 0;
}

static int add_named(kembar_own_results *out, const char *file) {
    return !file || kembar_is_stdout(file) ? 0 : add(out, strdup(file));
}

/* What is read may be named by a link: then what that leads to is no document either. */
static int add_read(kembar_own_results *out, const char *file) {
    char *real = file ? realpath(file, NULL) : NULL;
    int code = add_named(out, file);
    if (code == 0 && real)
        return add(out, real);
    free(real);
    return code;
}

/* --- the folder of a run --- */

static int add_folder(kembar_own_results *out, const char *folder) {
    int code = 0;
    for (size_t i = 0; i < N_NAMES && code == 0; i++) {
        size_t size = strlen(folder) + strlen(result_names[i]) + 2;
        char *file = malloc(size);
        if (file)
            (void)snprintf(file, size, "%s/%s", folder, result_names[i]);
        code = add(out, file);
    }
    return code;
}

static int is_same_folder(const char *a, const char *b) {
    char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
    int is_same = real_a && real_b && strcmp(real_a, real_b) == 0;
    free(real_a);
    free(real_b);
    return is_same;
}

static int add_run(kembar_own_results *out, const kembar_arguments *arguments) {
    for (size_t i = 0; i < arguments->operands.n_items; i++)
        if (is_same_folder(arguments->operands.items[i], arguments->output))
            return kembar_usage_error(arguments->command, "-o is one of the inputs: its results "
                                                          "would be read next time");
    return add_folder(out, arguments->output);
}

/* --- single files --- */

static int add_dedup(kembar_own_results *out, const kembar_arguments *arguments) {
    int code = add_named(out, arguments->output);
    if (code == 0)
        code = add_named(out, arguments->removed);
    return code == 0 ? add_named(out, arguments->pairs) : code;
}

static int add_check(kembar_own_results *out, const kembar_arguments *arguments) {
    int code = add_read(out, arguments->baseline);
    if (code == 0)
        code = add_read(out, arguments->changed);
    for (size_t i = 0; i < arguments->outputs.n_items && code == 0; i++) {
        const char *colon = strchr(arguments->outputs.items[i], ':');
        code = add_named(out, colon ? colon + 1 : NULL);
    }
    return code;
}

int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments) {
    *out = (kembar_own_results){0};
    unsigned bit = arguments->command->bit;
    if (bit != KEMBAR_COMMAND_CLUSTER && bit != KEMBAR_COMMAND_DEDUP && bit != KEMBAR_COMMAND_CHECK)
        return 0;
    out->files = calloc(arguments->outputs.n_items + MAX_FILES, sizeof *out->files);
    if (!out->files)
        return kembar_out_of_memory();
    switch (bit) {
    case KEMBAR_COMMAND_CLUSTER:
        return add_run(out, arguments);
    case KEMBAR_COMMAND_DEDUP:
        return add_dedup(out, arguments);
    default:
        return add_check(out, arguments);
    }
}

void kembar_own_results_deinit(kembar_own_results *own_results) {
    for (size_t i = 0; i < own_results->n_files; i++)
        free(own_results->files[i]);
    free(own_results->files);
    *own_results = (kembar_own_results){0};
}

/* --- telling --- */

/* Both paths are absolute and without links. */
static int lies_below(const char *folder, const char *path) {
    size_t size = strlen(folder);
    return strncmp(folder, path, size) == 0 &&
           (size == 1 || path[size] == '/' || path[size] == '\0');
}

/* The folder of a file, without links; NULL when there is none. Owned by the caller. */
static char *real_folder(const char *file) {
    const char *slash = strrchr(file, '/');
    char folder[PATH_MAX];
    int size = snprintf(folder, sizeof folder, "%.*s.", slash ? (int)(slash - file) + 1 : 0, file);
    return size > 0 && (size_t)size < sizeof folder ? realpath(folder, NULL) : NULL;
}

/* What a folder is not read for needs no words. */
static int is_named_like_input(const char *file) {
    static const char *const endings[] = {".jsonl", ".ndjson", ".txt", ".md", ".gz", ".zst"};
    size_t size = strlen(file);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (size > n && strcmp(file + size - n, endings[i]) == 0)
            return 1;
    }
    return 0;
}

void kembar_own_result_tell(const char *file, const kembar_text_list *inputs) {
    struct stat info;
    if (!file || kembar_is_stdout(file) || !is_named_like_input(file) || lstat(file, &info) != 0)
        return;
    char *folder = real_folder(file);
    int is_below = 0;
    for (size_t i = 0; folder && i < inputs->n_items && !is_below; i++) {
        char *input = realpath(inputs->items[i], NULL);
        is_below = input && lies_below(input, folder);
        free(input);
    }
    free(folder);
    if (is_below)
        kembar_message("%s is not read, as it is written", file);
}
