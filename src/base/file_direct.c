#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file_writer.h"

/* The number behind /dev/stdout and its like, -1 for another path. A file that it was redirected to
 * must be written to where the stream stands, not be replaced or begun anew. */
static int stream_number(const char *path) {
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t size = strlen(folders[i]);
        const char *digits = path + size;
        if (strncmp(path, folders[i], size) != 0 || strspn(digits, "0123456789") != strlen(digits))
            continue;
        int number = 0;
        for (; *digits && number < 1000000; digits++)
            number = number * 10 + (*digits - '0');
        return path[size] ? number : -1;
    }
    return -1;
}

static int open_target(const char *path, int number) {
    int fd;
    do
        fd = number >= 0 ? fcntl(number, F_DUPFD_CLOEXEC, 0)
                         : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static int is_terminal(const char *path, int number) {
    int fd = open_target(path, number);
    int result = fd >= 0 && isatty(fd);
    if (fd >= 0)
        (void)close(fd);
    return result;
}

kembar_status kembar_file_look(const char *path, int takes_streams, int *is_direct,
                               kembar_error *error) {
    int number = stream_number(path);
    struct stat info = {.st_mode = S_IFCHR};
    *is_direct = 0;
    if (number < 0 && stat(path, &info) != 0)
        return errno == ENOENT ? KEMBAR_OK
                               : kembar_error_errno(error, path, errno, "cannot create");
    if (S_ISDIR(info.st_mode))
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "is a folder");
    if (S_ISREG(info.st_mode))
        return KEMBAR_OK;
    /* A rename would replace it by a file. */
    if (!takes_streams)
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "not a regular file");
    /* What documents hold could move its cursor, or worse. Only a device is opened to see: a pipe's
     * reader would take the close for the end. */
    if (S_ISCHR(info.st_mode) && is_terminal(path, number))
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "is a terminal");
    *is_direct = 1;
    return KEMBAR_OK;
}

kembar_status kembar_file_open_direct(const char *path, int *fd, kembar_error *error) {
    *fd = open_target(path, stream_number(path));
    return *fd >= 0 ? KEMBAR_OK : kembar_error_errno(error, path, errno, "cannot open");
}
