/* The stages of a check. In this order: split, then near or held, match, show. */
#ifndef KEMBAR_PIPELINE_CHECK_RUN_H
#define KEMBAR_PIPELINE_CHECK_RUN_H

#include "kembar/check.h"
#include "pipeline/dedup_engine.h"

/* A pair that the gate looks for, seen from its subject: `pair.a` and `pair.b` are documents of the
 * set, all that is of a in it is the subject's. */
typedef struct kembar_check_row {
    kembar_pair pair;
    kembar_view subject_id, other_id; /* borrowed from the catalogues */
    uint8_t state;                    /* kembar_finding_state */
    size_t entry;                     /* of the baseline; SIZE_MAX: none */
} kembar_check_row;

/* Start from a zeroed struct. */
typedef struct kembar_check_run {
    kembar_check_options options;
    kembar_dedup_engine engine;
    kembar_dedup_place *places; /* owned; of the engine's set */
    uint32_t *numbers;          /* owned; likewise */
    kembar_check_row *rows;     /* owned */
    size_t n_rows, row_capacity;
    /* Where the texts are held: the documents, by their place in the set, and the rows' passages.
     */
    kembar_document **documents; /* owned, as what it lists; NULL: not held */
    kembar_span_pair *spans;     /* owned */
    size_t n_spans, span_capacity;
} kembar_check_run;

/* Says which documents are new, and lists the engine's set. What `against` shares with the source,
 * file by file, is not old. */
kembar_status kembar_check_split(kembar_check_run *run, const kembar_changed_paths *changed,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

/* Rows of the engine's pairs. Errors: those of the engine. */
kembar_status kembar_check_near(kembar_check_run *run, kembar_error *error) KEMBAR_MUST_CHECK;
/* Rows of a run over all documents, whose texts are held from here on. */
kembar_status kembar_check_held(kembar_check_run *run, const kembar_run_context *context,
                                kembar_error *error) KEMBAR_MUST_CHECK;
/* Appends the pair of two documents of the set (pair->a, pair->b, in either order, one at least
 * new), which is turned so that a is the subject; says whether it was. */
kembar_status kembar_check_add(kembar_check_run *run, const kembar_pair *pair,
                               int *is_turned) KEMBAR_MUST_CHECK;

/* Gives each row its state and out its entry_states, and sorts the rows. */
kembar_status kembar_check_match(kembar_check_run *run, const kembar_baseline *baseline,
                                 const char *today, kembar_check *out,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

/* Fills out->findings by the first rows: places, and passages, for which the documents are read
 * again. */
kembar_status kembar_check_show(const kembar_check_run *run, kembar_check *out,
                                kembar_error *error) KEMBAR_MUST_CHECK;

/* What the views of a check point to. */
struct kembar_check_texts {
    kembar_arena *arenas; /* owned; one a worker */
    size_t n_arenas;
};

kembar_status kembar_check_texts_new(struct kembar_check_texts **out,
                                     size_t n_arenas) KEMBAR_MUST_CHECK;
void kembar_check_texts_free(struct kembar_check_texts *texts); /* NULL is fine */
/* A copy in an arena; absent views stay so. */
kembar_status kembar_check_texts_copy(kembar_arena *arena, kembar_view *view) KEMBAR_MUST_CHECK;

#endif
