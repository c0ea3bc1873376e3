#include "make_collection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "collected.h"
#include "make_document.h"
#include "temp_folder.h"

void made_records_add(made_records *records, const char *id, const char *source, const char *date,
                      const char *text) {
    assert_int_equal(kembar_array_reserve((void **)&records->items, &records->capacity,
                                          records->n_items + 1, sizeof *records->items),
                     KEMBAR_OK);
    made_record *record = &records->items[records->n_items++];
    *record = (made_record){.source = source, .date = date, .text = strdup(text)};
    assert_non_null(record->text);
    assert_true(strlen(id) < sizeof record->id);
    memcpy(record->id, id, strlen(id));
}

void made_records_deinit(made_records *records) {
    for (size_t i = 0; i < records->n_items; i++)
        free(records->items[i].text);
    free(records->items);
    *records = (made_records){0};
}

void made_records_shuffle(made_records *records, uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = records->n_items; i > 1; i--) {
        size_t k = kembar_random_below(&random, i);
        made_record keep = records->items[i - 1];
        records->items[i - 1] = records->items[k];
        records->items[k] = keep;
    }
}

static void add_numbered(made_records *records, kembar_random *random, const char *text) {
    static const char *const sources[] = {NULL, "harbour", "valley", "hill"};
    static const char *const dates[] = {NULL, "2024-03-01", "2024-03-04", "2024-03-20"};
    char id[MADE_ID_BYTES];
    (void)snprintf(id, sizeof id, "d%05zu", records->n_items);
    made_records_add(records, id, sources[kembar_random_below(random, 4)],
                     dates[kembar_random_below(random, 4)], text);
}

void made_records_add_families(made_records *records, kembar_random *random, size_t n_families,
                               size_t n_copies) {
    static const unsigned percents[] = {0, 2, 5, 10, 20};
    for (size_t family = 0; family < n_families; family++) {
        kembar_buffer text = {0}, edited = {0};
        append_words(&text, random, 60 + kembar_random_below(random, 240), 4000);
        add_numbered(records, random, text_of(&text));
        for (size_t copy = 0; copy < n_copies; copy++) {
            kembar_buffer_clear(&edited);
            append_edited(&edited, random, text.data, percents[kembar_random_below(random, 5)]);
            add_numbered(records, random, text_of(&edited));
        }
        kembar_buffer_deinit(&text);
        kembar_buffer_deinit(&edited);
    }
}

static void append_field(kembar_buffer *out, const char *key, const char *value) {
    if (value)
        kembar_buffer_append_format(out, ",\"%s\":\"%s\"", key, value);
}

void made_records_write(const made_records *records, size_t begin, size_t end, const char *path) {
    kembar_buffer lines = {0};
    for (size_t i = begin; i < end; i++) {
        const made_record *record = &records->items[i];
        kembar_buffer_append_format(&lines, "{\"id\":\"%s\"", record->id);
        append_field(&lines, "source", record->source);
        append_field(&lines, "date", record->date);
        kembar_buffer_append_text(&lines, ",\"text\":\"");
        kembar_buffer_append_text(&lines, record->text);
        kembar_buffer_append_text(&lines, "\"}\n");
    }
    temp_write_text(path, text_of(&lines));
    kembar_buffer_deinit(&lines);
}

kembar_collection *made_records_read(const made_records *records) {
    made_records_write(records, 0, records->n_items, "records.jsonl");
    kembar_collection *collection = collect("records.jsonl");
    assert_int_equal(kembar_collection_document_count(collection), records->n_items);
    return collection;
}
