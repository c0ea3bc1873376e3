/* Lists of changed paths: no path is empty, and together they are not longer than the list. */
#include <stdlib.h>
#include <string.h>

#include "cli/changed.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_changed_list list = {0};
    size_t n_bytes = 0;
    FUZZ_CHECK(kembar_changed_parse(&list, (const char *)data, size) == 0);
    for (size_t i = 0; i < list.n_paths; i++) {
        FUZZ_CHECK(list.paths[i][0] != '\0');
        n_bytes += strlen(list.paths[i]);
    }
    FUZZ_CHECK(n_bytes + (list.n_paths > 0 ? list.n_paths - 1 : 0) <= size);
    kembar_changed_list_deinit(&list);
    return 0;
}
