/* Documents read again and prepared, as many as memory may hold. */
#ifndef KEMBAR_PIPELINE_DEDUP_CACHE_H
#define KEMBAR_PIPELINE_DEDUP_CACHE_H

#include "feature/prepared.h"
#include "pipeline/dedup_set.h"

typedef struct kembar_dedup_cache kembar_dedup_cache;

/* For one thread. Holds about max_bytes, and always the last two documents asked for. */
kembar_status kembar_dedup_cache_new(kembar_dedup_cache **out, const kembar_dedup_set *set,
                                     const kembar_furniture *furniture, size_t max_bytes,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_cache_free(kembar_dedup_cache *cache);

/* So many documents will be asked for again and again, from now on: they are held close together.
 */
void kembar_dedup_cache_expect(kembar_dedup_cache *cache, size_t n_documents);

/* Whether the shingles of all that is read again are asked for. */
static inline int kembar_dedup_wants_shingles(const kembar_dedup_options *options) {
    return options->lists_pairs || options->min_jaccard_micro > 0;
}

/* Document `document`, prepared, but for its shingles where the options do not want them; borrowed
 * until the call after the next. Asking for `kept` (another one that was asked for, or itself) in
 * between does not count. */
kembar_status kembar_dedup_cache_get(kembar_dedup_cache *cache, uint32_t document, uint32_t kept,
                                     const kembar_prepared **out,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

/* Finds the values of `document`, one of the two last asked for: facts.h needs them. On failure it
 * is no longer held. */
kembar_status kembar_dedup_cache_find_values(kembar_dedup_cache *cache, uint32_t document,
                                             kembar_error *error) KEMBAR_MUST_CHECK;
/* Settles which tokens of `document`, likewise, begin sentences, about which facts ask. */
void kembar_dedup_cache_settle_sentences(kembar_dedup_cache *cache, uint32_t document);
/* Makes the shingles of `document`, likewise. */
kembar_status kembar_dedup_cache_find_shingles(kembar_dedup_cache *cache, uint32_t document,
                                               kembar_error *error) KEMBAR_MUST_CHECK;

#endif
