#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "document/document.h"
#include "text/values.h"

#define ENGLISH "The ferry left the harbour at dawn on 12 May 2023 with caf\xc3\xa9 tables aboard"
#define INDONESIAN "Kapal itu meninggalkan pelabuhan pada 12 Mei 2023 saat fajar"

static kembar_document *make(void) {
    static const char text[] = ENGLISH ".\n\n" INDONESIAN ".\n\n- the second item of a list\n";
    kembar_record record = {.id = {"id", 2},
                            .title = {"Title", 5},
                            .text = {text, sizeof text - 1},
                            .date = {"2023-11-02", 10}};
    kembar_document *document = NULL;
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    assert_int_equal(kembar_document_validate(document, NULL), KEMBAR_OK);
    assert_true(document->n_blocks >= 4 && document->n_values >= 2);
    return document;
}

static void break_id(kembar_document *d) {
    d->id = (kembar_view){"", 0};
}
static void break_utf8(kembar_document *d) {
    d->source = (kembar_view){"\xff", 1};
}
static void break_text(kembar_document *d) {
    d->text.data = NULL;
    d->text.size = 0;
    d->title.data = NULL;
    d->title.size = 0;
}
static void break_title(kembar_document *d) {
    d->title.size++;
}
static void break_date(kembar_document *d) {
    d->date = (kembar_view){"3 Nov 2023", 10};
}
static void leave_the_text(kembar_document *d) {
    d->blocks[d->n_blocks - 1].end = (uint32_t)d->text.size + 1;
}
static void empty_a_block(kembar_document *d) {
    d->blocks[1].end = d->blocks[1].begin;
}
static void cut_a_character(kembar_document *d) {
    uint32_t accent = d->blocks[1].begin;
    while (d->text.data[accent] != '\xc3') {
        accent++;
    }
    d->blocks[1].end = accent + 1;
}
static void skip_a_token(kembar_document *d) {
    d->blocks[1].first_token++;
}
static void take_too_many_tokens(kembar_document *d) {
    d->blocks[1].n_tokens = UINT32_MAX;
}
static void break_kind(kembar_document *d) {
    d->blocks[1].kind = KEMBAR_BLOCK_ITEM + 1;
}
static void break_language(kembar_document *d) {
    d->blocks[1].language = KEMBAR_N_LANGUAGES;
}
static void lose_the_last_block(kembar_document *d) {
    d->n_blocks--;
}
static void shrink_a_block(kembar_document *d) {
    const kembar_block *block = &d->blocks[d->n_blocks - 1];
    d->blocks[d->n_blocks - 1].end = d->tokens.items[block->first_token + 1].begin;
}
static void move_a_token(kembar_document *d) {
    d->tokens.items[2].begin++;
}
static void lose_a_sentence(kembar_document *d) {
    d->tokens.flags[d->blocks[1].first_token] &= (uint8_t)~KEMBAR_TOKEN_SENTENCE;
}
static void empty_a_value(kembar_document *d) {
    d->values[0].n_tokens = 0;
}
static void overlap_values(kembar_document *d) {
    d->values[1].first_token = d->values[0].first_token;
}
static void let_a_value_cross(kembar_document *d) {
    const kembar_block *block = &d->blocks[1];
    uint32_t end = block->first_token + block->n_tokens + 1;
    d->values[0].n_tokens = (uint16_t)(end - d->values[0].first_token);
}
static void break_value_kind(kembar_document *d) {
    d->values[0].kind = KEMBAR_VALUE_DATE + 1;
}
static void fill_a_value(kembar_document *d) {
    memset(d->values[0].text, 'x', sizeof d->values[0].text);
}
static void break_shares(kembar_document *d) {
    d->language_share[KEMBAR_LANGUAGE_EN]++;
}

static const struct {
    void (*damage)(kembar_document *document);
    const char *message;
} cases[] = {
    {break_id, "the id is missing"},
    {break_utf8, "a field is not valid UTF-8"},
    {break_text, "the text is missing or too long"},
    {break_title, "the text does not begin with the title and a newline"},
    {break_date, "the date is not in normal form"},
    {leave_the_text, "blocks are empty, overlap or leave the text"},
    {empty_a_block, "blocks are empty, overlap or leave the text"},
    {cut_a_character, "a block is cut inside a character"},
    {skip_a_token, "the tokens of the blocks do not follow one another"},
    {take_too_many_tokens, "the tokens of the blocks do not follow one another"},
    {break_kind, "a block has an unknown kind or language"},
    {break_language, "a block has an unknown kind or language"},
    {lose_the_last_block, "a token lies in no block"},
    {shrink_a_block, "the tokens are not those of the text"},
    {move_a_token, "a token's span or hash is not that of the text"},
    {lose_a_sentence, "a block does not begin with a sentence"},
    {empty_a_value, "values are empty, overlap or leave the tokens"},
    {overlap_values, "values are empty, overlap or leave the tokens"},
    {let_a_value_cross, "a value crosses blocks"},
    {break_value_kind, "a value has an unknown kind or no end"},
    {fill_a_value, "a value has an unknown kind or no end"},
    {break_shares, "the languages are not those of the blocks"},
};

static void every_damage_is_named(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_error error = {0};
        kembar_document *document = make();
        cases[i].damage(document);
        assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
        assert_string_equal(error.message, cases[i].message);
        kembar_document_free(document);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_damage_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
