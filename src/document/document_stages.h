/* How a document comes about: cut into blocks and tokens; then, where they are asked for, languages
 * and values; then the date, which may depend on the language. Private to the document floor. */
#ifndef KEMBAR_DOCUMENT_STAGES_H
#define KEMBAR_DOCUMENT_STAGES_H

#include "document/document_maker.h"

/* Fields as they were written, blocks and tokens. On failure the maker is empty. */
kembar_status kembar_document_maker_cut(kembar_document_maker *maker, const kembar_record *record,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
/* The date of a document that was just cut, by its language where that counts. */
kembar_status kembar_document_maker_settle(kembar_document_maker *maker,
                                           kembar_error *error) KEMBAR_MUST_CHECK;

#endif
