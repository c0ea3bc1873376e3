/* A command line is understood, or refused with a message fit for a terminal. Input: a byte for the
 * command, then arguments, one a line. */
#include <stdio.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/help.h"
#include "fuzz.h"

enum { MAX_ARGUMENTS = 64, MAX_MESSAGE = 1 << 16 };

typedef struct parsed {
    int code;
    size_t n_message;
    char message[MAX_MESSAGE];
} parsed;

/* What is written to stderr meanwhile becomes the message. */
static void parse(parsed *out, kembar_arguments *arguments, const kembar_command *command,
                  int n_args, char **args) {
    FILE *file = tmpfile();
    int terminal = dup(STDERR_FILENO);
    FUZZ_CHECK(file != NULL && terminal >= 0);
    FUZZ_CHECK(dup2(fileno(file), STDERR_FILENO) >= 0);
    out->code = kembar_arguments_parse(arguments, command, n_args, args);
    FUZZ_CHECK(dup2(terminal, STDERR_FILENO) >= 0);
    (void)close(terminal);
    rewind(file);
    out->n_message = fread(out->message, 1, sizeof out->message, file);
    (void)fclose(file);
}

static void check_good(const kembar_arguments *arguments, const kembar_command *command) {
    size_t n = arguments->operands.n_items;
    FUZZ_CHECK(kembar_options_validate(&arguments->options, NULL) == KEMBAR_OK);
    FUZZ_CHECK(n <= command->max_operands);
    FUZZ_CHECK(n + arguments->files_from.n_items >= command->min_operands);
    FUZZ_CHECK(arguments->input_format >= 0 && arguments->color >= 0 && arguments->progress >= 0);
    FUZZ_CHECK(arguments->min_f1_micro >= -1 && arguments->min_f1_micro <= 1000000);
    FUZZ_CHECK(arguments->min_ari_micro >= -1000000 && arguments->min_ari_micro <= 1000000);
    FUZZ_CHECK(arguments->max_document_bytes > 0);
    for (size_t i = 0; i < n; i++)
        FUZZ_CHECK(arguments->operands.items[i][0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static parsed result;
    kembar_view rest = fuzz_view(data, size);
    size_t n_commands;
    const kembar_command *commands = kembar_commands(&n_commands);
    const kembar_command *command = &commands[fuzz_take_byte(&rest) % n_commands];
    char *text = fuzz_copy(rest), *args[MAX_ARGUMENTS + 1];
    int n_args = 0;
    for (char *at = text; n_args < MAX_ARGUMENTS && at < text + rest.size;) {
        char *end = memchr(at, '\n', (size_t)(text + rest.size - at));
        if (end)
            *end = '\0';
        args[n_args++] = at;
        at = end ? end + 1 : text + rest.size;
    }
    args[n_args] = NULL;
    kembar_arguments arguments;
    parse(&result, &arguments, command, n_args, args);
    FUZZ_CHECK(result.code == 0 || result.code == KEMBAR_EXIT_USAGE);
    FUZZ_CHECK((result.code == 0) == (result.n_message == 0));
    fuzz_check_shown((kembar_view){result.message, result.n_message}, 1);
    if (result.code == 0 && !arguments.help)
        check_good(&arguments, command);
    kembar_arguments_deinit(&arguments);
    kembar_free(text);
    return 0;
}
