/* Dedup: leaves out near-duplicates of a source, without holding its texts.
 *
 * Each record is read once for a small imprint of its content: a hash and a sample of its shingles
 * (by their hashes, as of min-wise sketches: Broder 1997). Records that share rare ones are read
 * again and compared token by token, and so are, in families too large for any of theirs to be
 * rare, all with those that would rather stay: nothing goes that was not verified against what
 * stays. Memory: about a kilobyte a record and 128 MB, whatever the texts' size; but standard input
 * and compressed files are unpacked to temporary files without names in TMPDIR. */
#ifndef KEMBAR_DEDUP_H
#define KEMBAR_DEDUP_H

#include "kembar/catalogue.h"
#include "kembar/options.h"
#include "kembar/run.h"

/* Which document of a group stays. What decides first leaves ties to the next: day (undated last),
 * content tokens (most first), id. */
typedef enum kembar_dedup_keep {
    KEMBAR_KEEP_EARLIEST = 0,
    KEMBAR_KEEP_LONGEST,     /* most content tokens first, then by day */
    KEMBAR_KEEP_FIRST,       /* in the order of reading: files by path, lines by number */
    KEMBAR_KEEP_SOURCE_ORDER /* by where the document's source stands first, inputs taken in the
                                order in which they were added; then by day */
} kembar_dedup_keep;

/* What goes. */
typedef enum kembar_dedup_on {
    KEMBAR_ON_NEAR = 0, /* exact copies and edited copies */
    KEMBAR_ON_EXACT,    /* copies with the same content tokens alone */
    KEMBAR_ON_EXCERPT   /* also what lies for the most part in a longer document */
} kembar_dedup_on;

/* Start from kembar_dedup_options_default. */
typedef struct kembar_dedup_options {
    kembar_options run;
    kembar_dedup_keep keep;
    kembar_dedup_on on;
    int32_t min_jaccard_micro; /* 0; with KEMBAR_ON_NEAR alone: in 10^-6, the `jaccard` of the whole
                                  texts below which a copy, an exact one too, counts for none */
    int lists_pairs;           /* fill `pairs` of the result: takes longer */
    int32_t sample_shingles;   /* 64: so many shingles of each document, about, look for candidates,
                                  but all of short ones; 0: all of all */
    int32_t early_documents;   /* 15: what stands in so many, or a third of them of one source, is
                                  taken for furniture in those that are still being read, which then
                                  need not be read twice for it; 0: never. Results are the same */
} kembar_dedup_options;

KEMBAR_API kembar_dedup_options kembar_dedup_options_default(void);

/* What dedup decided for one document. */
typedef struct kembar_dedup_row {
    uint32_t duplicate_of; /* record of what is kept and it duplicates; UINT32_MAX: kept */
    uint8_t of_against;    /* not 0: duplicate_of is a record of `against` */
    uint8_t relation;      /* kembar_relation to it */
    int32_t score;
} kembar_dedup_row;

typedef struct kembar_dedup_result {
    kembar_catalogue *catalogue; /* owned */
    kembar_catalogue *against;   /* owned; NULL without */
    kembar_dedup_row *rows;      /* owned; one for each record of the catalogue */
    size_t n_rows;
    /* owned; verified pairs, exact and near (with KEMBAR_ON_EXCERPT excerpts too, with
     * KEMBAR_ON_EXACT exact alone; near ones from min_jaccard_micro on), where asked for: those
     * with `against` first, then in the order of the ids of `a`, of `b`. Of a class of more than 64
     * exact copies only those with the one that stays. Indices are records of the catalogue, but
     * where pairs_against[i] is set `a` is one of `against`. */
    kembar_pair *pairs;
    uint8_t *pairs_against; /* owned; NULL without `against`, or where no pairs are asked for */
    size_t n_pairs;
    kembar_count counts[KEMBAR_N_COUNTS];
    size_t n_counts;
    kembar_timing *timings; /* owned */
    size_t n_timings;
    double wall_seconds;
} kembar_dedup_result;

/* Reads `source` (once, as kembar_source_read would) and `against`, which may be NULL, and decides.
 * With `against` documents are compared with its documents too, which always win and are not
 * compared with each other. No group is emptied. The same for any number of threads. Errors: as of
 * kembar_source_read; IO when an input changes meanwhile or a temporary file cannot be written. */
KEMBAR_API kembar_status kembar_run_dedup(kembar_source *source, kembar_source *against,
                                          const kembar_dedup_options *options,
                                          const kembar_run_context *context,
                                          kembar_dedup_result *out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_dedup_result_deinit(kembar_dedup_result *result);

#endif
