#define _POSIX_C_SOURCE 200809L

#include "signals.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "messages.h"

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof ending_signals / sizeof *ending_signals };

/* A stream that takes nothing must not hold up the end. */
static void write_if_taken(const char *text) {
    struct pollfd stream = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&stream, 1, 0) != 1 || !(stream.revents & POLLOUT))
        return;
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n;
}

/* stdio is left alone: another thread may hold its lock for good. */
static void end_process(int signal_number) {
    if (isatty(STDERR_FILENO)) /* behind the progress bar and the ^C */
        write_if_taken("\n");
    if (signal_number == SIGINT)
        write_if_taken("kembar: interrupted; nothing was published\n");
    else if (signal_number == SIGTERM)
        write_if_taken("kembar: terminated; nothing was published\n");
    else
        write_if_taken("kembar: the terminal hung up; nothing was published\n");
    _exit(128 + signal_number);
}

/* What was ignored from outside (nohup, a shell's background job) stays so: blocked, it would come
 * all the same. */
static size_t find_wanted(int wanted[N_SIGNALS]) {
    size_t n_wanted = 0;
    for (size_t i = 0; i < N_SIGNALS; i++) {
        struct sigaction action;
        if (sigaction(ending_signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            wanted[n_wanted++] = ending_signals[i];
    }
    return n_wanted;
}

static void block(const int *wanted, size_t n_wanted, int how) {
    sigset_t set;
    (void)sigemptyset(&set);
    for (size_t i = 0; i < n_wanted; i++)
        (void)sigaddset(&set, wanted[i]);
    (void)sigprocmask(how, &set, NULL);
}

int kembar_signals_start(kembar_temporaries **out) {
    int wanted[N_SIGNALS];
    static const int pipe_signal = SIGPIPE;
    size_t n_wanted = find_wanted(wanted);
    block(wanted, n_wanted, SIG_BLOCK);
    /* Not ignored: that it is pending tells why a write failed. */
    block(&pipe_signal, 1, SIG_BLOCK);
    kembar_error error = {0};
    if (kembar_temporaries_new(out, &error) != KEMBAR_OK)
        return kembar_library_error(NULL, &error);
    if (n_wanted > 0 &&
        kembar_temporaries_watch(*out, wanted, n_wanted, end_process, &error) != KEMBAR_OK)
        block(wanted, n_wanted, SIG_UNBLOCK);
    return 0;
}

int kembar_reader_is_gone(void) {
    sigset_t pending;
    return ferror(stdout) && sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}
