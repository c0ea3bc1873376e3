#include "report/json_pair.h"

#include "report/json_put.h"

void kembar_json_put_measures(kembar_json_writer *json, const kembar_pair *pair) {
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)pair->relation));
    kembar_json_put_micro(json, "score", pair->score);
    kembar_json_put_micro(json, "jaccard", pair->jaccard);
    kembar_json_put_micro(json, "containment_a", pair->containment_a);
    kembar_json_put_micro(json, "containment_b", pair->containment_b);
    kembar_json_put_micro(json, "coverage_a", pair->coverage_a);
    kembar_json_put_micro(json, "coverage_b", pair->coverage_b);
    kembar_json_put_micro(json, "similarity", pair->similarity);
    kembar_json_put_tristate(json, "facts_differ", pair->facts_differ);
}

void kembar_json_put_spans(kembar_json_writer *json, const kembar_span_pair *spans,
                           size_t n_spans) {
    kembar_json_key(json, "shared");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_spans; i++) {
        kembar_json_begin_array(json);
        kembar_json_u64(json, spans[i].a_begin);
        kembar_json_u64(json, spans[i].a_end);
        kembar_json_u64(json, spans[i].b_begin);
        kembar_json_u64(json, spans[i].b_end);
        kembar_json_end_array(json);
    }
    kembar_json_end_array(json);
}

void kembar_json_put_term(kembar_json_writer *json, kembar_view a, kembar_view b, int32_t weight) {
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "a", a);
    kembar_json_put_string(json, "b", b);
    kembar_json_put_micro(json, "weight", weight);
    kembar_json_end_object(json);
}
