/* A command line, parsed by the option table. */
#ifndef KEMBAR_CLI_ARGUMENTS_H
#define KEMBAR_CLI_ARGUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "command.h"
#include "kembar/configuration.h"
#include "kembar/options.h"
#include "kembar/temporaries.h"

/* Strings of the command line, in the order given. */
typedef struct kembar_text_list {
    const char **items; /* owned; the strings are borrowed */
    size_t n_items;
} kembar_text_list;

/* Values of --color and --progress, in the order of their names in the option table. */
enum { KEMBAR_COLOR_AUTO = 0, KEMBAR_COLOR_ALWAYS, KEMBAR_COLOR_NEVER };
enum {
    KEMBAR_PROGRESS_AUTO = 0,
    KEMBAR_PROGRESS_BAR,
    KEMBAR_PROGRESS_LINES,
    KEMBAR_PROGRESS_NEVER
};

/* Where the value of an option came from. */
typedef enum kembar_origin_kind {
    KEMBAR_FROM_DEFAULT = 0,
    KEMBAR_FROM_OPTION,
    KEMBAR_FROM_VARIABLE, /* of the environment */
    KEMBAR_FROM_FILE
} kembar_origin_kind;

typedef struct kembar_origin {
    kembar_origin_kind kind;
    uint64_t line; /* of the file */
} kembar_origin;

enum { KEMBAR_MAX_OPTIONS = 128 };

/* The option table writes into this by offset: flags and choices are int32_t. */
typedef struct kembar_arguments {
    const kembar_command *command;   /* borrowed */
    kembar_temporaries *temporaries; /* borrowed; not parsed, NULL at first */
    kembar_text_list operands;
    kembar_text_list files_from, excludes, fields, against, coverage, outputs;
    kembar_text_list sources, preferred;
    const char *config;                  /* NULL when not given */
    char *config_path;                   /* owned; the file that was read, NULL: none */
    kembar_configuration *configuration; /* owned; its settings */
    char **made;                         /* owned, as its strings: values that were put together */
    size_t n_made;
    kembar_origin origins[KEMBAR_MAX_OPTIONS];              /* in the order of the option table */
    const char *output, *removed, *pairs, *truth, *stories; /* NULL when not given */
    const char *changed, *baseline, *note, *expires, *cache;
    int32_t fail_on; /* KEMBAR_RELATION_EXACT less the relation */
    int32_t max_findings, max_shown, facts_differ, update_baseline;
    int32_t help, csv, json, quiet, verbose, with_text, mistakes, dry_run;
    int32_t input_format; /* kembar_input_format */
    int32_t color, progress;
    int32_t keep, on;                    /* kembar_dedup_keep, kembar_dedup_on */
    int32_t min_jaccard_micro;           /* 0 when not given */
    int32_t min_f1_micro, min_ari_micro; /* -1 when not given */
    uint64_t max_document_bytes;
    uint64_t memory_bytes; /* 0: no limit */
    kembar_options options;
} kembar_arguments;

/* Parses what follows the command's name, and takes what it does not say from the environment and
 * the configuration file (settings.h). Returns 0, or an exit code after a message on stderr.
 * Free with kembar_arguments_deinit in both cases. `argv` must outlive the result. */
int kembar_arguments_parse(kembar_arguments *out, const kembar_command *command, int n_args,
                           char **args);
void kembar_arguments_deinit(kembar_arguments *arguments);

/* Whether an output's name, "-" or /dev/stdout, means standard output. */
int kembar_is_stdout(const char *path);

#endif
