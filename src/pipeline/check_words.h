/* Words of a span, as a finding shows them. */
#ifndef KEMBAR_PIPELINE_CHECK_WORDS_H
#define KEMBAR_PIPELINE_CHECK_WORDS_H

#include "document/document.h"

/* Tokens that begin in [begin, end) of the text. */
uint32_t kembar_check_count_words(const kembar_document *document, uint32_t begin, uint32_t end);
/* The beginning of [begin, end) of the text (borrowed), cut between words where it has more than
 * KEMBAR_SHOWN_PASSAGE_BYTES: then *is_cut is 1. A word that is longer is cut between characters.
 */
kembar_view kembar_check_cut_words(const kembar_document *document, uint32_t begin, uint32_t end,
                                   uint8_t *is_cut);

#endif
