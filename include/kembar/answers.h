/* The answers of single commands as text: JSON for programs, passages for people.
 *
 * JSON is one object on one line, with its newline; every key is always present, null where
 * undefined; fractions have six decimals. */
#ifndef KEMBAR_ANSWERS_H
#define KEMBAR_ANSWERS_H

#include <stddef.h>

#include "kembar/baseline.h"
#include "kembar/compare.h"
#include "kembar/eval.h"
#include "kembar/lexicon.h"
#include "kembar/parameters.h"
#include "kembar/results.h"
#include "kembar/sink.h"
#include "kembar/trace.h"

/* Text that the library made. NUL-terminated; `size` leaves the NUL out. Free with
 * kembar_answer_deinit. */
typedef struct kembar_answer {
    char *data; /* owned */
    size_t size;
} kembar_answer;

KEMBAR_API void kembar_answer_deinit(kembar_answer *answer); /* zeroed is fine */

/* A document with its blocks (kind, language, begin, end) and, with_text, its text. Errors of this
 * and the next three: MEMORY. */
KEMBAR_API kembar_status kembar_answer_document(kembar_answer *out, const kembar_document *document,
                                                int with_text,
                                                kembar_error *error) KEMBAR_MUST_CHECK;
/* The pair, the rules, and the passages with their words and, in bytes of the texts, those that the
 * other side does not have there (null for sentences of two languages). `a` and `b` are those that
 * were compared. */
KEMBAR_API kembar_status kembar_answer_comparison(kembar_answer *out, const kembar_document *a,
                                                  const kembar_document *b,
                                                  const kembar_comparison *comparison,
                                                  kembar_error *error) KEMBAR_MUST_CHECK;
/* The measures; with_mistakes also the list of mistakes. */
KEMBAR_API kembar_status kembar_answer_eval(kembar_answer *out, const kembar_eval *eval,
                                            int with_mistakes,
                                            kembar_error *error) KEMBAR_MUST_CHECK;
/* Counts by their names. */
KEMBAR_API kembar_status kembar_answer_counts(kembar_answer *out, const kembar_count *counts,
                                              size_t n_counts,
                                              kembar_error *error) KEMBAR_MUST_CHECK;
/* What the lexicon holds; what it knows of one word. */
KEMBAR_API kembar_status kembar_answer_lexicon(kembar_answer *out,
                                               const kembar_dictionary_info *info,
                                               kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API kembar_status kembar_answer_word(kembar_answer *out, const kembar_dictionary_word *word,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

/* The entries of a baseline, each with whether it has expired; those that pruning removes (`states`
 * as of kembar_baseline_match: expired and unused ones), and how many stay. */
KEMBAR_API kembar_status kembar_answer_baseline(kembar_answer *out, const kembar_baseline *baseline,
                                                const char *today,
                                                kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API kembar_status kembar_answer_pruned(kembar_answer *out, const kembar_baseline *baseline,
                                              const uint8_t *states, int is_dry_run,
                                              kembar_error *error) KEMBAR_MUST_CHECK;
/* The file that kembar_baseline_save writes, to be saved together with others. Errors: ARGUMENT,
 * MEMORY. */
KEMBAR_API kembar_status kembar_answer_new_baseline(kembar_answer *out,
                                                    const kembar_baseline *baseline,
                                                    const kembar_baseline_update *update,
                                                    kembar_error *error) KEMBAR_MUST_CHECK;

/* A setting as it counts. All borrowed. */
typedef enum kembar_shown_kind {
    KEMBAR_SHOWN_NONE = 0,
    KEMBAR_SHOWN_NUMBER,
    KEMBAR_SHOWN_MICRO, /* a fraction of 10^-6 */
    KEMBAR_SHOWN_FLAG,
    KEMBAR_SHOWN_TEXT, /* items[0] */
    KEMBAR_SHOWN_LIST
} kembar_shown_kind;

typedef struct kembar_shown_setting {
    const char *key; /* "thresholds.near" */
    kembar_shown_kind kind;
    int32_t number;
    const char *const *items;
    size_t n_items;
    const char *from; /* "option", "variable", "file" or "default" */
    const char *name; /* of the option, variable or file; NULL for a default */
    uint64_t line;    /* of the file; else 0 */
} kembar_shown_setting;

/* `file` is NULL where there is none. */
KEMBAR_API kembar_status kembar_answer_settings(kembar_answer *out, const char *file,
                                                const kembar_shown_setting *settings,
                                                size_t n_settings,
                                                kembar_error *error) KEMBAR_MUST_CHECK;

/* The options, the detection curve, the rules. */
KEMBAR_API kembar_status kembar_answer_parameters(kembar_answer *out, const kembar_options *options,
                                                  kembar_error *error) KEMBAR_MUST_CHECK;

/* What `kembar explain` says. All borrowed. */
typedef struct kembar_explanation {
    const kembar_results *results;
    const kembar_result_document *a, *b; /* b NULL: of one document */
    const kembar_traced *traced; /* of two documents one, of one its candidates; NULL where the
                                    inputs are not what they were */
    size_t n_traced;
    const kembar_trace_likeness *likeness; /* of two documents; NULL where it was not asked for */
    kembar_view fault;                     /* the input that is gone or has changed; else no data */
} kembar_explanation;

/* The documents, their pairs as in pairs.jsonl, what was looked at (null where the inputs do not
 * tell any more), how alike two are. */
KEMBAR_API kembar_status kembar_answer_explanation(kembar_answer *out,
                                                   const kembar_explanation *explanation,
                                                   kembar_error *error) KEMBAR_MUST_CHECK;

/* How passages are laid out. */
typedef struct kembar_passages_style {
    size_t columns; /* of the terminal; from 100 on both texts stand side by side, else one below
                       the other */
    int color;      /* words that differ in colour, else in [brackets] */
    int sentences;  /* the spans are sentences that correspond, of two languages: nothing is marked
                     */
} kembar_passages_style;

/* The passages that two documents share (borrowed spans, in the order of `a`), fit for a terminal:
 * nothing in it moves the cursor or changes direction. Errors: MEMORY. */
KEMBAR_API kembar_status kembar_answer_passages(kembar_answer *out, const kembar_document *a,
                                                const kembar_document *b,
                                                const kembar_span_pair *spans, size_t n_spans,
                                                const kembar_passages_style *style,
                                                kembar_error *error) KEMBAR_MUST_CHECK;

#endif
