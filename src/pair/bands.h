/* Bands: locality-sensitive hashing of MinHash signatures (Indyk and Motwani 1998; Broder 1997). */
#ifndef KEMBAR_PAIR_BANDS_H
#define KEMBAR_PAIR_BANDS_H

#include "feature/prepared.h"
#include "kembar/options.h"
#include "pair/postings.h"

/* Postings of band keys: documents with at least min_tokens content tokens for which take[i] is set
 * (NULL: all). */
kembar_status kembar_bands_build(kembar_postings *out, const kembar_prepared *prepared,
                                 const uint8_t *take, size_t n_documents,
                                 const kembar_options *options,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
