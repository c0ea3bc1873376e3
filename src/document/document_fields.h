/* The strings of a document. Private to the document floor. */
#ifndef KEMBAR_DOCUMENT_FIELDS_H
#define KEMBAR_DOCUMENT_FIELDS_H

#include "base/buffer.h"
#include "document/document.h"

/* The text may take so many bytes. */
#define KEMBAR_DOCUMENT_MAX_BYTES ((uint64_t)1 << 31)

/* Repairs the record's fields into `storage` (empty), title and body joined. `is_valid`: those two
 * are valid UTF-8 without NULs and need no second look. `document` is zeroed but for its arrays;
 * its storage becomes that of the buffer, which still owns it. The date is as written:
 * kembar_document_settle_date puts it in order. */
kembar_status kembar_document_set_fields(kembar_document *document, kembar_buffer *storage,
                                         const kembar_record *record, int is_valid,
                                         kembar_error *error) KEMBAR_MUST_CHECK;

/* Not 0 when the date means another day in another language. */
int kembar_document_date_asks_language(const kembar_document *document);
/* Normalises the date in place, once the language is known. */
void kembar_document_settle_date(kembar_document *document);

#endif
