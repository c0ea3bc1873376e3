#include <string.h>

#include "base/error.h"
#include "document/block_hash.h"
#include "document/date.h"
#include "document/document.h"
#include "document/languages.h"
#include "text/utf8.h"

/* Each check returns NULL or names what is broken. */
typedef const char *(*document_check)(const kembar_document *document);

static int is_boundary(kembar_view text, size_t offset) {
    return offset <= text.size && kembar_utf8_floor(text, offset) == offset;
}

static const char *check_fields(const kembar_document *d) {
    const kembar_view fields[] = {d->id, d->title, d->date, d->source, d->url, d->text, d->input};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (kembar_utf8_valid_prefix(fields[i]) != fields[i].size)
            return "a field is not valid UTF-8";
    if (!d->id.data || d->id.size == 0)
        return "the id is missing";
    if (!d->text.data || d->text.size > (uint64_t)1 << 31)
        return "the text is missing or too long";
    if (d->title.data && (d->title.data != d->text.data || d->title.size >= d->text.size ||
                          d->text.data[d->title.size] != '\n'))
        return "the text does not begin with the title and a newline";
    return NULL;
}

static const char *check_date(const kembar_document *d) {
    char date[KEMBAR_DATE_BYTES];
    if (!d->date.data)
        return kembar_document_day(d) == INT32_MIN ? NULL : "an absent date has a day";
    size_t size = kembar_date_normalise(d->date, d->language, date);
    if (size == 0 || size != d->date.size || memcmp(date, d->date.data, size) != 0)
        return "the date is not in normal form";
    return NULL;
}

static uint64_t hash_again(const kembar_document *d, const kembar_block *block) {
    if (block->n_tokens == 0)
        return 0;
    return kembar_block_hash_tokens(d->tokens.items + block->first_token, block->n_tokens);
}

static const char *check_blocks(const kembar_document *d) {
    size_t end = 0;
    size_t n_tokens = 0;
    for (size_t i = 0; i < d->n_blocks; i++) {
        const kembar_block *block = &d->blocks[i];
        if (block->begin < end || block->end <= block->begin || block->end > d->text.size)
            return "blocks are empty, overlap or leave the text";
        if (!is_boundary(d->text, block->begin) || !is_boundary(d->text, block->end))
            return "a block is cut inside a character";
        if (block->first_token != n_tokens || block->n_tokens > d->tokens.n_items - n_tokens)
            return "the tokens of the blocks do not follow one another";
        if (block->kind > KEMBAR_BLOCK_ITEM || block->language >= KEMBAR_N_LANGUAGES)
            return "a block has an unknown kind or language";
        if (block->hash != hash_again(d, block))
            return "a block's hash is not that of its tokens";
        end = block->end;
        n_tokens += block->n_tokens;
    }
    return n_tokens == d->tokens.n_items ? NULL : "a token lies in no block";
}

static const char *compare_tokens(const kembar_document *d, const kembar_tokens *again) {
    if (again->n_items != d->tokens.n_items)
        return "the tokens are not those of the text";
    for (size_t i = 0; i < again->n_items; i++) {
        const kembar_token *a = &d->tokens.items[i];
        const kembar_token *b = &again->items[i];
        unsigned flags = d->tokens.flags[i] & ~(0u | KEMBAR_TOKEN_SENTENCE | KEMBAR_TOKEN_MARKED);
        if (a->begin != b->begin || a->end != b->end || a->hash != b->hash)
            return "a token's span or hash is not that of the text";
        if (flags != again->flags[i])
            return "a token's flags are not those of the text";
    }
    return NULL;
}

/* All tokens, spans on character boundaries among it, by the reference. */
static const char *check_tokens(const kembar_document *d) {
    kembar_tokens again = {0};
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < d->n_blocks && status == KEMBAR_OK; i++)
        status =
            kembar_tokens_append_reference(&again, d->text, d->blocks[i].begin, d->blocks[i].end);
    const char *broken = status == KEMBAR_OK ? compare_tokens(d, &again) : "memory ran out";
    kembar_tokens_deinit(&again);
    return broken;
}

static const char *check_sentences(const kembar_document *d) {
    for (size_t i = 0; i < d->n_blocks; i++) {
        const kembar_block *block = &d->blocks[i];
        if (block->n_tokens > 0 &&
            (d->tokens.flags[block->first_token] & KEMBAR_TOKEN_SENTENCE) == 0)
            return "a block does not begin with a sentence";
    }
    return NULL;
}

static const char *check_values(const kembar_document *d) {
    size_t block_id = 0;
    size_t next = 0;
    for (size_t i = 0; i < d->n_values; i++) {
        const kembar_value *value = &d->values[i];
        size_t end = (size_t)value->first_token + value->n_tokens;
        if (value->n_tokens == 0 || value->first_token < next || end > d->tokens.n_items)
            return "values are empty, overlap or leave the tokens";
        while (d->blocks[block_id].first_token + d->blocks[block_id].n_tokens <= value->first_token)
            block_id++;
        if (end > (size_t)d->blocks[block_id].first_token + d->blocks[block_id].n_tokens)
            return "a value crosses blocks";
        if (value->kind > KEMBAR_VALUE_DATE || !memchr(value->text, '\0', sizeof value->text))
            return "a value has an unknown kind or no end";
        next = end;
    }
    return NULL;
}

static const char *check_languages(const kembar_document *d) {
    kembar_document again = *d;
    kembar_document_sum_languages(&again);
    if (again.language != d->language ||
        memcmp(again.language_share, d->language_share, sizeof d->language_share) != 0)
        return "the languages are not those of the blocks";
    return NULL;
}

kembar_status kembar_document_validate(const kembar_document *document, kembar_error *error) {
    static const document_check checks[] = {check_fields,   check_date,      check_blocks,
                                            check_tokens,   check_sentences, check_values,
                                            check_languages};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        const char *broken = checks[i](document);
        if (broken)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, document->position, "%s",
                                    broken);
    }
    return KEMBAR_OK;
}
