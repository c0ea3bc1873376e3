/* Sentences of generated text: words by frequency, with topics, names and numbers of an event. Each
 * is a pure function of the author's seed, what it is about and its number. */
#ifndef KEMBAR_BENCH_SENTENCES_H
#define KEMBAR_BENCH_SENTENCES_H

#include <stdint.h>

#include "base/buffer.h"
#include "vocabulary.h"

enum { BENCH_EVENT_DOCUMENTS = 4 /* that tell one event */ };

typedef struct bench_author {
    uint64_t seed;
    bench_vocabulary *vocabulary; /* owned */
} bench_author;

/* Changes to the words of a copy, out of 1000. */
typedef struct bench_edit {
    uint32_t n_changed, n_scanned;
    kembar_random random;
} bench_edit;

/* What the sentences of one original have in common. */
typedef struct bench_subject {
    uint64_t origin, event, topic;
    int language;
    uint32_t n_sentences;
} bench_subject;

/* Invented words, or English ones from `words_path` (vocabulary.h) unless it is NULL. */
bench_author *bench_author_new(uint64_t seed, const char *words_path);
void bench_author_free(bench_author *author);

/* A source of numbers of its own for each purpose and each thing. */
kembar_random bench_author_random(const bench_author *author, char purpose, uint64_t i);

bench_subject bench_author_subject(const bench_author *author, uint64_t origin);
/* Appends sentence `number` < 64, which holds nothing that JSON escapes. */
void bench_author_sentence(const bench_author *author, const bench_subject *of, uint64_t number,
                           kembar_buffer *out, bench_edit *change);
void bench_author_title(const bench_author *author, const bench_subject *of, kembar_buffer *out);

#endif
