/* The files behind a catalogue, so far as they are open. */
#ifndef KEMBAR_READ_CATALOGUE_FILES_H
#define KEMBAR_READ_CATALOGUE_FILES_H

#include "base/spool.h"
#include "read/plan.h"

/* Start from a zeroed struct. */
typedef struct kembar_catalogue_files {
    int *fds;      /* owned; of each entry: -1: opened for each read */
    int *is_owned; /* owned; the descriptor is closed here, and is not a spool's */
    size_t n_entries;
} kembar_catalogue_files;

/* Opens as many files as may stay open; what was spooled lies in spools[result->spool_id]
 * (borrowed). Errors: MEMORY. */
kembar_status kembar_catalogue_files_list(kembar_catalogue_files *files, const kembar_plan *plan,
                                          const kembar_file_result *results,
                                          const kembar_spool *spools,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_catalogue_files_close(kembar_catalogue_files *files);

/* Reads up to n_bytes of entry `entry` at `offset`; less only at its end. Any number of threads. */
kembar_status kembar_catalogue_files_read(const kembar_catalogue_files *files,
                                          const kembar_plan *plan, size_t entry, uint64_t offset,
                                          char *out, size_t n_bytes, size_t *n_read,
                                          kembar_error *error) KEMBAR_MUST_CHECK;

#endif
