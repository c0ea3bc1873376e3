#include "generate.h"

#include "base/alloc.h"
#include "bench.h"
#include "sentences.h"

enum {
    N_SOURCES = 40,
    PARAGRAPH_SENTENCES = 3,
    QUOTED_SENTENCES = 6,
    FORMULA_DOCUMENTS = 400, /* that draw a sentence from the same formulas */
    N_FORMULAS = 10
};

struct bench_generator {
    bench_author *author; /* owned */
};

bench_generator *bench_generator_new(uint64_t seed) {
    bench_generator *generator = bench_need_memory(kembar_alloc(1, sizeof *generator));
    generator->author = bench_author_new(seed, NULL);
    return generator;
}

void bench_generator_free(bench_generator *generator) {
    bench_author_free(generator->author);
    kembar_free(generator);
}

static kembar_random random_of(const bench_generator *generator, char purpose, uint64_t i) {
    return bench_author_random(generator->author, purpose, i);
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

/* A sentence that about forty documents share and that makes none of them a copy. */
static void append_formula(const bench_generator *generator, const bench_subject *of,
                           kembar_buffer *out, bench_edit *change) {
    kembar_random random = random_of(generator, 'm', of->origin);
    uint64_t number =
        of->origin / FORMULA_DOCUMENTS * N_FORMULAS + kembar_random_below(&random, N_FORMULAS);
    bench_subject formula = bench_author_subject(generator->author, number + ((uint64_t)1 << 41));
    formula.language = of->language;
    bench_author_sentence(generator->author, &formula, 0, out, change);
}

/* Sentences [begin, end) of an original, without `n_left_out` in 4 of them. */
static void append_sentences(const bench_generator *generator, const bench_subject *of,
                             uint64_t begin, uint64_t end, uint64_t n_left_out, kembar_buffer *out,
                             bench_edit *change) {
    for (uint64_t i = begin; i < end; i++) {
        if (kembar_random_below(&change->random, 4) < n_left_out)
            continue;
        if (i == 1)
            append_formula(generator, of, out, change);
        else
            bench_author_sentence(generator->author, of, i, out, change);
        kembar_buffer_append_text(out, i % PARAGRAPH_SENTENCES == 2 ? "\\n\\n" : " ");
    }
}

static void append_body(const bench_generator *generator, uint64_t i, kembar_buffer *out) {
    uint64_t parent;
    bench_grade grade = bench_generator_grade(generator, i, &parent);
    bench_subject own = bench_author_subject(generator->author, i),
                  of = bench_author_subject(generator->author, parent);
    bench_edit none = {0, 0, random_of(generator, 'x', i)}, change = none;
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
    bench_subject of = bench_author_subject(
        generator->author, source + N_SOURCES * (uint64_t)is_footer + ((uint64_t)1 << 40));
    bench_edit none = {0, 0, random_of(generator, 'f', source)};
    kembar_buffer_append_text(out, is_footer ? "\\n\\n" : "");
    bench_author_sentence(generator->author, &of, 0, out, &none);
    kembar_buffer_append_text(out, is_footer ? "" : "\\n\\n");
}

static void append_title(const bench_generator *generator, uint64_t i, kembar_buffer *out) {
    uint64_t parent;
    bench_grade grade = bench_generator_grade(generator, i, &parent);
    bench_subject of = bench_author_subject(generator->author, grade <= BENCH_EDITED ? parent : i);
    bench_author_title(generator->author, &of, out);
}

static void append_metadata(const bench_generator *generator, uint64_t i, uint64_t source,
                            kembar_buffer *out) {
    uint64_t parent;
    (void)bench_generator_grade(generator, i, &parent);
    kembar_random random = random_of(generator, 'd', i);
    uint64_t day = parent / BENCH_EVENT_DOCUMENTS % 3000 + kembar_random_below(&random, 6);
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
