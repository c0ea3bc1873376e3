/* Rare shingles: content shingles that few documents hold say more than any signature. */
#ifndef KEMBAR_PAIR_RARE_H
#define KEMBAR_PAIR_RARE_H

#include "feature/prepared.h"
#include "kembar/options.h"
#include "pair/postings.h"

/* Postings of the shingles that 2 to rare_shingle_max documents hold, among those for which take[i]
 * is set (NULL: all). */
kembar_status kembar_rare_build(kembar_postings *out, const kembar_prepared *prepared,
                                const uint8_t *take, size_t n_documents,
                                const kembar_options *options,
                                kembar_error *error) KEMBAR_MUST_CHECK;

#endif
