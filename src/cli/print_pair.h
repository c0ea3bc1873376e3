/* What two documents are to each other, for people. */
#ifndef KEMBAR_CLI_PRINT_PAIR_H
#define KEMBAR_CLI_PRINT_PAIR_H

#include <stdio.h>

#include "kembar/compare.h"
#include "numbers.h"

/* One line in words, such as "near: 83% of A and 79% of B lie in passages that both share". `a` and
 * `b` are what the texts are called in it. */
void kembar_print_pair_words(FILE *stream, const kembar_pair *pair, const char *a, const char *b);
/* "ledakan ~ explosion", with a comma before all but the first (i = 0) of a list. */
void kembar_print_term(FILE *stream, kembar_view a, kembar_view b, size_t i);
/* Measures, one a line. */
void kembar_print_pair_measures(FILE *stream, const kembar_pair *pair);
/* What only a comparison counts: words and shingles in common. */
void kembar_print_pair_counts(FILE *stream, const kembar_pair *pair);
/* Every rule that was met or missed. */
void kembar_print_rules(FILE *stream, const kembar_comparison *comparison);
/* The missed rules in words: "near: coverage of both is 0.12, asked for is 0.5, short by 0.38". */
void kembar_print_missed_rules(FILE *stream, const kembar_reason *reasons, size_t n_reasons);
/* A value or threshold of a rule: a count, or a fraction cut to four decimals. */
const char *kembar_print_reason_value(const kembar_reason *reason, int32_t value,
                                      char buffer[KEMBAR_MICRO_BYTES]);

#endif
