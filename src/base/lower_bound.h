/* Binary search by a condition. */
#ifndef KEMBAR_BASE_LOWER_BOUND_H
#define KEMBAR_BASE_LOWER_BOUND_H

#include <stddef.h>

/* Sets `at`, a size_t, to the first of 0, 1 ... n - 1 for which `is_before`, an expression of `at`
 * that is evaluated log2 n times, does not hold, or to n. It must hold for none after that. */
#define KEMBAR_LOWER_BOUND(at, n, is_before)  \
    do {                                      \
        size_t low_ = 0, high_ = (n);         \
        while (low_ < high_) {                \
            (at) = low_ + (high_ - low_) / 2; \
            if (is_before)                    \
                low_ = (at) + 1;              \
            else                              \
                high_ = (at);                 \
        }                                     \
        (at) = low_;                          \
    } while (0)

#endif
