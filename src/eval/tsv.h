/* Tables of tab-separated columns without a header. */
#ifndef KEMBAR_EVAL_TSV_H
#define KEMBAR_EVAL_TSV_H

#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

enum { KEMBAR_TSV_MAX_COLUMNS = 3 };

typedef struct kembar_tsv_row {
    kembar_view columns[KEMBAR_TSV_MAX_COLUMNS]; /* borrowed from the table; not empty */
    uint64_t line;                               /* 1-based */
} kembar_tsv_row;

typedef struct kembar_tsv {
    char *bytes;          /* owned; the file */
    kembar_tsv_row *rows; /* owned; in the order of lines */
    size_t n_rows, capacity;
} kembar_tsv;

/* Reads the first `n_columns` columns of each line (LF or CRLF; empty lines and a byte order mark
 * are skipped; what is no UTF-8 is repaired, as in the ids of documents). FORMAT with the line when
 * one has fewer or an empty one; LIMIT beyond 1 GiB. */
kembar_status kembar_tsv_read(kembar_tsv *out, const char *path, size_t n_columns,
                              kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_tsv_deinit(kembar_tsv *tsv);

#endif
