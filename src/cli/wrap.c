#include "wrap.h"

#include <string.h>

enum { COLUMNS = 80 };

void kembar_print_wrapped(FILE *stream, const char *text, size_t column) {
    size_t at = column;
    int is_first = 1;
    while (*text) {
        size_t size = strcspn(text, " \n");
        if (!is_first && at + 1 + size > COLUMNS) {
            fprintf(stream, "\n%*s", (int)column, "");
            at = column;
            is_first = 1;
        }
        fprintf(stream, "%s%.*s", is_first ? "" : " ", (int)size, text);
        at += size + !is_first;
        is_first = 0;
        text += size;
        if (*text == '\n') {
            fprintf(stream, "\n\n%*s", (int)column, "");
            at = column;
            is_first = 1;
        }
        text += *text != '\0';
    }
    fputc('\n', stream);
}
