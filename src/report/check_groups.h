/* The findings of a check by the new document that they are about. */
#ifndef KEMBAR_REPORT_CHECK_GROUPS_H
#define KEMBAR_REPORT_CHECK_GROUPS_H

#include "kembar/check.h"

typedef struct kembar_check_group {
    size_t begin, end; /* of its findings in `order` */
    size_t n_state[KEMBAR_FINDING_NOTED + 1];
} kembar_check_group;

typedef struct kembar_check_groups {
    size_t *order;              /* owned; indices of findings, in a group ascending */
    kembar_check_group *groups; /* owned; in the order of their first findings */
    size_t n_groups;
} kembar_check_groups;

/* Errors: MEMORY. Free with kembar_check_groups_deinit. */
kembar_status kembar_check_groups_init(kembar_check_groups *out,
                                       const kembar_check *check) KEMBAR_MUST_CHECK;
void kembar_check_groups_deinit(kembar_check_groups *groups);

#endif
