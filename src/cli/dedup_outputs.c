#include "dedup_outputs.h"

#include "messages.h"
#include "same_output.h"

enum { N_OUTPUTS = 3 };

typedef struct output {
    const char *option;
    const char *path; /* NULL: not written */
} output;

static int check_two(const kembar_arguments *arguments, const output *a, const output *b) {
    int is_same = kembar_is_same_output(a->path, b->path);
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
