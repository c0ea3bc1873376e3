#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "document/block_hash.h"
#include "document/document.h"
#include "document/document_fields.h"
#include "document/languages.h"
#include "text/sentences.h"

/* Blocks and their tables while they grow. */
typedef struct block_builder {
    kembar_document *document; /* borrowed */
    kembar_block_span *spans;  /* owned */
    size_t n_spans;
    size_t span_capacity;
} block_builder;

/* Cuts text[begin, end) on its own, so that a title never runs on into the body. */
static kembar_status split_part(block_builder *builder, size_t begin, size_t end) {
    size_t n_before = builder->n_spans;
    kembar_view part = {builder->document->text.data + begin, end - begin};
    kembar_status status =
        kembar_blocks_split(part, &builder->spans, &builder->n_spans, &builder->span_capacity);
    for (size_t i = n_before; i < builder->n_spans; i++) {
        builder->spans[i].begin += (uint32_t)begin;
        builder->spans[i].end += (uint32_t)begin;
    }
    return status;
}

static kembar_status split_text(block_builder *builder) {
    size_t title_size = builder->document->title.size;
    kembar_status status = split_part(builder, 0, title_size);
    for (size_t i = 0; i < builder->n_spans; i++)
        builder->spans[i].kind = KEMBAR_BLOCK_HEADING;
    if (status == KEMBAR_OK)
        status = split_part(builder, title_size, builder->document->text.size);
    return status;
}

static kembar_status fill_block(kembar_document *document, const kembar_block_span *span) {
    kembar_tokens *tokens = &document->tokens;
    size_t first = tokens->n_items;
    kembar_status status = kembar_tokens_append(tokens, document->text, span->begin, span->end);
    if (status != KEMBAR_OK)
        return status;
    size_t n = tokens->n_items - first;
    kembar_sentences_mark(document->text, tokens, first, n);
    document->blocks[document->n_blocks++] =
        (kembar_block){.begin = span->begin,
                       .end = span->end,
                       .first_token = (uint32_t)first,
                       .n_tokens = (uint32_t)n,
                       .hash = n > 0 ? kembar_block_hash_tokens(tokens->items + first, n) : 0,
                       .kind = span->kind};
    return KEMBAR_OK;
}

static kembar_status make_blocks(kembar_document *document) {
    block_builder builder = {.document = document};
    kembar_status status = split_text(&builder);
    if (status == KEMBAR_OK) {
        document->blocks = kembar_alloc(builder.n_spans, sizeof *document->blocks);
        status = document->blocks ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < builder.n_spans && status == KEMBAR_OK; i++)
        status = fill_block(document, &builder.spans[i]);
    kembar_free(builder.spans);
    return status;
}

static void *shrink(void *items, size_t n_items, size_t item_size) {
    void *smaller = kembar_realloc(items, n_items, item_size);
    return smaller ? smaller : items;
}

/* Tables grow by doubling; a collection of documents should not hold the slack of each. */
static void drop_slack(kembar_document *document, size_t value_capacity) {
    kembar_tokens *tokens = &document->tokens;
    if (tokens->n_items < tokens->capacity) {
        tokens->items = shrink(tokens->items, tokens->n_items, sizeof *tokens->items);
        tokens->flags = shrink(tokens->flags, tokens->n_items, sizeof *tokens->flags);
        tokens->capacity = tokens->n_items;
    }
    if (document->n_values < value_capacity)
        document->values = shrink(document->values, document->n_values, sizeof *document->values);
}

static kembar_status find_values(kembar_document *document) {
    size_t capacity = 0;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < document->n_blocks && status == KEMBAR_OK; i++) {
        const kembar_block *block = &document->blocks[i];
        status = kembar_values_find(document->text, &document->tokens, block->first_token,
                                    block->n_tokens, (kembar_language)block->language,
                                    &document->values, &document->n_values, &capacity);
    }
    if (status == KEMBAR_OK)
        drop_slack(document, capacity);
    return status;
}

static kembar_status build(kembar_document *document, const kembar_record *record,
                           kembar_error *error) {
    kembar_status status = kembar_document_set_fields(document, record, error);
    if (status != KEMBAR_OK)
        return status;
    status = make_blocks(document);
    if (status == KEMBAR_OK)
        status = kembar_document_find_languages(document);
    if (status == KEMBAR_OK)
        status = find_values(document);
    if (status != KEMBAR_OK)
        return kembar_error_memory(error);
    kembar_document_settle_date(document);
    return KEMBAR_OK;
}

kembar_status kembar_document_new(kembar_document **out, const kembar_record *record,
                                  kembar_error *error) {
    *out = NULL;
    kembar_document *document = kembar_alloc_zeroed(1, sizeof *document);
    if (!document)
        return kembar_error_memory(error);
    kembar_status status = build(document, record, error);
    if (status != KEMBAR_OK) {
        kembar_document_free(document);
        return status;
    }
    *out = document;
    return KEMBAR_OK;
}
