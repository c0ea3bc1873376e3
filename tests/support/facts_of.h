/* What kembar_facts_differ says of two texts as they align. */
#ifndef KEMBAR_TESTS_FACTS_OF_H
#define KEMBAR_TESTS_FACTS_OF_H

#include <stddef.h>

/* 1 or 0; fails the test when the texts share no passage. */
int facts_differ_in(const char *text_a, const char *text_b);
/* The same, which must be so from either side. */
int facts_differ_between(const char *text_a, const char *text_b);

/* A form with {0} to {9} in it, and what goes there: in one story, in others of the same form (one
 * value at least differs; NULL: as in the first), and in edited copies of the first. */
enum { NOTICE_VALUES = 10, NOTICE_TELLINGS = 2 };

typedef struct notice_values {
    const char *items[NOTICE_VALUES];
} notice_values;

typedef struct notice_form {
    const char *text;
    notice_values story;
    notice_values others[NOTICE_TELLINGS], edits[NOTICE_TELLINGS]; /* all NULL: there is none */
} notice_form;

/* Tests of a program of their own: other stories of a form have other facts, edited copies the
 * same, from either side, as they stand or with their lines broken elsewhere. How many failed. */
int test_notices(const notice_form *forms, size_t n_forms);

#endif
