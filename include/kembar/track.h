/* Which documents ran which release, and what they made of it.
 *
 * Both collections go through one run, so that furniture, frequencies and stories are learnt from
 * all texts; then every pair between a release and a document of the coverage is a row. */
#ifndef KEMBAR_TRACK_H
#define KEMBAR_TRACK_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/run.h"

typedef enum kembar_change_kind {
    KEMBAR_CHANGE_REPLACED = 0, /* other words stand in its place */
    KEMBAR_CHANGE_CUT,          /* in the release alone */
    KEMBAR_CHANGE_ADDED         /* in the coverage alone */
} kembar_change_kind;

/* A stretch of words that the two texts do not share. Views are borrowed from the documents' texts,
 * from the first word to the last; data NULL on the side that has none. */
typedef struct kembar_change {
    kembar_view release, coverage;
    uint32_t release_words, coverage_words; /* content tokens */
    uint8_t kind;                           /* kembar_change_kind */
    uint8_t is_headline;                    /* the whole stretch stands in the headline */
    uint8_t has_fact; /* a name or number is in it (KEMBAR_CHANGE_REPLACED only) */
} kembar_change;

enum { KEMBAR_TRACK_EXAMPLES = 8 };

/* A release and a document that has to do with it. Fractions in 10^-6, -1 where undefined. */
typedef struct kembar_track_row {
    uint32_t release;    /* index into the releases */
    uint32_t coverage;   /* index into the coverage */
    uint8_t relation;    /* kembar_relation */
    int8_t facts_differ; /* 1, 0, or -1 unless near */
    int32_t days;        /* from the release's date to the coverage's; INT32_MIN without both */
    int32_t score;
    int32_t kept; /* share of the release's content that stands in the coverage, or across languages
                     has its counterpart there; -1 for related without shared passages */
    int32_t share; /* share of the coverage's content that comes from the release; -1 likewise */
    uint8_t has_changes;                 /* near and excerpt: the counts below hold */
    uint32_t n_replaced, n_cut, n_added; /* words: replaced and cut of the release, added ones */
    uint32_t first_change, n_changes;    /* examples, most telling first, at most
                                            KEMBAR_TRACK_EXAMPLES */
} kembar_track_row;

/* Start from a zeroed struct. */
typedef struct kembar_track {
    kembar_track_row *rows; /* owned; by release, then date (undated last), then relation and score
                               (strongest first), then the coverage's id */
    size_t n_rows;
    size_t *first_row; /* owned; rows of release i: [first_row[i], first_row[i + 1]) */
    size_t n_releases;
    kembar_change *changes; /* owned */
    size_t n_changes;
    size_t n_in_both; /* documents that are in both collections */
} kembar_track;

/* Runs on releases and coverage together (borrowed; they must outlive *out). A document that is in
 * both, the same place of the same file whatever path leads there, is compared once and is not its
 * own coverage, but may be that of another release. Ids of the two need not differ. Cost: a run
 * over both, and an alignment for each row that is near or an excerpt. Errors: those of
 * kembar_run_cluster. Free with kembar_track_deinit. */
KEMBAR_API kembar_status kembar_track_run(const kembar_collection *releases,
                                          const kembar_collection *coverage,
                                          const kembar_options *options,
                                          const kembar_run_context *context, kembar_track *out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_track_deinit(kembar_track *track);

#endif
