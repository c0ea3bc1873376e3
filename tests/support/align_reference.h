/* The definition of a passage, counted slowly: knows nothing of runs, chains and scores. */
#ifndef KEMBAR_TESTS_ALIGN_REFERENCE_H
#define KEMBAR_TESTS_ALIGN_REFERENCE_H

#include "pair/align.h"

enum { ALIGN_REFERENCE_MAX_TOKENS = 600 };

/* The content of a document as words; start from a zeroed struct. */
typedef struct align_side {
    kembar_view words[ALIGN_REFERENCE_MAX_TOKENS]; /* as they stand in the text, borrowed */
    uint64_t hashes[ALIGN_REFERENCE_MAX_TOKENS];   /* of them */
    size_t n;
} align_side;

/* Takes the content of a document of at most ALIGN_REFERENCE_MAX_TOKENS tokens whose text is
 * lower-case ASCII; 0 when it has more. */
int align_side_init(align_side *side, const kembar_prepared *prepared);

/* 2: equal, 1: they look alike, 0: neither. */
int align_reference_match(const align_side *a, size_t i, const align_side *b, size_t j);

/* Each returns NULL, or names what does not hold. */

/* Every passage is one by the definition; sums and replacements are those of the passages. */
const char *align_reference_check(const align_side *a, const align_side *b,
                                  const kembar_alignment *found);
/* Passages cover every run of KEMBAR_ALIGN_MIN_EQUAL equal tokens. Only where no run of three words
 * stands more often in `a` than KEMBAR_ALIGN_SEED_CAP. */
const char *align_reference_check_runs(const align_side *a, const align_side *b,
                                       const kembar_alignment *found);
/* How often the most frequent run of three words stands. */
size_t align_reference_most_frequent(const align_side *side);

#endif
