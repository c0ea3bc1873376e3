/* What is told of a text by its lines and anchors alone, and furniture that grows line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "make_document.h"
#include "model/furniture_anchors.h"
#include "model/furniture_build.h"
#include "model/furniture_trace.h"
#include "scarce_memory.h"

enum { N_LINES = 14, N_TEXTS = 60, N_STATES = 48, MAX_LINES = 64, MAX_TOKENS = 4096 };

static kembar_document *lines[N_LINES];

/* Lines of 3 to 42 words; every third begins like the one before, every fifth is one word over and
 * over. */
static void make_lines(void) {
    for (size_t i = 0; i < N_LINES; i++) {
        kembar_buffer text = {0};
        size_t n = 3 + 3 * i;
        for (size_t k = 0; k < n; k++) {
            append_word(&text, i % 5 == 4             ? 7
                               : i % 3 == 2 && k < 10 ? 100 * (i - 1) + k
                                                      : 100 * i + k);
            kembar_buffer_append_char(&text, ' ');
        }
        lines[i] = make_document(text_of(&text));
        assert_int_equal(lines[i]->n_blocks, 1);
        kembar_buffer_deinit(&text);
    }
}

static void free_lines(void) {
    for (size_t i = 0; i < N_LINES; i++)
        kembar_document_free(lines[i]);
}

static kembar_status insert_line(kembar_furniture *furniture, size_t i) {
    kembar_furniture_line line;
    kembar_furniture_opening opening = {0};
    assert_int_equal(kembar_furniture_list(lines[i], &line), 1);
    if (line.n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS)
        kembar_furniture_open(lines[i], lines[i]->blocks, &opening);
    return kembar_furniture_insert(furniture, &line, &opening);
}

/* Some of the lines, in some order. */
static kembar_furniture make_state(kembar_random *random) {
    kembar_furniture out = {0};
    size_t n = kembar_random_below(random, 5);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(insert_line(&out, kembar_random_below(random, N_LINES)), KEMBAR_OK);
    return out;
}

/* Words of its own between lines, some of which stand within its paragraphs, and some cut short. */
static kembar_document *make_text(kembar_random *random) {
    kembar_buffer text = {0};
    size_t n = 1 + kembar_random_below(random, 6);
    for (size_t i = 0; i < n; i++) {
        kembar_view line = kembar_document_text(lines[kembar_random_below(random, N_LINES)]);
        size_t size = kembar_random_below(random, 4) ? line.size : line.size / 2;
        append_words(&text, random, kembar_random_below(random, 6), 1000);
        kembar_buffer_append_text(&text, kembar_random_below(random, 2) ? "\n\n" : " ");
        kembar_buffer_append(&text, line.data, size);
        kembar_buffer_append_text(&text, kembar_random_below(random, 2) ? "\n\n" : " ");
    }
    kembar_document *document = make_document(text_of(&text));
    kembar_buffer_deinit(&text);
    return document;
}

static uint64_t trace_of(const kembar_furniture *furniture, const kembar_document *document,
                         int is_anchored) {
    static kembar_furniture_line found[MAX_LINES];
    static uint64_t hashes[MAX_TOKENS];
    static uint32_t anchors[MAX_TOKENS];
    kembar_furniture_text text = {.lines = found, .n_tokens = document->tokens.n_items};
    assert_true(document->n_blocks <= MAX_LINES && text.n_tokens <= MAX_TOKENS);
    for (size_t i = 0; i < text.n_tokens; i++)
        hashes[i] = document->tokens.items[i].hash;
    text.n_lines = kembar_furniture_list(document, found);
    text.anchors = is_anchored ? anchors : NULL;
    text.n_anchors = kembar_furniture_anchors(hashes, text.n_tokens, anchors);
    return kembar_furniture_trace(furniture, &text);
}

/* Not 0 when both leave the same of it. */
static int same_content(const kembar_furniture *a, const kembar_furniture *b,
                        const kembar_document *document) {
    uint8_t marks[2][MAX_TOKENS] = {{0}};
    assert_int_equal(kembar_furniture_mark(a, document, marks[0]), KEMBAR_OK);
    assert_int_equal(kembar_furniture_mark(b, document, marks[1]), KEMBAR_OK);
    return memcmp(marks[0], marks[1], document->tokens.n_items) == 0;
}

static void the_same_trace_is_the_same_content(void **state) {
    kembar_random random = {5};
    kembar_furniture states[N_STATES];
    size_t n_same = 0, n_other = 0, n_needless = 0;
    (void)state;
    make_lines();
    for (size_t i = 0; i < N_STATES; i++)
        states[i] = make_state(&random);
    for (size_t t = 0; t < N_TEXTS; t++) {
        kembar_document *text = make_text(&random);
        for (size_t i = 0; i < N_STATES; i++)
            for (size_t k = 0; k < i; k++) {
                int is_same = same_content(&states[i], &states[k], text);
                for (int is_anchored = 0; is_anchored < 2; is_anchored++)
                    if (trace_of(&states[i], text, is_anchored) ==
                        trace_of(&states[k], text, is_anchored)) {
                        assert_true(is_same);
                        n_same++;
                    }
                n_other += !is_same;
                n_needless +=
                    is_same && trace_of(&states[i], text, 1) != trace_of(&states[k], text, 1);
            }
        /* What holds nothing is as with no furniture at all. */
        assert_true(trace_of(NULL, text, 1) == 0 && trace_of(NULL, text, 0) == 0);
        kembar_document_free(text);
    }
    assert_true(n_same > 10000 && n_other > 10000);
    /* Nearly all texts with the same content are told by their anchors. */
    assert_true(n_needless < n_same / 20);
    for (size_t i = 0; i < N_STATES; i++)
        kembar_furniture_deinit(&states[i]);
    free_lines();
}

/* A page of openings of long runs: there the search may end early, so that every run counts. */
static void where_the_search_may_end_all_runs_count(void **state) {
    kembar_furniture some = {0}, more = {0};
    kembar_buffer text = {0};
    (void)state;
    make_lines();
    kembar_view line = kembar_document_text(lines[N_LINES - 1]);
    for (size_t i = 0; i < 90; i++) {
        kembar_buffer_append(&text, line.data, line.size / 2);
        kembar_buffer_append_text(&text, i % 2 ? ". " : "\n\n");
    }
    kembar_document *page = make_document(text_of(&text));
    kembar_document *shorter = make_document("nothing of the kind stands in this text here");
    assert_int_equal(insert_line(&some, N_LINES - 1), KEMBAR_OK);
    assert_int_equal(insert_line(&more, N_LINES - 1), KEMBAR_OK);
    assert_int_equal(insert_line(&more, 6), KEMBAR_OK);
    assert_true(trace_of(&some, page, 1) != trace_of(&more, page, 1));
    assert_true(trace_of(&some, shorter, 1) == 0 && trace_of(&more, shorter, 1) == 0);
    assert_true(trace_of(&some, shorter, 0) != trace_of(&more, shorter, 0));
    kembar_document_free(page);
    kembar_document_free(shorter);
    kembar_furniture_deinit(&some);
    kembar_furniture_deinit(&more);
    kembar_buffer_deinit(&text);
    free_lines();
}

static void expect_same_filter(const kembar_bit_filter *a, const kembar_bit_filter *b) {
    assert_int_equal(a->n_words, b->n_words);
    assert_memory_equal(a->words, b->words, a->n_words * sizeof *a->words);
}

static void expect_same_furniture(const kembar_furniture *a, const kembar_furniture *b) {
    assert_int_equal(a->n_blocks, b->n_blocks);
    assert_memory_equal(a->blocks, b->blocks, a->n_blocks * sizeof *a->blocks);
    assert_int_equal(a->n_runs, b->n_runs);
    assert_true(a->runs_key == b->runs_key);
    for (size_t i = 0; i < a->n_runs; i++) {
        assert_true(a->runs[i].opening == b->runs[i].opening);
        assert_true(a->runs[i].hash == b->runs[i].hash);
        assert_int_equal(a->runs[i].n_tokens, b->runs[i].n_tokens);
        assert_int_equal(a->leads[i].anchor, b->leads[i].anchor);
        assert_true(a->leads[i].run == b->leads[i].run);
        assert_true(a->leads[i].anchors_hash == b->leads[i].anchors_hash);
        assert_int_equal(a->leads[i].step, b->leads[i].step);
    }
    expect_same_filter(&a->filters.blocks, &b->filters.blocks);
    expect_same_filter(&a->filters.rows, &b->filters.rows);
    expect_same_filter(&a->filters.anchors, &b->filters.anchors);
}

/* Filters grow with what is known, up to their limit; every block is found. */
static void any_number_of_blocks_is_found(void **state) {
    enum { N_BLOCKS = KEMBAR_BIT_FILTER_MAX_WORDS + 10 };
    const uint64_t apart = 0x123456789abu;
    kembar_furniture furniture = {0};
    size_t n_found = 0;
    (void)state;
    for (uint64_t i = 1; i <= N_BLOCKS; i++) {
        const kembar_furniture_line line = {i * apart, KEMBAR_FURNITURE_MIN_TOKENS};
        assert_int_equal(kembar_furniture_append(&furniture, &line, NULL), KEMBAR_OK);
        n_found += kembar_furniture_has_block(&furniture, line.hash) ? 1 : 0;
    }
    assert_int_equal(n_found, N_BLOCKS);
    for (uint64_t i = 1; i <= N_BLOCKS; i++)
        n_found -= kembar_furniture_has_block(&furniture, i * apart) ? 1 : 0;
    assert_int_equal(n_found, 0);
    kembar_furniture_deinit(&furniture);
}

/* Inserted in any order, also twice, as appended and finished. */
static void inserted_is_as_appended(void **state) {
    kembar_random random = {7};
    size_t order[N_LINES];
    kembar_furniture appended = {0};
    (void)state;
    make_lines();
    for (size_t i = 0; i < N_LINES; i++) {
        size_t at = i;
        for (; at > 0 && lines[order[at - 1]]->blocks->hash > lines[i]->blocks->hash; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < N_LINES; i++) {
        kembar_furniture_line line;
        kembar_furniture_opening opening = {0};
        assert_int_equal(kembar_furniture_list(lines[order[i]], &line), 1);
        if (line.n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS)
            kembar_furniture_open(lines[order[i]], lines[order[i]]->blocks, &opening);
        assert_int_equal(kembar_furniture_append(&appended, &line, &opening), KEMBAR_OK);
    }
    kembar_furniture_finish(&appended);
    for (size_t round = 0; round < 20; round++) {
        kembar_furniture inserted = {0};
        while (inserted.n_blocks < N_LINES)
            assert_int_equal(insert_line(&inserted, kembar_random_below(&random, N_LINES)),
                             KEMBAR_OK);
        expect_same_furniture(&inserted, &appended);
        kembar_furniture_deinit(&inserted);
    }
    kembar_furniture_deinit(&appended);
    free_lines();
}

static kembar_status insert_all(void *context) {
    kembar_furniture furniture = {0};
    kembar_status status = KEMBAR_OK;
    size_t i = 0;
    (void)context;
    for (; i < N_LINES && !status; i++)
        status = insert_line(&furniture, i);
    assert_int_equal(furniture.n_blocks, status ? i - 1 : N_LINES);
    kembar_furniture_deinit(&furniture);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    make_lines();
    assert_true(fail_every_allocation(insert_all, NULL) >= 7);
    free_lines();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_trace_is_the_same_content),
        cmocka_unit_test(where_the_search_may_end_all_runs_count),
        cmocka_unit_test(any_number_of_blocks_is_found),
        cmocka_unit_test(inserted_is_as_appended),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
