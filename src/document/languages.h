/* The language of each block and of the whole document. */
#ifndef KEMBAR_DOCUMENT_LANGUAGES_H
#define KEMBAR_DOCUMENT_LANGUAGES_H

#include "document/document.h"

/* Fills the blocks' languages, the document's and its shares from text, blocks and token counts.
 * Blocks too short to judge go with their neighbours. */
kembar_status kembar_document_find_languages(kembar_document *document) KEMBAR_MUST_CHECK;

/* Fills the same languages of those blocks alone for which `is_wanted` (one byte a block; NULL:
 * all) is not 0, and of some around them. */
kembar_status kembar_document_find_some_languages(kembar_document *document,
                                                  const uint8_t *is_wanted) KEMBAR_MUST_CHECK;

/* The same shares and language from the blocks alone. */
void kembar_document_sum_languages(kembar_document *document);

#endif
