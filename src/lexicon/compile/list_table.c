#include "lexicon/compile/list_table.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "read/decompress.h"

static const uint64_t MAX_FILE_BYTES = UINT64_C(16) << 20;
enum { MAX_TEXT_BYTES = 64 << 20, STEP_BYTES = 1 << 16 };

/* In the order in which they stand in the map. */
static const kembar_list_row rows[] = {
    {"wordnet-bahasa-en-id", "MIT AND WordNet-3.0", KEMBAR_LIST_DICTIONARY},
    {"exonyms-iso-codes", "LGPL-2.1-or-later", KEMBAR_LIST_DICTIONARY},
    {"freedict-eng-ind", "CC-BY-SA-3.0", KEMBAR_LIST_DICTIONARY},
    {"wn-wikt-en-id", "CC-BY-SA-3.0", KEMBAR_LIST_DICTIONARY},
    {"model1-free-id-en", "CC-BY-SA-4.0", KEMBAR_LIST_MODEL1},
};

enum { N_ROWS = sizeof rows / sizeof *rows };

const kembar_list_row *kembar_list_rows(size_t *n_rows) {
    *n_rows = N_ROWS;
    return rows;
}

size_t kembar_list_row_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t size = strcspn(name, ".");
    size_t i = 0;
    while (i < N_ROWS && (strlen(rows[i].name) != size || memcmp(rows[i].name, name, size) != 0))
        i++;
    return i;
}

static kembar_status unpack(kembar_decoder *decoder, kembar_view packed, const char *path,
                            kembar_buffer *out, kembar_error *error) {
    char piece[STEP_BYTES];
    size_t n_in = 0, n_out = 0;
    do {
        kembar_status status =
            kembar_decoder_step(decoder, packed, &n_in, piece, sizeof piece, &n_out, error);
        if (status)
            return status;
        packed.data += n_in;
        packed.size -= n_in;
        kembar_buffer_append(out, piece, n_out);
        if (out->size > MAX_TEXT_BYTES)
            return kembar_error_set(error, KEMBAR_ERROR_LIMIT, path, 0, "larger than expected");
    } while (packed.size > 0 || n_out > 0);
    return kembar_decoder_end(decoder, error);
}

static kembar_status append_unpacked(kembar_view bytes, const char *path, kembar_buffer *out,
                                     kembar_error *error) {
    kembar_compression compression = kembar_compression_detect(bytes);
    if (compression == KEMBAR_COMPRESSION_NONE) {
        kembar_buffer_append_view(out, bytes);
        return KEMBAR_OK;
    }
    kembar_decoder *decoder = NULL;
    kembar_status status = kembar_decoder_new(&decoder, compression, error);
    if (!status)
        status = unpack(decoder, bytes, path, out, error);
    kembar_decoder_free(decoder);
    return status;
}

kembar_status kembar_list_read(const char *path, kembar_buffer *out, kembar_error *error) {
    char *data = NULL;
    size_t size = 0;
    kembar_status status = kembar_file_read(path, MAX_FILE_BYTES, &data, &size, error);
    if (!status)
        status = append_unpacked((kembar_view){data, size}, path, out, error);
    kembar_free(data);
    if (!status && out->failed)
        status = kembar_error_memory(error);
    return status;
}
