#include "pair/lookalike.h"

/* Where a letter is listed, of a table large enough for all that are asked for. */
typedef enum letter_kind { ANY_BYTE = 0xff, FOLDED_LETTER = 0x1f } letter_kind;

static unsigned distance_of(kembar_view a, kembar_view b, uint64_t *places, letter_kind kind) {
    if (a.size == 0 || b.size == 0)
        return (unsigned)(a.size + b.size);
    for (size_t i = 0; i < a.size; i++)
        places[(unsigned char)a.data[i] & kind] |= (uint64_t)1 << i;
    uint64_t pv = ~(uint64_t)0, mv = 0, last = (uint64_t)1 << (a.size - 1);
    unsigned distance = (unsigned)a.size;
    for (size_t j = 0; j < b.size; j++) {
        uint64_t eq = places[(unsigned char)b.data[j] & kind];
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

unsigned kembar_edit_distance(kembar_view a, kembar_view b) {
    uint64_t places[ANY_BYTE + 1] = {0};
    return distance_of(a, b, places, ANY_BYTE);
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
    return kembar_lookalike_sizes(a.size, b.size) && !has_digit(a) && !has_digit(b) &&
           kembar_edit_distance(a, b) <= kembar_lookalike_edits(a.size > b.size ? a.size : b.size);
}

uint32_t kembar_letters(kembar_view word) {
    uint32_t letters = 0;
    for (size_t i = 0; i < word.size; i++)
        letters |= (uint32_t)1 << ((unsigned char)word.data[i] & FOLDED_LETTER);
    return letters;
}

/* The letters and the underscore differ in their last five bits, in either case. */
int kembar_lookalike_ascii(kembar_view a, kembar_view b) {
    uint64_t places[FOLDED_LETTER + 1] = {0};
    return kembar_lookalike_sizes(a.size, b.size) &&
           distance_of(a, b, places, FOLDED_LETTER) <=
               kembar_lookalike_edits(a.size > b.size ? a.size : b.size);
}
