#include "base/alloc.h"
#include "base/error.h"
#include "document/document_fields.h"
#include "document/document_stages.h"

static void *shrink(void *items, size_t n_items, size_t item_size, size_t capacity) {
    void *smaller = n_items < capacity ? kembar_realloc(items, n_items, item_size) : NULL;
    return smaller ? smaller : items;
}

/* Tables grow by doubling; a collection of documents should not hold the slack of each. */
static void drop_slack(kembar_document *document, const kembar_document_maker *maker) {
    kembar_tokens *tokens = &document->tokens;
    size_t n_tokens = tokens->n_items;
    tokens->items = shrink(tokens->items, n_tokens, sizeof *tokens->items, tokens->capacity);
    tokens->flags = shrink(tokens->flags, n_tokens, sizeof *tokens->flags, tokens->capacity);
    tokens->capacity = n_tokens;
    document->blocks = shrink(document->blocks, document->n_blocks, sizeof *document->blocks,
                              maker->block_capacity);
    document->values = shrink(document->values, document->n_values, sizeof *document->values,
                              maker->value_capacity);
}

/* Moves the document and what it owns out of the maker. */
static kembar_status take_document(kembar_document **out, kembar_document_maker *maker,
                                   kembar_error *error) {
    kembar_document *document = kembar_alloc(1, sizeof *document);
    if (!document)
        return kembar_error_memory(error);
    *document = maker->document;
    drop_slack(document, maker);
    maker->document = (kembar_document){0};
    maker->storage = (kembar_buffer){0};
    *out = document;
    return KEMBAR_OK;
}

static kembar_status make_whole(kembar_document_maker *maker, const kembar_record *record,
                                kembar_error *error) {
    kembar_status status = kembar_document_maker_cut(maker, record, error);
    if (status == KEMBAR_OK)
        status = kembar_document_maker_find_values(maker, error);
    if (status == KEMBAR_OK) {
        kembar_document_settle_date(&maker->document);
        kembar_document_maker_settle_sentences(maker);
    }
    return status;
}

kembar_status kembar_document_new(kembar_document **out, const kembar_record *record,
                                  kembar_error *error) {
    kembar_document_maker maker = {0};
    *out = NULL;
    kembar_status status = make_whole(&maker, record, error);
    if (status == KEMBAR_OK)
        status = take_document(out, &maker, error);
    kembar_document_maker_deinit(&maker);
    return status;
}

kembar_status kembar_document_new_plain(kembar_document **out, const kembar_record *record,
                                        kembar_error *error) {
    kembar_document_maker maker = {0};
    *out = NULL;
    kembar_status status = kembar_document_maker_next(&maker, record, error);
    if (status == KEMBAR_OK)
        kembar_document_maker_settle_sentences(&maker);
    if (status == KEMBAR_OK)
        status = take_document(out, &maker, error);
    kembar_document_maker_deinit(&maker);
    return status;
}
