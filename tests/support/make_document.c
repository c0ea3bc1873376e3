#include "make_document.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>

enum { WORD_BITS = 24, SYLLABLES = 4 };

static kembar_view view_of(const char *text) {
    return (kembar_view){text, text ? strlen(text) : 0};
}

kembar_document *make_record(const char *id, const char *source, const char *date,
                             const char *text) {
    kembar_record record = {.id = view_of(id),
                            .source = view_of(source),
                            .date = view_of(date),
                            .text = view_of(text),
                            .input = view_of("test")};
    kembar_document *document = NULL;
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    return document;
}

kembar_document *make_document(const char *text) {
    return make_record("test", NULL, NULL, text);
}

made make_prepared(const char *text) {
    made item = {.document = make_document(text)};
    assert_int_equal(kembar_prepared_init(&item.prepared, item.document, NULL, 5, 5), KEMBAR_OK);
    return item;
}

void free_made(made *item) {
    kembar_prepared_deinit(&item->prepared);
    kembar_document_free(item->document);
    item->document = NULL;
}

void append_word(kembar_buffer *out, uint64_t number) {
    static const char consonants[] = "bdfghjklmnprstwz", vowels[] = "aeiu";
    /* An odd factor, so that numbers next to each other give words that are not alike. */
    uint64_t bits = (number * 0x9e3779b1u) & (((uint64_t)1 << WORD_BITS) - 1);
    for (int i = 0; i < SYLLABLES; i++, bits >>= WORD_BITS / SYLLABLES) {
        kembar_buffer_append_char(out, consonants[bits >> 2 & 15]);
        kembar_buffer_append_char(out, vowels[bits & 3]);
    }
}

void append_words(kembar_buffer *out, kembar_random *random, size_t n_words, uint64_t n_different) {
    for (size_t i = 0; i < n_words; i++) {
        append_word(out, kembar_random_below(random, n_different));
        kembar_buffer_append_char(out, ' ');
    }
}

static void append_new_word(kembar_buffer *out, kembar_random *random) {
    const uint64_t half = (uint64_t)1 << (WORD_BITS - 1);
    append_word(out, half + kembar_random_below(random, half));
    kembar_buffer_append_char(out, ' ');
}

void append_edited(kembar_buffer *out, kembar_random *random, const char *text, unsigned percent) {
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, " ");
        uint64_t edit = kembar_random_below(random, 100) < percent
                            ? 1 + kembar_random_below(random, 3)
                            : 0; /* 1: replace, 2: drop, 3: insert */
        if (edit == 1 || edit == 3)
            append_new_word(out, random);
        if (edit == 0 || edit == 3) {
            kembar_buffer_append(out, at, n);
            kembar_buffer_append_char(out, ' ');
        }
        at += n;
        at += strspn(at, " ");
    }
}

const char *text_of(kembar_buffer *buffer) {
    kembar_buffer_append_char(buffer, '\0');
    assert_int_equal(kembar_buffer_status(buffer), KEMBAR_OK);
    return buffer->data;
}
