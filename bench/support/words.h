/* A text cut at white space, for changing words of it. */
#ifndef KEMBAR_BENCH_WORDS_H
#define KEMBAR_BENCH_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/view.h"

typedef struct bench_word {
    kembar_view text, gap; /* borrowed; the gap: white space after it */
    uint32_t sentence;
} bench_word;

/* Start from a zeroed struct. */
typedef struct bench_words {
    bench_word *items; /* owned */
    size_t n_items, capacity;
    uint32_t n_sentences; /* full stops and blank lines end them */
} bench_words;

void bench_words_split(bench_words *words, kembar_view text);
void bench_words_deinit(bench_words *words);

/* A word of the text that `number` chooses, without punctuation around it; empty where the text has
 * none there. */
kembar_view bench_words_near(kembar_view text, uint64_t number);

#endif
