#include "read/catalogue_files.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

/* Far below any system's limit on open files. */
enum { MAX_OPEN = 64 };

static int open_again(const char *path) {
    int fd;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

kembar_status kembar_catalogue_files_list(kembar_catalogue_files *files, const kembar_plan *plan,
                                          const kembar_file_result *results,
                                          const kembar_spool *spools, kembar_error *error) {
    size_t n_open = 0;
    files->fds = kembar_alloc(plan->n_entries, sizeof *files->fds);
    files->is_owned = kembar_alloc_zeroed(plan->n_entries, sizeof *files->is_owned);
    if (files->fds == NULL || files->is_owned == NULL) {
        return kembar_error_memory(error);
    }
    for (size_t i = 0; i < plan->n_entries; i++) {
        files->fds[i] = -1;
        if (results[i].n_traces > 0 && results[i].spool_id >= 0) {
            files->fds[i] = spools[results[i].spool_id].fd;
        } else if (results[i].n_traces > 0 && n_open < MAX_OPEN) {
            files->fds[i] = open_again(plan->entries[i].path);
            files->is_owned[i] = files->fds[i] >= 0;
            n_open++;
        }
        files->n_entries++;
    }
    return KEMBAR_OK;
}

void kembar_catalogue_files_close(kembar_catalogue_files *files) {
    for (size_t i = 0; i < files->n_entries; i++) {
        if (files->is_owned[i]) {
            (void)close(files->fds[i]);
        }
    }
    kembar_free(files->fds);
    kembar_free(files->is_owned);
    *files = (kembar_catalogue_files){0};
}

kembar_status kembar_catalogue_files_read(const kembar_catalogue_files *files,
                                          const kembar_plan *plan, size_t entry, uint64_t offset,
                                          char *out, size_t n_bytes, size_t *n_read,
                                          kembar_error *error) {
    const kembar_entry *of = &plan->entries[entry];
    *n_read = 0;
    if (files->fds[entry] >= 0) {
        return kembar_spool_read_at(files->fds[entry], of->shown, offset, out, n_bytes, n_read,
                                    error);
    }
    int fd = open_again(of->path);
    if (fd < 0) {
        return kembar_error_errno(error, of->shown, errno, "cannot open again");
    }
    kembar_status status = kembar_spool_read_at(fd, of->shown, offset, out, n_bytes, n_read, error);
    (void)close(fd);
    return status;
}
