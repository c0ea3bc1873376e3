/* What all JSON of pairs has in common. */
#ifndef KEMBAR_REPORT_JSON_PAIR_H
#define KEMBAR_REPORT_JSON_PAIR_H

#include "base/json_writer.h"
#include "kembar/compare.h"

/* Members of the open object: relation, score, jaccard, both containments, both coverages,
 * similarity, facts_differ. */
void kembar_json_put_measures(kembar_json_writer *json, const kembar_pair *pair);
/* The member `shared`: a list of [a_begin, a_end, b_begin, b_end]. */
void kembar_json_put_spans(kembar_json_writer *json, const kembar_span_pair *spans, size_t n_spans);
/* An object of its own: two words and what they weigh. */
void kembar_json_put_term(kembar_json_writer *json, kembar_view a, kembar_view b, int32_t weight);

#endif
