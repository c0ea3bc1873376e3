/* Which files of a catalogue are among others, whatever paths lead to them. */
#ifndef KEMBAR_READ_SAME_FILES_H
#define KEMBAR_READ_SAME_FILES_H

#include "read/catalogue.h"

/* Sets is_same[i] for each file i of the catalogue (as of kembar_catalogue_plan) that one of the
 * paths leads to, or that lies below a folder that one leads to; others stay as they are. Paths
 * that lead nowhere are passed over. Errors: IO names one of which it cannot be told where it
 * leads; MEMORY. */
kembar_status kembar_same_files_by_path(const kembar_catalogue *catalogue, const char *const *paths,
                                        size_t n_paths, uint8_t *is_same,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
/* The same for the files that `other` has read too. Errors: MEMORY. */
kembar_status kembar_same_files(const kembar_catalogue *catalogue, const kembar_catalogue *other,
                                uint8_t *is_same) KEMBAR_MUST_CHECK;

#endif
