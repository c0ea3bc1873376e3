/* Reading files into documents, in parallel: small files side by side, large files of records
 * stretch by stretch. */
#ifndef KEMBAR_READ_READER_H
#define KEMBAR_READ_READER_H

#include <stddef.h>

#include "kembar/source.h"
#include "read/plan.h"
#include "read/result.h"

/* Reads entry i of `plan` (borrowed) into results[i] (zeroed by the caller, owned by the caller
 * also on failure). What is bad becomes a rejection there. `progress` may be NULL and is called on
 * this thread only. Fails on MEMORY, or with IO when standard input breaks. */
kembar_status kembar_reader_read(const kembar_plan *plan, const kembar_read_settings *settings,
                                 int n_threads, kembar_progress progress, void *progress_context,
                                 kembar_file_result *results,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
