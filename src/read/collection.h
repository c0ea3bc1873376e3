/* Putting together what was read. */
#ifndef KEMBAR_READ_COLLECTION_H
#define KEMBAR_READ_COLLECTION_H

#include "kembar/source.h"
#include "read/plan.h"
#include "read/result.h"

/* Makes the collection out of `plan` and results[plan->n_entries]; both keep nothing of what was
 * moved and are still the caller's to free. Sorts by id and rejects the second document with an id.
 * MEMORY is the only failure. */
kembar_status kembar_collection_new(kembar_collection **out, kembar_plan *plan,
                                    kembar_file_result *results,
                                    kembar_error *error) KEMBAR_MUST_CHECK;

/* Moves `options` (a copy of kembar_source_options_copy), which is zeroed, into the collection. */
void kembar_collection_set_options(kembar_collection *collection, kembar_source_options *options);
void kembar_collection_set_read_seconds(kembar_collection *collection, double seconds);

#endif
