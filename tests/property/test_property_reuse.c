/* A whole run on texts with planted passages: shuffled ones make excerpts, those with most of their
 * words exchanged make related pairs, both where they were planted; a form that several texts fill
 * in makes neither, and nothing else is said to share passages. A trace says the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "kembar/run.h"
#include "kembar/trace.h"
#include "make_collection.h"
#include "make_document.h"
#include "temp_folder.h"

enum {
    N_PLANTS = 40, /* of each kind; two documents each */
    N_FORMS = 8,
    N_KINDS = 2,
    PASSAGE_WORDS = 120,
    MAX_DOCUMENTS = 2 * N_KINDS * N_PLANTS + N_FORMS
};

typedef enum plant_kind { SHUFFLED, RETOLD } plant_kind;

/* A document's passage, in bytes of its text. */
typedef struct planted_span {
    size_t begin, end;
} planted_span;

typedef struct planted {
    made_records records;
    planted_span plants[MAX_DOCUMENTS];
    size_t n_found[N_KINDS], n_covered[N_KINDS];
    kembar_pair pairs[N_KINDS * N_PLANTS]; /* those that share passages */
    size_t n_pairs;
} planted;

static planted all;

/* Half of the words are of two hundred frequent ones. */
static void add_word(kembar_buffer *out, kembar_random *random) {
    uint64_t half = kembar_random_below(random, 2);
    append_word(out,
                half ? kembar_random_below(random, 200) : 200 + kembar_random_below(random, 20000));
    kembar_buffer_append_char(out, ' ');
}

static void add_words(kembar_buffer *out, kembar_random *random, size_t n) {
    for (size_t i = 0; i < n; i++)
        add_word(out, random);
}

static void draw_words(uint64_t *words, size_t n, kembar_random *random) {
    for (size_t i = 0; i < n; i++)
        words[i] = kembar_random_below(random, 2) ? kembar_random_below(random, 200)
                                                  : 200 + kembar_random_below(random, 20000);
}

static void append_all(kembar_buffer *out, const uint64_t *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        append_word(out, words[i]);
        kembar_buffer_append_char(out, ' ');
    }
}

static void shuffle(uint64_t *words, size_t n, kembar_random *random) {
    for (size_t i = n; i > 1; i--) {
        size_t k = kembar_random_below(random, i);
        uint64_t keep = words[k];
        words[k] = words[i - 1];
        words[i - 1] = keep;
    }
}

/* Six words in ten become others. */
static void exchange(uint64_t *words, size_t n, kembar_random *random) {
    for (size_t i = 0; i < n; i++)
        if (kembar_random_below(random, 10) < 6)
            draw_words(&words[i], 1, random);
}

/* A text with the words in the midst of others. */
static void add_text(kembar_random *random, const uint64_t *words, size_t n) {
    kembar_buffer text = {0};
    char id[MADE_ID_BYTES];
    planted_span *plant = &all.plants[all.records.n_items];
    add_words(&text, random, 200 + kembar_random_below(random, 400));
    plant->begin = text.size;
    append_all(&text, words, n);
    plant->end = text.size - 1;
    add_words(&text, random, 200 + kembar_random_below(random, 400));
    (void)snprintf(id, sizeof id, "d%05zu", all.records.n_items);
    made_records_add(&all.records, id, NULL, NULL, text_of(&text));
    kembar_buffer_deinit(&text);
}

static void plant_all(kembar_random *random) {
    uint64_t words[PASSAGE_WORDS];
    for (int kind = 0; kind < N_KINDS; kind++)
        for (int i = 0; i < N_PLANTS; i++) {
            draw_words(words, PASSAGE_WORDS, random);
            add_text(random, words, PASSAGE_WORDS);
            if (kind == SHUFFLED)
                shuffle(words, PASSAGE_WORDS, random);
            else
                exchange(words, PASSAGE_WORDS, random);
            add_text(random, words, PASSAGE_WORDS);
        }
    draw_words(words, PASSAGE_WORDS, random);
    for (int i = 0; i < N_FORMS; i++) {
        exchange(words + PASSAGE_WORDS / 2, PASSAGE_WORDS / 2, random);
        shuffle(words, PASSAGE_WORDS / 4, random);
        add_text(random, words, PASSAGE_WORDS / 2);
    }
}

/* Bytes of the plant that the pair's spans cover on side a. */
static size_t covered(const kembar_pair_row *row, const planted_span *plant) {
    static uint8_t bytes[1 << 16];
    size_t n = 0;
    memset(bytes, 0, sizeof bytes);
    for (uint32_t i = 0; i < row->pair->n_spans; i++)
        memset(bytes + row->spans[i].a_begin, 1, row->spans[i].a_end - row->spans[i].a_begin);
    for (size_t i = plant->begin; i < plant->end; i++)
        n += bytes[i];
    return n;
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    const kembar_pair *pair = row->pair;
    (void)context;
    (void)error;
    if (pair->relation < KEMBAR_RELATION_EXCERPT && pair->n_spans == 0)
        return KEMBAR_OK;
    if (pair->a % 2 || pair->b != pair->a + 1 || pair->a >= 2 * N_KINDS * N_PLANTS)
        fail_msg("%u and %u share passages", pair->a, pair->b);
    int kind = pair->a < 2 * N_PLANTS ? SHUFFLED : RETOLD;
    assert_int_equal(pair->relation,
                     kind == SHUFFLED ? KEMBAR_RELATION_EXCERPT : KEMBAR_RELATION_RELATED);
    all.n_found[kind]++;
    all.pairs[all.n_pairs++] = *pair;
    const planted_span *plant = &all.plants[pair->a];
    all.n_covered[kind] += 10 * covered(row, plant) >= 8 * (plant->end - plant->begin);
    return KEMBAR_OK;
}

static void check_traced(kembar_trace *trace, const kembar_pair *pair) {
    kembar_traced there, back;
    assert_int_equal(kembar_trace_two(trace, pair->a, pair->b, &there, NULL), KEMBAR_OK);
    assert_int_equal(kembar_trace_two(trace, pair->b, pair->a, &back, NULL), KEMBAR_OK);
    assert_true(there.is_retold && back.is_retold);
    assert_int_equal(there.pair.relation, pair->relation);
    assert_int_equal(there.pair.coverage_a, pair->coverage_a);
    assert_int_equal(there.pair.coverage_b, pair->coverage_b);
    assert_int_equal(there.pair.n_spans, pair->n_spans);
    assert_int_equal(back.pair.relation, pair->relation);
    assert_int_equal(back.pair.coverage_a, pair->coverage_b);
    if (pair->relation != KEMBAR_RELATION_EXCERPT)
        return;
    size_t n_met = 0;
    for (size_t i = 0; i < there.n_reasons; i++)
        n_met += there.reasons[i].met && strstr(there.reasons[i].rule, "shuffled") ? 1 : 0;
    assert_int_equal(n_met, 1);
}

/* What a run found it finds, and of the forms no more than the run. */
static void check_trace(const kembar_collection *collection, const kembar_options *options) {
    enum { FIRST_FORM = 2 * N_KINDS * N_PLANTS };
    const kembar_document *documents[MAX_DOCUMENTS];
    kembar_trace *trace;
    for (size_t i = 0; i < MAX_DOCUMENTS; i++)
        documents[i] = kembar_collection_document(collection, i);
    assert_int_equal(kembar_trace_new(&trace, documents, MAX_DOCUMENTS, options, NULL), KEMBAR_OK);
    for (size_t i = 0; i < all.n_pairs; i++)
        check_traced(trace, &all.pairs[i]);
    for (uint32_t i = FIRST_FORM + 1; i < MAX_DOCUMENTS; i++) {
        kembar_traced traced;
        assert_int_equal(kembar_trace_two(trace, FIRST_FORM, i, &traced, NULL), KEMBAR_OK);
        assert_false(traced.is_retold);
        assert_int_equal(traced.pair.relation, KEMBAR_RELATION_NONE);
    }
    kembar_trace_free(trace);
}

static void planted_passages_are_found(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        kembar_random random = {seed};
        kembar_options options = kembar_options_default();
        kembar_run_context context = {.data_dir = "."};
        kembar_sink sink = {.pair = take_pair};
        kembar_sink *const sinks[] = {&sink};
        all = (planted){0};
        options.n_threads = 2;
        plant_all(&random);
        kembar_collection *collection = made_records_read(&all.records);
        assert_int_equal(kembar_run_cluster(collection, &options, &context, sinks, 1, NULL),
                         KEMBAR_OK);
        for (int kind = 0; kind < N_KINDS; kind++)
            if (all.n_found[kind] < N_PLANTS - 1 || all.n_covered[kind] < N_PLANTS - 4)
                fail_msg("kind %d: %zu found, %zu covered", kind, all.n_found[kind],
                         all.n_covered[kind]);
        check_trace(collection, &options);
        kembar_collection_free(collection);
        made_records_deinit(&all.records);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_passages_are_found),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
