#include "vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const function_words[BENCH_N_LANGUAGES][BENCH_N_FUNCTION_WORDS] = {
    {"the",  "of",    "and",  "to",   "in",   "that",  "for",   "a",     "is",   "was",
     "on",   "with",  "said", "by",   "be",   "it",    "from",  "at",    "as",   "will",
     "have", "has",   "an",   "are",  "this", "their", "not",   "were",  "who",  "which",
     "its",  "would", "they", "been", "more", "after", "about", "other", "also", "than"},
    {"yang",     "dan",   "di",     "untuk",   "dengan", "dari",  "ini",        "pada",
     "dalam",    "tidak", "akan",   "itu",     "ke",     "oleh",  "para",       "juga",
     "sebagai",  "telah", "mereka", "kepada",  "ada",    "bahwa", "atau",       "saat",
     "bisa",     "sudah", "karena", "menjadi", "tahun",  "orang", "mengatakan", "lebih",
     "tersebut", "kita",  "antara", "setelah", "dapat",  "hari",  "secara",     "bagi"}};

static const char *const syllables[BENCH_N_LANGUAGES][32] = {
    {"tion", "ing", "er",  "al",  "ment", "con",  "pro",  "ter", "st",   "re", "ly",
     "ect",  "en",  "ous", "ity", "com",  "dis",  "ight", "ack", "ough", "ed", "ward",
     "hel",  "fin", "sch", "wor", "per",  "ship", "tru",  "oun", "ble",  "ess"},
    {"ber", "kan", "pe", "nga",  "me", "ra", "ti", "sa", "lah", "nya", "ka",
     "ba",  "tu",  "ja", "ngan", "di", "ma", "la", "si", "mu",  "da",  "gu",
     "ser", "ta",  "pa", "ku",   "an", "lu", "ha", "ri", "ngi", "bu"}};

static void make_word(char *word, int language, kembar_random *random) {
    size_t n_syllables = 2 + (size_t)kembar_random_below(random, 3);
    size_t size = 0;
    for (size_t i = 0; i < n_syllables; i++) {
        const char *syllable = syllables[language][kembar_random_below(random, 32)];
        memcpy(word + size, syllable, strlen(syllable));
        size += strlen(syllable);
    }
    word[size] = '\0';
}

void bench_vocabulary_fill(bench_vocabulary *vocabulary, uint64_t seed) {
    kembar_random random = {seed};
    uint64_t sum = 0;
    for (size_t i = 0; i < BENCH_N_WORDS; i++) {
        sum += 10000000000u / (10 * i + 27);
        vocabulary->cumulated[i] = sum;
        for (int language = 0; language < BENCH_N_LANGUAGES; language++) {
            char *word = vocabulary->words[language][i];
            if (i < BENCH_N_FUNCTION_WORDS)
                memcpy(word, function_words[language][i], strlen(function_words[language][i]) + 1);
            else
                make_word(word, language, &random);
        }
    }
}

/* The next word and its count, 0 at the end. */
static int read_word(FILE *file, char word[BENCH_WORD_BYTES], unsigned long *count) {
    char line[128];
    do {
        if (fgets(line, sizeof line, file) == NULL)
            return 0;
    } while (line[0] == '#');
    char *tab = strchr(line, '\t');
    size_t size = tab != NULL ? (size_t)(tab - line) : 0;
    *count = tab != NULL ? strtoul(tab + 1, NULL, 10) : 0;
    if (size == 0 || size >= BENCH_WORD_BYTES || *count == 0) {
        fprintf(stderr, "bench: no word with its count: %s", line);
        exit(1);
    }
    memcpy(word, line, size);
    word[size] = '\0';
    return 1;
}

void bench_vocabulary_read(bench_vocabulary *vocabulary, const char *path) {
    FILE *file = fopen(path, "r");
    unsigned long count = 0, last = 0;
    uint64_t sum = 0;
    size_t n = 0;
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    for (; n < BENCH_N_WORDS && read_word(file, vocabulary->words[0][n], &count); n++) {
        last = count;
        vocabulary->cumulated[n] = sum += count;
    }
    (void)fclose(file);
    if (n == 0) {
        fprintf(stderr, "bench: no words in %s\n", path);
        exit(1);
    }
    for (size_t i = n; i < BENCH_N_WORDS; i++)
        vocabulary->cumulated[i] = sum += last * n / i + 1;
}

size_t bench_vocabulary_draw(const bench_vocabulary *vocabulary, kembar_random *random) {
    uint64_t at = kembar_random_below(random, vocabulary->cumulated[BENCH_N_WORDS - 1]);
    size_t low = 0, high = BENCH_N_WORDS - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (vocabulary->cumulated[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
