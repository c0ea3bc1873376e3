#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "clean/content.h"
#include "clean/repeats.h"
#include "document/block_hash.h"
#include "document/document_maker.h"
#include "make_document.h"
#include "scarce_memory.h"

#define SENTENCE "The harbour was closed today. "

/* What is left of `text`, its words written one after the other. */
static void expect_content(const char *text, const kembar_furniture *furniture, const char *words) {
    kembar_document *document = make_document(text);
    kembar_content content;
    kembar_buffer left = {0};
    assert_int_equal(kembar_content_apply(&content, document, furniture), KEMBAR_OK);
    for (size_t i = 0; i < content.n_tokens; i++) {
        const kembar_token *token = &document->tokens.items[content.tokens[i]];
        kembar_buffer_append(&left, document->text.data + token->begin, token->end - token->begin);
        kembar_buffer_append_char(&left, ' ');
    }
    assert_string_equal(text_of(&left), words);
    kembar_buffer_deinit(&left);
    kembar_content_deinit(&content);
    assert_null(content.tokens);
    kembar_document_free(document);
}

static void keeps_all_without_repeats(void **state) {
    (void)state;
    expect_content("", NULL, "");
    expect_content("... !", NULL, "");
    expect_content("Fire!", NULL, "Fire ");
    expect_content("One day. Another day.", NULL, "One day Another day ");
}

static void a_second_sentence_goes(void **state) {
    (void)state;
    expect_content(SENTENCE "Nobody knew why. " SENTENCE "It opened at noon.", NULL,
                   "The harbour was closed today Nobody knew why It opened at noon ");
    expect_content(SENTENCE SENTENCE SENTENCE, NULL, "The harbour was closed today ");
}

static void in_another_block_too(void **state) {
    (void)state;
    expect_content("Harbour news of the day\n\n" SENTENCE "Nobody knew why.\n\n" SENTENCE
                   "\n\nHarbour news of the day",
                   NULL, "Harbour news of the day The harbour was closed today Nobody knew why ");
}

static void case_and_signs_do_not_matter(void **state) {
    (void)state;
    expect_content("The harbour was closed today! THE HARBOUR was, closed today.", NULL,
                   "The harbour was closed today ");
}

static void short_sentences_may_stand_twice(void **state) {
    (void)state;
    assert_int_equal(KEMBAR_REPEAT_MIN_TOKENS, 4);
    expect_content("He said yes. She asked again. He said yes.", NULL,
                   "He said yes She asked again He said yes ");
    expect_content("He then said yes. She asked again. He then said yes.", NULL,
                   "He then said yes She asked again ");
}

static void another_order_is_no_repeat(void **state) {
    (void)state;
    expect_content("Ships leave port daily. Daily leave ships port.", NULL,
                   "Ships leave port daily Daily leave ships port ");
}

/* Everything passes. */
static uint32_t any_word[1];
static const kembar_furniture_filters anything = {.blocks = {any_word, 1}, .rows = {any_word, 1}};

/* Furniture of one block: `line`. The arrays are the caller's. */
static kembar_furniture furniture_of(const char *line, uint64_t *block, kembar_furniture_run *run) {
    kembar_document *document = make_document(line);
    assert_int_equal(document->n_blocks, 1);
    size_t n = document->tokens.n_items;
    *block = document->blocks[0].hash;
    *run = (kembar_furniture_run){
        .opening = kembar_block_hash_tokens(document->tokens.items, KEMBAR_FURNITURE_RUN_TOKENS),
        .hash = *block,
        .n_tokens = (uint32_t)n};
    kembar_document_free(document);
    any_word[0] = UINT32_MAX;
    return (kembar_furniture){
        .blocks = block, .n_blocks = 1, .runs = run, .n_runs = 1, .filters = anything};
}

static void furniture_goes(void **state) {
    (void)state;
    static const char line[] = "All rights of this page are reserved by the harbour";
    uint64_t block;
    kembar_furniture_run run;
    kembar_furniture furniture = furniture_of(line, &block, &run);
    expect_content("All rights of this page are reserved by the harbour\n\n" SENTENCE, &furniture,
                   "The harbour was closed today ");
    expect_content("All rights of this page are reserved by the harbour", &furniture, "");
    expect_content("Notice: all rights of this page are reserved by the harbour. Thanks.",
                   &furniture, "Notice Thanks ");
}

/* A sentence that furniture has taken is no first one. */
static void a_marked_sentence_takes_no_part(void **state) {
    (void)state;
    kembar_document *document = make_document(SENTENCE "Nobody knew why. " SENTENCE);
    kembar_sentence_list sentences = {0};
    uint8_t marks[13] = {1, 1, 1, 1, 1};
    assert_int_equal(document->tokens.n_items, sizeof marks);
    assert_int_equal(kembar_repeats_mark(document, &sentences, marks), KEMBAR_OK);
    for (size_t i = 0; i < sizeof marks; i++)
        assert_int_equal(marks[i], i < 5);
    kembar_sentence_list_deinit(&sentences);
    kembar_document_free(document);
}

/* Sorting, not comparing each with each: this takes well under a second. */
static void many_equal_sentences_are_no_trouble(void **state) {
    (void)state;
    kembar_buffer text = {0};
    for (int i = 0; i < 100000; i++)
        kembar_buffer_append_text(&text, SENTENCE);
    kembar_document *document = make_document(text_of(&text));
    kembar_content content;
    assert_int_equal(document->tokens.n_items, 500000);
    assert_int_equal(kembar_content_apply(&content, document, NULL), KEMBAR_OK);
    assert_int_equal(content.n_tokens, 5);
    kembar_content_deinit(&content);
    kembar_document_free(document);
    kembar_buffer_deinit(&text);
}

/* One maker for documents with and without repeats, long and empty ones. */
static void a_maker_makes_what_apply_makes(void **state) {
    (void)state;
    static const char *const texts[] = {
        SENTENCE "Nobody knew why. " SENTENCE, "", "One two.",
        SENTENCE SENTENCE "Nobody knew why it was closed. " SENTENCE, SENTENCE "Nobody knew."};
    kembar_content_maker maker = {0};
    for (size_t i = 0; i < 10; i++) {
        kembar_document *document = make_document(texts[i % 5]);
        kembar_content content;
        assert_int_equal(kembar_content_apply(&content, document, NULL), KEMBAR_OK);
        assert_int_equal(kembar_content_maker_next(&maker, document, NULL), KEMBAR_OK);
        assert_int_equal(maker.content.n_tokens, content.n_tokens);
        for (size_t k = 0; k < content.n_tokens; k++)
            assert_int_equal(maker.content.tokens[k], content.tokens[k]);
        kembar_content_deinit(&content);
        kembar_document_free(document);
    }
    kembar_content_maker_deinit(&maker);
}

/* Where nobody has asked yet which tokens begin sentences, the same is content. */
static void sentences_need_not_be_settled(void **state) {
    (void)state;
    static const char *const pieces[] = {SENTENCE, "The harbour was closed by Mr. Brown. ",
                                         "Dr. Brown was there. ", "Nobody knew why.\n", "\n\n"};
    kembar_random random = {11};
    kembar_document_maker documents = {0};
    kembar_content_maker one = {0}, other = {0};
    kembar_buffer text = {0};
    for (size_t round = 0; round < 300; round++) {
        kembar_buffer_clear(&text);
        for (size_t n = kembar_random_below(&random, round % 30 ? 6 : 400); n > 0; n--)
            kembar_buffer_append_text(&text, pieces[kembar_random_below(&random, 5)]);
        kembar_record record = {.id = {"id", 2}, .text = kembar_buffer_view(&text)};
        kembar_document *settled;
        assert_int_equal(kembar_document_new_plain(&settled, &record, NULL), KEMBAR_OK);
        assert_int_equal(kembar_document_maker_next(&documents, &record, NULL), KEMBAR_OK);
        assert_int_equal(kembar_content_maker_next(&one, settled, NULL), KEMBAR_OK);
        assert_int_equal(kembar_content_maker_next(&other, &documents.document, NULL), KEMBAR_OK);
        assert_int_equal(one.content.n_tokens, other.content.n_tokens);
        for (size_t i = 0; i < one.content.n_tokens; i++)
            assert_int_equal(one.content.tokens[i], other.content.tokens[i]);
        kembar_document_free(settled);
    }
    kembar_buffer_deinit(&text);
    kembar_content_maker_deinit(&one);
    kembar_content_maker_deinit(&other);
    kembar_document_maker_deinit(&documents);
}

static kembar_status apply_once(void *context) {
    static const char line[] = "All rights of this page are reserved by the harbour";
    uint64_t block = 1;
    kembar_furniture_run run = {.opening = 1, .hash = 1, .n_tokens = sizeof line};
    any_word[0] = UINT32_MAX;
    kembar_furniture furniture = {
        .blocks = &block, .n_blocks = 1, .runs = &run, .n_runs = 1, .filters = anything};
    kembar_content content;
    kembar_status status = kembar_content_apply(&content, context, &furniture);
    assert_int_equal(content.n_tokens, status ? 0 : 8);
    kembar_content_deinit(&content);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    kembar_document *document = make_document(SENTENCE "Nobody knew why. " SENTENCE);
    assert_true(fail_every_allocation(apply_once, document) >= 3);
    kembar_document_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_all_without_repeats),
        cmocka_unit_test(a_second_sentence_goes),
        cmocka_unit_test(in_another_block_too),
        cmocka_unit_test(case_and_signs_do_not_matter),
        cmocka_unit_test(short_sentences_may_stand_twice),
        cmocka_unit_test(another_order_is_no_repeat),
        cmocka_unit_test(furniture_goes),
        cmocka_unit_test(a_marked_sentence_takes_no_part),
        cmocka_unit_test(many_equal_sentences_are_no_trouble),
        cmocka_unit_test(a_maker_makes_what_apply_makes),
        cmocka_unit_test(sentences_need_not_be_settled),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
