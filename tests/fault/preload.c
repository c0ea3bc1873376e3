/* A library to preload: makes calls of the system fail, as $KEMBAR_FAULT says.
 *
 *   NAME:N:ERRNO   the nth call of NAME fails, once
 *   NAME:N+:ERRNO  the nth and all later ones
 *   NAME:N:SIGNAL  the process gets SIGTERM, SIGKILL ... before the nth call, which then is made
 *   short          every read and write moves at most a few bytes
 *   EINTR, EINTR1  every other call of what a signal can interrupt fails with EINTR, from the first
 *                  or the second on
 *
 * A byte goes to descriptor $KEMBAR_FAULT_FD when a fault came to pass. `memory` is every
 * allocation, `foreign` one that a shared library makes. */
#define _GNU_SOURCE

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SHORT_READ = 61, SHORT_WRITE = 1009 };

static struct {
    char name[32];
    long at;
    int and_later, error, signal, is_short, is_eintr, fd;
    atomic_long n_calls, n_interrupted;
} fault;

static const struct {
    const char *name;
    int number;
} signals[] = {{"SIGTERM", SIGTERM}, {"SIGINT", SIGINT}, {"SIGHUP", SIGHUP}, {"SIGKILL", SIGKILL}},
  errors[] = {{"EIO", EIO},       {"EACCES", EACCES}, {"ENOSPC", ENOSPC},   {"EMFILE", EMFILE},
              {"ENOMEM", ENOMEM}, {"EPERM", EPERM},   {"EROFS", EROFS},     {"EDQUOT", EDQUOT},
              {"EAGAIN", EAGAIN}, {"ENOENT", ENOENT}, {"ENOTSUP", ENOTSUP}, {"EXDEV", EXDEV}};

__attribute__((constructor)) static void read_fault(void) {
    const char *text = getenv("KEMBAR_FAULT");
    const char *fd = getenv("KEMBAR_FAULT_FD");
    fault.fd = fd ? (int)strtol(fd, NULL, 10) : -1;
    if (!text)
        return;
    fault.is_short = strcmp(text, "short") == 0;
    fault.is_eintr = strncmp(text, "EINTR", 5) == 0;
    fault.n_interrupted = strcmp(text, "EINTR1") == 0;
    const char *colon = strchr(text, ':');
    if (!colon || (size_t)(colon - text) >= sizeof fault.name)
        return;
    char *end;
    fault.at = strtol(colon + 1, &end, 10);
    fault.and_later = *end == '+';
    end += fault.and_later;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(end + 1, errors[i].name) == 0)
            fault.error = errors[i].number;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (strcmp(end + 1, signals[i].name) == 0)
            fault.signal = signals[i].number;
    if (*end != ':' || (!fault.error && !fault.signal))
        _exit(99);
    memcpy(fault.name, text, (size_t)(colon - text));
}

static int fails(const char *name) {
    if (strcmp(fault.name, name) != 0)
        return 0;
    long n = atomic_fetch_add(&fault.n_calls, 1) + 1;
    if (n != fault.at && !(fault.and_later && n > fault.at))
        return 0;
    (void)syscall(SYS_write, fault.fd, "!", 1);
    if (fault.signal)
        (void)kill(getpid(), fault.signal);
    errno = fault.error;
    return fault.signal == 0;
}

static int is_interrupted(void) {
    if (!fault.is_eintr || atomic_fetch_add(&fault.n_interrupted, 1) % 2 != 0)
        return 0;
    (void)syscall(SYS_write, fault.fd, "!", 1);
    errno = EINTR;
    return 1;
}

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

/* ISO C has no cast from an object pointer to a function. */
#define NEXT(type, variable, name) \
    type variable;                 \
    *(void **)&(variable) = next(name)

#define WITH_MODE(flags) ((flags) & (O_CREAT | __O_TMPFILE))

/* A build that counts lines writes its counts to hundreds of files when a process ends: those calls
 * are not the program's, and to fail each would tell nothing of it. */
static int is_count(const char *path) {
    size_t size = strlen(path);
    return size > 5 && strcmp(path + size - 5, ".gcda") == 0;
}

static int open_next(const char *symbol, const char *path, int flags, mode_t mode) {
    typedef int (*function)(const char *, int, ...);
    NEXT(function, call, symbol);
    return !is_count(path) && (is_interrupted() || fails("open")) ? -1 : call(path, flags, mode);
}

static int openat_next(const char *symbol, int folder, const char *path, int flags, mode_t mode) {
    typedef int (*function)(int, const char *, int, ...);
    NEXT(function, call, symbol);
    return is_interrupted() || fails("open") ? -1 : call(folder, path, flags, mode);
}

#define TAKE_MODE(mode, flags)         \
    mode_t mode = 0;                   \
    if (WITH_MODE(flags)) {            \
        va_list rest;                  \
        va_start(rest, flags);         \
        (mode) = va_arg(rest, mode_t); \
        va_end(rest);                  \
    }

int open(const char *path, int flags, ...) {
    TAKE_MODE(mode, flags)
    return open_next("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    TAKE_MODE(mode, flags)
    return open_next("open64", path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    TAKE_MODE(mode, flags)
    return openat_next("openat", folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    TAKE_MODE(mode, flags)
    return openat_next("openat64", folder, path, flags, mode);
}

/* Streams of stdio call the kernel from inside; their opening can be seen at least. */
FILE *fopen(const char *path, const char *mode) {
    NEXT(__typeof__(&fopen), call, "fopen");
    return fails("open") ? NULL : call(path, mode);
}

ssize_t read(int fd, void *data, size_t size) {
    NEXT(__typeof__(&read), call, "read");
    if (is_interrupted() || fails("read"))
        return -1;
    if (fault.is_short && size > SHORT_READ) {
        (void)syscall(SYS_write, fault.fd, "!", 1);
        size = SHORT_READ;
    }
    return call(fd, data, size);
}

ssize_t write(int fd, const void *data, size_t size) {
    NEXT(__typeof__(&write), call, "write");
    if (is_interrupted() || fails("write"))
        return -1;
    return call(fd, data, fault.is_short && size > SHORT_WRITE ? SHORT_WRITE : size);
}

int fsync(int fd) {
    NEXT(__typeof__(&fsync), call, "fsync");
    return is_interrupted() || fails("fsync") ? -1 : call(fd);
}

/* As the kernel does it: the descriptor is gone also when it fails. */
int close(int fd) {
    NEXT(__typeof__(&close), call, "close");
    int result = call(fd);
    return is_interrupted() || fails("close") ? -1 : result;
}

int flock(int fd, int how) {
    NEXT(__typeof__(&flock), call, "flock");
    return is_interrupted() || fails("flock") ? -1 : call(fd, how);
}

int fcntl(int fd, int command, ...) {
    typedef int (*function)(int, int, ...);
    NEXT(function, call, "fcntl64");
    va_list rest;
    va_start(rest, command);
    long argument = va_arg(rest, long);
    va_end(rest);
    /* Nor are the locks on those files; no other file is locked so. */
    return command != F_SETLKW && fails("fcntl") ? -1 : call(fd, command, argument);
}

int fcntl64(int fd, int command, ...) __attribute__((alias("fcntl")));

#define FAIL_INT(name, kind, parameters, arguments) \
    int name parameters {                           \
        NEXT(__typeof__(&(name)), call, #name);     \
        return fails(kind) ? -1 : call arguments;   \
    }

FAIL_INT(rename, "rename", (const char *from, const char *to), (from, to))
FAIL_INT(linkat, "link", (int a, const char *from, int b, const char *to, int flags),
         (a, from, b, to, flags))
FAIL_INT(unlink, "unlink", (const char *path), (path))
FAIL_INT(unlinkat, "unlink", (int folder, const char *path, int flags), (folder, path, flags))
FAIL_INT(mkdir, "mkdir", (const char *path, mode_t mode), (path, mode))
FAIL_INT(rmdir, "rmdir", (const char *path), (path))
FAIL_INT(stat, "stat", (const char *path, struct stat *out), (path, out))
FAIL_INT(lstat, "stat", (const char *path, struct stat *out), (path, out))
FAIL_INT(fstat, "stat", (int fd, struct stat *out), (fd, out))
FAIL_INT(fstatat, "stat", (int folder, const char *path, struct stat *out, int flags),
         (folder, path, out, flags))

char *realpath(const char *path, char *out) {
    NEXT(__typeof__(&realpath), call, "realpath");
    return fails("realpath") ? NULL : call(path, out);
}

ssize_t readlink(const char *path, char *out, size_t size) {
    NEXT(__typeof__(&readlink), call, "readlink");
    return fails("readlink") ? -1 : call(path, out, size);
}

DIR *opendir(const char *path) {
    NEXT(__typeof__(&opendir), call, "opendir");
    return fails("opendir") ? NULL : call(path);
}

DIR *fdopendir(int fd) {
    NEXT(__typeof__(&fdopendir), call, "fdopendir");
    return fails("opendir") ? NULL : call(fd);
}

struct dirent *readdir(DIR *folder) {
    NEXT(__typeof__(&readdir), call, "readdir");
    return fails("readdir") ? NULL : call(folder);
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset) {
    NEXT(__typeof__(&mmap), call, "mmap");
    return fails("mmap") ? MAP_FAILED : call(address, size, protection, flags, fd, offset);
}

void *dlopen(const char *name, int flags) {
    NEXT(__typeof__(&dlopen), call, "dlopen");
    return fails("dlopen") ? NULL : call(name, flags);
}

int pthread_create(pthread_t *out, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *argument) {
    NEXT(__typeof__(&pthread_create), call, "pthread_create");
    return fails("thread") ? EAGAIN : call(out, attributes, run, argument);
}

/* Allocations. The real functions are the C library's own, so that nothing has to be looked up, for
 * which memory would be needed. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static uintptr_t program_begin, program_end;

static int find_program(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
            continue;
        program_begin = info->dlpi_addr + part->p_vaddr;
        program_end = program_begin + part->p_memsz;
    }
    return 1; /* the program is the first */
}

__attribute__((constructor)) static void read_program(void) {
    (void)dl_iterate_phdr(find_program, NULL);
}

static int memory_fails(const void *caller) {
    uintptr_t at = (uintptr_t)caller;
    int is_foreign = program_end && (at < program_begin || at >= program_end);
    return fails("memory") || (is_foreign && fails("foreign"));
}

void *malloc(size_t size) {
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *memory, size_t size) {
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (memory_fails(__builtin_return_address(0)))
        return ENOMEM;
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}
