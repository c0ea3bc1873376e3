/* Imprints kept from run to run in a folder of run files, by the bytes of the records that they
 * were made of and by all that changes what is made of them.
 *
 * The folder may be deleted at any time, and used by several processes at once. Files are named by
 * what they were made for and by what they hold; a broken one is a fault that is told, is not
 * trusted, and is removed when new imprints are saved. Many become one. */
#ifndef KEMBAR_PIPELINE_IMPRINT_CACHE_H
#define KEMBAR_PIPELINE_IMPRINT_CACHE_H

#include "kembar/temporaries.h"
#include "pipeline/imprint.h"
#include "read/result.h"
#include "read/tap.h"

typedef struct kembar_imprint_cache kembar_imprint_cache;

/* Makes the folder and reads what is there for `options`. What cannot be read is a fault. Errors:
 * MEMORY. */
kembar_status kembar_imprint_cache_open(kembar_imprint_cache **out, const char *folder,
                                        const kembar_dedup_options *options,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_imprint_cache_free(kembar_imprint_cache *cache); /* NULL is fine */

/* For the next reading (borrowed from the cache): imprints found live as long as the cache.
 * `options_hash` is of the source (catalogue.h). */
const kembar_read_memory *kembar_imprint_cache_memory(kembar_imprint_cache *cache,
                                                      uint64_t options_hash);
/* Writes what was new. What cannot be written is a fault. Errors: MEMORY. */
kembar_status kembar_imprint_cache_save(kembar_imprint_cache *cache,
                                        kembar_temporaries *temporaries,
                                        kembar_error *error) KEMBAR_MUST_CHECK;

/* Borrowed. */
const kembar_rejected_list *kembar_imprint_cache_faults(const kembar_imprint_cache *cache);

/* An imprint as bytes, and back; for the cache and its tests. `id` is what the record says itself
 * (data NULL: nothing). NULL when memory is out. */
kembar_view kembar_imprint_encode(kembar_arena *arena, const kembar_imprint *imprint,
                                  kembar_view id);
/* Fills *out with views into `bytes`, which are aligned to 8. 0 when they are no imprint. */
int kembar_imprint_decode(kembar_view bytes, kembar_imprint *out, kembar_view *id);

#endif
