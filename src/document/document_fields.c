#include "document/document_fields.h"

#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/error.h"
#include "document/date.h"
#include "text/utf8.h"

enum field {
    FIELD_ID,
    FIELD_SOURCE,
    FIELD_URL,
    FIELD_INPUT,
    FIELD_DATE,
    FIELD_TITLE,
    FIELD_TEXT,
    N_FIELDS
};

/* A field in the buffer, before the buffer has its final place. */
typedef struct field_span {
    size_t begin;
    size_t end;
    int is_present;
} field_span;

static field_span append_field(kembar_document *document, kembar_buffer *storage,
                               kembar_view field) {
    field_span span = {.begin = storage->size, .is_present = field.data != NULL};
    if (field.data)
        document->n_repairs += kembar_utf8_repair(field, storage);
    span.end = storage->size;
    return span;
}

/* A title of white space alone is none. */
static int has_title(kembar_view title) {
    size_t size;
    for (size_t at = 0; at < title.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){title.data + at, title.size - at}, &size);
        if ((kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) == 0)
            return 1;
    }
    return 0;
}

/* A byte order mark is no part of a text. */
static field_span append_text(kembar_document *document, kembar_buffer *storage, kembar_view text,
                              int is_valid) {
    if (!is_valid || text.size < 3 || memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
        return append_field(document, storage, text);
    size_t begin = storage->size;
    kembar_buffer_append_view(storage, text);
    return (field_span){begin, storage->size, 1};
}

static field_span append_title(kembar_document *document, kembar_buffer *storage, kembar_view title,
                               int is_valid) {
    field_span span = append_text(document, storage, title, is_valid);
    span.is_present = !storage->failed &&
                      has_title((kembar_view){storage->data + span.begin, span.end - span.begin});
    if (span.is_present)
        kembar_buffer_append_char(storage, '\n');
    else
        storage->size = span.begin;
    return span;
}

static kembar_view take_view(const kembar_document *document, field_span span) {
    if (!span.is_present)
        return (kembar_view){0};
    return (kembar_view){document->storage + span.begin, span.end - span.begin};
}

static kembar_status too_long(const kembar_record *record, kembar_error *error) {
    return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, record->position,
                            "the text would pass 2 GiB");
}

static void append_all(kembar_document *document, const kembar_record *record, int is_valid,
                       kembar_buffer *storage, field_span spans[N_FIELDS]) {
    static const char date_room[KEMBAR_DATE_BYTES] = {0};
    spans[FIELD_ID] = append_field(document, storage, record->id);
    spans[FIELD_SOURCE] = append_field(document, storage, record->source);
    spans[FIELD_URL] = append_field(document, storage, record->url);
    spans[FIELD_INPUT] = append_field(document, storage, record->input);
    spans[FIELD_DATE] = append_field(document, storage, record->date);
    /* Room for the normal form, which may be longer than what was written. */
    kembar_buffer_append(storage, date_room, sizeof date_room);
    spans[FIELD_TITLE] = append_title(document, storage, record->title, is_valid);
    size_t text_begin = spans[FIELD_TITLE].begin;
    spans[FIELD_TEXT] = append_text(document, storage, record->text, is_valid);
    spans[FIELD_TEXT].begin = text_begin;
    spans[FIELD_TEXT].is_present = 1;
}

static size_t all_bytes(const kembar_record *record) {
    return record->id.size + record->source.size + record->url.size + record->input.size +
           record->date.size + KEMBAR_DATE_BYTES + record->title.size + 1 + record->text.size;
}

kembar_status kembar_document_set_fields(kembar_document *document, kembar_buffer *storage,
                                         const kembar_record *record, int is_valid,
                                         kembar_error *error) {
    field_span spans[N_FIELDS];
    if (!record->id.data || record->id.size == 0)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, record->position,
                                "a document needs an id");
    if (record->title.size > KEMBAR_DOCUMENT_MAX_BYTES ||
        record->text.size > KEMBAR_DOCUMENT_MAX_BYTES)
        return too_long(record, error);
    /* All of it at once: most texts need no repair. */
    if (kembar_array_reserve((void **)&storage->data, &storage->capacity, all_bytes(record), 1))
        return kembar_error_memory(error);
    append_all(document, record, is_valid, storage, spans);
    document->storage = storage->data;
    if (kembar_buffer_status(storage) != KEMBAR_OK)
        return kembar_error_memory(error);
    document->id = take_view(document, spans[FIELD_ID]);
    document->source = take_view(document, spans[FIELD_SOURCE]);
    document->url = take_view(document, spans[FIELD_URL]);
    document->input = take_view(document, spans[FIELD_INPUT]);
    document->date = take_view(document, spans[FIELD_DATE]);
    document->title = take_view(document, spans[FIELD_TITLE]);
    document->text = take_view(document, spans[FIELD_TEXT]);
    document->position = record->position;
    document->title_line = record->title_line ? record->title_line : 1;
    document->text_line = record->text_line ? record->text_line : 1;
    return document->text.size > KEMBAR_DOCUMENT_MAX_BYTES ? too_long(record, error) : KEMBAR_OK;
}

int kembar_document_date_asks_language(const kembar_document *document) {
    char date[KEMBAR_DATE_BYTES], other[KEMBAR_DATE_BYTES];
    if (!document->date.data)
        return 0;
    size_t size = kembar_date_normalise(document->date, KEMBAR_LANGUAGE_OTHER, date);
    for (int language = KEMBAR_LANGUAGE_OTHER + 1; language < KEMBAR_N_LANGUAGES; language++)
        if (kembar_date_normalise(document->date, (kembar_language)language, other) != size ||
            memcmp(date, other, size) != 0)
            return 1;
    return 0;
}

void kembar_document_settle_date(kembar_document *document) {
    char date[KEMBAR_DATE_BYTES];
    size_t size =
        document->date.data ? kembar_date_normalise(document->date, document->language, date) : 0;
    if (size == 0) {
        document->date = (kembar_view){0};
        return;
    }
    /* The date's bytes lie in storage, with room behind them. */
    char *place = document->storage + (document->date.data - document->storage);
    memcpy(place, date, size);
    document->date.size = size;
}
