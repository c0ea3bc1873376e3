/* Which ids a wrong one may have meant. */
#ifndef KEMBAR_CLI_NEAREST_H
#define KEMBAR_CLI_NEAREST_H

#include "kembar/view.h"

enum { KEMBAR_MAX_NEAREST = 3 };

/* Start from a zeroed struct with `wanted` set. All views are borrowed. */
typedef struct kembar_nearest {
    kembar_view wanted;
    kembar_view
        ids[KEMBAR_MAX_NEAREST]; /* nearest first, those offered earlier before others as near */
    size_t distances[KEMBAR_MAX_NEAREST];
    size_t n_ids;
} kembar_nearest;

/* Keeps `id` when it is near: it holds the wanted one, or few characters differ. */
void kembar_nearest_offer(kembar_nearest *nearest, kembar_view id);
/* Names them on stderr, "Did you mean ...?"; nothing without any. */
void kembar_nearest_print(const kembar_nearest *nearest);

#endif
