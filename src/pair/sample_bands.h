/* Bands of samples (bands.h), for families so large that what their members share is too frequent
 * to be listed. All others are found by the keys that are, and need none. */
#ifndef KEMBAR_PAIR_SAMPLE_BANDS_H
#define KEMBAR_PAIR_SAMPLE_BANDS_H

#include "pair/sampled.h"

typedef struct kembar_sample_bands {
    kembar_sample *sets; /* owned; one a document: band keys, distinct, without places */
    uint32_t *keys;      /* owned */
} kembar_sample_bands;

/* Makes band keys for the documents that may share an eighth of their sample with another one and
 * hardly a key that is listed, since so many are not (`n_frequent`, as kembar_postings counts
 * them), and for those with few keys; for the rest none. Samples of two levels have no sketch in
 * common, so that each has bands at its own level and at the next: of two copies hardly ever one is
 * more than twice as long as the other. Time: two sketches of a sample each. */
kembar_status kembar_sample_bands_make(kembar_sample_bands *out, const kembar_sample *samples,
                                       const uint32_t *n_frequent, size_t n_documents,
                                       const kembar_options *options) KEMBAR_MUST_CHECK;
void kembar_sample_bands_deinit(kembar_sample_bands *bands);

#endif
