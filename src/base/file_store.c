#define _GNU_SOURCE 1 /* sync_file_range */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file_writer.h"

enum { BEGUN_BYTES = 4 * 1024 * 1024 };

static void forget(int fd, off_t begin, off_t size) {
#ifdef POSIX_FADV_DONTNEED
    (void)posix_fadvise(fd, begin, size, POSIX_FADV_DONTNEED);
#else
    (void)fd, (void)begin, (void)size;
#endif
}

void kembar_file_former_open(kembar_file_writer *writer) {
    do
        writer->former_fd =
            open(writer->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
    while (writer->former_fd < 0 && errno == EINTR);
}

void kembar_file_former_leave(kembar_file_writer *writer) {
    if (writer->former_fd < 0)
        return;
    forget(writer->former_fd, (off_t)atomic_load(&writer->n_begun), 0);
    (void)close(writer->former_fd);
    writer->former_fd = -1;
}

/* Only hints: what fails here fails again when the file is sealed. */
static void store(const kembar_file_writer *writer, off_t begin, off_t size) {
#ifdef SYNC_FILE_RANGE_WRITE
    (void)sync_file_range(writer->fd, begin, size, SYNC_FILE_RANGE_WRITE);
#endif
    if (writer->former_fd >= 0)
        forget(writer->former_fd, begin, size);
}

/* Who comes first takes all that is new. */
void kembar_file_writer_store(kembar_file_writer *writer) {
    unsigned long long begin = atomic_load(&writer->n_begun);
    unsigned long long end = atomic_load(&writer->n_written);
    if (!writer->is_direct && end - begin >= BEGUN_BYTES &&
        atomic_compare_exchange_strong(&writer->n_begun, &begin, end))
        store(writer, (off_t)begin, (off_t)(end - begin));
}
