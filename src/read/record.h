/* One record, or one line that holds one, to a document or a rejection. */
#ifndef KEMBAR_READ_RECORD_H
#define KEMBAR_READ_RECORD_H

#include "base/buffer.h"
#include "document/document_maker.h"
#include "read/lines.h"
#include "read/plan.h"
#include "read/result.h"

/* Longer ids are rejected: they stand in every row of a result. */
enum { KEMBAR_ID_MAX_BYTES = 4096 };

/* What a record became: a document or a rejection. Start from a zeroed struct. */
typedef struct kembar_record_slot {
    kembar_document_maker *maker; /* borrowed; NULL: the document is new. Else it is the maker's */
    const kembar_document *made;  /* borrowed from the maker; NULL: rejected, or without a maker */
    kembar_read_document read;    /* owned; document NULL: rejected, or gone through a tap */
    kembar_read_trace trace;      /* id NULL: rejected, or without a tap */
    kembar_rejected rejected;     /* owned */
    kembar_hash128 key;           /* of its bytes, where the tap has a memory */
    int says_id;                  /* not 0: the record itself says its id */
    int is_valid;                 /* not 0: its strings are valid UTF-8 without NULs */
} kembar_record_slot;

void kembar_record_slot_deinit(kembar_record_slot *slot);
/* Moves what the slot holds to the end of `result`. */
kembar_status kembar_record_slot_move(kembar_record_slot *slot,
                                      kembar_file_result *result) KEMBAR_MUST_CHECK;

/* Makes the document, or rejects a record without text or over a limit. MEMORY is the only failure.
 */
kembar_status kembar_record_make(const kembar_read_settings *settings, const kembar_record *record,
                                 kembar_record_slot *slot, kembar_error *error) KEMBAR_MUST_CHECK;

/* "path#line", the id of a record without one, in `scratch`. */
kembar_view kembar_record_number_id(const kembar_entry *entry, uint64_t number,
                                    kembar_buffer *scratch);

/* Bytes of a line of JSON from which it is rejected unread. */
size_t kembar_record_line_limit(const kembar_read_settings *settings);
/* Makes the document of a JSONL line of `entry`. `scratch` is cleared. MEMORY is the only failure.
 */
kembar_status kembar_record_from_line(const kembar_read_settings *settings,
                                      const kembar_entry *entry, const kembar_line *line,
                                      kembar_json_parser *parser, kembar_buffer *scratch,
                                      kembar_record_slot *slot,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
