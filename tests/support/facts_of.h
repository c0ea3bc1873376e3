/* What kembar_facts_differ says of two texts as they align. */
#ifndef KEMBAR_TESTS_FACTS_OF_H
#define KEMBAR_TESTS_FACTS_OF_H

/* 1 or 0; fails the test when the texts share no passage. */
int facts_differ_in(const char *text_a, const char *text_b);
/* The same, which must be so from either side. */
int facts_differ_between(const char *text_a, const char *text_b);

#endif
