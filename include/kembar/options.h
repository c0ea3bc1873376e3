/* What a run may be told. Fractions are integers of 10^-6, so that decisions are exact and the same
 * everywhere. */
#ifndef KEMBAR_OPTIONS_H
#define KEMBAR_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/api.h"
#include "kembar/status.h"

/* Places that a sketch has at the most: bands times rows. */
enum { KEMBAR_MAX_SKETCH_PLACES = 256 };

/* Start from kembar_options_default. Plain data; copied where it is used. */
typedef struct kembar_options {
    const char *const *priorities; /* borrowed; sources, the first of them first: of documents of
                                      one day that of an earlier one rather stands for both */
    int32_t n_priorities;
    int32_t n_threads;      /* 0: one for each processor. Never changes a result */
    int32_t shingle_tokens; /* 5; 2..16 */
    int32_t
        near_micro; /* 500000: coverage of both, or content Jaccard, from which a pair is `near` */
    int32_t excerpt_tokens;   /* 40: equal tokens of one passage that make an `excerpt` by itself */
    int32_t min_tokens;       /* 5: content tokens below which only `exact` is possible */
    int32_t n_bands;          /* 32; 1..64: dedup asks for none */
    int32_t band_rows;        /* 4; n_bands * band_rows <= 256 */
    int32_t rare_shingle_max; /* 100: documents that may hold a shingle that still counts as rare */
    int32_t rare_shingles_shared; /* 2: rare shingles in common that make a candidate */
    int32_t n_neighbours;         /* 10: nearest documents by similarity that are looked at */
    int32_t related_micro;        /* 350000: similarity from which two documents are `related` */
    int32_t across_sources;       /* not 0: pairs of one and the same source are left out */
    int32_t within_days; /* -1: any; else pairs whose dates lie further apart are left out (undated
                            ones stay) */
} kembar_options;

KEMBAR_API kembar_options kembar_options_default(void);
/* ARGUMENT names the first option that is out of range or contradicts another. */
KEMBAR_API kembar_status kembar_options_validate(const kembar_options *options,
                                                 kembar_error *error) KEMBAR_MUST_CHECK;

/* The options by name, for run.json and command lines: "near" -> near_micro. */
typedef struct kembar_option_field {
    const char *name; /* as in run.json: snake_case without _micro */
    size_t offset;    /* of an int32_t in kembar_options */
    int32_t minimum;
    int32_t maximum;
    int is_micro;    /* a fraction of 10^-6 */
    int is_flag;     /* 0 or 1: false or true in run.json */
    int is_nullable; /* -1 for none: null in run.json */
} kembar_option_field;
KEMBAR_API const kembar_option_field *kembar_option_fields(size_t *n_fields);

#endif
