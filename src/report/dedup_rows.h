/* The lines that dedup writes. */
#ifndef KEMBAR_REPORT_DEDUP_ROWS_H
#define KEMBAR_REPORT_DEDUP_ROWS_H

#include "base/buffer.h"
#include "kembar/dedup.h"
#include "read/catalogue.h"

/* Of one thread. Start with `result` and perhaps reader.ahead_bytes set, the rest zero; `text`
 * before anything is put. */
typedef struct kembar_dedup_row_writer {
    const kembar_dedup_result *result; /* borrowed */
    kembar_catalogue_reader reader;
    kembar_document_maker maker;
    kembar_buffer *text; /* borrowed; what is put goes there */
} kembar_dedup_row_writer;

/* Each puts row i of the result, or nothing when it is none of its kind. Errors: IO and MEMORY, of
 * reading the document again. */
kembar_status kembar_dedup_put_kept(kembar_dedup_row_writer *writer, size_t i,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_dedup_put_removed(kembar_dedup_row_writer *writer, size_t i,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Row i of the pairs. */
kembar_status kembar_dedup_put_pair(kembar_dedup_row_writer *writer, size_t i,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_row_writer_deinit(kembar_dedup_row_writer *writer);

#endif
