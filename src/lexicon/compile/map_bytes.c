#include "lexicon/compile/map_bytes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "lexicon/bilingual_format.h"

/* A stem and the row that it translates. */
typedef struct stem_place {
    kembar_view stem;
    size_t row;
} stem_place;

typedef struct map_writer {
    const kembar_map_rows *rows;
    kembar_buffer strings;
    stem_place
        *places;       /* owned, one for each row: sorted by stem, so that equal ones share bytes */
    uint32_t *stem_at; /* owned, one for each row */
} map_writer;

static int compare_places(const void *a, const void *b) {
    const stem_place *x = a, *y = b;
    size_t size = x->stem.size < y->stem.size ? x->stem.size : y->stem.size;
    int order = memcmp(x->stem.data, y->stem.data, size);
    if (order == 0)
        order = (x->stem.size > y->stem.size) - (x->stem.size < y->stem.size);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static int is_same_stem(const stem_place *a, const stem_place *b) {
    return a->stem.size == b->stem.size && memcmp(a->stem.data, b->stem.data, a->stem.size) == 0;
}

static void put_u32(kembar_buffer *out, uint32_t value) {
    const char bytes[4] = {(char)(value & 0xff), (char)(value >> 8 & 0xff),
                           (char)(value >> 16 & 0xff), (char)(value >> 24 & 0xff)};
    kembar_buffer_append(out, bytes, sizeof bytes);
}

/* Returns where it stands. */
static uint32_t put_string(kembar_buffer *strings, kembar_view text) {
    uint32_t at = (uint32_t)strings->size;
    size_t size = text.size < KEMBAR_BILINGUAL_MAX_STRING_BYTES ? text.size
                                                                : KEMBAR_BILINGUAL_MAX_STRING_BYTES;
    kembar_buffer_append_char(strings, (char)(unsigned char)size);
    kembar_buffer_append(strings, text.data, size);
    return at;
}

static kembar_status place_stems(map_writer *writer) {
    size_t n = writer->rows->n_items;
    writer->places = kembar_alloc(n, sizeof *writer->places);
    writer->stem_at = kembar_alloc(n, sizeof *writer->stem_at);
    if (!writer->places || !writer->stem_at)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        writer->places[i] = (stem_place){writer->rows->items[i].stem, i};
    if (n > 0)
        qsort(writer->places, n, sizeof *writer->places, compare_places);
    for (size_t i = 0; i < n; i++) {
        const stem_place *place = &writer->places[i];
        writer->stem_at[place->row] = i > 0 && is_same_stem(place, place - 1)
                                          ? writer->stem_at[place[-1].row]
                                          : put_string(&writer->strings, place->stem);
    }
    return KEMBAR_OK;
}

static uint32_t put_lists(map_writer *writer, const uint32_t *n_pairs, kembar_buffer *body) {
    size_t n_rows;
    const kembar_list_row *lists = kembar_list_rows(&n_rows);
    uint32_t n_lists = 0;
    for (size_t i = 0; i < n_rows; i++) {
        if (n_pairs[i] == 0)
            continue;
        put_u32(body, put_string(&writer->strings, kembar_view_of(lists[i].name)));
        put_u32(body, put_string(&writer->strings, kembar_view_of(lists[i].licence)));
        put_u32(body, n_pairs[i]);
        n_lists++;
    }
    return n_lists;
}

static uint32_t put_words(map_writer *writer, kembar_buffer *body) {
    const kembar_map_row *rows = writer->rows->items;
    uint32_t n_words = 0;
    for (size_t i = 0; i < writer->rows->n_items; i++) {
        if (i > 0 && strcmp(rows[i - 1].id, rows[i].id) == 0)
            continue;
        put_u32(body, put_string(&writer->strings, kembar_view_of(rows[i].id)));
        put_u32(body, (uint32_t)i);
        n_words++;
    }
    put_u32(body, 0);
    put_u32(body, (uint32_t)writer->rows->n_items);
    return n_words;
}

static void put_header(kembar_buffer *out, uint32_t n_lists, uint32_t n_words,
                       const map_writer *writer) {
    kembar_buffer_append(out, KEMBAR_BILINGUAL_MAGIC, KEMBAR_BILINGUAL_MAGIC_BYTES);
    put_u32(out, KEMBAR_BILINGUAL_VERSION);
    put_u32(out, n_lists);
    put_u32(out, n_words);
    put_u32(out, (uint32_t)writer->rows->n_items);
    put_u32(out, (uint32_t)writer->strings.size);
    put_u32(out, 0);
}

static void put_file(map_writer *writer, const uint32_t *n_pairs, kembar_buffer *body,
                     kembar_buffer *out) {
    uint32_t n_lists = put_lists(writer, n_pairs, body);
    uint32_t n_words = put_words(writer, body);
    for (size_t i = 0; i < writer->rows->n_items; i++) {
        put_u32(body, writer->stem_at[i]);
        put_u32(body, writer->rows->items[i].micro);
    }
    put_header(out, n_lists, n_words, writer);
    put_u32(out, 0);
    put_u32(out, 0);
    kembar_buffer_append_view(out, kembar_buffer_view(body));
    kembar_buffer_append_view(out, kembar_buffer_view(&writer->strings));
    if (out->failed || body->failed || writer->strings.failed)
        return;
    uint64_t checksum = kembar_bilingual_checksum(out->data, out->size);
    for (size_t i = 0; i < sizeof checksum; i++)
        out->data[KEMBAR_BILINGUAL_CHECKED_BYTES + i] = (char)(checksum >> (8 * i) & 0xff);
}

kembar_status kembar_map_bytes(kembar_buffer *out, const kembar_map_rows *rows,
                               const uint32_t *n_pairs, kembar_error *error) {
    map_writer writer = {.rows = rows};
    kembar_buffer body = {0};
    kembar_status status = place_stems(&writer);
    if (!status)
        put_file(&writer, n_pairs, &body, out);
    if (status || out->failed || body.failed || writer.strings.failed)
        status = kembar_error_memory(error);
    else if (writer.strings.size > UINT32_MAX || rows->n_items > UINT32_MAX)
        status = kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "too many words");
    kembar_free(writer.places);
    kembar_free(writer.stem_at);
    kembar_buffer_deinit(&writer.strings);
    kembar_buffer_deinit(&body);
    return status;
}
