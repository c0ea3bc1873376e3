/* Words of two invented languages: the most frequent are those of English and Indonesian, so that
 * each is taken for its model; the others are syllables. */
#ifndef KEMBAR_BENCH_VOCABULARY_H
#define KEMBAR_BENCH_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/random.h"

enum {
    BENCH_N_LANGUAGES = 2,
    BENCH_N_WORDS = 30000,
    BENCH_N_FUNCTION_WORDS = 40,
    BENCH_WORD_BYTES = 20
};

typedef struct bench_vocabulary {
    char words[BENCH_N_LANGUAGES][BENCH_N_WORDS][BENCH_WORD_BYTES]; /* by frequency */
    uint64_t
        cumulated[BENCH_N_WORDS]; /* weights, summed up to each word; 1 / (rank + 2.7) at first */
} bench_vocabulary;

void bench_vocabulary_fill(bench_vocabulary *vocabulary, uint64_t seed);
/* Puts English words of a file, lines of word, tab and count by falling count, in the place of the
 * most frequent ones of the first language, and their counts in the place of the weights; the words
 * after them weigh what Zipf's law gives. */
void bench_vocabulary_read(bench_vocabulary *vocabulary, const char *path);
/* The number of a word, drawn by its frequency. */
size_t bench_vocabulary_draw(const bench_vocabulary *vocabulary, kembar_random *random);

#endif
