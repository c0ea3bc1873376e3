/* What stories are made of: duplicate groups and single documents, each seen through its
 * representative. */
#ifndef KEMBAR_CLUSTER_UNITS_H
#define KEMBAR_CLUSTER_UNITS_H

#include "cluster/groups.h"

typedef struct kembar_units {
    uint32_t *of_document;    /* owned; unit of each document */
    uint32_t *representative; /* owned; document of each unit, ascending */
    size_t n_units;
} kembar_units;

kembar_status kembar_units_init(kembar_units *out, const kembar_groups *groups,
                                size_t n_documents) KEMBAR_MUST_CHECK;
void kembar_units_deinit(kembar_units *units);

#endif
