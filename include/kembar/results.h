/* Reading a finished run folder back. */
#ifndef KEMBAR_RESULTS_H
#define KEMBAR_RESULTS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/sink.h"
#include "kembar/source.h"

/* One line of documents.jsonl, pairs.jsonl and clusters.jsonl. Views and arrays borrowed from the
 * results. */
typedef struct kembar_result_document {
    kembar_view id, source, date, title, url, language, group, story, representative, input;
    uint64_t position, tokens, content_tokens;
} kembar_result_document;

typedef struct kembar_result_term {
    kembar_view a, b; /* the words as they stand in the two texts */
    int32_t weight;   /* 10^-6 */
} kembar_result_term;

typedef struct kembar_result_pair {
    kembar_view a, b;
    uint8_t relation; /* kembar_relation */
    int8_t facts_differ, mutual;
    int32_t score, jaccard, containment_a, containment_b, coverage_a, coverage_b, similarity,
        link; /* 10^-6; -1 null */
    const kembar_span_pair *spans;
    size_t n_spans;
    const kembar_result_term *terms; /* heaviest first */
    size_t n_terms;
} kembar_result_pair;

typedef struct kembar_result_member {
    kembar_view id;
    uint8_t relation, is_self;
    int32_t score;
} kembar_result_member;

typedef struct kembar_result_cluster {
    kembar_view id, representative, first_date, last_date;
    uint8_t kind; /* kembar_cluster_kind */
    const kembar_result_member *members;
    size_t n_members;
} kembar_result_cluster;

/* A file that the run read. */
typedef struct kembar_result_input {
    kembar_view path, digest; /* XXH128 of its bytes in hex */
} kembar_result_input;

typedef struct kembar_results kembar_results;

/* Loads `dir`. FORMAT when run.json is missing ("no finished run"), a file's XXH128 is not the one
 * in run.json, or a line is not as defined. */
KEMBAR_API kembar_status kembar_results_open(kembar_results **out, const char *dir,
                                             kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_results_free(kembar_results *results);
KEMBAR_API const kembar_result_document *kembar_results_documents(const kembar_results *results,
                                                                  size_t *n);
KEMBAR_API const kembar_result_pair *kembar_results_pairs(const kembar_results *results, size_t *n);
KEMBAR_API const kembar_result_cluster *kembar_results_clusters(const kembar_results *results,
                                                                size_t *n);
/* NULL when there is none. Logarithmic; for pairs the ids may come in either order. */
KEMBAR_API const kembar_result_document *kembar_results_document(const kembar_results *results,
                                                                 kembar_view id);
KEMBAR_API const kembar_result_pair *kembar_results_pair(const kembar_results *results,
                                                         kembar_view a, kembar_view b);
KEMBAR_API const kembar_result_cluster *kembar_results_cluster(const kembar_results *results,
                                                               kembar_view id);
/* The options that the run was made with. */
KEMBAR_API const kembar_options *kembar_results_options(const kembar_results *results);
/* How the run read its inputs: format, fields and limit; the globs are left out. Borrowed. What an
 * older run does not say has its default. */
KEMBAR_API const kembar_source_options *
kembar_results_source_options(const kembar_results *results);
/* The files that the run read, in its order; none where an older run does not say. */
KEMBAR_API const kembar_result_input *kembar_results_inputs(const kembar_results *results,
                                                            size_t *n);

#endif
