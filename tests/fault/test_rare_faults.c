/* Faults of the system that no run meets when one call of it fails: those that need two, those of
 * calls that hardly ever fail, and what another process does in between. The linker's --wrap leads
 * the calls here. */
#define _GNU_SOURCE 1

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/parallel.h"
#include "base/spool.h"
#include "base/temporaries.h"
#include "read/inode_set.h"
#include "temp_folder.h"

int __real_flock(int fd, int how);
int __wrap_flock(int fd, int how);
int __real_linkat(int from_folder, const char *from, int to_folder, const char *to, int flags);
int __wrap_linkat(int from_folder, const char *from, int to_folder, const char *to, int flags);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
ssize_t __real_pread(int fd, void *data, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *data, size_t size, off_t offset);
ssize_t __real_getrandom(void *data, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *data, size_t size, unsigned flags);
int __real_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int __wrap_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int __real_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int __wrap_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int __real_sigwait(const sigset_t *set, int *signal_number);
int __wrap_sigwait(const sigset_t *set, int *signal_number);

/* What happens at the next calls; all 0: nothing. */
static struct {
    int sweeps;    /* before so many calls of flock the file is removed, as a sweep does it */
    int no_links;  /* linkat is not supported */
    int rename_at; /* of the calls of rename this one fails, 1 the next */
    int preads;    /* so many calls are interrupted */
    int pread_fails;
    int no_random;
    int no_mutex;
    int no_condition;
    int sigwaits; /* so many calls fail */
} plan;

static int comes(int *n_left) {
    return *n_left > 0 && (*n_left)-- == 1;
}

int __wrap_flock(int fd, int how) {
    char link[64], path[4096];
    if (plan.sweeps > 0) {
        plan.sweeps--;
        (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(link, path, sizeof path - 1);
        assert_true(size > 0);
        path[size] = '\0';
        assert_int_equal(unlink(path), 0);
    }
    return __real_flock(fd, how);
}

int __wrap_linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    if (!plan.no_links)
        return __real_linkat(from_folder, from, to_folder, to, flags);
    errno = EPERM;
    return -1;
}

int __wrap_rename(const char *from, const char *to) {
    if (!comes(&plan.rename_at))
        return __real_rename(from, to);
    errno = EIO;
    return -1;
}

ssize_t __wrap_pread(int fd, void *data, size_t size, off_t offset) {
    if (plan.preads > 0 || plan.pread_fails) {
        errno = plan.preads > 0 ? EINTR : EIO;
        plan.preads -= plan.preads > 0;
        return -1;
    }
    return __real_pread(fd, data, size, offset);
}

ssize_t __wrap_getrandom(void *data, size_t size, unsigned flags) {
    if (!plan.no_random)
        return __real_getrandom(data, size, flags);
    errno = EAGAIN;
    return -1;
}

int __wrap_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes) {
    return plan.no_mutex ? EAGAIN : __real_pthread_mutex_init(mutex, attributes);
}

int __wrap_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes) {
    return plan.no_condition ? EAGAIN : __real_pthread_cond_init(condition, attributes);
}

int __wrap_sigwait(const sigset_t *set, int *signal_number) {
    if (plan.sigwaits == 0)
        return __real_sigwait(set, signal_number);
    plan.sigwaits--;
    return EINTR;
}

static void write_sealed(kembar_file_writer **out, const char *path, const char *text) {
    assert_int_equal(kembar_file_writer_open(out, path, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(*out, text, strlen(text), NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(*out, NULL), KEMBAR_OK);
}

static void expect_file(const char *path, const char *text) {
    char *data;
    size_t size;
    assert_int_equal(kembar_file_read(path, 1000, &data, &size, NULL), KEMBAR_OK);
    assert_string_equal(data, text);
    kembar_free(data);
}

/* Between making a temporary file and locking it. */
static void a_file_that_a_sweep_took_is_made_again(void **state) {
    kembar_file_writer *writer;
    (void)state;
    plan.sweeps = 2;
    write_sealed(&writer, "swept", "text");
    assert_int_equal(plan.sweeps, 0);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
    expect_file("swept", "text");
}

/* Where there are no hard links a former file does not come back: then what vouched for it does not
 * either. */
static void without_links_nothing_vouches_for_what_stays(void **state) {
    kembar_file_writer *writers[2];
    int exists;
    (void)state;
    temp_write_text("rows", "old rows");
    temp_write_text("run", "old run");
    write_sealed(&writers[0], "rows", "new rows");
    write_sealed(&writers[1], "run", "new run");
    plan.no_links = 1;
    plan.rename_at = 3; /* the former run out of the way, the rows, the run */
    assert_int_equal(kembar_file_writers_publish(writers, 2, 1, NULL), KEMBAR_ERROR_IO);
    plan.no_links = 0;
    assert_int_equal(plan.rename_at, 0);
    expect_file("rows", "new rows");
    assert_int_equal(kembar_file_exists("run", &exists, NULL), KEMBAR_OK);
    assert_false(exists);
}

static void an_interrupted_read_of_a_spool_goes_on(void **state) {
    kembar_spool spool = {.fd = -1};
    char bytes[4];
    size_t n;
    (void)state;
    assert_int_equal(kembar_spool_append(&spool, "text", 4, NULL), KEMBAR_OK);
    plan.preads = 2;
    assert_int_equal(kembar_spool_read_at(spool.fd, "spool", 0, bytes, 4, &n, NULL), KEMBAR_OK);
    assert_int_equal(plan.preads, 0);
    assert_int_equal(n, 4);
    assert_memory_equal(bytes, "text", 4);
    plan.pread_fails = 1;
    assert_int_equal(kembar_spool_read_at(spool.fd, "spool", 0, bytes, 4, &n, NULL),
                     KEMBAR_ERROR_IO);
    plan.pread_fails = 0;
    kembar_spool_close(&spool);
}

static void inodes_need_no_random_seed(void **state) {
    kembar_inode_set set = {0};
    int is_new;
    (void)state;
    plan.no_random = 1;
    for (uint64_t i = 0; i < 2000; i++) {
        assert_int_equal(kembar_inode_set_add(&set, i % 3, i / 2, &is_new), KEMBAR_OK);
        assert_int_equal(kembar_inode_set_add(&set, i % 3, i / 2, &is_new), KEMBAR_OK);
        assert_false(is_new);
    }
    plan.no_random = 0;
    kembar_inode_set_deinit(&set);
}

static void a_lock_that_cannot_be_made_is_told(void **state) {
    kembar_temporaries *temporaries;
    (void)state;
    plan.no_mutex = 1;
    assert_null(kembar_lock_new());
    assert_int_equal(kembar_temporaries_new(&temporaries, NULL), KEMBAR_ERROR_MEMORY);
    assert_null(temporaries);
    assert_null(kembar_turns_new());
    plan.no_mutex = 0;
    kembar_lock_free(NULL);
    plan.no_condition = 1;
    assert_null(kembar_turns_new());
    plan.no_condition = 0;
    kembar_turns_free(NULL);
}

static sem_t ended;
static int ended_by;

/* Stands for the end of the process. */
static void end(int signal_number) {
    ended_by = signal_number;
    sem_post(&ended);
    for (;;)
        pause();
}

static void a_signal_ends_what_is_temporary(void **state) {
    static kembar_temporaries *temporaries; /* lives as long as the process */
    static const int signals[] = {SIGUSR1};
    kembar_temporary files[3];
    int exists;
    sigset_t set;
    (void)state;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
    assert_int_equal(sem_init(&ended, 0, 0), 0);
    assert_int_equal(kembar_temporaries_new(&temporaries, NULL), KEMBAR_OK);
    kembar_temporaries_hold(temporaries);
    kembar_temporaries_add(temporaries, &files[0], "one");
    kembar_temporaries_add(temporaries, &files[1], "kept");
    kembar_temporaries_add(temporaries, &files[2], "two");
    kembar_temporaries_drop(temporaries, &files[1]);
    kembar_temporaries_release(temporaries);
    temp_write_text("one", "1");
    temp_write_text("kept", "2");
    temp_write_text("two", "3");
    plan.sigwaits = 2;
    assert_int_equal(kembar_temporaries_watch(temporaries, signals, 1, end, NULL), KEMBAR_OK);
    assert_int_equal(kill(getpid(), SIGUSR1), 0);
    while (sem_wait(&ended) != 0)
        assert_int_equal(errno, EINTR);
    assert_int_equal(ended_by, SIGUSR1);
    assert_int_equal(plan.sigwaits, 0);
    static const char *const names[] = {"one", "kept", "two"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kembar_file_exists(names[i], &exists, NULL), KEMBAR_OK);
        assert_int_equal(exists, i == 1);
    }
}

/* Last, as its thread stays. */
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_a_sweep_took_is_made_again),
        cmocka_unit_test(without_links_nothing_vouches_for_what_stays),
        cmocka_unit_test(an_interrupted_read_of_a_spool_goes_on),
        cmocka_unit_test(inodes_need_no_random_seed),
        cmocka_unit_test(a_lock_that_cannot_be_made_is_told),
        cmocka_unit_test(a_signal_ends_what_is_temporary),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
