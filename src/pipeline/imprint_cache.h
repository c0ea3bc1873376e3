/* Imprints kept from run to run in a folder of run files, by the bytes of the records that they
 * were made of and by all that changes what is made of them, with a trace of the furniture that was
 * left out.
 *
 * The folder may be deleted at any time, and used by several processes at once. Files are named by
 * what they were made for, when, and by what they hold; a broken one is a fault that is told, is
 * not trusted, and is removed when a run saves. One that could not be read is left where it is.
 * Many become one; what was not used goes with the third time. Of files for other options or by
 * other versions the last few stay. */
#ifndef KEMBAR_PIPELINE_IMPRINT_CACHE_H
#define KEMBAR_PIPELINE_IMPRINT_CACHE_H

#include "kembar/temporaries.h"
#include "pipeline/imprint.h"
#include "read/result.h"
#include "read/tap.h"

typedef struct kembar_imprint_cache kembar_imprint_cache;

enum {
    KEMBAR_CACHE_RUNS = 8,       /* files; a further one takes their place */
    KEMBAR_CACHE_OTHER_RUNS = 8, /* of other kinds */
    KEMBAR_CACHE_IDLE = 2        /* times that an imprint is carried into one file unused */
};

/* Makes the folder and reads what is there for `options`. What cannot be read is a fault. Errors:
 * MEMORY. */
kembar_status kembar_imprint_cache_open(kembar_imprint_cache **out, const char *folder,
                                        const kembar_dedup_options *options,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_imprint_cache_free(kembar_imprint_cache *cache); /* NULL is fine */

/* For the next reading (borrowed from the cache): imprints found live as long as the cache, those
 * that are kept must live until they are saved. `options_hash` is of the source (catalogue.h). */
const kembar_read_memory *kembar_imprint_cache_memory(kembar_imprint_cache *cache,
                                                      uint64_t options_hash);

/* What has become of imprints by the time that they are saved: as they were read, and as they are
 * now; others are as they were. All borrowed. */
typedef struct kembar_imprint_changes {
    const kembar_imprint *const *before, *const *after;
    size_t n;
} kembar_imprint_changes;

/* Writes what was new or has changed. What cannot be written is a fault. Errors: MEMORY. */
kembar_status kembar_imprint_cache_save(kembar_imprint_cache *cache,
                                        const kembar_imprint_changes *changes,
                                        kembar_temporaries *temporaries,
                                        kembar_error *error) KEMBAR_MUST_CHECK;

/* Borrowed. */
const kembar_rejected_list *kembar_imprint_cache_faults(const kembar_imprint_cache *cache);

#endif
