/* The word lists that the bilingual map is made of. */
#ifndef KEMBAR_LEXICON_COMPILE_LIST_TABLE_H
#define KEMBAR_LEXICON_COMPILE_LIST_TABLE_H

#include <stddef.h>

#include "base/buffer.h"
#include "kembar/status.h"

typedef enum kembar_list_kind {
    KEMBAR_LIST_DICTIONARY = 0, /* English, Indonesian, source */
    KEMBAR_LIST_MODEL1          /* Indonesian, English stem, probability */
} kembar_list_kind;

/* All strings are constants. */
typedef struct kembar_list_row {
    const char *name; /* of the file, without its endings */
    const char *licence;
    kembar_list_kind kind;
} kembar_list_row;

const kembar_list_row *kembar_list_rows(size_t *n_rows);
/* The row of the list that lies at `path`; n_rows when there is none of that name. */
size_t kembar_list_row_of(const char *path);

/* Appends the file's text, unpacked, to `out`. Errors: IO, LIMIT, FORMAT, MEMORY. */
kembar_status kembar_list_read(const char *path, kembar_buffer *out,
                               kembar_error *error) KEMBAR_MUST_CHECK;

#endif
