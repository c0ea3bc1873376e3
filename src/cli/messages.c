#include "messages.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "escape.h"
#include "memory_limit.h"
#include "signals.h"

enum { MESSAGE_BYTES = 8192, MAX_REJECTIONS_SHOWN = 10, DEFAULT_COLUMNS = 80, MIN_COLUMNS = 20 };

int kembar_color_wanted(const kembar_arguments *arguments, FILE *stream) {
    if (arguments->color != KEMBAR_COLOR_AUTO)
        return arguments->color == KEMBAR_COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if ((no_color && *no_color) || !terminal || strcmp(terminal, "dumb") == 0)
        return 0;
    return isatty(fileno(stream));
}

size_t kembar_terminal_columns(FILE *stream) {
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return DEFAULT_COLUMNS;
    return size.ws_col < MIN_COLUMNS ? MIN_COLUMNS : size.ws_col;
}

static void print_message(const char *name, const char *text) {
    fputs("kembar", stderr);
    if (name)
        fprintf(stderr, " %s", name);
    fputs(": ", stderr);
    kembar_escape_print_text(stderr, text);
    fputc('\n', stderr);
}

void kembar_message(const char *format, ...) {
    char text[MESSAGE_BYTES];
    va_list args;
    va_start(args, format);
    int n_bytes = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_message(NULL, n_bytes < 0 ? "" : text);
}

int kembar_help_hint(const kembar_command *command) {
    if (command)
        fprintf(stderr, "See kembar %s --help.\n", command->name);
    else
        fputs("See kembar --help.\n", stderr);
    return KEMBAR_EXIT_USAGE;
}

int kembar_usage_error(const kembar_command *command, const char *format, ...) {
    char text[MESSAGE_BYTES];
    va_list args;
    va_start(args, format);
    int n_bytes = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_message(command ? command->name : NULL, n_bytes < 0 ? "" : text);
    return kembar_help_hint(command);
}

static void print_memory_limit(void) {
    uint64_t limit = kembar_memory_limited();
    if (limit > 0)
        fprintf(stderr, ": what is asked for does not fit into %" PRIu64 " bytes (--memory)",
                limit);
}

int kembar_library_error(const kembar_command *command, const kembar_error *error) {
    fputs("kembar: ", stderr);
    if (error->file[0] != '\0') {
        kembar_escape_print_text(stderr, error->file);
        if (error->position > 0)
            fprintf(stderr, ":%" PRIu64, error->position);
        fputs(": ", stderr);
    }
    kembar_escape_print_text(stderr, error->message);
    if (error->code == KEMBAR_ERROR_MEMORY)
        print_memory_limit();
    fputc('\n', stderr);
    return error->code == KEMBAR_ERROR_ARGUMENT ? kembar_help_hint(command) : KEMBAR_EXIT_FAILED;
}

int kembar_out_of_memory(void) {
    kembar_error error = {.code = KEMBAR_ERROR_MEMORY, .message = "out of memory"};
    return kembar_library_error(NULL, &error);
}

static void print_rejection(const kembar_rejection *rejection) {
    fputs("  ", stderr);
    kembar_escape_print(stderr, rejection->path);
    if (rejection->position > 0)
        fprintf(stderr, ":%" PRIu64, rejection->position);
    fputs(": ", stderr);
    kembar_escape_print_text(stderr, rejection->reason);
    fputc('\n', stderr);
}

static void print_rejections(size_t n_rejections,
                             const kembar_rejection *(*at)(const void *from, size_t i),
                             const void *from) {
    if (n_rejections == 0)
        return;
    kembar_message("%zu %s rejected:", n_rejections,
                   n_rejections == 1 ? "input was" : "inputs were");
    for (size_t i = 0; i < n_rejections && i < MAX_REJECTIONS_SHOWN; i++)
        print_rejection(at(from, i));
    if (n_rejections > MAX_REJECTIONS_SHOWN)
        fprintf(stderr, "  and %zu more\n", n_rejections - MAX_REJECTIONS_SHOWN);
}

static const kembar_rejection *of_collection(const void *collection, size_t i) {
    return kembar_collection_rejection(collection, i);
}

static const kembar_rejection *of_catalogue(const void *catalogue, size_t i) {
    return kembar_catalogue_rejection(catalogue, i);
}

void kembar_print_rejections(const kembar_collection *collection) {
    print_rejections(kembar_collection_rejection_count(collection), of_collection, collection);
}

void kembar_print_rejected(const kembar_catalogue *catalogue) {
    print_rejections(kembar_catalogue_rejection_count(catalogue), of_catalogue, catalogue);
}

static const kembar_rejection *of_list(const void *list, size_t i) {
    return (const kembar_rejection *)list + i;
}

void kembar_print_rejected_inputs(const kembar_rejection *rejections, size_t n_rejections) {
    print_rejections(n_rejections, of_list, rejections);
}

void kembar_print_cache_faults(const kembar_rejection *faults, size_t n_faults) {
    if (n_faults == 0)
        return;
    kembar_message("the cache was not used in full, which changes no result:");
    for (size_t i = 0; i < n_faults && i < MAX_REJECTIONS_SHOWN; i++)
        print_rejection(&faults[i]);
}

int kembar_finish_output(int code) {
    errno = 0;
    int failed = fflush(stdout) != 0;
    int flush_errno = errno;
    if ((!failed && !ferror(stdout)) || code == KEMBAR_EXIT_FAILED)
        return code;
    if (kembar_reader_is_gone())
        return KEMBAR_EXIT_PIPE;
    /* An earlier write may have failed and left no errno. */
    if (flush_errno)
        kembar_message("cannot write to standard output: %s", strerror(flush_errno));
    else
        kembar_message("cannot write to standard output");
    return KEMBAR_EXIT_FAILED;
}
