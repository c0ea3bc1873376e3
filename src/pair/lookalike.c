#include "pair/lookalike.h"

#include <stdint.h>

unsigned kembar_edit_distance(kembar_view a, kembar_view b) {
    uint64_t peq[256] = {0};
    if (a.size == 0 || b.size == 0)
        return (unsigned)(a.size + b.size);
    for (size_t i = 0; i < a.size; i++)
        peq[(unsigned char)a.data[i]] |= (uint64_t)1 << i;
    uint64_t pv = ~(uint64_t)0, mv = 0, last = (uint64_t)1 << (a.size - 1);
    unsigned distance = (unsigned)a.size;
    for (size_t j = 0; j < b.size; j++) {
        uint64_t eq = peq[(unsigned char)b.data[j]];
        uint64_t xv = eq | mv;
        uint64_t xh = (((eq & pv) + pv) ^ pv) | eq;
        uint64_t ph = mv | ~(xh | pv), mh = pv & xh;
        distance += (ph & last) != 0;
        distance -= (mh & last) != 0;
        ph = (ph << 1) | 1;
        mh <<= 1;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    return distance;
}

static unsigned smallest(unsigned x, unsigned y, unsigned z) {
    unsigned m = x < y ? x : y;
    return m < z ? m : z;
}

unsigned kembar_edit_distance_reference(kembar_view a, kembar_view b) {
    unsigned row[KEMBAR_LOOKALIKE_MAX_BYTES + 1];
    for (unsigned i = 0; i <= a.size; i++)
        row[i] = i;
    for (unsigned j = 1; j <= b.size; j++) {
        unsigned diagonal = row[0];
        row[0] = j;
        for (unsigned i = 1; i <= a.size; i++) {
            unsigned keep = row[i];
            row[i] =
                smallest(diagonal + (a.data[i - 1] != b.data[j - 1]), row[i] + 1, row[i - 1] + 1);
            diagonal = keep;
        }
    }
    return row[a.size];
}

static int has_digit(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return 1;
    return 0;
}

int kembar_lookalike(kembar_view a, kembar_view b) {
    size_t longer = a.size > b.size ? a.size : b.size;
    size_t shorter = a.size + b.size - longer;
    size_t allowed = longer / 3 > 1 ? longer / 3 : 1;
    if (longer > KEMBAR_LOOKALIKE_MAX_BYTES || longer - shorter > allowed)
        return 0;
    if (has_digit(a) || has_digit(b))
        return 0;
    return kembar_edit_distance(a, b) <= allowed;
}
