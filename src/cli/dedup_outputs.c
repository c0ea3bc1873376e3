#include "dedup_outputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "messages.h"

enum { N_OUTPUTS = 3 };

typedef struct output {
    const char *option;
    const char *path; /* NULL: not written */
} output;

static int is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static const char *base_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The folder of a path; 0 when memory is out. A folder that is not there is no folder of any. */
static int stat_folder(const char *path, struct stat *out, int *is_there) {
    size_t size = (size_t)(base_of(path) - path);
    char *folder = size > 0 ? strndup(path, size) : strdup(".");
    if (!folder)
        return 0;
    *is_there = stat(folder, out) == 0;
    free(folder);
    return 1;
}

/* 1 when both are names of one file, or would be once written; 0 when not; -1 without memory. */
static int is_same_output(const char *a, const char *b) {
    struct stat stat_a, stat_b;
    int both_are_there = stat(a, &stat_a) == 0 && stat(b, &stat_b) == 0;
    if (both_are_there && S_ISCHR(stat_a.st_mode))
        return 0; /* /dev/null may take them all */
    if (strcmp(a, b) == 0 || (both_are_there && is_same_file(&stat_a, &stat_b)))
        return 1;
    if (strcmp(base_of(a), base_of(b)) != 0)
        return 0;
    int a_is_there, b_is_there;
    if (!stat_folder(a, &stat_a, &a_is_there) || !stat_folder(b, &stat_b, &b_is_there))
        return -1;
    return a_is_there && b_is_there && is_same_file(&stat_a, &stat_b);
}

static int check_two(const kembar_arguments *arguments, const output *a, const output *b) {
    int is_same = is_same_output(a->path, b->path);
    if (is_same < 0)
        return kembar_out_of_memory();
    if (!is_same)
        return 0;
    return kembar_usage_error(arguments->command,
                              "%s and %s are the same file: %.1000s and %.1000s", a->option,
                              b->option, a->path, b->path);
}

int kembar_dedup_outputs_check(const kembar_arguments *arguments) {
    int is_stdout = kembar_is_stdout(arguments->output);
    const output outputs[N_OUTPUTS] = {{"-o", is_stdout ? NULL : arguments->output},
                                       {"--removed", arguments->removed},
                                       {"--pairs", arguments->pairs}};
    int code = 0;
    for (int i = 1; i < N_OUTPUTS; i++)
        if (outputs[i].path && kembar_is_stdout(outputs[i].path))
            return kembar_usage_error(arguments->command,
                                      "%s is \"%.20s\": only -o may be -, standard output",
                                      outputs[i].option, outputs[i].path);
    for (int i = 0; i < N_OUTPUTS; i++)
        for (int j = i + 1; j < N_OUTPUTS && code == 0; j++)
            if (outputs[i].path && outputs[j].path)
                code = check_two(arguments, &outputs[i], &outputs[j]);
    return code;
}
