/* The terms of one document as stories weigh them: stems and roots, typed numbers and dates, and
 * pairs of adjacent stems, without stop words. The start of a text counts most, as news says first
 * what it is about. */
#ifndef KEMBAR_CLUSTER_STORY_TERMS_H
#define KEMBAR_CLUSTER_STORY_TERMS_H

#include "base/buffer.h"
#include "base/sort.h"
#include "cluster/cluster.h"
#include "feature/terms.h"
#include "feature/word_key.h"

enum {
    KEMBAR_STORY_MAX_TOKENS = 1000
}; /* content tokens of a document that count, from its start */

typedef struct kembar_story_term {
    uint64_t term;    /* the lowest bit is set for pairs of stems */
    float weight;     /* sum over its places */
    uint16_t inside;  /* uses inside sentences; both are kept below 2^16 */
    uint16_t capital; /* of them with a capital */
} kembar_story_term;

/* Distinct terms by hash. Start from a zeroed struct. */
typedef struct kembar_story_terms {
    kembar_story_term *items; /* owned */
    size_t n_items;
} kembar_story_terms;

/* Reads documents; one for each thread. Start from a zeroed struct. */
typedef struct kembar_story_reader {
    const kembar_cluster_input *input; /* borrowed */
    kembar_reducer *reducer;           /* owned */
    kembar_buffer word;
    kembar_keyed *places;        /* room for two terms a token */
    kembar_word_key *stop_cache; /* words known to be stop words or not, in the spare bit */
    float body_weight[KEMBAR_STORY_MAX_TOKENS]; /* by place in the body */
} kembar_story_reader;

kembar_status kembar_story_reader_init(kembar_story_reader *out, const kembar_cluster_input *input,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_reader_deinit(kembar_story_reader *reader);

kembar_status kembar_story_terms_read(kembar_story_terms *out, kembar_story_reader *reader,
                                      uint32_t doc_id) KEMBAR_MUST_CHECK;
void kembar_story_terms_deinit(kembar_story_terms *terms);

#endif
