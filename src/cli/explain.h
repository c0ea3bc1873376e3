/* The parts of `kembar explain`. */
#ifndef KEMBAR_CLI_EXPLAIN_H
#define KEMBAR_CLI_EXPLAIN_H

#include "arguments.h"
#include "kembar/results.h"

/* A pair of the results as kembar_pair, without what they do not hold. */
kembar_pair kembar_explain_pair_of(const kembar_result_pair *pair);
/* The measures of b and a instead of a and b. */
void kembar_explain_swap(kembar_pair *pair);
/* The matched words of a pair across languages after `name`, as a line; nothing without. */
void kembar_explain_print_terms(const char *name, const kembar_result_pair *pair, int is_swapped);
int kembar_explain_same_id(kembar_view a, kembar_view b);
/* "group d-..., 3 documents, stands for them: ID": the cluster of a document by its id; or that
 * there is none. */
void kembar_explain_print_cluster(const kembar_results *results, const char *name, kembar_view id);
/* "near, score 0.93". */
void kembar_explain_print_score(const kembar_result_pair *pair);
/* Why two documents are not in the same duplicate group, from the results alone; nothing where they
 * are. */
void kembar_explain_groups(const kembar_results *results, const kembar_result_document *a,
                           const kembar_result_document *b);
/* Says why the results have no pair of two documents where the reason is a large class of exact
 * copies; prints nothing and returns 0 where it is not. */
int kembar_explain_large_class(const kembar_results *results, kembar_view a, kembar_view b);
/* The same as JSON; b NULL: of one document. */
int kembar_explain_json(const kembar_arguments *arguments, const kembar_results *results,
                        const kembar_result_document *a, const kembar_result_document *b);
/* Everything on two documents of the results. Returns the exit code. */
int kembar_explain_two(const kembar_arguments *arguments, const kembar_results *results,
                       const kembar_result_document *a, const kembar_result_document *b);

#endif
