/* How far two English translations mean the same: by the Indonesian words that they share. */
#ifndef KEMBAR_LEXICON_COMPILE_SUPPORT_H
#define KEMBAR_LEXICON_COMPILE_SUPPORT_H

#include "kembar/status.h"
#include "lexicon/compile/entries.h"

typedef struct kembar_support_pair {
    const char *en, *id; /* borrowed from the entries */
} kembar_support_pair;

/* The dictionaries' pairs, sorted, without repeats. */
typedef struct kembar_support {
    kembar_support_pair *items; /* owned */
    size_t n_items;
} kembar_support;

/* From finished entries. Errors: MEMORY. */
kembar_status kembar_support_init(kembar_support *out, const kembar_entries *entries,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_support_deinit(kembar_support *support);

/* The Indonesian words of one translation, sorted. */
typedef struct kembar_support_range {
    const kembar_support_pair *items; /* borrowed from the support */
    size_t n_items;
} kembar_support_range;

/* Logarithmic. */
kembar_support_range kembar_support_find(const kembar_support *support, const char *en);
/* Words that both translate besides one, divided by the geometric mean of what each translates:
 * 0 to 1. */
double kembar_support_between(kembar_support_range a, kembar_support_range b);

#endif
