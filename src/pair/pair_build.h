/* One row of pairs.jsonl from the measures of two documents. */
#ifndef KEMBAR_PAIR_PAIR_BUILD_H
#define KEMBAR_PAIR_PAIR_BUILD_H

#include "kembar/compare.h"
#include "pair/measures.h"

/* Pairs with their spans and terms while they grow. Start from a zeroed struct; owned arrays. */
typedef struct kembar_pair_list {
    kembar_pair *items;
    size_t n_items, items_capacity;
    kembar_span_pair *spans;
    size_t n_spans, spans_capacity;
    kembar_matched_term *terms;
    size_t n_terms, terms_capacity;
} kembar_pair_list;

void kembar_pair_list_deinit(kembar_pair_list *list);

/* What was found between two contents, still in content positions. */
typedef struct kembar_pair_finding {
    kembar_relation relation;
    int32_t score;
    int8_t facts_differ;
    kembar_measures measures;
    const kembar_passage *passages; /* borrowed */
    size_t n_passages;
} kembar_pair_finding;

/* Whether and how a pair counts at all: same source, days apart. */
int kembar_pair_is_wanted(const kembar_document *a, const kembar_document *b,
                          const kembar_options *options);

/* The same pair seen from its other document, but for its spans and terms. */
void kembar_pair_turn(kembar_pair *pair);

/* Appends the pair of documents a_id and b_id whose contents were found to be as `finding` says,
 * seen from a; swaps the sides so that a < b. Whole-text Jaccard and containment are counted here.
 */
kembar_status kembar_pair_list_add(kembar_pair_list *list, const kembar_prepared *prepared_a,
                                   const kembar_prepared *prepared_b, uint32_t a_id, uint32_t b_id,
                                   const kembar_pair_finding *finding) KEMBAR_MUST_CHECK;

#endif
