#include "document/document_maker.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "document/block_hash.h"
#include "document/document_fields.h"
#include "document/document_stages.h"
#include "document/languages.h"
#include "text/sentences.h"

/* What one very long document may leave behind for those that follow. In sanitizer builds nothing
 * is left, so that a view of an earlier document is found out. */
#ifdef KEMBAR_SANITIZED
enum { MAX_KEPT_BYTES = 0 };
#else
enum { MAX_KEPT_BYTES = 1 << 22 };
#endif

/* Cuts text[begin, end) on its own, so that a title never runs on into the body. */
static kembar_status split_part(kembar_document_maker *maker, size_t begin, size_t end) {
    kembar_block_list *spans = &maker->spans;
    size_t n_before = spans->n_items;
    kembar_view part = {maker->document.text.data + begin, end - begin};
    kembar_status status = kembar_blocks_split(part, spans);
    for (size_t i = n_before; i < spans->n_items; i++) {
        spans->items[i].begin += (uint32_t)begin;
        spans->items[i].end += (uint32_t)begin;
    }
    return status;
}

static kembar_status split_text(kembar_document_maker *maker) {
    size_t title_size = maker->document.title.size;
    maker->spans.n_items = 0;
    kembar_status status = title_size > 0 ? split_part(maker, 0, title_size) : KEMBAR_OK;
    for (size_t i = 0; i < maker->spans.n_items; i++)
        maker->spans.items[i].kind = KEMBAR_BLOCK_HEADING;
    if (status == KEMBAR_OK)
        status = split_part(maker, title_size, maker->document.text.size);
    return status;
}

/* The first token from `first` on that begins at or behind `end`. */
static size_t token_behind(const kembar_tokens *tokens, size_t first, size_t end) {
    enum { STRIDE = 8 };
    while (tokens->n_items - first >= STRIDE && tokens->items[first + STRIDE - 1].begin < end)
        first += STRIDE;
    while (first < tokens->n_items && tokens->items[first].begin < end)
        first++;
    return first;
}

/* `first`: of the block's tokens; where its text is not cut yet, they are appended. */
static kembar_status fill_block(kembar_document *document, const kembar_block_span *span,
                                size_t *first, int is_cut) {
    kembar_tokens *tokens = &document->tokens;
    size_t begin = *first;
    if (!is_cut) {
        kembar_status status = kembar_tokens_append(tokens, document->text, span->begin, span->end);
        if (status != KEMBAR_OK)
            return status;
    }
    *first = token_behind(tokens, begin, span->end);
    size_t n = *first - begin;
    document->blocks[document->n_blocks++] =
        (kembar_block){.begin = span->begin,
                       .end = span->end,
                       .first_token = (uint32_t)begin,
                       .n_tokens = (uint32_t)n,
                       .hash = n > 0 ? kembar_block_hash_tokens(tokens->items + begin, n) : 0,
                       .kind = span->kind};
    return KEMBAR_OK;
}

/* What a gap between two blocks says changes nothing: each block begins a sentence. `is_cut`: the
 * text was cut as a whole, and which other tokens may begin one is marked. */
static void mark_sentences(kembar_document *document, int is_cut) {
    kembar_tokens *tokens = &document->tokens;
    if (!is_cut)
        kembar_sentences_mark(document->text, tokens, 0, tokens->n_items);
    for (size_t i = 0; i < document->n_blocks; i++) {
        uint8_t *flags = &tokens->flags[document->blocks[i].first_token];
        if (document->blocks[i].n_tokens > 0)
            *flags = (uint8_t)((*flags & ~KEMBAR_TOKEN_MARKED) | KEMBAR_TOKEN_SENTENCE);
    }
}

/* Room for the tokens that a text has in all likelihood, so that they need not be moved. A very
 * long text may be anything. */
static kembar_status reserve_tokens(kembar_document *document) {
    enum { BYTES_A_TOKEN = 6, MOST = 4096 };
    size_t n = document->text.size / BYTES_A_TOKEN + 1;
    return kembar_tokens_reserve(&document->tokens, n < MOST ? n : MOST);
}

static kembar_status make_blocks(kembar_document_maker *maker) {
    kembar_document *document = &maker->document;
    kembar_status status = split_text(maker);
    if (status == KEMBAR_OK)
        status = reserve_tokens(document);
    if (status == KEMBAR_OK)
        status = kembar_array_reserve((void **)&document->blocks, &maker->block_capacity,
                                      maker->spans.n_items, sizeof *document->blocks);
    size_t first = 0;
    int is_cut = 0;
    if (status == KEMBAR_OK)
        status = kembar_tokens_append_plain(&document->tokens, document->text, &is_cut);
    for (size_t i = 0; i < maker->spans.n_items && status == KEMBAR_OK; i++)
        status = fill_block(document, &maker->spans.items[i], &first, is_cut);
    if (status == KEMBAR_OK)
        mark_sentences(document, is_cut);
    return status;
}

size_t kembar_document_maker_bytes(const kembar_document_maker *maker) {
    return maker->storage.capacity + maker->document.tokens.capacity * sizeof(kembar_token) +
           maker->block_capacity * sizeof(kembar_block) +
           maker->value_capacity * sizeof(kembar_value) + maker->asks_capacity +
           maker->spans.capacity * sizeof(kembar_block_span) +
           maker->spans.line_capacity * sizeof(size_t);
}

/* Empties the document but for its arrays. */
static void clear(kembar_document_maker *maker) {
    if (kembar_document_maker_bytes(maker) > MAX_KEPT_BYTES)
        kembar_document_maker_deinit(maker);
    kembar_document old = maker->document;
    maker->document =
        (kembar_document){.tokens = old.tokens, .blocks = old.blocks, .values = old.values};
    maker->document.tokens.n_items = 0;
    maker->has_values = maker->has_sentences = 0;
    kembar_buffer_clear(&maker->storage);
}

static kembar_status cut(kembar_document_maker *maker, const kembar_record *record, int is_valid,
                         kembar_error *error) {
    clear(maker);
    kembar_status status =
        kembar_document_set_fields(&maker->document, &maker->storage, record, is_valid, error);
    if (status == KEMBAR_OK && make_blocks(maker) != KEMBAR_OK)
        status = kembar_error_memory(error);
    if (status != KEMBAR_OK)
        kembar_document_maker_deinit(maker);
    return status;
}

kembar_status kembar_document_maker_cut(kembar_document_maker *maker, const kembar_record *record,
                                        kembar_error *error) {
    return cut(maker, record, 0, error);
}

kembar_status kembar_document_maker_settle(kembar_document_maker *maker, kembar_error *error) {
    if (kembar_document_date_asks_language(&maker->document) &&
        kembar_document_find_languages(&maker->document) != KEMBAR_OK) {
        kembar_document_maker_deinit(maker);
        return kembar_error_memory(error);
    }
    kembar_document_settle_date(&maker->document);
    return KEMBAR_OK;
}

kembar_status kembar_document_maker_next(kembar_document_maker *maker, const kembar_record *record,
                                         kembar_error *error) {
    kembar_status status = kembar_document_maker_cut(maker, record, error);
    return status == KEMBAR_OK ? kembar_document_maker_settle(maker, error) : status;
}

kembar_status kembar_document_maker_next_valid(kembar_document_maker *maker,
                                               const kembar_record *record, kembar_error *error) {
    kembar_status status = cut(maker, record, 1, error);
    return status == KEMBAR_OK ? kembar_document_maker_settle(maker, error) : status;
}

static kembar_status list_values(kembar_document_maker *maker) {
    kembar_document *document = &maker->document;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < document->n_blocks && status == KEMBAR_OK; i++) {
        const kembar_block *block = &document->blocks[i];
        status = kembar_values_find(document->text, &document->tokens, block->first_token,
                                    block->n_tokens, (kembar_language)block->language,
                                    &document->values, &document->n_values, &maker->value_capacity);
    }
    return status;
}

void kembar_document_maker_settle_sentences(kembar_document_maker *maker) {
    if (!maker->has_sentences)
        kembar_sentences_settle(maker->document.text, &maker->document.tokens);
    maker->has_sentences = 1;
}

/* Of most texts no value depends on it. */
static kembar_status find_needed_languages(kembar_document_maker *maker) {
    kembar_document *document = &maker->document;
    int is_any = 0;
    if (kembar_array_reserve((void **)&maker->asks_language, &maker->asks_capacity,
                             document->n_blocks, 1))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        int asks = kembar_values_ask_language(document->text, &document->tokens, block->first_token,
                                              block->n_tokens);
        maker->asks_language[i] = (uint8_t)asks;
        is_any |= asks;
    }
    return is_any ? kembar_document_find_some_languages(document, maker->asks_language) : KEMBAR_OK;
}

static kembar_status find_values(kembar_document_maker *maker, kembar_status found_languages,
                                 kembar_error *error) {
    if (found_languages != KEMBAR_OK || list_values(maker) != KEMBAR_OK) {
        kembar_document_maker_deinit(maker);
        return kembar_error_memory(error);
    }
    maker->has_values = 1;
    return KEMBAR_OK;
}

kembar_status kembar_document_maker_find_values(kembar_document_maker *maker, kembar_error *error) {
    return maker->has_values
               ? KEMBAR_OK
               : find_values(maker, kembar_document_find_languages(&maker->document), error);
}

kembar_status kembar_document_maker_find_bare_values(kembar_document_maker *maker,
                                                     kembar_error *error) {
    return maker->has_values ? KEMBAR_OK : find_values(maker, find_needed_languages(maker), error);
}

void kembar_document_maker_deinit(kembar_document_maker *maker) {
    kembar_buffer_deinit(&maker->storage);
    kembar_block_list_deinit(&maker->spans);
    kembar_tokens_deinit(&maker->document.tokens);
    kembar_free(maker->document.blocks);
    kembar_free(maker->document.values);
    kembar_free(maker->asks_language);
    *maker = (kembar_document_maker){0};
}
