/* run.json and timings.json. */
#ifndef KEMBAR_REPORT_JSON_RUN_H
#define KEMBAR_REPORT_JSON_RUN_H

#include "base/buffer.h"
#include "base/hash.h"
#include "kembar/sink.h"

/* A finished result file, as run.json vouches for it. */
typedef struct kembar_json_run_file {
    const char *name;
    uint64_t size_bytes;
    kembar_hash128 digest;
} kembar_json_run_file;

/* The same bytes for the same input and options, of which `with_text` (kembar_report_options) is
 * one. `files` are named in the order given. */
void kembar_json_run(kembar_buffer *out, const kembar_run_summary *summary, int with_text,
                     const kembar_json_run_file *files, size_t n_files);
/* All that changes from run to run. */
void kembar_json_timings(kembar_buffer *out, const kembar_run_summary *summary);

#endif
