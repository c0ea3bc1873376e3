/* Runs a fuzz target on files and on all files of folders: what ctest needs of a fuzzer. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "fuzz.h"

enum { MAX_PATH = 1024, MAX_BYTES = 1 << 24 };

static int replay_file(const char *path) {
    char *bytes = NULL;
    size_t size = 0;
    if (kembar_file_read(path, MAX_BYTES, &bytes, &size, NULL) != KEMBAR_OK) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        return 1;
    }
    /* Exactly as many bytes, so that reading beyond them shows. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (data && size > 0)
        memcpy(data, bytes, size);
    kembar_free(bytes);
    (void)fprintf(stderr, "%s\n", path);
    if (data)
        (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return data == NULL;
}

static int replay(const char *path, size_t *n_files);

static int replay_folder(const char *path, size_t *n_files) {
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, NULL, alphasort);
    int faults = n < 0;
    for (int i = 0; i < n; i++) {
        char below[MAX_PATH];
        if (entries[i]->d_name[0] != '.') {
            (void)snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
            faults |= replay(below, n_files);
        }
        free(entries[i]);
    }
    free(entries);
    return faults;
}

static int replay(const char *path, size_t *n_files) {
    struct stat info;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return replay_folder(path, n_files);
    ++*n_files;
    return replay_file(path);
}

int main(int argc, char **argv) {
    int faults = 0;
    size_t n_files = 0;
    for (int i = 1; i < argc; i++)
        faults |= replay(argv[i], &n_files);
    (void)fprintf(stderr, "%zu inputs\n", n_files);
    return faults || n_files == 0;
}
