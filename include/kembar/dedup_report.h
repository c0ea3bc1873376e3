/* Writing what dedup decided to files. */
#ifndef KEMBAR_DEDUP_REPORT_H
#define KEMBAR_DEDUP_REPORT_H

#include <stdio.h>

#include "kembar/dedup.h"
#include "kembar/temporaries.h"

/* Where things go; all borrowed, NULL: not written. */
typedef struct kembar_dedup_files {
    const char *kept;
    FILE *kept_stream; /* used where `kept` is NULL; written to last, and flushed */
    const char *removed;
    const char *pairs;
    kembar_temporaries *temporaries;
    int n_threads; /* 0: as many as there are processors; the bytes are the same for any number */
} kembar_dedup_files;

/* Kept documents in the order in which they were read: a record of JSONL byte for byte as it came,
 * others as {id, title, date, source, url, text}. Removed ones: {id, duplicate_of, in_against,
 * relation, score}. Pairs: {a, b, in_against, relation, score, facts_differ, jaccard,
 * containment_a, containment_b, coverage_a, coverage_b}; in_against says that `duplicate_of` or `a`
 * is a document of `against`. JSON Lines; files appear whole or not at all, all are sealed before
 * the first appears: pairs, removed, kept. When one cannot be renamed, none stays and the old ones
 * are back (except on file systems without hard links). A device, a pipe or /dev/stdout is written
 * to as it is; what went there cannot be taken back. Errors: IO, also when an input has changed
 * meanwhile; ARGUMENT for a name that is none, MEMORY. */
KEMBAR_API kembar_status kembar_report_dedup(const kembar_dedup_result *result,
                                             const kembar_dedup_files *files,
                                             kembar_error *error) KEMBAR_MUST_CHECK;
/* Fails where kembar_report_dedup would because a file cannot be made; leaves nothing. To be asked
 * before long work. */
KEMBAR_API kembar_status kembar_report_dedup_try(const kembar_dedup_files *files,
                                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
