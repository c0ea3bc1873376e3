/* Of which texts an imprint lists anchors, and that those without are still told by their lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "model/furniture_build.h"
#include "pipeline/imprint.h"

#define LINE "Copyright of the harbour news network all rights are reserved worldwide"

static kembar_document *make_text(size_t n_words) {
    kembar_buffer text = {0};
    for (size_t i = 0; i < n_words; i++) {
        append_word(&text, i);
        kembar_buffer_append_char(&text, ' ');
    }
    kembar_buffer_append_text(&text, "\n\n" LINE);
    kembar_document *document = make_document(text_of(&text));
    kembar_buffer_deinit(&text);
    return document;
}

static const kembar_imprint *make_imprint(kembar_imprint_maker *maker,
                                          const kembar_document *document) {
    const kembar_imprint *imprint;
    assert_int_equal(kembar_imprint_make(maker, document, &imprint), KEMBAR_OK);
    return imprint;
}

/* Some long ones have room; many have not, until short ones have come in between. */
static void long_texts_have_anchors_while_there_is_room(void **state) {
    kembar_dedup_options options = kembar_dedup_options_default();
    kembar_imprint_maker maker = {.options = &options};
    kembar_document *brief = make_text(50);
    kembar_document *lengthy = make_text(KEMBAR_IMPRINT_SHORT_TOKENS + 1000);
    kembar_document *endless = make_text(KEMBAR_IMPRINT_ANCHORED_TOKENS + 1);
    size_t n = 0, n_bytes = 0;
    (void)state;
    assert_int_equal(make_imprint(&maker, endless)->n_anchors, KEMBAR_IMPRINT_UNANCHORED);
    const kembar_imprint *last = make_imprint(&maker, lengthy);
    for (; last->n_anchors != KEMBAR_IMPRINT_UNANCHORED; n++) {
        n_bytes += last->n_anchors * sizeof *last->anchors;
        last = make_imprint(&maker, lengthy);
    }
    assert_true(n > 5 && n_bytes > KEMBAR_IMPRINT_FIRST_ANCHOR_BYTES);
    assert_true(n_bytes < 2 * KEMBAR_IMPRINT_FIRST_ANCHOR_BYTES);
    for (size_t i = 0; i < 100; i++)
        assert_in_range(make_imprint(&maker, brief)->n_anchors, 1, 60);
    assert_in_range(make_imprint(&maker, lengthy)->n_anchors, 500, 2000);
    kembar_imprint_maker_deinit(&maker);
    kembar_document_free(brief);
    kembar_document_free(lengthy);
    kembar_document_free(endless);
}

/* Whatever was known when it was made: the content is the same where the trace is. */
static void a_trace_is_of_what_was_left_out(void **state) {
    kembar_dedup_options options = kembar_dedup_options_default();
    static const size_t sizes[] = {50, KEMBAR_IMPRINT_ANCHORED_TOKENS + 1};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        kembar_imprint_maker maker = {.options = &options};
        kembar_furniture known = {0};
        kembar_document *text = make_text(sizes[i]);
        const kembar_block *last = &text->blocks[text->n_blocks - 1];
        kembar_furniture_line line = {last->hash, last->n_tokens};
        kembar_furniture_opening opening;
        kembar_furniture_open(text, last, &opening);
        assert_int_equal(kembar_furniture_insert(&known, &line, &opening), KEMBAR_OK);
        const kembar_imprint *whole = make_imprint(&maker, text);
        assert_true(whole->trace == 0 && whole->n_content == whole->n_tokens);
        maker.furniture = &known;
        const kembar_imprint *part = make_imprint(&maker, text);
        assert_int_equal(part->n_content, part->n_tokens - line.n_tokens);
        assert_true(part->trace != 0 && part->trace == kembar_imprint_trace(whole, &known));
        assert_true(kembar_imprint_trace(part, NULL) == 0);
        maker.is_last = 1;
        maker.trace = part->trace;
        const kembar_imprint *again = make_imprint(&maker, text);
        assert_true(again->trace == part->trace && again->n_lines == 0);
        assert_memory_equal(&again->content, &part->content, sizeof part->content);
        kembar_imprint_maker_deinit(&maker);
        kembar_furniture_deinit(&known);
        kembar_document_free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_texts_have_anchors_while_there_is_room),
        cmocka_unit_test(a_trace_is_of_what_was_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
