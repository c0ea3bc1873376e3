/* Checks made by hand, to be told in every form. */
#ifndef TESTS_SUPPORT_FIXTURE_CHECK_H
#define TESTS_SUPPORT_FIXTURE_CHECK_H

#include "report/check_formats.h"

typedef struct fixture_check {
    kembar_check check;
    kembar_checked checked; /* of it, with its baseline */
    kembar_baseline_entry *entries;
    char *strings; /* what some of the views point to */
} fixture_check;

/* Five relations, the three states, two findings about one document, an entry of the baseline in
 * each state, two inputs that were not read. The gate trips. */
void fixture_check_small(fixture_check *out);
/* Nothing was found, and there is no baseline. */
void fixture_check_empty(fixture_check *out);
/* As small with titles, ids, paths, words, notes and reasons that mean harm; each finding has other
 * ones. Valid UTF-8. */
void fixture_check_hostile(fixture_check *out);
/* As small, but every string is this one (borrowed, valid UTF-8). */
void fixture_check_of(fixture_check *out, kembar_view text);
/* `n` new findings, every third with the fingerprint of the one before. */
void fixture_check_many(fixture_check *out, size_t n);
/* As small, but `n` new findings more are counted and not shown. */
void fixture_check_cut(fixture_check *out, size_t n);
void fixture_check_deinit(fixture_check *fixture);

/* The strings of fixture_check_hostile. */
const kembar_view *fixture_check_nasty(size_t *n_strings);

#endif
