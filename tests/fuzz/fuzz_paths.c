/* Lists of paths are cut into lines, normalised paths stay as they are, and a source takes a list
 * of whatever kind: what it names is read or rejected. */
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"
#include "kembar/source.h"
#include "read/path.h"
#include "read/path_list.h"

static void check_path(kembar_view line) {
    char *once = kembar_path_normalise(line);
    FUZZ_CHECK(once != NULL && once[0] != '\0');
    char *twice = kembar_path_normalise((kembar_view){once, strlen(once)});
    FUZZ_CHECK(twice != NULL && strcmp(once, twice) == 0);
    FUZZ_CHECK(!strstr(once, "//") && !strstr(once, "/./"));
    const char *base = kembar_path_base(once);
    FUZZ_CHECK(!strchr(base, '/'));
    char *joined = kembar_path_join(once, "x");
    FUZZ_CHECK(joined != NULL && strcmp(kembar_path_base(joined), "x") == 0);
    kembar_free(once);
    kembar_free(twice);
    kembar_free(joined);
}

static size_t check_lines(kembar_view list) {
    kembar_view line;
    size_t n_lines = 0;
    while (kembar_path_list_next(&list, &line)) {
        FUZZ_CHECK(line.size > 0 && !memchr(line.data, '\n', line.size));
        if (!memchr(line.data, '\0', line.size))
            check_path(line);
        n_lines++;
    }
    FUZZ_CHECK(list.size == 0);
    return n_lines;
}

/* Paths that stay below the folder: no slash but between names, no "..", no "-" alone. */
static void tame(char *list, size_t size) {
    for (size_t i = 0; i < size; i++) {
        char before = i > 0 ? list[i - 1] : '\n';
        int is_name = before != '\n' && before != '/' && before != '.' && before != '\r';
        if ((list[i] == '/' && !is_name) || (list[i] == '.' && before == '.') || list[i] == '-')
            list[i] = '_';
    }
}

static void check_source(const char *list_path, size_t n_lines) {
    kembar_source *source = NULL;
    kembar_collection *collection = NULL;
    FUZZ_CHECK(kembar_source_new(&source, NULL, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_add_list(source, list_path, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_read(source, 1, NULL, NULL, &collection, NULL) == KEMBAR_OK);
    size_t n_documents = kembar_collection_document_count(collection);
    size_t n_rejections = kembar_collection_rejection_count(collection);
    FUZZ_CHECK(n_documents <= 3); /* the list itself may be named */
    FUZZ_CHECK(n_documents + n_rejections <= n_lines + 3);
    for (size_t i = 0; i < n_rejections; i++) {
        const kembar_rejection *rejection = kembar_collection_rejection(collection, i);
        FUZZ_CHECK(rejection->reason[0] != '\0' && !strchr(rejection->reason, '\n'));
    }
    kembar_collection_free(collection);
    kembar_source_free(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *list = fuzz_copy(fuzz_view(data, size));
    size_t n_lines = check_lines((kembar_view){list, size});
    tame(list, size);
    (void)fuzz_write("a.txt", (kembar_view){"A text.", 7});
    (void)fuzz_write("b.jsonl", (kembar_view){"{\"id\":\"b\",\"text\":\"B text.\"}", 25});
    const char *list_path = fuzz_write("list", (kembar_view){list, size});
    char *former = getcwd(NULL, 0);
    FUZZ_CHECK(former != NULL && chdir(fuzz_folder()) == 0);
    check_source(list_path, n_lines);
    FUZZ_CHECK(chdir(former) == 0);
    free(former);
    kembar_free(list);
    return 0;
}
