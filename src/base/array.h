/* Growth of plain arrays: pointer, count, capacity kept by the caller. */
#ifndef KEMBAR_BASE_ARRAY_H
#define KEMBAR_BASE_ARRAY_H

#include <stddef.h>

#include "kembar/status.h"

/* Makes room for `needed` items of `item_size` bytes in *items (owned by the caller, may start
 * NULL); doubles *capacity. On failure leaves both as they were and returns KEMBAR_ERROR_MEMORY. */
kembar_status kembar_array_reserve(void **items, size_t *capacity, size_t needed,
                                   size_t item_size) KEMBAR_MUST_CHECK;

#endif
