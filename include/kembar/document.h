/* A document: one text with what is known of it, read-only once made.
 *
 * `text` is the title (if any), a newline, then the repaired body; every offset of the library
 * refers to it, in UTF-8 bytes, on character boundaries. Views are borrowed from the document.
 * Thread safety: any number of readers. */
#ifndef KEMBAR_DOCUMENT_H
#define KEMBAR_DOCUMENT_H

#include <stdint.h>

#include "kembar/api.h"
#include "kembar/language.h"
#include "kembar/status.h"
#include "kembar/view.h"

typedef struct kembar_document kembar_document;

/* What a reader knows of a document before it is one. All views are borrowed and may hold any
 * bytes; data == NULL says absent. `id` is required and not empty. `input` names the file,
 * `position` the 1-based line or record in it (0: the whole file). */
typedef struct kembar_record {
    kembar_view id, title, date, source, url, text;
    kembar_view input;
    uint64_t position;
    uint64_t title_line, text_line; /* 1-based lines of the file on which the two begin; 0: the
                                       first one */
} kembar_record;

/* Repairs, joins title and body, cuts blocks, tokenises, finds values and languages. Linear in the
 * text. Errors: MEMORY; LIMIT when the text would pass 2 GiB. */
KEMBAR_API kembar_status kembar_document_new(kembar_document **out, const kembar_record *record,
                                             kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_document_free(kembar_document *document);

/* Fields after repair; absent ones have data == NULL. The date is normalised to YYYY-MM-DD (with
 * Thh:mm:ss and offset as given, if any) when it is understood, else absent. */
KEMBAR_API kembar_view kembar_document_id(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_title(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_date(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_source(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_url(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_text(const kembar_document *document);
KEMBAR_API kembar_view kembar_document_input(const kembar_document *document);
KEMBAR_API uint64_t kembar_document_position(const kembar_document *document);

KEMBAR_API kembar_language kembar_document_language(const kembar_document *document);
/* Share of the tokens in blocks of this language, in 10^-6; all three sum to 10^6, or are 0 without
 * tokens. */
KEMBAR_API uint32_t kembar_document_language_share(const kembar_document *document,
                                                   kembar_language language);
KEMBAR_API uint64_t kembar_document_token_count(const kembar_document *document);
/* Ill-formed byte runs and NULs that were replaced by U+FFFD, over all fields. */
KEMBAR_API uint64_t kembar_document_repair_count(const kembar_document *document);

#endif
