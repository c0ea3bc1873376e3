/* kembar: finds which documents are the same story. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "help.h"
#include "memory_limit.h"
#include "messages.h"
#include "signals.h"

/* A standard stream that came closed would give its number to the next file that is opened, and
 * messages would end up in there. Opened the wrong way round, so that its use still fails. */
static void open_missing_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int run_command(const kembar_command *command, int n_args, char **args,
                       kembar_temporaries *temporaries) {
    kembar_arguments arguments;
    int code = kembar_arguments_parse(&arguments, command, n_args, args);
    arguments.temporaries = temporaries;
    if (code == 0) {
        if (arguments.help)
            kembar_help_print_command(stdout, command);
        else
            code = kembar_memory_limit(&arguments);
        if (code == 0 && !arguments.help)
            code = command->run(&arguments);
    }
    kembar_arguments_deinit(&arguments);
    return code;
}

static int run(int argc, char **argv, kembar_temporaries *temporaries) {
    if (argc < 2) {
        kembar_help_print(stderr);
        return KEMBAR_EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    else if (strcmp(name, "--version") == 0)
        name = "version";
    else if (name[0] == '-')
        return kembar_usage_error(NULL, "a command comes first, not %.100s", name);
    const kembar_command *command = kembar_command_find(name);
    return command ? run_command(command, argc - 2, argv + 2, temporaries)
                   : kembar_command_unknown(name);
}

int main(int argc, char **argv) {
    kembar_temporaries *temporaries = NULL;
    open_missing_streams();
    int code = kembar_signals_start(&temporaries);
    /* Past the limit on file sizes a write then fails, and is reported, instead of killing. */
    (void)signal(SIGXFSZ, SIG_IGN);
    return kembar_finish_output(code ? code : run(argc, argv, temporaries));
}
