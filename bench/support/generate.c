#include "generate.h"

#include <string.h>

#include "base/alloc.h"
#include "bench.h"
#include "vocabulary.h"

enum {
    N_SOURCES = 40,
    N_TOPICS = 60,
    TOPIC_WORDS = 80,
    EVENT_DOCUMENTS = 4, /* that tell one event */
    EVENT_NAMES = 6,
    PARAGRAPH_SENTENCES = 3,
    QUOTED_SENTENCES = 6,
    FORMULA_DOCUMENTS = 400, /* that draw a sentence from the same formulas */
    N_FORMULAS = 10
};

struct bench_generator {
    uint64_t seed;
    bench_vocabulary *vocabulary; /* owned */
};

/* Changes to the words of a copy, out of 1000. */
typedef struct edit {
    uint32_t n_changed, n_scanned;
    kembar_random random;
} edit;

/* What the sentences of one original have in common. */
typedef struct subject {
    uint64_t origin, event, topic;
    int language;
    uint32_t n_sentences;
} subject;

bench_generator *bench_generator_new(uint64_t seed) {
    bench_generator *generator = bench_need_memory(kembar_alloc(1, sizeof *generator));
    generator->seed = seed;
    generator->vocabulary = bench_need_memory(kembar_alloc(1, sizeof *generator->vocabulary));
    bench_vocabulary_fill(generator->vocabulary, seed);
    return generator;
}

void bench_generator_free(bench_generator *generator) {
    kembar_free(generator->vocabulary);
    kembar_free(generator);
}

/* A source of numbers of its own for each purpose and each thing. */
static kembar_random random_of(const bench_generator *generator, char purpose, uint64_t i) {
    uint64_t key = kembar_hash_mix(generator->seed + (uint64_t)(unsigned char)purpose);
    return (kembar_random){kembar_hash_mix(key ^ (i + 1))};
}

static int is_copy(const bench_generator *generator, uint64_t i) {
    kembar_random random = random_of(generator, 'c', i);
    return i > 0 && kembar_random_below(&random, 3) == 0;
}

bench_grade bench_generator_grade(const bench_generator *generator, uint64_t i, uint64_t *parent) {
    *parent = i;
    if (!is_copy(generator, i))
        return BENCH_ORIGINAL;
    kembar_random random = random_of(generator, 'g', i);
    *parent = kembar_random_below(&random, i);
    while (is_copy(generator, *parent))
        (*parent)--;
    return (bench_grade)(1 + kembar_random_below(&random, BENCH_N_GRADES - 1));
}

static subject subject_of(const bench_generator *generator, uint64_t origin) {
    kembar_random random = random_of(generator, 's', origin);
    kembar_random event = random_of(generator, 'e', origin / EVENT_DOCUMENTS);
    return (subject){.origin = origin,
                     .event = origin / EVENT_DOCUMENTS,
                     .topic = kembar_random_below(&event, N_TOPICS),
                     .language = (int)kembar_random_below(&random, BENCH_N_LANGUAGES),
                     .n_sentences = 8 + (uint32_t)kembar_random_below(&random, 30)};
}

static void append_capital(kembar_buffer *out, const char *word) {
    kembar_buffer_append_char(out, (char)(word[0] - 'a' + 'A'));
    kembar_buffer_append_text(out, word + 1);
}

/* A name of the event, the same in both languages. */
static void append_name(const bench_generator *generator, kembar_buffer *out, uint64_t name) {
    kembar_random random = random_of(generator, 'n', name);
    size_t word = BENCH_N_FUNCTION_WORDS +
                  (size_t)kembar_random_below(&random, BENCH_N_WORDS - BENCH_N_FUNCTION_WORDS);
    append_capital(out, generator->vocabulary->words[name % BENCH_N_LANGUAGES][word]);
}

static size_t topic_word(const bench_generator *generator, uint64_t topic, uint64_t place) {
    kembar_random random = random_of(generator, 't', topic * TOPIC_WORDS + place);
    return BENCH_N_FUNCTION_WORDS + (size_t)kembar_random_below(&random, 8000);
}

/* A word as a scanner misreads it: one letter another. */
static void append_scanned(kembar_buffer *out, const char *word, kembar_random *random) {
    char copy[BENCH_WORD_BYTES];
    memcpy(copy, word, strlen(word) + 1);
    copy[kembar_random_below(random, strlen(copy))] = (char)('a' + kembar_random_below(random, 26));
    kembar_buffer_append_text(out, copy);
}

static void append_plain(const bench_generator *generator, const subject *of, kembar_buffer *out,
                         size_t word, edit *change) {
    const char *text = generator->vocabulary->words[of->language][word];
    if (kembar_random_below(&change->random, 1000) < change->n_scanned)
        append_scanned(out, text, &change->random);
    else
        kembar_buffer_append_text(out, text);
}

static void append_word(const bench_generator *generator, const subject *of, kembar_buffer *out,
                        kembar_random *random, edit *change) {
    uint64_t kind = kembar_random_below(random, 100);
    uint64_t place = kembar_random_below(random, TOPIC_WORDS);
    size_t word = bench_vocabulary_draw(generator->vocabulary, random);
    if (kembar_random_below(&change->random, 1000) < change->n_changed)
        word = bench_vocabulary_draw(generator->vocabulary, &change->random);
    if (kind < 4)
        append_name(generator, out, of->event * EVENT_NAMES + place % EVENT_NAMES);
    else if (kind < 6)
        kembar_buffer_append_u64(out, 1 + (of->event * 37 + place * place) % 2000);
    else if (kind < 22)
        append_plain(generator, of, out, topic_word(generator, of->topic, place), change);
    else
        append_plain(generator, of, out, word, change);
}

static void append_sentence(const bench_generator *generator, const subject *of, uint64_t number,
                            kembar_buffer *out, edit *change) {
    kembar_random random = random_of(generator, 'w', of->origin * 64 + number);
    uint64_t n_words = 7 + kembar_random_below(&random, 22);
    int is_quoted = kembar_random_below(&random, 12) == 0;
    kembar_buffer_append_text(out, is_quoted ? "\xe2\x80\x9c" : "");
    append_name(generator, out, of->origin * 64 + number);
    for (uint64_t i = 1; i < n_words; i++) {
        kembar_buffer_append_text(out, i % 9 == 8 ? ", " : " ");
        append_word(generator, of, out, &random, change);
    }
    kembar_buffer_append_text(out, is_quoted ? ".\xe2\x80\x9d" : ".");
}

/* A sentence that about forty documents share and that makes none of them a copy. */
static void append_formula(const bench_generator *generator, const subject *of, kembar_buffer *out,
                           edit *change) {
    kembar_random random = random_of(generator, 'm', of->origin);
    uint64_t number =
        of->origin / FORMULA_DOCUMENTS * N_FORMULAS + kembar_random_below(&random, N_FORMULAS);
    subject formula = subject_of(generator, number + ((uint64_t)1 << 41));
    formula.language = of->language;
    append_sentence(generator, &formula, 0, out, change);
}

/* Sentences [begin, end) of an original, without `n_left_out` in 4 of them. */
static void append_sentences(const bench_generator *generator, const subject *of, uint64_t begin,
                             uint64_t end, uint64_t n_left_out, kembar_buffer *out, edit *change) {
    for (uint64_t i = begin; i < end; i++) {
        if (kembar_random_below(&change->random, 4) < n_left_out)
            continue;
        if (i == 1)
            append_formula(generator, of, out, change);
        else
            append_sentence(generator, of, i, out, change);
        kembar_buffer_append_text(out, i % PARAGRAPH_SENTENCES == 2 ? "\\n\\n" : " ");
    }
}

static void append_body(const bench_generator *generator, uint64_t i, kembar_buffer *out) {
    uint64_t parent;
    bench_grade grade = bench_generator_grade(generator, i, &parent);
    subject own = subject_of(generator, i), of = subject_of(generator, parent);
    edit none = {0, 0, random_of(generator, 'x', i)}, change = none;
    change.n_changed = grade == BENCH_EDITED ? 30 : grade == BENCH_REWORKED ? 100 : 0;
    change.n_scanned = grade == BENCH_SCANNED ? 150 : 0;
    own.language = of.language;
    if (grade == BENCH_REWORKED)
        append_sentences(generator, &own, 0, PARAGRAPH_SENTENCES, 0, out, &none);
    if (grade == BENCH_QUOTED) {
        append_sentences(generator, &own, 0, own.n_sentences, 0, out, &none);
        append_sentences(generator, &of, 0, QUOTED_SENTENCES, 0, out, &change);
    } else {
        append_sentences(generator, &of, 0,
                         grade == BENCH_CUT ? of.n_sentences / 2 : of.n_sentences,
                         grade == BENCH_REWORKED ? 1 : 0, out, &change);
    }
}

/* The line that a source puts over or under four of its pages in five. */
static void append_furniture(const bench_generator *generator, uint64_t source, int is_footer,
                             kembar_buffer *out) {
    subject of =
        subject_of(generator, source + N_SOURCES * (uint64_t)is_footer + ((uint64_t)1 << 40));
    edit none = {0, 0, random_of(generator, 'f', source)};
    kembar_buffer_append_text(out, is_footer ? "\\n\\n" : "");
    append_sentence(generator, &of, 0, out, &none);
    kembar_buffer_append_text(out, is_footer ? "" : "\\n\\n");
}

static void append_title(const bench_generator *generator, uint64_t i, kembar_buffer *out) {
    uint64_t parent;
    bench_grade grade = bench_generator_grade(generator, i, &parent);
    subject of = subject_of(generator, grade <= BENCH_EDITED ? parent : i);
    kembar_random random = random_of(generator, 'h', of.origin);
    append_name(generator, out, of.event * EVENT_NAMES);
    for (uint64_t k = 5 + kembar_random_below(&random, 5); k > 0; k--) {
        uint64_t place = kembar_random_below(&random, TOPIC_WORDS);
        kembar_buffer_append_char(out, ' ');
        kembar_buffer_append_text(
            out, generator->vocabulary->words[of.language][topic_word(generator, of.topic, place)]);
    }
}

static void append_metadata(const bench_generator *generator, uint64_t i, uint64_t source,
                            kembar_buffer *out) {
    uint64_t parent;
    (void)bench_generator_grade(generator, i, &parent);
    kembar_random random = random_of(generator, 'd', i);
    uint64_t day = parent / EVENT_DOCUMENTS % 3000 + kembar_random_below(&random, 6);
    kembar_buffer_append_format(out, "{\"id\": \"g-%010llu\", \"source\": \"outlet-%02llu\", ",
                                (unsigned long long)i, (unsigned long long)source);
    /* Months of 28 days are valid in every calendar. */
    kembar_buffer_append_format(out, "\"date\": \"%04d-%02d-%02d\", \"title\": \"",
                                (int)(2015 + day / 336), (int)(1 + day % 336 / 28),
                                (int)(1 + day % 28));
    append_title(generator, i, out);
    kembar_buffer_append_text(out, "\", \"text\": \"");
}

void bench_generator_record(const bench_generator *generator, uint64_t i, kembar_buffer *out) {
    kembar_random random = random_of(generator, 'p', i);
    uint64_t source = kembar_random_below(&random, N_SOURCES);
    int has_furniture = kembar_random_below(&random, 5) > 0;
    append_metadata(generator, i, source, out);
    if (has_furniture)
        append_furniture(generator, source, 0, out);
    append_body(generator, i, out);
    if (has_furniture)
        append_furniture(generator, source, 1, out);
    kembar_buffer_append_text(out, "\"}\n");
}
