#include "sentences.h"

#include <string.h>

#include "base/alloc.h"
#include "bench.h"

enum {
    N_TOPICS = 60,
    TOPIC_WORDS = 80,
    EVENT_NAMES = 6,
};

bench_author *bench_author_new(uint64_t seed, const char *words_path) {
    bench_author *author = bench_need_memory(kembar_alloc(1, sizeof *author));
    author->seed = seed;
    author->vocabulary = bench_need_memory(kembar_alloc(1, sizeof *author->vocabulary));
    bench_vocabulary_fill(author->vocabulary, seed);
    if (words_path != NULL)
        bench_vocabulary_read(author->vocabulary, words_path);
    return author;
}

void bench_author_free(bench_author *author) {
    kembar_free(author->vocabulary);
    kembar_free(author);
}

kembar_random bench_author_random(const bench_author *author, char purpose, uint64_t i) {
    uint64_t key = kembar_hash_mix(author->seed + (uint64_t)(unsigned char)purpose);
    return (kembar_random){kembar_hash_mix(key ^ (i + 1))};
}

bench_subject bench_author_subject(const bench_author *author, uint64_t origin) {
    kembar_random random = bench_author_random(author, 's', origin);
    kembar_random event = bench_author_random(author, 'e', origin / BENCH_EVENT_DOCUMENTS);
    return (bench_subject){.origin = origin,
                           .event = origin / BENCH_EVENT_DOCUMENTS,
                           .topic = kembar_random_below(&event, N_TOPICS),
                           .language = (int)kembar_random_below(&random, BENCH_N_LANGUAGES),
                           .n_sentences = 8 + (uint32_t)kembar_random_below(&random, 30)};
}

static void append_capital(kembar_buffer *out, const char *word) {
    kembar_buffer_append_char(out, (char)(word[0] - 'a' + 'A'));
    kembar_buffer_append_text(out, word + 1);
}

/* A name of the event, the same in both languages. */
static void append_name(const bench_author *author, kembar_buffer *out, uint64_t name) {
    kembar_random random = bench_author_random(author, 'n', name);
    size_t word = BENCH_N_FUNCTION_WORDS +
                  (size_t)kembar_random_below(&random, BENCH_N_WORDS - BENCH_N_FUNCTION_WORDS);
    append_capital(out, author->vocabulary->words[name % BENCH_N_LANGUAGES][word]);
}

static size_t topic_word(const bench_author *author, uint64_t topic, uint64_t place) {
    kembar_random random = bench_author_random(author, 't', topic * TOPIC_WORDS + place);
    return BENCH_N_FUNCTION_WORDS + (size_t)kembar_random_below(&random, 8000);
}

/* A word as a scanner misreads it: one letter another. */
static void append_scanned(kembar_buffer *out, const char *word, kembar_random *random) {
    char copy[BENCH_WORD_BYTES];
    memcpy(copy, word, strlen(word) + 1);
    copy[kembar_random_below(random, strlen(copy))] = (char)('a' + kembar_random_below(random, 26));
    kembar_buffer_append_text(out, copy);
}

static void append_plain(const bench_author *author, const bench_subject *of, kembar_buffer *out,
                         size_t word, bench_edit *change) {
    const char *text = author->vocabulary->words[of->language][word];
    if (kembar_random_below(&change->random, 1000) < change->n_scanned)
        append_scanned(out, text, &change->random);
    else
        kembar_buffer_append_text(out, text);
}

static void append_word(const bench_author *author, const bench_subject *of, kembar_buffer *out,
                        kembar_random *random, bench_edit *change) {
    uint64_t kind = kembar_random_below(random, 100);
    uint64_t place = kembar_random_below(random, TOPIC_WORDS);
    size_t word = bench_vocabulary_draw(author->vocabulary, random);
    if (kembar_random_below(&change->random, 1000) < change->n_changed)
        word = bench_vocabulary_draw(author->vocabulary, &change->random);
    if (kind < 4)
        append_name(author, out, of->event * EVENT_NAMES + place % EVENT_NAMES);
    else if (kind < 6)
        kembar_buffer_append_u64(out, 1 + (of->event * 37 + place * place) % 2000);
    else if (kind < 22)
        append_plain(author, of, out, topic_word(author, of->topic, place), change);
    else
        append_plain(author, of, out, word, change);
}

void bench_author_sentence(const bench_author *author, const bench_subject *of, uint64_t number,
                           kembar_buffer *out, bench_edit *change) {
    kembar_random random = bench_author_random(author, 'w', of->origin * 64 + number);
    uint64_t n_words = 7 + kembar_random_below(&random, 22);
    int is_quoted = kembar_random_below(&random, 12) == 0;
    kembar_buffer_append_text(out, is_quoted ? "\xe2\x80\x9c" : "");
    append_name(author, out, of->origin * 64 + number);
    for (uint64_t i = 1; i < n_words; i++) {
        kembar_buffer_append_text(out, i % 9 == 8 ? ", " : " ");
        append_word(author, of, out, &random, change);
    }
    kembar_buffer_append_text(out, is_quoted ? ".\xe2\x80\x9d" : ".");
}

void bench_author_title(const bench_author *author, const bench_subject *of, kembar_buffer *out) {
    kembar_random random = bench_author_random(author, 'h', of->origin);
    append_name(author, out, of->event * EVENT_NAMES);
    for (uint64_t k = 5 + kembar_random_below(&random, 5); k > 0; k--) {
        uint64_t place = kembar_random_below(&random, TOPIC_WORDS);
        kembar_buffer_append_char(out, ' ');
        kembar_buffer_append_text(
            out, author->vocabulary->words[of->language][topic_word(author, of->topic, place)]);
    }
}
