/* Measures that two newsrooms give in different units: "200ft" and "60 metres". */
#ifndef KEMBAR_PAIR_FACT_MEASURES_H
#define KEMBAR_PAIR_FACT_MEASURES_H

#include "pair/gap.h"

/* A number with the unit behind it. Speeds are lengths: what is said of the hour is the same. */
typedef struct kembar_fact_measure {
    double amount; /* in metres, square metres, kilograms or litres */
    int dimension; /* which of these, from 1; 0: no measure */
    int unit;      /* its row in the table */
} kembar_fact_measure;

/* The measure that content token i is part of the number of. Looks at a few tokens of the text. */
kembar_fact_measure kembar_fact_measure_at(const kembar_prepared *prepared, uint32_t i);

/* Not 0 when both say about the same in different units: a tenth more or less. */
int kembar_fact_measure_converts(const kembar_fact_measure *a, const kembar_fact_measure *b);

#endif
