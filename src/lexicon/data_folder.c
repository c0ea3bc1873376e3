#define _POSIX_C_SOURCE 200809L

#include "lexicon/data_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

enum { MAX_PATH_BYTES = 4096 };

/* What is not there is passed over; what cannot be looked at is a fault, or results would silently
 * be others. */
typedef struct search {
    kembar_buffer *path;
    int fault; /* the first errno; 0: none */
} search;

static void note_fault(search *in, int reason) {
    if (in->fault == 0 && reason != ENOENT && reason != ENOTDIR)
        in->fault = reason;
}

static int is_folder(search *in) {
    struct stat info;
    if (stat(in->path->data, &info) == 0)
        return S_ISDIR(info.st_mode);
    note_fault(in, errno);
    return 0;
}

/* Sets the path to folder + rest. Returns whether that is a folder. */
static int try_folder(search *in, const char *folder, const char *rest) {
    kembar_buffer_clear(in->path);
    kembar_buffer_append_text(in->path, folder);
    kembar_buffer_append_text(in->path, rest);
    kembar_buffer_append_char(in->path, '\0');
    return !in->path->failed && !in->fault && is_folder(in);
}

/* The folder of the running program, with its last slash; empty when the system does not tell. */
static void find_program_folder(search *in, char folder[MAX_PATH_BYTES]) {
    ssize_t size = readlink("/proc/self/exe", folder, MAX_PATH_BYTES - 1);
    if (size < 0)
        note_fault(in, errno);
    folder[size > 0 ? size : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[1] = '\0';
}

static int find_beside_program(search *in) {
    char folder[MAX_PATH_BYTES];
    find_program_folder(in, folder);
    return folder[0] != '\0' &&
           (try_folder(in, folder, "share/kembar") || try_folder(in, folder, "../share/kembar"));
}

static int find_installed(search *in) {
#ifdef KEMBAR_DATA_DIR
    return try_folder(in, KEMBAR_DATA_DIR, "");
#else
    (void)in;
    return 0;
#endif
}

kembar_status kembar_data_folder_find(const char *data_dir, kembar_buffer *path,
                                      kembar_error *error) {
    const char *wanted = data_dir ? data_dir : getenv("KEMBAR_DATA");
    search in = {.path = path};
    int found = wanted && try_folder(&in, wanted, "");
    if (data_dir && !found && !path->failed)
        return kembar_error_set(error, KEMBAR_ERROR_LIBRARY, data_dir, 0, "no such data folder");
    if (!found && !find_beside_program(&in) && !find_installed(&in)) {
        kembar_buffer_clear(path);
        kembar_buffer_append_char(path, '\0');
    }
    if (in.fault && !path->failed)
        return kembar_error_errno(error, NULL, in.fault, "cannot look for the lexicon");
    return path->failed ? kembar_error_memory(error) : KEMBAR_OK;
}
