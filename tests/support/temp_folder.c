#include "temp_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct temp_folder {
    char path[512];
    int former;
} temp_folder;

int temp_folder_enter(void **state) {
    temp_folder *folder = calloc(1, sizeof *folder);
    const char *parent = getenv("TMPDIR");
    *state = folder;
    if (folder == NULL) {
        return -1;
    }
    (void)snprintf(folder->path, sizeof folder->path, "%s/kembar-test-XXXXXX",
                   parent == NULL ? P_tmpdir : parent);
    folder->former = open(".", O_RDONLY | O_CLOEXEC);
    return folder->former >= 0 && mkdtemp(folder->path) != NULL && chdir(folder->path) == 0 ? 0
                                                                                            : -1;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at) {
    (void)info;
    (void)type;
    (void)at;
    return remove(path);
}

int temp_folder_leave(void **state) {
    temp_folder *folder = *state;
    int fault = fchdir(folder->former) | close(folder->former) |
                nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return fault;
}

void temp_make_folder(const char *path) {
    if (mkdir(path, 0755) != 0) {
        assert_int_equal(errno, EEXIST);
    }
}

static void make_parents(const char *path) {
    char way[512];
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        (void)snprintf(way, sizeof way, "%.*s", (int)(slash - path), path);
        temp_make_folder(way);
    }
}

void temp_write(const char *path, const void *data, size_t size) {
    make_parents(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void temp_write_text(const char *path, const char *text) {
    temp_write(path, text, strlen(text));
}
