/* The matched words that weigh most in a cross-language similarity. */
#ifndef KEMBAR_PAIR_LINK_TERMS_H
#define KEMBAR_PAIR_LINK_TERMS_H

#include "feature/space.h"
#include "kembar/compare.h"

enum { KEMBAR_LINK_TERMS = 8 };

/* Writes up to KEMBAR_LINK_TERMS pairs of words, heaviest first, of documents id_doc (as `a`, by
 * its Indonesian side) and en_doc; each word once. Views are borrowed from the documents. Returns
 * how many. Linear in the documents, and a look-up a word. */
size_t kembar_link_terms_find(kembar_matched_term out[KEMBAR_LINK_TERMS], const kembar_space *space,
                              const kembar_prepared *prepared, uint32_t id_doc, uint32_t en_doc);

#endif
