/* Sinks that write a run's result files and its terminal summary. */
#ifndef KEMBAR_REPORT_H
#define KEMBAR_REPORT_H

#include <stdio.h>

#include "kembar/sink.h"
#include "kembar/temporaries.h"

typedef struct kembar_report kembar_report;

typedef struct kembar_report_options {
    int with_text;                   /* documents.jsonl also carries `text` */
    kembar_temporaries *temporaries; /* borrowed; may be NULL */
} kembar_report_options;

/* A run folder: documents.jsonl, pairs.jsonl, clusters.jsonl, report.html, timings.json and
 * run.json. Makes `dir` where it is missing, fails at once (IO) when it takes no files, and removes
 * what killed runs left there. Everything is written to temporary files; at the end an old run.json
 * goes first, then each file is renamed into place, and the new run.json comes last. So a reader
 * that finds the same run.json before and after it has read the others, and their hashes as
 * run.json says, has one whole run. When a rename fails, the old run comes back (except on file
 * systems without hard links). Free after the run, also after a failed one: then nothing new stays,
 * not even a `dir` that was made. */
KEMBAR_API kembar_status kembar_report_new(kembar_report **out, const char *dir,
                                           const kembar_report_options *options,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
/* Borrowed from the report. */
KEMBAR_API kembar_sink *kembar_report_sink(kembar_report *report);
KEMBAR_API void kembar_report_free(kembar_report *report);

/* The short text that a person reads after a run: counts, the largest clusters with why, where the
 * report lies. Collects as a sink and is printed by the caller: kembar_summary_text is
 * NUL-terminated, borrowed, escaped for a terminal, with colour codes when asked. */
typedef struct kembar_summary kembar_summary;
KEMBAR_API kembar_status kembar_summary_new(kembar_summary **out, const char *dir, int color,
                                            int verbose, kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API kembar_sink *kembar_summary_sink(kembar_summary *summary);
KEMBAR_API const char *kembar_summary_text(const kembar_summary *summary);
KEMBAR_API void kembar_summary_free(kembar_summary *summary);

#endif
