/* The language of each block and of the whole document. */
#ifndef KEMBAR_DOCUMENT_LANGUAGES_H
#define KEMBAR_DOCUMENT_LANGUAGES_H

#include "document/document.h"

/* Fills the blocks' languages, the document's and its shares from text, blocks and token counts.
 * Blocks too short to judge go with their neighbours. */
kembar_status kembar_document_find_languages(kembar_document *document) KEMBAR_MUST_CHECK;

/* The same shares and language from the blocks alone. */
void kembar_document_sum_languages(kembar_document *document);

#endif
