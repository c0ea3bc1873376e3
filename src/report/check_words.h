/* What is said of a finding, in the same words in every form.
 *
 * All of it is one line of valid UTF-8 without controls, invisible characters and those that change
 * direction; markup is left to the form. */
#ifndef KEMBAR_REPORT_CHECK_WORDS_H
#define KEMBAR_REPORT_CHECK_WORDS_H

#include "report/check_formats.h"

enum {
    KEMBAR_CHECK_PATH_COLUMNS = 300, /* longer ones are cut in messages; nobody writes them */
    KEMBAR_CHECK_ID_COLUMNS = 120,
    KEMBAR_CHECK_WORDS_COLUMNS = 160
};

/* "new", "known", "noted". */
const char *kembar_check_state_name(uint8_t state);
/* "kembar-near": the rule that a finding falls under. */
void kembar_check_append_rule(kembar_buffer *out, uint8_t relation);

/* The lines of the file that passage `i` takes of the subject or the other; the line of the place,
 * 1 for a whole file, where no such passage is shown. */
typedef struct kembar_check_lines {
    uint64_t begin, end; /* 1 <= begin <= end */
} kembar_check_lines;
kembar_check_lines kembar_check_lines_of(const kembar_finding *finding, size_t i, int is_other);

/* Without "./" in front, as reviewers' tools know paths. Borrowed from `path`. */
kembar_view kembar_check_tool_path(kembar_view path);

/* "path:line", of a record with an id of its own "path:line (id)". */
void kembar_check_append_place(kembar_buffer *out, const kembar_finding *finding, int is_other);
/* "an edited copy of", "an excerpt of" ...: what comes between the two places after "is"; a
 * constant. */
const char *kembar_check_tie(const kembar_finding *finding);
/* "412 equal words in 3 passages: 83% of the new text, 76% of the other"; "probability 91%; 4
 * passages that correspond". */
void kembar_check_append_shared(kembar_buffer *out, const kembar_finding *finding);
/* The beginning of the passage with most words in quotes; of a translation both sides. Nothing
 * where none is shown. */
void kembar_check_append_words(kembar_buffer *out, const kembar_finding *finding, size_t columns);
/* "Passage 1 of 3 as it stands here: \"...\"", in the other text. */
void kembar_check_append_passage(kembar_buffer *out, const kembar_finding *finding, size_t i);
/* Why it does not count; nothing for a new one. */
void kembar_check_append_standing(kembar_buffer *out, const kembar_checked *checked,
                                  const kembar_finding *finding);
/* All of it: one sentence after the other. */
void kembar_check_append_message(kembar_buffer *out, const kembar_checked *checked,
                                 const kembar_finding *finding);

#endif
