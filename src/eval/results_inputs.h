/* The list "inputs" of a run.json. */
#ifndef KEMBAR_EVAL_RESULTS_INPUTS_H
#define KEMBAR_EVAL_RESULTS_INPUTS_H

#include "eval/results_model.h"
#include "read/json.h"

/* Sets the inputs of the results; none where `list` is missing. FORMAT where an input has no path
 * or no digest; `path` is that of run.json. */
kembar_status kembar_results_read_inputs(kembar_results *results, kembar_json_value list,
                                         const char *path, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
