#include "own_results.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"

/* Those that have the ending of an input. */
static const char *const result_names[] = {"clusters.jsonl", "documents.jsonl", "pairs.jsonl"};
enum { N_NAMES = sizeof result_names / sizeof *result_names };

enum { MAX_OWN_FILES = 2 }; /* of a check, beside its outputs */

static int add_glob(kembar_own_results *out, const char *folder, const char *name) {
    char *glob = malloc(2 * strlen(folder) + strlen(name) + 2);
    if (!glob)
        return kembar_out_of_memory();
    out->globs[out->n_globs++] = glob;
    for (; *folder; folder++) {
        if (strchr("*?[]\\!", *folder))
            *glob++ = '\\';
        *glob++ = *folder;
    }
    *glob = '\0';
    if (*name) {
        *glob++ = '/';
        memcpy(glob, name, strlen(name) + 1);
    }
    return 0;
}

static int add_globs(kembar_own_results *out, const char *folder) {
    int code = 0;
    for (size_t i = 0; i < N_NAMES && code == 0; i++)
        code = add_glob(out, folder, result_names[i]);
    return code;
}

/* What of `path` lies below `folder`; NULL when it is not there. Both are absolute and without
 * links. */
static const char *below(const char *folder, const char *path) {
    size_t size = strlen(folder);
    if (strncmp(folder, path, size) != 0)
        return NULL;
    const char *rest = size == 1 ? path : path + size;
    return *rest == '/' ? rest + 1 : NULL;
}

/* Both paths are absolute and without links. */
static int leave_out(kembar_own_results *out, const kembar_arguments *arguments, const char *input,
                     const char *output) {
    if (strcmp(input, output) == 0)
        return kembar_usage_error(arguments->command,
                                  "-o is one of the inputs: its results would be read next time");
    const char *folder = below(input, output);
    return folder ? add_globs(out, folder) : 0;
}

/* An output folder that does not exist yet holds no results. */
static int leave_out_results(kembar_own_results *out, const kembar_arguments *arguments) {
    char *output = realpath(arguments->output, NULL);
    int code = 0;
    for (size_t i = 0; output && code == 0 && i < arguments->operands.n_items; i++) {
        char *input = realpath(arguments->operands.items[i], NULL);
        if (input)
            code = leave_out(out, arguments, input, output);
        free(input);
    }
    free(output);
    return code;
}

/* --- the files of a check --- */

static int leave_out_file(kembar_own_results *out, const kembar_text_list *inputs,
                          const char *file) {
    char *real = file ? realpath(file, NULL) : NULL;
    int code = 0;
    for (size_t i = 0; real && code == 0 && i < inputs->n_items; i++) {
        char *input = realpath(inputs->items[i], NULL);
        const char *rest = input ? below(input, real) : NULL;
        if (rest)
            code = add_glob(out, rest, "");
        free(input);
    }
    free(real);
    return code;
}

static int leave_out_files(kembar_own_results *out, const kembar_arguments *arguments) {
    const kembar_text_list *const inputs[] = {&arguments->operands, &arguments->against};
    int code = 0;
    for (size_t i = 0; i < 2 && code == 0; i++) {
        code = leave_out_file(out, inputs[i], arguments->baseline);
        if (code == 0)
            code = leave_out_file(out, inputs[i], arguments->changed);
        for (size_t k = 0; k < arguments->outputs.n_items && code == 0; k++) {
            const char *colon = strchr(arguments->outputs.items[k], ':');
            code = leave_out_file(out, inputs[i], colon ? colon + 1 : NULL);
        }
    }
    return code;
}

int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments) {
    int is_check = arguments->command->bit == KEMBAR_COMMAND_CHECK;
    *out = (kembar_own_results){0};
    if (!is_check && arguments->command->bit != KEMBAR_COMMAND_CLUSTER)
        return 0;
    size_t n_inputs = arguments->operands.n_items + arguments->against.n_items;
    size_t n_files = is_check ? arguments->outputs.n_items + MAX_OWN_FILES : N_NAMES;
    out->globs = calloc(n_inputs * n_files + 1, sizeof *out->globs);
    if (!out->globs)
        return kembar_out_of_memory();
    return is_check ? leave_out_files(out, arguments) : leave_out_results(out, arguments);
}

void kembar_own_results_deinit(kembar_own_results *own_results) {
    for (size_t i = 0; i < own_results->n_globs; i++)
        free(own_results->globs[i]);
    free(own_results->globs);
    *own_results = (kembar_own_results){0};
}
