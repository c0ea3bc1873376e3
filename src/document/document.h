/* The central type: one text with its block and token tables. Everything after reading works on it.
 */
#ifndef KEMBAR_DOCUMENT_DOCUMENT_H
#define KEMBAR_DOCUMENT_DOCUMENT_H

#include "kembar/document.h"
#include "text/blocks.h"
#include "text/tokens.h"
#include "text/values.h"

/* A paragraph, heading or list item with its tokens. */
typedef struct kembar_block {
    uint32_t begin; /* bytes into the text */
    uint32_t end;
    uint32_t first_token;
    uint32_t n_tokens;
    uint64_t
        hash; /* of its token hashes in order; equal blocks have equal tokens. 0 without tokens */
    uint8_t kind;     /* kembar_block_kind */
    uint8_t language; /* kembar_language */
} kembar_block;

struct kembar_document {
    char *storage; /* owned: all strings below lie in it */
    kembar_view id, title, date, source, url, text, input;
    uint64_t position;
    uint64_t title_line, text_line; /* as of its record */
    uint64_t n_repairs;

    kembar_block *blocks; /* owned; in text order */
    size_t n_blocks;
    kembar_tokens tokens; /* owned; every token lies in exactly one block, whose first begins a
                             sentence */
    kembar_value *values; /* owned; in text order, within blocks */
    size_t n_values;

    kembar_language
        language; /* of most tokens; a document with >= 15% of the other has both shares */
    uint32_t language_share[KEMBAR_N_LANGUAGES];
};

/* As kembar_document_new, but languages and values are not looked for: all that comparing texts
 * needs. The date is the same. */
kembar_status kembar_document_new_plain(kembar_document **out, const kembar_record *record,
                                        kembar_error *error) KEMBAR_MUST_CHECK;

/* Checks every invariant stated here and in tokens.h, values.h (spans on character boundaries,
 * order, hashes recomputed). KEMBAR_ERROR_FORMAT names the first that is broken. For tests. */
kembar_status kembar_document_validate(const kembar_document *document,
                                       kembar_error *error) KEMBAR_MUST_CHECK;

/* 1-based line of its file on which byte `offset` of the text lies; of a record its line. Time:
 * linear in the text before it. */
uint64_t kembar_document_line(const kembar_document *document, size_t offset);

/* Days since 1970-01-01 of a normalised date, or INT32_MIN when absent. */
int32_t kembar_document_day(const kembar_document *document);

#endif
