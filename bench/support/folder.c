#include "folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

static char folder[BENCH_PATH_BYTES / 2];

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(void) {
    if (nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0)
        perror(folder);
}

static void make_folder(void) {
    const char *parent = getenv("TMPDIR");
    int n = snprintf(folder, sizeof folder, "%s/kembar-bench-XXXXXX", parent ? parent : P_tmpdir);
    if (n < 0 || (size_t)n >= sizeof folder || mkdtemp(folder) == NULL) {
        perror(folder);
        exit(1);
    }
    if (atexit(remove_folder) != 0)
        fprintf(stderr, "bench: %s will stay\n", folder);
}

void bench_folder_path(const char *name, char path[BENCH_PATH_BYTES]) {
    if (folder[0] == '\0')
        make_folder();
    if (snprintf(path, BENCH_PATH_BYTES, "%s/%s", folder, name) >= BENCH_PATH_BYTES)
        bench_need(KEMBAR_ERROR_LIMIT, NULL);
}
