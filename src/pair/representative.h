/* Which of two documents rather stands for both. */
#ifndef KEMBAR_PAIR_REPRESENTATIVE_H
#define KEMBAR_PAIR_REPRESENTATIVE_H

#include <stdint.h>

#include "feature/prepared.h"
#include "kembar/options.h"

/* The place of a document's source among the priorities; n_priorities when it is none of them. */
uint32_t kembar_representative_source_rank(const kembar_options *options,
                                           const kembar_document *document);

/* < 0 when document a comes before b as a representative: earliest date (undated last), then the
 * smaller rank of the source, then most content tokens, then smallest index (which is smallest id).
 * 0 only for a == b. */
int kembar_representative_compare(const kembar_prepared *prepared, uint32_t a, uint32_t b);

#endif
