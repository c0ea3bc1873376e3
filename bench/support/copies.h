/* A collection for finding near-duplicates in: texts of about 2 KB of which a share are copies of
 * an earlier one, from word for word down to a Jaccard index of .3. Originals are English words by
 * their real frequency, with stock phrases, or real documents: each once as it is, then with so
 * many words replaced that it is a copy no longer.
 *
 * A record is a pure function of the options and its number. Not for several threads at once. */
#ifndef KEMBAR_BENCH_COPIES_H
#define KEMBAR_BENCH_COPIES_H

#include <stdint.h>

#include "base/buffer.h"
#include "kembar/source.h"

typedef enum bench_copy_grade {
    BENCH_COPIES_ORIGINAL = 0,
    BENCH_COPIES_EXACT,
    BENCH_COPIES_LIGHT,    /* 2 to 10 words in 1000 changed */
    BENCH_COPIES_WIRE,     /* 10 to 60 words in 1000 changed, up to a tenth of the sentences gone */
    BENCH_COPIES_ABRIDGED, /* the first 3 to 9 tenths */
    BENCH_COPIES_WRAPPED,  /* between lines of the page */
    BENCH_COPIES_EXCERPT,  /* 4 to 8 tenths in one piece, under a lead of its own */
    BENCH_COPIES_N_GRADES
} bench_copy_grade;

typedef struct bench_copies_options {
    uint64_t seed;
    const char *words_path;        /* borrowed; as vocabulary.h has it */
    const kembar_collection *base; /* borrowed; NULL: generated originals */
    uint32_t copies_percent;       /* of the documents that are copies; below 100 */
} bench_copies_options;

typedef struct bench_copies bench_copies;

bench_copies *bench_copies_new(const bench_copies_options *options);
void bench_copies_free(bench_copies *copies);

/* How document `i` came about; *parent receives the original that it copies, `i` itself for an
 * original. */
bench_copy_grade bench_copies_grade(const bench_copies *copies, uint64_t i, uint64_t *parent);

/* Appends document `i` as a line of JSON with id, source, date and text, whose first line is the
 * title, if any: other tools read one field. */
void bench_copies_record(bench_copies *copies, uint64_t i, kembar_buffer *out);

#endif
