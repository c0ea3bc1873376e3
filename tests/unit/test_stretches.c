/* Stretches and windows against plain counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "feature/tfidf.h"
#include "make_document.h"
#include "pair/retold.h"
#include "scarce_memory.h"

enum { N = 12 };

typedef struct texts {
    made items[N];
    kembar_prepared prepared[N];
    uint8_t take[N];
    kembar_frequencies frequencies;
    kembar_stretches stretches;
} texts;

static kembar_stretches_input input_of(const texts *t, int n_threads) {
    return (kembar_stretches_input){.prepared = t->prepared,
                                    .n_documents = N,
                                    .take = t->take,
                                    .frequencies = &t->frequencies,
                                    .n_threads = n_threads};
}

/* The frequencies are those of all but two texts: some words of these have no column. */
static void read_all(texts *t, kembar_buffer *buffers) {
    kembar_term_table table;
    kembar_sparse matrix;
    for (size_t i = 0; i < N; i++) {
        t->items[i] = make_prepared(text_of(&buffers[i]));
        t->prepared[i] = t->items[i].prepared;
        t->take[i] = i != N - 1;
    }
    assert_int_equal(kembar_term_table_build(&table, t->prepared, N - 2, NULL, 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_tfidf_fit(&table, 1, &t->frequencies, &matrix, NULL), KEMBAR_OK);
    kembar_sparse_deinit(&matrix);
    kembar_stretches_input input = input_of(t, 2);
    assert_int_equal(kembar_stretches_build(&t->stretches, &input, NULL), KEMBAR_OK);
}

static void free_all(texts *t, kembar_buffer *buffers) {
    for (size_t i = 0; i < N; i++) {
        free_made(&t->items[i]);
        kembar_buffer_deinit(&buffers[i]);
    }
    kembar_frequencies_deinit(&t->frequencies);
    kembar_stretches_deinit(&t->stretches);
}

/* Texts of 0 to 330 words, some of them rare; the last takes no part. */
static void make_texts(texts *t, kembar_buffer *buffers, uint64_t seed) {
    kembar_random random = {seed};
    *t = (texts){0};
    memset(buffers, 0, N * sizeof *buffers);
    for (size_t i = 0; i < N; i++) {
        append_words(&buffers[i], &random, 30 * i, 60);
        append_words(&buffers[i], &random, i ? kembar_random_below(&random, 25) : 0, 2000);
    }
    read_all(t, buffers);
}

static void logarithms_are_rounded_down(void **state) {
    (void)state;
    assert_int_equal(kembar_stretch_log2(0), 0);
    assert_int_equal(kembar_stretch_log2(1), 0);
    for (unsigned bit = 0; bit < 64; bit++)
        assert_int_equal(kembar_stretch_log2((uint64_t)1 << bit), 16 * bit);
    for (uint64_t x = 3; x < (uint64_t)1 << 40; x = x * 5 / 3 + 1) {
        double exact = 16 * log2((double)x);
        assert_true(kembar_stretch_log2(x) <= exact + 1e-6);
        assert_true(kembar_stretch_log2(x) > exact - 1 - 1e-6);
    }
}

static size_t count_places(const kembar_stretches *s, uint32_t column) {
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        for (uint32_t k = 0; k < s->n_items[i]; k++)
            n += s->columns[s->first_item[i] + k] == column;
    return n;
}

static int holds(const kembar_stretches *s, uint32_t stretch, uint32_t column) {
    uint32_t document = s->document[stretch];
    uint32_t k = (stretch - s->first_stretch[document]) * KEMBAR_STRETCH_ITEMS;
    for (uint32_t end = k + KEMBAR_STRETCH_ITEMS; k < end && k < s->n_items[document]; k++)
        if (s->columns[s->first_item[document] + k] == column)
            return 1;
    return 0;
}

static void expect_postings(const kembar_stretches *s, const kembar_frequencies *frequencies,
                            uint32_t column) {
    uint32_t n_stretches = s->first_stretch[N], n = 0, at = s->first_posting[column];
    for (uint32_t stretch = 0; stretch < n_stretches; stretch++)
        n += holds(s, stretch, column) ? 1 : 0;
    if (frequencies->documents[column] < 2 || s->weights[column] == 0 || n > KEMBAR_STRETCH_LIST)
        n = 0;
    assert_int_equal(s->first_posting[column + 1] - at, n);
    for (uint32_t stretch = 0; stretch < n_stretches && n; stretch++)
        if (holds(s, stretch, column))
            assert_int_equal(s->postings[at++], stretch);
}

static void lists_and_weights_are_those_of_plain_counting(void **state) {
    (void)state;
    texts t;
    kembar_buffer buffers[N];
    make_texts(&t, buffers, 5);
    size_t n_items = 0, n_rare = 0;
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(t.stretches.n_items[i], t.take[i] ? t.prepared[i].content.n_tokens : 0);
        n_items += t.stretches.n_items[i];
    }
    for (uint32_t c = 0; c < t.stretches.n_columns; c++) {
        uint32_t all = kembar_stretch_log2(n_items);
        size_t n = count_places(&t.stretches, c);
        uint32_t usual = kembar_stretch_log2(n * KEMBAR_WINDOW_ITEMS);
        assert_int_equal(t.stretches.weights[c], n && all > usual ? all - usual : 0);
        expect_postings(&t.stretches, &t.frequencies, c);
        n_rare += t.stretches.first_posting[c + 1] > t.stretches.first_posting[c];
    }
    assert_true(n_rare > 20);
    free_all(&t, buffers);
}

/* Rare terms that two windows of two stretches have in common, those of b counted in both. */
static uint32_t weigh(const kembar_stretches *s, uint32_t a, uint32_t b) {
    uint32_t sum = 0;
    for (uint32_t c = 0; c < s->n_columns; c++) {
        if (s->first_posting[c] == s->first_posting[c + 1])
            continue;
        int in_a = holds(s, a, c);
        if (a + 1 < s->first_stretch[N] && s->document[a + 1] == s->document[a])
            in_a |= holds(s, a + 1, c);
        if (!in_a)
            continue;
        sum += holds(s, b, c) ? s->weights[c] : 0;
        if (b + 1 < s->first_stretch[N] && s->document[b + 1] == s->document[b])
            sum += holds(s, b + 1, c) ? s->weights[c] : 0;
    }
    return sum;
}

static void expect_hits(kembar_window_finder *finder, const kembar_stretches *s, uint32_t a) {
    enum { LEAST = 2 * KEMBAR_STRETCH_BIT };
    assert_int_equal(kembar_window_finder_run(finder, a, LEAST), KEMBAR_OK);
    size_t at = 0;
    for (uint32_t document = 0; document < N; document++) {
        uint32_t best = 0;
        if (document == a)
            continue;
        for (uint32_t i = s->first_stretch[a]; i < s->first_stretch[a + 1]; i++)
            for (uint32_t j = s->first_stretch[document]; j < s->first_stretch[document + 1]; j++)
                if (weigh(s, i, j) > best)
                    best = weigh(s, i, j);
        if (best < LEAST)
            continue;
        assert_true(at < finder->n_hits);
        assert_int_equal(finder->hits[at].document, document);
        assert_int_equal(finder->hits[at].weight, best);
        assert_int_equal(weigh(s, finder->hits[at].a, finder->hits[at].b), best);
        at++;
    }
    assert_int_equal(at, finder->n_hits);
}

static void hits_are_those_of_plain_counting(void **state) {
    (void)state;
    texts t;
    kembar_buffer buffers[N];
    kembar_window_finder finder;
    size_t n_hits = 0;
    make_texts(&t, buffers, 6);
    assert_int_equal(kembar_window_finder_init(&finder, &t.stretches), KEMBAR_OK);
    for (uint32_t a = 0; a < N; a++) {
        expect_hits(&finder, &t.stretches, a);
        n_hits += finder.n_hits;
    }
    assert_true(n_hits > 10);
    kembar_window_finder_deinit(&finder);
    free_all(&t, buffers);
}

static kembar_status build_again(void *context) {
    texts *t = context;
    kembar_stretches stretches;
    kembar_retold_finder *finder = NULL;
    kembar_retold found;
    kembar_stretches_input input = input_of(t, 1);
    kembar_status status = kembar_stretches_build(&stretches, &input, NULL);
    if (status)
        return status;
    status = kembar_retold_finder_new(&finder, &stretches, t->prepared, NULL);
    if (!status)
        status = kembar_retold_find(finder, 8, 9, &found);
    kembar_retold_finder_free(finder);
    kembar_stretches_deinit(&stretches);
    return status;
}

static void memory_may_run_out(void **state) {
    (void)state;
    texts t;
    kembar_buffer buffers[N];
    make_texts(&t, buffers, 7);
    assert_true(fail_every_allocation(build_again, &t) > 10);
    free_all(&t, buffers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_are_rounded_down),
        cmocka_unit_test(lists_and_weights_are_those_of_plain_counting),
        cmocka_unit_test(hits_are_those_of_plain_counting),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
