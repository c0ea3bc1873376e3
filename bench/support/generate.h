/* Text that looks like press releases to the machine, though not to a reader: words by Zipf's law,
 * sentences, paragraphs, sources with page furniture, dates, events that several documents tell,
 * formulas that many share; and a third of the documents are copies of an earlier one.
 *
 * A document is a pure function of the seed and its number: no state, any order, any amount. */
#ifndef KEMBAR_BENCH_GENERATE_H
#define KEMBAR_BENCH_GENERATE_H

#include <stdint.h>

#include "base/buffer.h"

/* How a document came about. */
typedef enum bench_grade {
    BENCH_ORIGINAL = 0,
    BENCH_COPY,     /* word for word */
    BENCH_EDITED,   /* 3 words in 100 changed */
    BENCH_REWORKED, /* a new lead, 10 words in 100 changed, a quarter of the sentences gone */
    BENCH_CUT,      /* the first half alone */
    BENCH_SCANNED,  /* a wrong letter in 15 words of 100 */
    BENCH_QUOTED,   /* six sentences in a text of its own */
    BENCH_N_GRADES
} bench_grade;

typedef struct bench_generator bench_generator;

bench_generator *bench_generator_new(uint64_t seed);
void bench_generator_free(bench_generator *generator);

/* How document `i` came about; *parent receives the original that it copies, `i` itself for an
 * original. */
bench_grade bench_generator_grade(const bench_generator *generator, uint64_t i, uint64_t *parent);

/* Appends document `i` as a line of JSON with id, source, date, title and text. */
void bench_generator_record(const bench_generator *generator, uint64_t i, kembar_buffer *out);

#endif
