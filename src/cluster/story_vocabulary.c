#include "cluster/story_vocabulary.h"

#include "base/lower_bound.h"

#include <math.h>

#include "cluster/story_vocabulary_table.h"

/* The table was made once from development texts of several kinds: agency news, aid reports, press
 * releases of senators and general news, in English, and the like in Indonesian. The share of a
 * term is the mean of its document frequencies over the kinds; terms of less than one text in two
 * hundred are left out, and a term of both languages has the larger share. Pairs of stems, numbers
 * and dates are not in it. 32 bits of the hash are enough: a chance meeting would only dull one
 * weight. */

/* The share, in thousandths, that halves what a term adds to a similarity. */
static const double HALF_SHARE = 20;

/* The first place of the table that is not below `key`. */
static size_t find_place(uint32_t key) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, KEMBAR_STORY_VOCABULARY_TERMS, kembar_story_vocabulary_terms[at] < key);
    return at;
}

void kembar_story_vocabulary_weigh(const uint64_t *terms, size_t n_terms, float *weights) {
    size_t at = n_terms ? find_place((uint32_t)(terms[0] >> 32)) : 0;
    for (size_t i = 0; i < n_terms; i++) {
        uint32_t key = (uint32_t)(terms[i] >> 32);
        while (at < KEMBAR_STORY_VOCABULARY_TERMS && kembar_story_vocabulary_terms[at] < key)
            at++;
        int is_general = !(terms[i] & 1) && at < KEMBAR_STORY_VOCABULARY_TERMS &&
                         kembar_story_vocabulary_terms[at] == key;
        double share = is_general ? (double)kembar_story_vocabulary_shares[at] : 0;
        weights[i] = is_general ? (float)(1 / sqrt(1 + share / HALF_SHARE)) : 1;
    }
}
