/* A check in a test. */
#ifndef KEMBAR_TESTS_RUN_CHECK_H
#define KEMBAR_TESTS_RUN_CHECK_H

#include "kembar/check.h"

/* What a check is told; zeroed but for `options` is fine. Lists end with NULL. */
typedef struct check_call {
    kembar_check_options options;
    const char *const *paths, *const *against, *const *changed;
    const char *baseline; /* path */
} check_call;

/* Two threads; all of `paths`, against nothing. */
check_call check_call_of(const char *const *paths);
/* Fails the test when the check fails. The caller frees the result. */
kembar_check check_run(const check_call *call);
/* Everything in a check that does not change from run to run, as text (free it). */
char *check_dump(const kembar_check *check);

#endif
