#include "own_results.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"

/* Those that have the ending of an input. */
static const char *const result_names[] = {"clusters.jsonl", "documents.jsonl", "pairs.jsonl"};
enum { N_NAMES = sizeof result_names / sizeof *result_names };

/* "FOLDER/NAME" as a glob that matches nothing else. */
static char *make_glob(const char *folder, const char *name) {
    char *glob = malloc(2 * strlen(folder) + strlen(name) + 2);
    if (!glob)
        return NULL;
    char *at = glob;
    for (; *folder; folder++) {
        if (strchr("*?[]\\!", *folder))
            *at++ = '\\';
        *at++ = *folder;
    }
    *at++ = '/';
    memcpy(at, name, strlen(name) + 1);
    return glob;
}

static int add_globs(kembar_own_results *out, const char *folder) {
    for (size_t i = 0; i < N_NAMES; i++) {
        char *glob = make_glob(folder, result_names[i]);
        if (!glob)
            return kembar_out_of_memory();
        out->globs[out->n_globs++] = glob;
    }
    return 0;
}

/* Both paths are absolute and without links. */
static int leave_out(kembar_own_results *out, const kembar_arguments *arguments, const char *input,
                     const char *output) {
    size_t size = strlen(input);
    if (strcmp(input, output) == 0)
        return kembar_usage_error(arguments->command,
                                  "-o is one of the inputs: its results would be read next time");
    if (strncmp(input, output, size) != 0)
        return 0;
    const char *below = size == 1 ? output : output + size;
    return *below == '/' ? add_globs(out, below + 1) : 0;
}

/* An output folder that does not exist yet holds no results. */
static int leave_out_all(kembar_own_results *out, const kembar_arguments *arguments) {
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

int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments) {
    *out = (kembar_own_results){0};
    if (arguments->command->bit != KEMBAR_COMMAND_CLUSTER)
        return 0;
    out->globs = calloc(arguments->operands.n_items * N_NAMES + 1, sizeof *out->globs);
    return out->globs ? leave_out_all(out, arguments) : kembar_out_of_memory();
}

void kembar_own_results_deinit(kembar_own_results *own_results) {
    for (size_t i = 0; i < own_results->n_globs; i++)
        free(own_results->globs[i]);
    free(own_results->globs);
    *own_results = (kembar_own_results){0};
}
