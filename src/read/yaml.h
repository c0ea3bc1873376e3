/* YAML as a run of events: the only file pair that knows libyaml. */
#ifndef KEMBAR_READ_YAML_H
#define KEMBAR_READ_YAML_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

typedef enum kembar_yaml_kind {
    KEMBAR_YAML_SCALAR = 0,
    KEMBAR_YAML_ALIAS, /* of something before; it is not followed, so that nothing multiplies */
    KEMBAR_YAML_MAPPING,
    KEMBAR_YAML_MAPPING_END,
    KEMBAR_YAML_SEQUENCE,
    KEMBAR_YAML_SEQUENCE_END,
    KEMBAR_YAML_DOCUMENT /* one begins */
} kembar_yaml_kind;

typedef struct kembar_yaml_event {
    kembar_yaml_kind kind;
    kembar_view text; /* of a scalar; borrowed until the next event; not NUL-terminated */
    int is_plain;     /* a scalar without quotes */
    int is_null;      /* a plain scalar that is empty, ~ or null; a quoted one that is empty */
    int depth;        /* mappings and sequences around it */
    uint64_t line;    /* 1-based */
} kembar_yaml_event;

/* KEMBAR_OK goes on; anything else ends the walk, which returns it. */
typedef kembar_status (*kembar_yaml_take)(void *context, const kembar_yaml_event *event,
                                          kembar_error *error);

/* Goes through valid UTF-8. FORMAT says with its line where it is no YAML; LIMIT, where more than
 * max_depth mappings and sequences lie in each other. Faults name no file. Linear for a bounded
 * depth. */
kembar_status kembar_yaml_walk(kembar_view text, int max_depth, kembar_yaml_take take,
                               void *context, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
