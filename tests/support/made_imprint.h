/* Imprints made by hand, sound ones. */
#ifndef KEMBAR_TESTS_MADE_IMPRINT_H
#define KEMBAR_TESTS_MADE_IMPRINT_H

#include "pipeline/imprint.h"

enum { N_KEYS = 4, N_ANCHORS = 3, N_LINES = 2 };

/* An imprint, and what it points to. */
typedef struct sample {
    kembar_imprint imprint;
    uint32_t keys[N_KEYS], anchors[N_ANCHORS];
    uint8_t places[N_KEYS];
    kembar_furniture_line lines[N_LINES];
} sample;

/* Number `seed` of an endless list. */
void make_sample(sample *out, uint32_t seed);
/* Fails the test when the two differ. */
void expect_same_imprint(const kembar_imprint *a, const kembar_imprint *b);

#endif
