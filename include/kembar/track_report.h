/* A track as text: a table for people, CSV for spreadsheets, JSON for programs. */
#ifndef KEMBAR_TRACK_REPORT_H
#define KEMBAR_TRACK_REPORT_H

#include "kembar/answers.h"
#include "kembar/temporaries.h"
#include "kembar/track.h"

/* All borrowed. */
typedef struct kembar_tracked {
    const kembar_collection *releases, *coverage; /* that the track was made of */
    const kembar_track *track;
} kembar_tracked;

/* Each release with who ran it, in lines of at most 100 columns. Fit for a terminal: nothing in it
 * moves the cursor or changes direction; colour codes only when asked. Errors of this and the next
 * two: MEMORY. */
KEMBAR_API kembar_status kembar_answer_track(kembar_answer *out, const kembar_tracked *tracked,
                                             int color, kembar_error *error) KEMBAR_MUST_CHECK;
/* RFC 4180 with a header: a line for each release and document, and one with empty cells for a
 * release that has none. Cells that a spreadsheet would take for a formula begin with an
 * apostrophe; line breaks and controls of documents become spaces and U+FFFD. */
KEMBAR_API kembar_status kembar_answer_track_csv(kembar_answer *out, const kembar_tracked *tracked,
                                                 kembar_error *error) KEMBAR_MUST_CHECK;
/* One object a release, each on a line; every key always present. */
KEMBAR_API kembar_status kembar_answer_track_json(kembar_answer *out, const kembar_tracked *tracked,
                                                  kembar_error *error) KEMBAR_MUST_CHECK;

/* Writes an answer to a file, which appears whole or not at all; a device, a pipe or /dev/stdout is
 * written to as it is. `temporaries` (borrowed) may be NULL. Errors: IO, ARGUMENT for a name that
 * is none, MEMORY. */
KEMBAR_API kembar_status kembar_answer_save(const kembar_answer *answer, const char *path,
                                            kembar_temporaries *temporaries,
                                            kembar_error *error) KEMBAR_MUST_CHECK;
/* Answers with where they go; all borrowed. */
typedef struct kembar_answer_file {
    const kembar_answer *answer;
    const char *path;
} kembar_answer_file;

/* The same for several (at most KEMBAR_MAX_ANSWER_FILES): all are on the disk before the first
 * appears, and when one cannot appear none stays. */
enum { KEMBAR_MAX_ANSWER_FILES = 64 };
KEMBAR_API kembar_status kembar_answers_save(const kembar_answer_file *files, size_t n_files,
                                             kembar_temporaries *temporaries,
                                             kembar_error *error) KEMBAR_MUST_CHECK;
/* Fails where kembar_answer_save would because the file cannot be made; leaves nothing. To be asked
 * before long work. */
KEMBAR_API kembar_status kembar_answer_save_try(const char *path, kembar_temporaries *temporaries,
                                                kembar_error *error) KEMBAR_MUST_CHECK;

#endif
