/* The commands of `kembar`, and the exit codes that they share. */
#ifndef KEMBAR_CLI_COMMAND_H
#define KEMBAR_CLI_COMMAND_H

#include <stddef.h>

struct kembar_arguments;

enum {
    KEMBAR_EXIT_DONE = 0,
    KEMBAR_EXIT_GATE = 1,     /* a threshold that was asked for is not reached */
    KEMBAR_EXIT_USAGE = 2,    /* the command line is wrong */
    KEMBAR_EXIT_REJECTED = 3, /* done, but some inputs were rejected */
    KEMBAR_EXIT_FAILED = 4,   /* nothing was published */
    KEMBAR_EXIT_PIPE = 141    /* the reader of standard output has gone; nothing is said */
};

/* One bit each, so that an option can say which commands take it. */
enum {
    KEMBAR_COMMAND_CLUSTER = 1,
    KEMBAR_COMMAND_DEDUP = 2,
    KEMBAR_COMMAND_COMPARE = 4,
    KEMBAR_COMMAND_EXPLAIN = 8,
    KEMBAR_COMMAND_EVAL = 16,
    KEMBAR_COMMAND_READ = 32,
    KEMBAR_COMMAND_VERSION = 64,
    KEMBAR_COMMAND_HELP = 128,
    KEMBAR_COMMAND_TRACK = 256,
    KEMBAR_COMMAND_DIFF = 512,
    KEMBAR_COMMAND_LEXICON = 1024,
    KEMBAR_COMMAND_PARAMETERS = 2048,
    KEMBAR_COMMAND_CHECK = 4096,
    KEMBAR_COMMAND_BASELINE = 8192,
    KEMBAR_COMMAND_CONFIG = 16384
};

/* All strings are constants. */
typedef struct kembar_command {
    const char *name;
    unsigned bit;
    const char *summary;  /* one line of `kembar --help` */
    const char *usage;    /* what follows the name */
    const char *about;    /* paragraphs, divided by newlines; wrapped where they are printed */
    const char *examples; /* lines */
    size_t min_operands;
    size_t max_operands; /* SIZE_MAX: any number */
    /* Returns the exit code, having said on stderr what went wrong. */
    int (*run)(const struct kembar_arguments *arguments);
} kembar_command;

/* All commands, in the order of the help. */
const kembar_command *kembar_commands(size_t *n_commands);
/* NULL when there is none of that name. */
const kembar_command *kembar_command_find(const char *name);
/* Says that there is no such command and names the nearest. Returns KEMBAR_EXIT_USAGE. */
int kembar_command_unknown(const char *name);

int kembar_command_cluster(const struct kembar_arguments *arguments);
int kembar_command_dedup(const struct kembar_arguments *arguments);
int kembar_command_compare(const struct kembar_arguments *arguments);
int kembar_command_explain(const struct kembar_arguments *arguments);
int kembar_command_eval(const struct kembar_arguments *arguments);
int kembar_command_track(const struct kembar_arguments *arguments);
int kembar_command_diff(const struct kembar_arguments *arguments);
int kembar_command_check(const struct kembar_arguments *arguments);
int kembar_command_baseline(const struct kembar_arguments *arguments);
int kembar_command_config(const struct kembar_arguments *arguments);
int kembar_command_read(const struct kembar_arguments *arguments);
int kembar_command_lexicon(const struct kembar_arguments *arguments);
int kembar_command_parameters(const struct kembar_arguments *arguments);
int kembar_command_version(const struct kembar_arguments *arguments);
int kembar_command_help(const struct kembar_arguments *arguments);

#endif
