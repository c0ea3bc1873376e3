/* CSV as RFC 4180 has it: commas, quotes and formulas are seen to here. */
#ifndef KEMBAR_REPORT_CSV_PUT_H
#define KEMBAR_REPORT_CSV_PUT_H

#include "base/buffer.h"

/* Start from {out, 0}; `out` is borrowed. */
typedef struct kembar_csv_row {
    kembar_buffer *out;
    int n_cells; /* of the row that is open */
} kembar_csv_row;

/* Foreign text, always quoted; an empty cell where it is absent. Cells that a spreadsheet would
 * take for a formula begin with an apostrophe; line breaks and controls become spaces and U+FFFD.
 */
void kembar_csv_put_text(kembar_csv_row *row, kembar_view text);
/* A constant of ours: needs no quotes. */
void kembar_csv_put_name(kembar_csv_row *row, const char *name);
/* A fraction of 10^-6; empty where it is negative. */
void kembar_csv_put_micro(kembar_csv_row *row, int32_t micro);
void kembar_csv_put_i64(kembar_csv_row *row, int64_t value);
void kembar_csv_put_u64(kembar_csv_row *row, uint64_t value);
void kembar_csv_put_empty(kembar_csv_row *row);
void kembar_csv_end_row(kembar_csv_row *row);

#endif
