#include "suggest.h"

#include <string.h>

enum { MAX_BYTES = 63, MIN_PREFIX = 2 };

static size_t smaller(size_t x, size_t y) {
    return x < y ? x : y;
}

static void keep_end(const char **text, size_t *size) {
    if (*size > MAX_BYTES) {
        *text += *size - MAX_BYTES;
        *size = MAX_BYTES;
    }
}

size_t kembar_suggest_distance(const char *a, size_t a_size, const char *b, size_t b_size) {
    size_t costs[3][MAX_BYTES + 1]; /* row i lies at i % 3 */
    keep_end(&a, &a_size);
    keep_end(&b, &b_size);
    for (size_t j = 0; j <= b_size; j++)
        costs[0][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = costs[i % 3];
        const size_t *above = costs[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            row[j] = smaller(above[j], row[j - 1]) + 1;
            row[j] = smaller(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], costs[(i - 2) % 3][j - 2] + 1);
        }
    }
    return costs[a_size % 3][b_size];
}

size_t kembar_suggest_reach(size_t size) {
    return size < 4 ? 1 : size < 8 ? 2 : 3;
}

const char *kembar_suggest(const char *const *names, size_t n_names, const char *wrong,
                           size_t size) {
    const char *nearest = NULL;
    size_t least = kembar_suggest_reach(size) + 1;
    for (size_t i = 0; i < n_names; i++) {
        size_t distance = kembar_suggest_distance(names[i], strlen(names[i]), wrong, size);
        if (distance < least) {
            least = distance;
            nearest = names[i];
        }
    }
    for (size_t i = 0; !nearest && size >= MIN_PREFIX && i < n_names; i++)
        if (strncmp(names[i], wrong, size) == 0)
            nearest = names[i];
    return nearest;
}
