/* Documents made one after the other in the same memory: what streams need that look at each text
 * once. */
#ifndef KEMBAR_DOCUMENT_MAKER_H
#define KEMBAR_DOCUMENT_MAKER_H

#include "base/buffer.h"
#include "document/document.h"

/* Start from a zeroed struct; one for each worker. */
typedef struct kembar_document_maker {
    kembar_document document; /* the last one; its arrays belong to the maker */
    kembar_buffer storage;
    kembar_block_list spans;
    size_t block_capacity;
    size_t value_capacity;
    uint8_t *asks_language; /* owned; of each block: its values do */
    size_t asks_capacity;
    int has_values;    /* not 0: the document's have been looked for */
    int has_sentences; /* not 0: which tokens begin them is settled */
} kembar_document_maker;

/* Makes `maker->document` from a record as kembar_document_new_plain does, but for one thing: which
 * of its tokens begin sentences may not be settled (kembar_sentences_begin_at tells), since most
 * documents are not asked. It is good until the next call. Once a few have been made, no memory is
 * allocated. After a failure there is no document. */
kembar_status kembar_document_maker_next(kembar_document_maker *maker, const kembar_record *record,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
/* The same of a record whose title and text are sure to be valid UTF-8 without NULs. */
kembar_status kembar_document_maker_next_valid(kembar_document_maker *maker,
                                               const kembar_record *record,
                                               kembar_error *error) KEMBAR_MUST_CHECK;
/* Settles which tokens of the last document begin sentences: worth it where many are asked about,
 * or one again and again. Asked for again it does nothing. */
void kembar_document_maker_settle_sentences(kembar_document_maker *maker);
/* Finds languages and values of the last document, as kembar_document_new does, which does not
 * settle its sentences. Asked for again it does nothing. After a failure there is no document. */
kembar_status kembar_document_maker_find_values(kembar_document_maker *maker,
                                                kembar_error *error) KEMBAR_MUST_CHECK;
/* Finds the values alone: languages are looked for where a value depends on them, and say nothing
 * otherwise. Not both of one document. The same besides. */
kembar_status kembar_document_maker_find_bare_values(kembar_document_maker *maker,
                                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_document_maker_deinit(kembar_document_maker *maker);
/* What it holds of memory. */
size_t kembar_document_maker_bytes(const kembar_document_maker *maker);

#endif
