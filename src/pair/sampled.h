/* Candidates from a sample of each document's shingles: what is found where texts are not held.
 *
 * A sample holds the shingle keys that are multiples of 2^level, so that two documents sample the
 * same of what they share; longer texts have a higher level. The sample of both at the higher level
 * of the two estimates what they have in common. */
#ifndef KEMBAR_PAIR_SAMPLED_H
#define KEMBAR_PAIR_SAMPLED_H

#include "base/cpu.h"
#include "kembar/options.h"
#include "pair/postings.h"

typedef struct kembar_sample {
    const uint32_t *keys;  /* borrowed; distinct, ascending */
    const uint8_t *places; /* borrowed; of each key where in its text it stands first, in 128ths */
    uint32_t n_keys;
    uint32_t level;
    uint32_t n_whole; /* n_keys, before keys that nobody asks for were left out */
} kembar_sample;

enum { KEMBAR_SAMPLE_PLACES = 128, KEMBAR_SAMPLE_MAX_LEVEL = 24 };

/* The level at which about `wanted` of n_items remain, at most; 0 where `wanted` is 0, or all are
 * no more than two and a half times as many: of a short text, a sample is too little to know a bad
 * scan by. */
unsigned kembar_sample_level(size_t n_items, size_t wanted);
/* Writes the keys of shingles in the order of their text at a level into `keys`, distinct and
 * ascending, and where they stand into `places`; returns their number. Both have room for n_items,
 * `scratch` for twice as many. */
size_t kembar_sample_take(const uint64_t *hashes, size_t n_items, unsigned level, uint64_t *scratch,
                          uint32_t *keys, uint8_t *places);

/* Its first step, on one level each: writes the upper halves of those hashes that have none of the
 * bits of `mask`, with their places below, into `out`, which has room for n_items; returns their
 * number. */
size_t kembar_sample_choose_scalar(const uint64_t *hashes, size_t n_items, uint64_t mask,
                                   uint64_t *out);
#ifdef KEMBAR_X86
size_t kembar_sample_choose_avx512(const uint64_t *hashes, size_t n_items, uint64_t mask,
                                   uint64_t *out);
#endif

/* Postings of samples with places, where only the first n_asking documents look for others: lists
 * without one of them are dropped. Keys of more than max_documents documents are listed for those
 * of them alone of whose keys an eighth and more are so frequent, which are of a large family; who
 * only shares a formula with many has fewer. As in all large lists there the first pair with the
 * others: documents come in the order in which they would rather stand for others. MEMORY or LIMIT
 * (2^32 - 1 items). */
kembar_status kembar_sampled_postings(kembar_postings *out, const kembar_sample *samples,
                                      size_t n_documents, size_t n_asking, size_t max_documents,
                                      int n_threads) KEMBAR_MUST_CHECK;

/* Documents worth comparing. */
typedef struct kembar_sampled_pair {
    uint32_t a, b; /* a < b */
} kembar_sampled_pair;

typedef struct kembar_sampled_pairs {
    kembar_sampled_pair *items; /* owned; by a */
    size_t n_items;
    uint64_t n_seen; /* candidates */
} kembar_sampled_pairs;

/* Finds the pairs, each with one of the first n_asking documents, that share
 * options->rare_shingles_shared listed keys of their samples (one, where the first of them hardly
 * has more) and have enough in common: at level 0 all that verification would align; above all
 * whose samples share at least an eighth, and three, in three sixteenths of both texts (what only
 * quote a passage have theirs in one place), or two and a 32nd if each of them stands at the same
 * place in both, or where takes_parts is set three anywhere. ARGUMENT when the postings have items
 * without places. */
kembar_status kembar_sampled_find(kembar_sampled_pairs *out, const kembar_sample *samples,
                                  const kembar_postings *postings, size_t n_documents,
                                  size_t n_asking, int takes_parts, const kembar_options *options,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_sampled_pairs_deinit(kembar_sampled_pairs *pairs);

#endif
