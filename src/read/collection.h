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

/* A collection of documents that lie in others (borrowed, and so are their texts), ordered by id;
 * ids may repeat: kembar_collection_find then gives any of them. It knows no inputs and no
 * rejections. Free with kembar_collection_free, which leaves the documents alone. */
kembar_status kembar_collection_borrow(kembar_collection **out,
                                       const kembar_document *const *documents, size_t n_documents,
                                       kembar_error *error) KEMBAR_MUST_CHECK;

/* Moves `options` (a copy of kembar_source_options_copy), which is zeroed, into the collection. */
void kembar_collection_set_options(kembar_collection *collection, kembar_source_options *options);
void kembar_collection_set_read_seconds(kembar_collection *collection, double seconds);

#endif
