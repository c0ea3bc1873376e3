#include "copies.h"

#include <stdio.h>

#include "base/alloc.h"
#include "bench.h"
#include "report/json_put.h"
#include "sentences.h"
#include "words.h"

enum {
    N_SOURCES = 40,
    STOCK_SENTENCES = 5, /* one in so many is a stock phrase */
    OLD_STOCK = 4,       /* one of those in so many is everybody's, the others of their days */
    N_OLD_STOCK = 4000,
    STOCK_DOCUMENTS = 1000,
    N_DAYS_STOCK = 700,
    POPULAR_EVERY = 1000,
    POPULAR_COPIES = 16, /* one copy in so many is of the popular story of its thousand */
    LEAD_SENTENCES = 5
};

/* Sentences of other things than documents are about numbers that no document has. */
static const uint64_t STOCK = (uint64_t)1 << 41, FURNITURE = (uint64_t)1 << 42,
                      LEAD = (uint64_t)1 << 43;

struct bench_copies {
    bench_copies_options options;
    uint64_t n_base;
    bench_author *author;               /* owned */
    kembar_buffer title, body, changed; /* of the record at hand */
    bench_words words;                  /* of body */
};

bench_copies *bench_copies_new(const bench_copies_options *options) {
    bench_copies *copies = bench_need_memory(kembar_alloc_zeroed(1, sizeof *copies));
    copies->options = *options;
    copies->n_base = options->base ? kembar_collection_document_count(options->base) : 0;
    copies->author = bench_author_new(options->seed, options->words_path);
    return copies;
}

void bench_copies_free(bench_copies *copies) {
    kembar_buffer_deinit(&copies->title);
    kembar_buffer_deinit(&copies->body);
    kembar_buffer_deinit(&copies->changed);
    bench_words_deinit(&copies->words);
    bench_author_free(copies->author);
    kembar_free(copies);
}

static int is_copy(const bench_copies *copies, uint64_t i) {
    kembar_random random = bench_author_random(copies->author, 'C', i);
    return i >= copies->n_base && i % POPULAR_EVERY != 0 &&
           kembar_random_below(&random, 100) < copies->options.copies_percent;
}

bench_copy_grade bench_copies_grade(const bench_copies *copies, uint64_t i, uint64_t *parent) {
    *parent = i;
    if (!is_copy(copies, i))
        return BENCH_COPIES_ORIGINAL;
    kembar_random random = bench_author_random(copies->author, 'G', i);
    *parent = kembar_random_below(&random, i);
    if (kembar_random_below(&random, POPULAR_COPIES) == 0)
        *parent = i / POPULAR_EVERY * POPULAR_EVERY;
    while (is_copy(copies, *parent))
        *parent = kembar_random_below(&random, *parent);
    return (bench_copy_grade)(1 + kembar_random_below(&random, BENCH_COPIES_N_GRADES - 1));
}

static void append_about(const bench_copies *copies, uint64_t origin, uint64_t number,
                         kembar_buffer *out) {
    bench_edit none = {0};
    bench_subject of = bench_author_subject(copies->author, origin);
    of.language = 0;
    bench_author_sentence(copies->author, &of, number, out, &none);
}

/* So chosen that of 8,000 originals about as many 5-word shingles are shared as of real press
 * releases that copy nothing: a seventh by two and more, a fiftieth by twenty, a hundredth by a
 * hundred. */
static uint64_t draw_stock(const bench_copies *copies, uint64_t i, kembar_random *random) {
    if (kembar_random_below(random, OLD_STOCK) == 0)
        return bench_vocabulary_draw(copies->author->vocabulary, random) % N_OLD_STOCK;
    return N_OLD_STOCK + i / STOCK_DOCUMENTS * N_DAYS_STOCK +
           kembar_random_below(random, N_DAYS_STOCK);
}

static void append_generated(bench_copies *copies, uint64_t i) {
    kembar_random random = bench_author_random(copies->author, 'O', i);
    uint64_t n_sentences = 6 + kembar_random_below(&random, 12) + kembar_random_below(&random, 14);
    bench_subject of = bench_author_subject(copies->author, i);
    of.language = 0;
    bench_author_title(copies->author, &of, &copies->title);
    for (uint64_t k = 0; k < n_sentences; k++) {
        if (kembar_random_below(&random, STOCK_SENTENCES) == 0)
            append_about(copies, STOCK + draw_stock(copies, i, &random), 0, &copies->body);
        else
            append_about(copies, i, k, &copies->body);
        kembar_buffer_append_text(&copies->body,
                                  kembar_random_below(&random, 3) == 0 ? "\n\n" : " ");
    }
}

static kembar_view body_of(const kembar_document *document) {
    kembar_view text = kembar_document_text(document);
    size_t begin = kembar_document_title(document).size;
    begin += begin > 0 && begin < text.size;
    return (kembar_view){text.data + begin, text.size - begin};
}

/* A word from anywhere: of the vocabulary, or of the real documents. */
static void append_other_word(const bench_copies *copies, kembar_random *random,
                              kembar_buffer *out) {
    const bench_vocabulary *vocabulary = copies->author->vocabulary;
    if (copies->n_base > 0) {
        size_t from = (size_t)kembar_random_below(random, copies->n_base);
        kembar_view text = body_of(kembar_collection_document(copies->options.base, from));
        kembar_buffer_append_view(out, bench_words_near(text, kembar_random_next(random)));
    } else {
        kembar_buffer_append_text(out,
                                  vocabulary->words[0][bench_vocabulary_draw(vocabulary, random)]);
    }
}

/* What a copy keeps of its original: sentences [begin, end) but for `n_dropped` in 1000, of their
 * words all but `n_changed` in 1000. */
typedef struct selection {
    uint32_t begin, end, n_dropped, n_changed;
} selection;

static void append_changed(const bench_copies *copies, const bench_word *word,
                           kembar_random *random, kembar_buffer *out) {
    uint64_t kind = kembar_random_below(random, 5);
    if (kind == 0)
        return;
    append_other_word(copies, random, out);
    if (kind == 1) {
        kembar_buffer_append_char(out, ' ');
        kembar_buffer_append_view(out, word->text);
    }
    kembar_buffer_append_view(out, word->gap);
}

/* Body to changed. */
static void append_selected(bench_copies *copies, const selection *what, kembar_random *random) {
    uint32_t sentence = UINT32_MAX;
    int is_dropped = 0;
    bench_words_split(&copies->words, kembar_buffer_view(&copies->body));
    for (size_t i = 0; i < copies->words.n_items; i++) {
        const bench_word *word = &copies->words.items[i];
        if (word->sentence != sentence)
            is_dropped = kembar_random_below(random, 1000) < what->n_dropped;
        sentence = word->sentence;
        if (sentence < what->begin || sentence >= what->end || is_dropped)
            continue;
        if (kembar_random_below(random, 1000) < what->n_changed) {
            append_changed(copies, word, random, &copies->changed);
        } else {
            kembar_buffer_append_view(&copies->changed, word->text);
            kembar_buffer_append_view(&copies->changed, word->gap);
        }
    }
}

/* Changed becomes the body, unless nothing is left of a short text. */
static void take_changed(bench_copies *copies) {
    if (copies->changed.size == 0)
        return;
    kembar_buffer body = copies->body;
    copies->body = copies->changed;
    copies->changed = body;
}

/* Real documents once as they are; then not to be taken for copies any more, but for phrases. */
static void append_real(bench_copies *copies, uint64_t i) {
    const kembar_document *document =
        kembar_collection_document(copies->options.base, (size_t)(i % copies->n_base));
    kembar_random random = bench_author_random(copies->author, 'R', i);
    kembar_buffer_append_view(&copies->title, kembar_document_title(document));
    kembar_buffer_append_view(&copies->body, body_of(document));
    if (i < copies->n_base)
        return;
    selection reworded = {0, UINT32_MAX, 0, 350 + (uint32_t)kembar_random_below(&random, 250)};
    append_selected(copies, &reworded, &random);
    take_changed(copies);
}

static void append_original(bench_copies *copies, uint64_t i) {
    kembar_buffer_clear(&copies->title);
    kembar_buffer_clear(&copies->body);
    kembar_buffer_clear(&copies->changed);
    if (copies->n_base > 0)
        append_real(copies, i);
    else
        append_generated(copies, i);
    kembar_buffer_clear(&copies->changed);
}

static uint64_t source_of(const bench_copies *copies, uint64_t i) {
    kembar_random random = bench_author_random(copies->author, 'P', i);
    return kembar_random_below(&random, N_SOURCES);
}

/* Lines that a source puts around its pages. */
static void append_lines(bench_copies *copies, uint64_t i, uint64_t first, uint64_t n_lines) {
    for (uint64_t k = first; k < first + n_lines; k++) {
        append_about(copies, FURNITURE + source_of(copies, i), k, &copies->changed);
        kembar_buffer_append_text(&copies->changed, "\n\n");
    }
}

static selection selection_of(const bench_copies *copies, bench_copy_grade grade,
                              kembar_random *random) {
    uint32_t strength = (uint32_t)kembar_random_below(random, 1001);
    uint32_t n = copies->words.n_sentences;
    selection out = {0, n, 0, 0};
    if (grade == BENCH_COPIES_LIGHT) {
        out.n_changed = 2 + strength * 8 / 1000;
    } else if (grade == BENCH_COPIES_WIRE) {
        out.n_changed = 10 + strength * 50 / 1000;
        out.n_dropped = (uint32_t)kembar_random_below(random, 100);
    } else if (grade == BENCH_COPIES_ABRIDGED) {
        out.end = (uint32_t)((uint64_t)n * (300 + strength * 600 / 1000) / 1000) + 1;
        out.n_changed = 3;
    } else if (grade == BENCH_COPIES_WRAPPED) {
        out.n_changed = strength * 5 / 1000;
    } else if (grade == BENCH_COPIES_EXCERPT) {
        uint32_t n_kept = (uint32_t)((uint64_t)n * (400 + strength * 400 / 1000) / 1000) + 1;
        out.begin = (uint32_t)kembar_random_below(random, n - (n_kept < n ? n_kept : n) + 1);
        out.end = out.begin + n_kept;
    }
    return out;
}

static void make_copy(bench_copies *copies, uint64_t i, bench_copy_grade grade) {
    kembar_random random = bench_author_random(copies->author, 'X', i);
    bench_words_split(&copies->words, kembar_buffer_view(&copies->body));
    selection what = selection_of(copies, grade, &random);
    if (grade == BENCH_COPIES_WRAPPED)
        append_lines(copies, i, 0, 1 + kembar_random_below(&random, 2));
    for (uint64_t k = grade == BENCH_COPIES_EXCERPT ? kembar_random_below(&random, LEAD_SENTENCES)
                                                    : 0;
         k > 0; k--) {
        append_about(copies, LEAD + i, k, &copies->changed);
        kembar_buffer_append_text(&copies->changed, " ");
    }
    append_selected(copies, &what, &random);
    if (grade == BENCH_COPIES_WRAPPED) {
        kembar_buffer_append_text(&copies->changed, "\n\n");
        append_lines(copies, i, 2, 1 + kembar_random_below(&random, 3));
    }
    take_changed(copies);
    int has_own_title = grade >= BENCH_COPIES_WIRE && kembar_random_below(&random, 2) == 0;
    if (has_own_title && copies->title.size > 0) {
        bench_subject of = bench_author_subject(copies->author, LEAD + i);
        of.language = 0;
        kembar_buffer_clear(&copies->title);
        bench_author_title(copies->author, &of, &copies->title);
    }
}

static void put_formatted(kembar_json_writer *json, const char *key, const char *format, uint64_t x,
                          uint64_t y, uint64_t z) {
    char text[64];
    int size = snprintf(text, sizeof text, format, (int)x, (int)y, (int)z);
    kembar_json_put_string(json, key, (kembar_view){text, (size_t)size});
}

static void put_record(bench_copies *copies, uint64_t i, uint64_t parent, kembar_buffer *out) {
    kembar_random random = bench_author_random(copies->author, 'D', i);
    uint64_t day = parent / BENCH_EVENT_DOCUMENTS % 3000 + kembar_random_below(&random, 6);
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    put_formatted(&json, "id", "n-%09d", i, 0, 0);
    put_formatted(&json, "source", "outlet-%02d", source_of(copies, i), 0, 0);
    /* Months of 28 days are valid in every calendar. */
    put_formatted(&json, "date", "%04d-%02d-%02d", 2015 + day / 336, 1 + day % 336 / 28,
                  1 + day % 28);
    if (copies->title.size > 0)
        kembar_buffer_append_char(&copies->title, '\n');
    kembar_buffer_append_view(&copies->title, kembar_buffer_view(&copies->body));
    kembar_json_put_string(&json, "text", kembar_buffer_view(&copies->title));
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}

void bench_copies_record(bench_copies *copies, uint64_t i, kembar_buffer *out) {
    uint64_t parent;
    bench_copy_grade grade = bench_copies_grade(copies, i, &parent);
    append_original(copies, parent);
    if (grade > BENCH_COPIES_EXACT)
        make_copy(copies, i, grade);
    put_record(copies, i, parent, out);
    bench_need(kembar_buffer_status(&copies->title), NULL);
    bench_need(kembar_buffer_status(&copies->body), NULL);
    bench_need(kembar_buffer_status(&copies->changed), NULL);
}
