/* Where the data files lie. */
#ifndef KEMBAR_LEXICON_DATA_FOLDER_H
#define KEMBAR_LEXICON_DATA_FOLDER_H

#include "base/buffer.h"
#include "kembar/status.h"

/* Appends the path of the data folder, by the rules of lexicon.h, and a NUL to `path`; an empty
 * path when there is none. Errors: LIBRARY when `data_dir` is given and no folder; MEMORY. */
kembar_status kembar_data_folder_find(const char *data_dir, kembar_buffer *path,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
