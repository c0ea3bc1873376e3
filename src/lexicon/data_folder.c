#define _POSIX_C_SOURCE 200809L

#include "lexicon/data_folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

enum { MAX_PATH_BYTES = 4096 };

static int is_folder(const char *path) {
    struct stat info;
    return path && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Sets `path` to folder + rest. Returns whether that is a folder. */
static int try_folder(kembar_buffer *path, const char *folder, const char *rest) {
    kembar_buffer_clear(path);
    kembar_buffer_append_text(path, folder);
    kembar_buffer_append_text(path, rest);
    kembar_buffer_append_char(path, '\0');
    return !path->failed && is_folder(path->data);
}

/* The folder of the running program, with its last slash; empty when the system does not tell. */
static void find_program_folder(char folder[MAX_PATH_BYTES]) {
    ssize_t size = readlink("/proc/self/exe", folder, MAX_PATH_BYTES - 1);
    folder[size > 0 ? size : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[1] = '\0';
}

static int find_beside_program(kembar_buffer *path) {
    char folder[MAX_PATH_BYTES];
    find_program_folder(folder);
    return folder[0] != '\0' && (try_folder(path, folder, "share/kembar") ||
                                 try_folder(path, folder, "../share/kembar"));
}

static int find_installed(kembar_buffer *path) {
#ifdef KEMBAR_DATA_DIR
    return try_folder(path, KEMBAR_DATA_DIR, "");
#else
    (void)path;
    return 0;
#endif
}

kembar_status kembar_data_folder_find(const char *data_dir, kembar_buffer *path,
                                      kembar_error *error) {
    const char *wanted = data_dir ? data_dir : getenv("KEMBAR_DATA");
    int found = wanted && try_folder(path, wanted, "");
    if (data_dir && !found && !path->failed)
        return kembar_error_set(error, KEMBAR_ERROR_LIBRARY, data_dir, 0, "no such data folder");
    if (!found && !find_beside_program(path) && !find_installed(path)) {
        kembar_buffer_clear(path);
        kembar_buffer_append_char(path, '\0');
    }
    return path->failed ? kembar_error_memory(error) : KEMBAR_OK;
}
