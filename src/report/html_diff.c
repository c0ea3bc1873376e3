#include "report/html_diff.h"

#include "base/array.h"

enum { MAX_AHEAD = 20 };

typedef struct two_sides {
    const kembar_token *left, *right;
    size_t n_left, n_right;
} two_sides;

static int is_equal(const two_sides *sides, size_t x, size_t y) {
    return x < sides->n_left && y < sides->n_right && sides->left[x].hash == sides->right[y].hash;
}

/* One equal word is enough where a word was exchanged; where words came or went it takes two, since
 * one is often a mere "the". */
static int is_anchor(const two_sides *sides, size_t x, size_t y, int is_exchange) {
    if (!is_equal(sides, x, y))
        return 0;
    int is_last = x + 1 == sides->n_left || y + 1 == sides->n_right;
    return is_exchange || is_last || is_equal(sides, x + 1, y + 1);
}

/* Moves (x, y), which differ, to the nearest place from where both go on alike. */
static void skip_difference(const two_sides *sides, size_t *x, size_t *y) {
    for (size_t distance = 1; distance <= 2 * MAX_AHEAD; distance++) {
        size_t first = distance > MAX_AHEAD ? distance - MAX_AHEAD : 0;
        for (size_t ahead = first; ahead <= distance && ahead <= MAX_AHEAD; ahead++) {
            size_t other = distance - ahead;
            if (is_anchor(sides, *x + ahead, *y + other, ahead == other)) {
                *x += ahead;
                *y += other;
                return;
            }
        }
    }
    *x += MAX_AHEAD;
    *y += MAX_AHEAD;
}

kembar_status kembar_html_diff_find(kembar_html_diff *out, const kembar_token *left, size_t n_left,
                                    const kembar_token *right, size_t n_right) {
    two_sides sides = {left, right, n_left, n_right};
    out->n_runs = 0;
    for (size_t x = 0, y = 0; x < n_left && y < n_right;) {
        size_t n_tokens = 0;
        while (is_equal(&sides, x + n_tokens, y + n_tokens))
            n_tokens++;
        if (n_tokens == 0) {
            skip_difference(&sides, &x, &y);
            continue;
        }
        kembar_status status = kembar_array_reserve((void **)&out->runs, &out->capacity,
                                                    out->n_runs + 1, sizeof *out->runs);
        if (status != KEMBAR_OK)
            return status;
        out->runs[out->n_runs++] = (kembar_html_equal_run){x, y, n_tokens};
        x += n_tokens;
        y += n_tokens;
    }
    return KEMBAR_OK;
}
