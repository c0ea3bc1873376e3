/* A file that is one document: text or Markdown. */
#ifndef KEMBAR_READ_FILE_TEXT_H
#define KEMBAR_READ_FILE_TEXT_H

#include "read/plan.h"
#include "read/record.h"
#include "read/stream.h"

/* Reads the stream to its end; *data is the caller's (kembar_free), also on failure. A text over
 * the limit is not held whole. Errors: MEMORY, IO; FORMAT when the data are broken; LIMIT: then the
 * caller rejects the file. */
kembar_status kembar_file_text_load(const kembar_read_settings *settings, const kembar_entry *entry,
                                    kembar_stream *stream, char **data, size_t *size,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
/* Makes the document of such bytes, or its rejection. MEMORY is the only failure. */
kembar_status kembar_file_text_make(const kembar_read_settings *settings, const kembar_entry *entry,
                                    kembar_view bytes, kembar_record_slot *slot,
                                    kembar_error *error) KEMBAR_MUST_CHECK;

#endif
