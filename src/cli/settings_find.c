#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "messages.h"
#include "settings.h"

static const char file_name[] = ".kembar.yml";

/* Where files are looked for: a folder and those above it. */
typedef struct search {
    char *folder;       /* owned; absolute, without links; is cut as the search goes up */
    const char *origin; /* the working folder, the same way */
} search;

/* NULL where there is none, or it is standard input. */
static const char *first_input(const kembar_arguments *arguments) {
    const kembar_text_list *operands = &arguments->operands;
    unsigned bit = arguments->command->bit;
    size_t first = bit == KEMBAR_COMMAND_CONFIG || bit == KEMBAR_COMMAND_BASELINE ? 1 : 0;
    if (bit == KEMBAR_COMMAND_BASELINE && operands->n_items > 2)
        first = 2;
    const char *input = first < operands->n_items ? operands->items[first] : NULL;
    return input && strcmp(input, "-") != 0 ? input : NULL;
}

/* The folder itself, or that of a file; the working folder where it does not exist. NULL when
 * memory is out. */
static char *folder_of(const char *input) {
    struct stat info;
    errno = 0;
    char *folder = realpath(input, NULL);
    if (folder && stat(folder, &info) == 0 && S_ISDIR(info.st_mode))
        return folder;
    free(folder);
    if (errno == ENOMEM)
        return NULL;
    const char *slash = strrchr(input, '/');
    char *parent = slash ? strndup(input, (size_t)(slash - input) + 1) : strdup(".");
    folder = parent ? realpath(parent, NULL) : NULL;
    free(parent);
    return folder || errno == ENOMEM ? folder : realpath(".", NULL);
}

/* 1 when there is something of that name in the folder, 0 when not; -1 when nobody can tell. */
static int is_there(const char *folder, const char *name) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path) {
        errno = ENOMEM;
        return -1;
    }
    (void)snprintf(path, size, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
    errno = 0;
    int found = access(path, F_OK) == 0;
    int is_known = found || errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    free(path);
    return is_known ? found : -1;
}

/* Bytes that both paths begin with, in whole folders. */
static size_t shared_size(const char *a, const char *b) {
    size_t n = 0, shared = 0;
    for (; a[n] && a[n] == b[n]; n++)
        if (a[n] == '/')
            shared = n;
    int a_ends = a[n] == '\0' || a[n] == '/', b_ends = b[n] == '\0' || b[n] == '/';
    return a_ends && b_ends ? n : shared;
}

static char *put(char *at, const char *text, size_t size) {
    memcpy(at, text, size);
    at[size] = '\0';
    return at + size;
}

/* The file in the folder of the search, as seen from the working folder. */
static char *name_file(const search *in) {
    /* The topmost folder is nothing before its '/'. */
    const char *folder = in->folder[1] ? in->folder : "", *origin = in->origin[1] ? in->origin : "";
    size_t n_shared = shared_size(folder, origin);
    size_t size = strlen(folder) + 3 * strlen(origin) + sizeof file_name + 1;
    char *path = malloc(size);
    if (!path)
        return NULL;
    char *end = path;
    for (const char *rest = origin + n_shared; *rest; rest++)
        if (*rest == '/')
            end = put(end, "../", 3);
    const char *below = folder + n_shared;
    if (*below)
        end = put(put(end, below + 1, strlen(below + 1)), "/", 1);
    put(end, file_name, strlen(file_name));
    return path;
}

static void go_up(char *folder) {
    char *slash = strrchr(folder, '/');
    slash[slash == folder ? 1 : 0] = '\0';
}

/* Nobody can tell what is in a folder: errno says why. */
static int cannot_look(const char *folder) {
    if (errno == ENOMEM)
        return kembar_out_of_memory();
    kembar_message("cannot look for %s in %s", file_name, folder);
    return KEMBAR_EXIT_FAILED;
}

static int look_upwards(search *in, char **out) {
    for (;;) {
        int found = is_there(in->folder, file_name);
        if (found == 1) {
            *out = name_file(in);
            return *out ? 0 : kembar_out_of_memory();
        }
        if (found == 0 && strcmp(in->folder, "/") == 0)
            return 0;
        int is_top = found == 0 ? is_there(in->folder, ".git") : -1;
        if (is_top < 0)
            return cannot_look(in->folder);
        if (is_top)
            return 0;
        go_up(in->folder);
    }
}

static int look(const kembar_arguments *arguments, char **out) {
    const char *input = first_input(arguments);
    search in = {NULL, NULL};
    char *origin = realpath(".", NULL);
    if (origin)
        in.folder = input ? folder_of(input) : strdup(origin);
    in.origin = origin;
    /* In a working folder that is gone there is nothing to find. */
    int code = in.folder ? look_upwards(&in, out) : errno == ENOMEM ? kembar_out_of_memory() : 0;
    free(in.folder);
    free(origin);
    return code;
}

int kembar_settings_find(const kembar_arguments *arguments, char **out, int *is_found) {
    const char *named = arguments->config ? arguments->config : getenv("KEMBAR_CONFIG");
    *out = NULL;
    *is_found = !named || !*named;
    if (*is_found)
        return look(arguments, out);
    if (strcmp(named, "none") == 0)
        return 0;
    *out = strdup(named);
    return *out ? 0 : kembar_out_of_memory();
}
