#include "baseline_file.h"

#include "messages.h"

int kembar_baseline_file_open(const kembar_arguments *arguments, const char *path,
                              kembar_baseline **out) {
    kembar_error error = {0};
    kembar_status status = kembar_baseline_open(out, path, &error);
    if (status == KEMBAR_OK)
        return 0;
    int code = kembar_library_error(arguments->command, &error);
    return status == KEMBAR_ERROR_MEMORY ? code : KEMBAR_EXIT_USAGE;
}
