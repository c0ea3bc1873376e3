/* Sinks that write a run's result files and its terminal summary. */
#ifndef KEMBAR_REPORT_H
#define KEMBAR_REPORT_H

#include <stdio.h>

#include "kembar/sink.h"

typedef struct kembar_report kembar_report;

typedef struct kembar_report_options {
    int with_text; /* documents.jsonl also carries `text` */
} kembar_report_options;

/* A run folder: documents.jsonl, pairs.jsonl, clusters.jsonl, report.html, timings.json and, last,
 * run.json. Makes `dir` where it is missing and fails at once (IO) when it takes no files; removes
 * an old run.json at `begin`. Every file appears whole or not at all; all are sealed before the
 * first appears. Free after the run, also after a failed one: then no new file stays. */
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
