/* The strings of a document. Private to the document floor. */
#ifndef KEMBAR_DOCUMENT_FIELDS_H
#define KEMBAR_DOCUMENT_FIELDS_H

#include "document/document.h"

/* The text may take so many bytes. */
#define KEMBAR_DOCUMENT_MAX_BYTES ((uint64_t)1 << 31)

/* Repairs the record's fields into the document's storage, title and body joined. `document` is
 * zeroed; on failure it may hold storage, to be freed as usual. The date is as written:
 * kembar_document_settle_date puts it in order. */
kembar_status kembar_document_set_fields(kembar_document *document, const kembar_record *record,
                                         kembar_error *error) KEMBAR_MUST_CHECK;

/* Normalises the date in place, once the language is known. */
void kembar_document_settle_date(kembar_document *document);

#endif
