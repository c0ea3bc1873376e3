#include "forged_map.h"

#include <string.h>

#include "lexicon/bilingual_format.h"

static void put_u32(kembar_buffer *out, uint32_t value) {
    for (int i = 0; i < 4; i++)
        kembar_buffer_append_char(out, (char)(unsigned char)(value >> (8 * i)));
}

static uint32_t put_string(kembar_buffer *strings, const char *text) {
    uint32_t at = (uint32_t)strings->size;
    kembar_buffer_append_char(strings, (char)strlen(text));
    kembar_buffer_append_text(strings, text);
    return at;
}

void forge_checksum(kembar_buffer *bytes) {
    uint64_t checksum = kembar_bilingual_checksum(bytes->data, bytes->size);
    for (int i = 0; i < 8; i++)
        bytes->data[KEMBAR_BILINGUAL_CHECKED_BYTES + i] =
            (char)(unsigned char)(checksum >> (8 * i));
}

void forge_map(kembar_buffer *out, const forged_row *rows, size_t n_rows) {
    kembar_buffer words = {0}, translations = {0}, strings = {0};
    uint32_t n_words = 0;
    uint32_t name = put_string(&strings, "made"), licence = put_string(&strings, "MIT");
    for (size_t i = 0; i < n_rows; i++) {
        if (i == 0 || strcmp(rows[i - 1].id, rows[i].id) != 0) {
            put_u32(&words, put_string(&strings, rows[i].id));
            put_u32(&words, (uint32_t)i);
            n_words++;
        }
        put_u32(&translations, put_string(&strings, rows[i].stem));
        put_u32(&translations, rows[i].micro);
    }
    put_u32(&words, 0);
    put_u32(&words, (uint32_t)n_rows);
    kembar_buffer_append(out, KEMBAR_BILINGUAL_MAGIC, KEMBAR_BILINGUAL_MAGIC_BYTES);
    const uint32_t header[] = {KEMBAR_BILINGUAL_VERSION,
                               1,
                               n_words,
                               (uint32_t)n_rows,
                               (uint32_t)strings.size,
                               0,
                               0,
                               0,
                               name,
                               licence,
                               7};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        put_u32(out, header[i]);
    kembar_buffer_append_view(out, kembar_buffer_view(&words));
    kembar_buffer_append_view(out, kembar_buffer_view(&translations));
    kembar_buffer_append_view(out, kembar_buffer_view(&strings));
    forge_checksum(out);
    kembar_buffer_deinit(&words);
    kembar_buffer_deinit(&translations);
    kembar_buffer_deinit(&strings);
}
