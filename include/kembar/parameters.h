/* What the options of a run mean: which pairs are looked at, and what is then asked of them.
 *
 * Two documents are looked at (they become a candidate) when they share a band of their sketches or
 * enough rare shingles; the rules then decide on what verification measured. */
#ifndef KEMBAR_PARAMETERS_H
#define KEMBAR_PARAMETERS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/compare.h"
#include "kembar/options.h"

/* Probability in 10^-6 that two sets of shingles with this Jaccard index (10^-6) share at least one
 * band: 1 - (1 - j^rows)^bands, rounded down (Leskovec, Rajaraman and Ullman 2014, ch. 3). */
KEMBAR_API int32_t kembar_chance_by_bands(const kembar_options *options, int32_t jaccard);

/* Probability in 10^-6 that two texts of `n_words` words each share enough shingles, if each
 * shingle of the one is in the other with the probability that their Jaccard index says, and all
 * that they share are rare. O(n_words * rare_shingles_shared). */
KEMBAR_API int32_t kembar_chance_by_rare(const kembar_options *options, int32_t jaccard,
                                         uint32_t n_words);

/* Share of words (10^-6) that were replaced, each by chance, in one of two copies of a long text
 * whose shingles are left with this Jaccard index. */
KEMBAR_API int32_t kembar_changed_words(const kembar_options *options, int32_t jaccard);

/* The smallest Jaccard index (10^-6) from which on pairs share a band with this probability;
 * 1000000 where only equal sets do. */
KEMBAR_API int32_t kembar_jaccard_of_chance(const kembar_options *options, int32_t chance);

enum { KEMBAR_N_CURVE_POINTS = 20, KEMBAR_N_CURVE_LENGTHS = 5 };

/* Words of the texts that kembar_curve_point speaks of. */
KEMBAR_API const uint32_t *kembar_curve_lengths(void);

typedef struct kembar_curve_point {
    int32_t jaccard; /* all in 10^-6 */
    int32_t changed_words;
    int32_t by_bands;
    int32_t by_rare[KEMBAR_N_CURVE_LENGTHS];
} kembar_curve_point;

/* Point `i` of the curve: a Jaccard index of (i + 1) / 20. */
KEMBAR_API kembar_curve_point kembar_curve_at(const kembar_options *options, size_t i);

/* What one option means, in a sentence without its full stop; NULL for those that decide nothing by
 * a threshold. */
KEMBAR_API const char *kembar_option_meaning(const kembar_option_field *field);

/* The rules of a relation as these options set them, then those of passages in another order or in
 * other words: `rule`, `threshold` and `is_micro` of at most KEMBAR_MAX_REASONS reasons. Returns
 * their number. */
KEMBAR_API size_t kembar_rules_of(const kembar_options *options, kembar_reason *rules);

#endif
