#include "nearest.h"

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "suggest.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int holds(kembar_view text, kembar_view part) {
    if (part.size == 0 || part.size > text.size)
        return 0;
    for (size_t begin = 0; begin <= text.size - part.size; begin++) {
        size_t n_equal = 0;
        while (n_equal < part.size &&
               lower(text.data[begin + n_equal]) == lower(part.data[n_equal]))
            n_equal++;
        if (n_equal == part.size)
            return 1;
    }
    return 0;
}

void kembar_nearest_offer(kembar_nearest *nearest, kembar_view id) {
    kembar_view wanted = nearest->wanted;
    size_t distance = 0;
    if (!holds(id, wanted)) {
        distance = kembar_suggest_distance(id.data, id.size, wanted.data, wanted.size);
        if (distance > kembar_suggest_reach(wanted.size))
            return;
    }
    size_t at = nearest->n_ids;
    while (at > 0 && nearest->distances[at - 1] > distance)
        at--;
    if (at == KEMBAR_MAX_NEAREST)
        return;
    if (nearest->n_ids < KEMBAR_MAX_NEAREST)
        nearest->n_ids++;
    for (size_t i = nearest->n_ids - 1; i > at; i--) {
        nearest->ids[i] = nearest->ids[i - 1];
        nearest->distances[i] = nearest->distances[i - 1];
    }
    nearest->ids[at] = id;
    nearest->distances[at] = distance;
}

void kembar_nearest_print(const kembar_nearest *nearest) {
    if (nearest->n_ids == 0)
        return;
    fputs("Did you mean ", stderr);
    for (size_t i = 0; i < nearest->n_ids; i++) {
        fputs(i == 0 ? "" : i + 1 < nearest->n_ids ? ", " : " or ", stderr);
        kembar_escape_print(stderr, nearest->ids[i]);
    }
    fputs("?\n", stderr);
}
