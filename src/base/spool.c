#define _GNU_SOURCE 1 /* O_TMPFILE */

#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

enum { PATH_BYTES = 4096 };

static const char *folder(void) {
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

/* For file systems that cannot make a file without a name. */
static int make_and_unlink(void) {
    char path[PATH_BYTES];
    int size = snprintf(path, sizeof path, "%s/.kembar.XXXXXX", folder());
    if (size < 0 || (size_t)size >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path);
    return fd;
}

static kembar_status make(kembar_spool *spool, kembar_error *error) {
    do
        spool->fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    while (spool->fd < 0 && errno == EINTR);
    if (spool->fd < 0)
        spool->fd = make_and_unlink();
    if (spool->fd >= 0)
        return KEMBAR_OK;
    return kembar_error_errno(error, folder(), errno, "cannot make a temporary file");
}

static kembar_status append(kembar_spool *spool, const void *data, size_t n_bytes,
                            kembar_error *error) {
    if (spool->fd < 0) {
        kembar_status status = make(spool, error);
        if (status != KEMBAR_OK)
            return status;
    }
    for (size_t done = 0; done < n_bytes;) {
        ssize_t n = write(spool->fd, (const char *)data + done, n_bytes - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kembar_error_errno(error, folder(), errno, "cannot write a temporary file");
        done += (size_t)n;
    }
    spool->size_bytes += n_bytes;
    return KEMBAR_OK;
}

kembar_status kembar_spool_append(kembar_spool *spool, const void *data, size_t n_bytes,
                                  kembar_error *error) {
    kembar_status status = append(spool, data, n_bytes, error);
    spool->has_failed |= status != KEMBAR_OK;
    return status;
}

void kembar_spool_close(kembar_spool *spool) {
    if (spool->fd >= 0)
        (void)close(spool->fd);
    *spool = (kembar_spool){.fd = -1};
}

kembar_status kembar_spool_read_at(int fd, const char *name, uint64_t offset, void *out,
                                   size_t n_bytes, size_t *n_read, kembar_error *error) {
    *n_read = 0;
    while (*n_read < n_bytes) {
        ssize_t n = pread(fd, (char *)out + *n_read, n_bytes - *n_read, (off_t)(offset + *n_read));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kembar_error_errno(error, name, errno, "cannot read");
        if (n == 0)
            break;
        *n_read += (size_t)n;
    }
    return KEMBAR_OK;
}
