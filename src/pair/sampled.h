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
    const uint8_t *places; /* borrowed; of each key where in its text it stands first, in 128ths;
                              NULL where nobody asks */
    uint32_t n_keys;
    uint32_t level;
} kembar_sample;

enum { KEMBAR_SAMPLE_PLACES = 128, KEMBAR_SAMPLE_MAX_LEVEL = 24 };

/* The level at which about `wanted` of n_items remain, at most; 0 where `wanted` is 0. */
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

/* Postings as kembar_postings_build makes them, where only the first n_asking documents look for
 * others: lists without one of them are dropped. They have places where the samples have and
 * max_documents is neither 0 nor more than 2^24. */
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

/* Finds the pairs, each with one of the first n_asking documents, that share a band bucket or
 * options->rare_shingles_shared rare shingles of their samples and have enough of those in common:
 * at level 0 all that verification would align; above all whose samples share at least an eighth,
 * and three, in three sixteenths of both texts (what only quote a passage have theirs in one
 * place), or two and a 32nd if each of them stands at the same place in both, or where takes_parts
 * is set three anywhere. ARGUMENT when `rare` has items without places. */
kembar_status kembar_sampled_find(kembar_sampled_pairs *out, const kembar_sample *samples,
                                  const kembar_postings *rare, const kembar_postings *bands,
                                  size_t n_documents, size_t n_asking, int takes_parts,
                                  const kembar_options *options,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_sampled_pairs_deinit(kembar_sampled_pairs *pairs);

#endif
