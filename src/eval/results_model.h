/* The rows of a finished run in memory. */
#ifndef KEMBAR_EVAL_RESULTS_MODEL_H
#define KEMBAR_EVAL_RESULTS_MODEL_H

#include "eval/string_pool.h"
#include "kembar/results.h"

enum { KEMBAR_RESULTS_FIELDS = 6 };

struct kembar_results {
    kembar_options options;
    kembar_source_options source_options; /* `fields` is the array below */
    kembar_field_name fields[KEMBAR_RESULTS_FIELDS];
    const char **priorities; /* owned; of the options */
    size_t priority_capacity;
    kembar_source_name *sources; /* owned; of the source options */
    size_t source_capacity;
    kembar_string_pool strings;
    kembar_result_document *documents; /* owned; ids strictly ascending */
    size_t n_documents, document_capacity;
    kembar_result_pair *pairs; /* owned; (a, b) strictly ascending, a < b */
    size_t n_pairs, pair_capacity;
    kembar_span_pair *spans; /* owned; of all pairs in their order */
    size_t n_spans, span_capacity;
    kembar_result_term *terms; /* owned; of all pairs in their order */
    size_t n_terms, term_capacity;
    kembar_result_cluster *clusters; /* owned; largest first, then id */
    size_t n_clusters, cluster_capacity;
    kembar_result_member *members; /* owned; of all clusters in their order */
    size_t n_members, member_capacity;
    const kembar_result_cluster **clusters_by_id; /* owned */
    kembar_result_input *inputs;                  /* owned */
    size_t n_inputs, input_capacity;
};

/* One line each, parsed into the results. `line` is borrowed; `position` is its number, for errors.
 * Documents must come before all others, since ids are looked up among them. */
typedef struct kembar_result_line {
    kembar_results *results;
    struct kembar_json_parser *parser; /* borrowed */
    kembar_view line;
    const char *path;
    uint64_t position;
} kembar_result_line;
kembar_status kembar_results_add_document(const kembar_result_line *line,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_results_add_pair(const kembar_result_line *line,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_results_add_cluster(const kembar_result_line *line,
                                         kembar_error *error) KEMBAR_MUST_CHECK;

/* After the last line: sets the arrays of pairs and clusters, orders clusters_by_id and checks that
 * every id that a document names is there. */
kembar_status kembar_results_connect(kembar_results *results, const char *dir,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

#endif
