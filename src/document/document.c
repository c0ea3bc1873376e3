#include "document/document.h"

#include "base/alloc.h"
#include "document/date.h"
#include "text/language.h"

void kembar_document_free(kembar_document *document) {
    if (!document)
        return;
    kembar_tokens_deinit(&document->tokens);
    kembar_free(document->values);
    kembar_free(document->blocks);
    kembar_free(document->storage);
    kembar_free(document);
}

kembar_view kembar_document_id(const kembar_document *document) {
    return document->id;
}

kembar_view kembar_document_title(const kembar_document *document) {
    return document->title;
}

kembar_view kembar_document_date(const kembar_document *document) {
    return document->date;
}

kembar_view kembar_document_source(const kembar_document *document) {
    return document->source;
}

kembar_view kembar_document_url(const kembar_document *document) {
    return document->url;
}

kembar_view kembar_document_text(const kembar_document *document) {
    return document->text;
}

kembar_view kembar_document_input(const kembar_document *document) {
    return document->input;
}

uint64_t kembar_document_position(const kembar_document *document) {
    return document->position;
}

kembar_language kembar_document_language(const kembar_document *document) {
    return document->language;
}

uint32_t kembar_document_language_share(const kembar_document *document, kembar_language language) {
    return (unsigned)language < KEMBAR_N_LANGUAGES ? document->language_share[language] : 0;
}

uint64_t kembar_document_token_count(const kembar_document *document) {
    return document->tokens.n_items;
}

uint64_t kembar_document_repair_count(const kembar_document *document) {
    return document->n_repairs;
}

int32_t kembar_document_day(const kembar_document *document) {
    return kembar_date_day(document->date);
}
