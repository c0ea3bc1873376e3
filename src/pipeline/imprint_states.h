/* What was known of furniture when imprints were made, kept beside them: those of texts that hold
 * none of what is known otherwise now are still right. */
#ifndef KEMBAR_PIPELINE_IMPRINT_STATES_H
#define KEMBAR_PIPELINE_IMPRINT_STATES_H

#include "base/arena.h"
#include "base/run_file.h"
#include "model/furniture.h"

/* Beyond so many, what was made by others is not known. */
enum { KEMBAR_IMPRINT_STATES = 24 };

typedef struct kembar_imprint_state {
    uint64_t hash;              /* of its bytes; 0: nothing is known */
    kembar_view bytes;          /* borrowed */
    kembar_furniture furniture; /* owned; of it only what furniture_changes.h asks for */
} kembar_imprint_state;

/* Start from a zeroed struct. */
typedef struct kembar_imprint_states {
    kembar_imprint_state items[KEMBAR_IMPRINT_STATES];
    size_t n_items;
} kembar_imprint_states;

/* Notes the states of a file: values under keys whose high half is 0. Others, more than there is
 * room for, and those that are none, are passed over. */
kembar_status kembar_imprint_states_list(kembar_imprint_states *states,
                                         const kembar_run_file *file) KEMBAR_MUST_CHECK;
/* The number of a state from 0 on; n_items when it is not known. */
size_t kembar_imprint_states_find(const kembar_imprint_states *states, uint64_t hash);
void kembar_imprint_states_deinit(kembar_imprint_states *states);

/* The item of a state, in the arena; value.data NULL when memory is out. Its key's low half is the
 * state's hash, 0 where nothing is known. */
kembar_run_item kembar_imprint_state_item(kembar_arena *arena, const kembar_furniture *furniture);

#endif
