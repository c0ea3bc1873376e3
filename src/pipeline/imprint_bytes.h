/* An imprint as bytes, and back: a value of the cache. */
#ifndef KEMBAR_PIPELINE_IMPRINT_BYTES_H
#define KEMBAR_PIPELINE_IMPRINT_BYTES_H

#include "pipeline/imprint.h"

/* `id` is what the record says itself (data NULL: nothing). NULL when memory is out. */
kembar_view kembar_imprint_encode(kembar_arena *arena, const kembar_imprint *imprint,
                                  kembar_view id);
/* Fills *out with views into `bytes`, which are aligned to 8. 0 when they are no imprint. */
int kembar_imprint_decode(kembar_view bytes, kembar_imprint *out, kembar_view *id);
/* How often what can be decoded was carried on unused, and a copy in which it is another number;
 * NULL when memory is out. */
uint32_t kembar_imprint_idle(kembar_view bytes);
kembar_view kembar_imprint_copy_idle(kembar_arena *arena, kembar_view bytes, uint32_t n_idle);

#endif
