/* Check: which new documents are already carried, and whether a gate trips over them.
 *
 * New documents are compared with old ones and with each other, old ones never with each other.
 * What was accepted before stands in a baseline (kembar/baseline.h) and does not trip the gate. */
#ifndef KEMBAR_CHECK_H
#define KEMBAR_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/baseline.h"
#include "kembar/run.h"

/* Start from kembar_check_options_default. */
typedef struct kembar_check_options {
    kembar_options run;      /* across_sources and within_days apply here too */
    kembar_relation fail_on; /* KEMBAR_RELATION_NEAR: the gate looks for this relation and stronger
                                ones; weaker ones are not looked for */
    uint64_t max_findings;   /* 0: so many new findings pass */
    int facts_differ;        /* not 0: near pairs with other facts trip too */
    uint64_t max_shown;      /* 10000; at least 1: so many findings, the first ones, are told with
                                places and passages; of the others only the number */
    int lists_unshown;       /* not 0: their pairs are listed too, for a baseline */
    const char *cache_dir;   /* borrowed; where the features of documents are kept from run to run;
                                NULL: nowhere */
    kembar_temporaries *temporaries; /* borrowed; for the cache's files; may be NULL */
} kembar_check_options;

KEMBAR_API kembar_check_options kembar_check_options_default(void);

/* Where a document lies. Views are borrowed from the result. */
typedef struct kembar_place {
    kembar_view id;
    kembar_view path;  /* of the file, as it was named or found below what was named */
    uint64_t position; /* 1-based line of a record in it; 0: the whole file is the document */
    kembar_view title; /* data NULL where undefined, as in the next two */
    kembar_view source;
    kembar_view date; /* YYYY-MM-DD */
    kembar_content_key key;
    uint8_t is_new;
} kembar_place;

/* A passage that both share, as people find it. */
typedef struct kembar_shown_passage {
    kembar_span_pair span;        /* in the documents' texts: a is the subject, b the other */
    kembar_view words_a, words_b; /* its beginning in each text, at most
                                     KEMBAR_SHOWN_PASSAGE_BYTES, cut between words; as it stands
                                     there, so escape it */
    uint8_t is_cut_a, is_cut_b;   /* the words end before the passage does */
    /* 1-based lines of the files in which it begins and ends; of a record in JSONL its line. */
    uint64_t begin_line_a, end_line_a, begin_line_b, end_line_b;
} kembar_shown_passage;

enum { KEMBAR_SHOWN_PASSAGE_BYTES = 400, KEMBAR_SHOWN_PASSAGES = 3 };

typedef enum kembar_finding_state {
    KEMBAR_FINDING_NEW = 0, /* counts for the gate */
    KEMBAR_FINDING_KNOWN,   /* stands in the baseline */
    KEMBAR_FINDING_NOTED    /* near, but other facts: shown, does not count */
} kembar_finding_state;

enum { KEMBAR_CHECK_SHOWN = 10000 };

/* A pair that the gate looks for. Fractions in 10^-6, -1 where undefined. */
typedef struct kembar_finding {
    kembar_place subject; /* new; of two new ones the one that would go: later by day (undated
                             last), then the larger id */
    kembar_place other;   /* what it duplicates */
    char fingerprint[33]; /* XXH128 in hex of both content keys and the relation's side: the same
                             wherever the files lie */
    uint8_t relation;     /* kembar_relation */
    uint8_t state;        /* kembar_finding_state */
    int8_t facts_differ;  /* 1, 0, or -1 unless near */
    int32_t score, jaccard;
    int32_t coverage_subject, coverage_other;
    int32_t link;                                         /* across languages, else -1 */
    uint32_t equal_tokens;                                /* equal words in all passages together */
    uint32_t n_passages;                                  /* that there are */
    kembar_shown_passage passages[KEMBAR_SHOWN_PASSAGES]; /* those with most words first */
    size_t n_shown;
    size_t entry; /* of the baseline; SIZE_MAX unless known */
} kembar_finding;

/* Start from a zeroed struct. */
typedef struct kembar_check {
    kembar_finding *findings; /* owned; new ones, then noted, then known ones; in each the strongest
                                 relation first, then the most equal tokens, then ids of subject and
                                 other; no more than max_shown */
    size_t n_findings, n_unshown;   /* those, and how many follow that are not shown */
    size_t n_new, n_noted, n_known; /* of all of them */
    kembar_baseline_pair *unshown;  /* owned; new and known ones that are not shown; NULL unless
                                       lists_unshown */
    size_t n_unshown_pairs;
    size_t n_documents, n_new_documents; /* that were read; of them new */
    int is_tripped;                      /* n_new > max_findings */
    kembar_check_options options;        /* as used; without what is borrowed */
    uint8_t *entry_states; /* owned; kembar_entry_state of each entry of the baseline */
    size_t n_entries;
    kembar_rejection *rejections; /* owned; new inputs', then old ones' */
    size_t n_rejections;
    kembar_rejection *cache_faults; /* owned; files of the cache that were not used, or could not be
                                       written: they change no result */
    size_t n_cache_faults;
    kembar_timing *timings; /* owned */
    size_t n_timings;
    double wall_seconds;
    struct kembar_check_texts *texts; /* owned; what the views point to */
} kembar_check;

/* Which files' documents are new where new and old lie in one tree. Paths are compared after
 * "." , ".." and links are resolved; one that does not exist is no error (it was deleted);
 * one of which that cannot be told is. */
typedef struct kembar_changed_paths {
    const char *const *paths; /* borrowed */
    size_t n_paths;
} kembar_changed_paths;

/* Reads `source` and, unless NULL, `against` (each once), and looks for what new documents are
 * copies of. Documents of `source` are new, all or those of `changed` (NULL: all). `baseline`
 * (borrowed) may be NULL; `today` as YYYY-MM-DD decides what of it has expired. For exact, near and
 * excerpt texts are not held (see kembar/dedup.h), and passages in another order or in other words
 * are not looked for; for translation and related it is a run over all documents, which finds them
 * too. The same for any number of threads, with and without a cache. Free with
 * kembar_check_deinit. Errors: those of kembar_run_dedup and kembar_run_cluster.
 * However many findings there are, all are counted, and each takes some 300 bytes; one that is
 * shown some 3 KB and an alignment. */
KEMBAR_API kembar_status kembar_run_check(kembar_source *source, kembar_source *against,
                                          const kembar_changed_paths *changed,
                                          const kembar_baseline *baseline, const char *today,
                                          const kembar_check_options *options,
                                          const kembar_run_context *context, kembar_check *out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_check_deinit(kembar_check *check);

#endif
