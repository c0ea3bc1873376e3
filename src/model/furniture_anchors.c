#include "base/hash.h"
#include "model/furniture.h"

enum { ROW = 3, WINDOW = KEMBAR_FURNITURE_RUN_TOKENS - ROW + 1 };

/* Odd numbers, so that the order of the three counts. */
static uint32_t hash_row(const kembar_token *tokens) {
    uint64_t sum = tokens[0].hash * 0x9e3779b97f4a7c15u + tokens[1].hash;
    return (uint32_t)((sum * 0xbf58476d1ce4e5b9u + tokens[2].hash) * 0x94d049bb133111ebu >> 32);
}

uint32_t kembar_furniture_anchor(const kembar_token *tokens) {
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < WINDOW; i++) {
        uint32_t hash = hash_row(tokens + i);
        least = hash < least ? hash : least;
    }
    return least;
}

size_t kembar_furniture_anchors(const kembar_tokens *tokens, uint32_t *out) {
    size_t n = 0, n_rows = tokens->n_items < ROW ? 0 : tokens->n_items - ROW + 1;
    uint32_t recent[WINDOW];
    uint32_t least = UINT32_MAX;
    size_t place = 0; /* of the least in the window */
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t hash = hash_row(tokens->items + i);
        recent[i % WINDOW] = hash;
        if (hash <= least) {
            least = hash;
            place = i;
        } else if (place + WINDOW == i) {
            least = UINT32_MAX;
            for (size_t k = i + 1 - WINDOW; k <= i; k++)
                if (recent[k % WINDOW] <= least) {
                    least = recent[k % WINDOW];
                    place = k;
                }
        } else if (i + 1 > WINDOW) {
            continue;
        }
        if (i + 1 >= WINDOW)
            out[n++] = least;
    }
    return n;
}
