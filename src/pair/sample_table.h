/* One sample as a table that others are compared with. */
#ifndef KEMBAR_PAIR_SAMPLE_TABLE_H
#define KEMBAR_PAIR_SAMPLE_TABLE_H

#include "base/cpu.h"
#include "pair/sampled.h"

/* Shared keys count by the sixteenth of the text that they are in. */
enum { KEMBAR_SAMPLE_PARTS = 16 };
/* Places so far apart, in 128ths of their texts, are about the same. */
enum { KEMBAR_SAMPLE_DRIFT = 3 };

/* By the leading bits of its keys, which lie evenly; what is taken goes to the next slot. Start
 * from a zeroed struct. */
typedef struct kembar_sample_table {
    const kembar_sample *sample; /* borrowed */
    uint32_t *keys;              /* owned; KEMBAR_SAMPLE_NO_KEY: empty, unless places say else */
    uint8_t *places;             /* owned; KEMBAR_SAMPLE_NO_PLACE: empty */
    size_t capacity;
    unsigned shift;                             /* from a key to its first slot */
    size_t n_slots;                             /* a power of two */
    uint32_t n_at[KEMBAR_SAMPLE_MAX_LEVEL + 1]; /* keys at each level */
} kembar_sample_table;

/* One key among 2^32: a sample that holds it is compared key by key. */
enum { KEMBAR_SAMPLE_NO_PLACE = 0xff, KEMBAR_SAMPLE_NO_KEY = 1 };

kembar_status kembar_sample_table_fill(kembar_sample_table *table,
                                       const kembar_sample *sample) KEMBAR_MUST_CHECK;
void kembar_sample_table_deinit(kembar_sample_table *table);

/* What two samples have in common, both at the higher level of the two. */
typedef struct kembar_sample_overlap {
    size_t n_a, n_b, n_shared;
    size_t n_in_place;         /* of those, at about the same place in both */
    uint32_t parts_a, parts_b; /* one bit each */
} kembar_sample_overlap;

kembar_sample_overlap kembar_sample_compare(const kembar_sample_table *a, const kembar_sample *b);

/* The same on one level each. */
kembar_sample_overlap kembar_sample_compare_scalar(const kembar_sample_table *a,
                                                   const kembar_sample *b);
#ifdef KEMBAR_X86
/* Only where neither sample holds KEMBAR_SAMPLE_NO_KEY. */
kembar_sample_overlap kembar_sample_compare_avx512(const kembar_sample_table *a,
                                                   const kembar_sample *b);
#endif

/* The bit of the part that a place lies in. */
static inline uint32_t kembar_sample_part(uint32_t place) {
    return (uint32_t)1 << place / (KEMBAR_SAMPLE_PLACES / KEMBAR_SAMPLE_PARTS);
}

static inline int kembar_sample_in_place(uint32_t in_a, uint32_t in_b) {
    return in_a <= in_b + KEMBAR_SAMPLE_DRIFT && in_b <= in_a + KEMBAR_SAMPLE_DRIFT;
}

/* Counts a key that both hold, by where it stands in each. */
static inline void kembar_sample_overlap_add(kembar_sample_overlap *out, uint8_t in_a,
                                             uint8_t in_b) {
    out->n_shared++;
    out->parts_a |= kembar_sample_part(in_a);
    out->parts_b |= kembar_sample_part(in_b);
    out->n_in_place += kembar_sample_in_place(in_a, in_b) != 0;
}

#endif
