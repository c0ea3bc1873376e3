/* What the relations mean as rules that a finding falls under. */
#ifndef KEMBAR_REPORT_CHECK_RULES_H
#define KEMBAR_REPORT_CHECK_RULES_H

#include "kembar/compare.h"

/* Constants. */
typedef struct kembar_check_rule {
    kembar_relation relation;
    const char *name;  /* "NearCopy" */
    const char *brief; /* one sentence */
    const char *help;  /* what it means and what can be done */
} kembar_check_rule;

enum { KEMBAR_CHECK_RULES = KEMBAR_RELATION_EXACT };
/* Strongest first: rule i is of relation KEMBAR_RELATION_EXACT - i. */
const kembar_check_rule *kembar_check_rules(void);

#endif
