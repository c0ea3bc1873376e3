/* Two classes of equal documents, by their heads: are they a pair? */
#ifndef KEMBAR_PIPELINE_DEDUP_JUDGE_H
#define KEMBAR_PIPELINE_DEDUP_JUDGE_H

#include "pair/align.h"
#include "pair/pair_build.h"
#include "pipeline/dedup_cache.h"

typedef enum kembar_dedup_inside {
    KEMBAR_INSIDE_NONE = 0,
    KEMBAR_INSIDE_B, /* a lies in b for the most part, b not in a */
    KEMBAR_INSIDE_A
} kembar_dedup_inside;

/* What two classes are to each other. */
typedef struct kembar_dedup_finding {
    uint32_t a, b; /* a < b */
    int32_t score;
    uint8_t relation;
    int8_t facts_differ;
    uint8_t inside; /* kembar_dedup_inside */
} kembar_dedup_finding;

/* What was found, in the order in which it was. Start zeroed. */
typedef struct kembar_dedup_found {
    kembar_dedup_finding *items; /* owned */
    size_t n_items, capacity;
    kembar_pair_list pairs; /* where options->lists_pairs: of members, by number (dedup_set.h) */
} kembar_dedup_found;

/* One for each thread. */
typedef struct kembar_dedup_judge {
    const kembar_dedup_set *set;
    kembar_dedup_cache *cache; /* owned; what it has read again */
    kembar_aligner *aligner;   /* owned */
    uint32_t set_for;          /* whom the aligner has */
    uint64_t n_aligned;
} kembar_dedup_judge;

/* Holds about max_bytes of documents. To be ended with deinit whatever it returns. */
kembar_status kembar_dedup_judge_init(kembar_dedup_judge *judge, const kembar_dedup_set *set,
                                      const kembar_furniture *furniture, size_t max_bytes,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_judge_deinit(kembar_dedup_judge *judge);
/* So many documents come next, each again and again (SIZE_MAX: more than memory may hold). */
void kembar_dedup_judge_expect(kembar_dedup_judge *judge, size_t n_documents);

/* a < b: reads them again, aligns and judges them as verify.h does it. Adds a finding where they
 * are what the options ask for, and the members' pairs where these are listed. */
kembar_status kembar_dedup_judge_pair(kembar_dedup_judge *judge, uint32_t a, uint32_t b,
                                      kembar_dedup_found *out,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
/* Notes in is_gone (of each document) that the later one of a finding, in the order of the set,
 * goes unless the earlier one does: on near copies alone, where nothing leaves pairs out. To be
 * called in the order of the earlier ones. */
void kembar_dedup_note_gone(const kembar_dedup_set *set, const kembar_dedup_finding *finding,
                            uint8_t *is_gone);
/* Adds the pairs of equal members. */
kembar_status kembar_dedup_judge_class(kembar_dedup_judge *judge, uint32_t head,
                                       kembar_dedup_found *out,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_found_deinit(kembar_dedup_found *found);

#endif
