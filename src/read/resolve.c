#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "read/path.h"
#include "read/plan.h"

int kembar_entry_resolve(kembar_entry *entry) {
    char real[PATH_MAX];
    if (realpath(entry->path, real) == NULL) {
        return 0;
    }
    char *slash = strrchr(real, '/');
    entry->real_name = kembar_path_copy((kembar_view){slash + 1, strlen(slash + 1)});
    slash[slash == real] = '\0';
    struct stat info;
    if (entry->real_name == NULL) {
        errno = ENOMEM;
        return 0;
    }
    if (stat(real, &info) != 0) {
        return 0;
    }
    entry->folder_device = (uint64_t)info.st_dev;
    entry->folder_inode = (uint64_t)info.st_ino;
    return 1;
}
