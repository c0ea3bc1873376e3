/* Alignment: the passages that two documents share.
 *
 * Seeds are runs of 3 equal tokens, extended as far as they go; runs that follow each other in both
 * documents with at most 8 tokens between them on either side are chained (as in Li 2018, minimap2,
 * with windows this small) while equal and look-alike tokens stay at 0.7 of the span; a chain with
 * at least 8 equal tokens is a passage. Passages may cross: paragraphs get reordered. */
#ifndef KEMBAR_PAIR_ALIGN_H
#define KEMBAR_PAIR_ALIGN_H

#include <stddef.h>
#include <stdint.h>

#include "feature/prepared.h"

enum {
    KEMBAR_ALIGN_SEED_TOKENS = 3,
    KEMBAR_ALIGN_MAX_GAP = 8,
    KEMBAR_ALIGN_MIN_EQUAL = 8,
    KEMBAR_ALIGN_SEED_CAP = 32, /* a seed that stands more often than this in `a` starts no run */
    /* Places at which seeds of `b` stand in `a`, counted over all that may start a run: at most the
     * base and so many for each token of the longer text. Where there are more, the cap falls until
     * they fit. Real texts have 0.1 to 3.5 a token. */
    KEMBAR_ALIGN_MATCHES_BASE = 4096,
    KEMBAR_ALIGN_MATCHES_A_TOKEN = 4
};

/* Content-token positions (indices into kembar_content) [a_begin, a_end) and [b_begin, b_end). */
typedef struct kembar_passage {
    uint32_t a_begin, a_end, b_begin, b_end;
    uint32_t n_equal; /* equal tokens */
    uint32_t n_alike; /* look-alike tokens */
} kembar_passage;

/* A pair of content positions inside a passage where both sides have other tokens than each other:
 * what was replaced by what. */
typedef struct kembar_replacement {
    uint32_t a_begin, a_end, b_begin, b_end;
} kembar_replacement;

typedef struct kembar_alignment {
    const kembar_passage *passages; /* in the order of a_begin, then b_begin; borrowed from the
                                       aligner until its next use */
    size_t n_passages;
    const kembar_replacement *replacements;
    size_t n_replacements;
    uint32_t covered_a, covered_b;       /* content tokens that lie in passages */
    uint32_t n_equal, n_alike;           /* over all passages */
    uint32_t longest;                    /* equal tokens of the passage with most */
    const uint64_t *hashes_a, *hashes_b; /* of all content tokens; borrowed likewise */
} kembar_alignment;

/* Work space. One for each thread; keeps the seeds of the last `a`. */
typedef struct kembar_aligner kembar_aligner;
kembar_status kembar_aligner_new(kembar_aligner **out, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_aligner_free(kembar_aligner *aligner);

/* Sets the document that the next ones are aligned with (borrowed until replaced). O(tokens). */
kembar_status kembar_aligner_set(kembar_aligner *aligner,
                                 const kembar_prepared *a) KEMBAR_MUST_CHECK;
/* Its two steps: what is equal in both, and what passages that makes. */
kembar_status kembar_aligner_find(kembar_aligner *aligner,
                                  const kembar_prepared *b) KEMBAR_MUST_CHECK;
kembar_status kembar_aligner_link(kembar_aligner *aligner, kembar_alignment *out) KEMBAR_MUST_CHECK;
/* After the first: how many different runs of k tokens surely stand in both, up to `enough` or
 * more. There may be others. */
size_t kembar_aligner_sure_shingles(const kembar_aligner *aligner, unsigned k, size_t enough);
/* Likewise: the other bound, how many of them can be in both at the most; SIZE_MAX: any number. And
 * how many different ones `a` has at the least. */
size_t kembar_aligner_most_shingles(const kembar_aligner *aligner, unsigned k);
size_t kembar_aligner_least_shingles(const kembar_aligner *aligner, unsigned k);
/* Aligns `b` with the document set. Time about linear in the tokens of both: see the limits above.
 */
kembar_status kembar_aligner_run(kembar_aligner *aligner, const kembar_prepared *b,
                                 kembar_alignment *out) KEMBAR_MUST_CHECK;

#endif
