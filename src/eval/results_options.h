/* The object "options" of a run.json. */
#ifndef KEMBAR_EVAL_RESULTS_OPTIONS_H
#define KEMBAR_EVAL_RESULTS_OPTIONS_H

#include "eval/results_model.h"
#include "read/json.h"

/* Sets options and source_options of the results. FORMAT names the option at fault; `path` is that
 * of run.json. */
kembar_status kembar_results_read_options(kembar_results *results, kembar_json_value object,
                                          const char *path, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
