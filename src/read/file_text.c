#include "read/file_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "read/markdown.h"
#include "read/text.h"

enum { FIRST_BYTES = 64 * 1024 };

/* Room for the whole file where its size is known, else for a start; never for more than one byte
 * over the limit. */
static size_t first_capacity(const kembar_entry *entry, uint64_t limit) {
    uint64_t wanted =
        entry->kind.compression == KEMBAR_COMPRESSION_NONE && entry->size_bytes >= FIRST_BYTES
            ? entry->size_bytes + 1
            : FIRST_BYTES;
    return (size_t)(wanted > limit + 1 ? limit + 1 : wanted);
}

/* Reads at most limit + 1 bytes. */
static kembar_status read_bounded(kembar_stream *stream, uint64_t limit, size_t first, char **data,
                                  size_t *size, kembar_error *error) {
    size_t capacity = 0;
    size_t wanted = first;
    kembar_status status = KEMBAR_OK;
    for (;;) {
        void *bytes = *data;
        if (kembar_array_reserve(&bytes, &capacity, wanted, 1) != KEMBAR_OK) {
            return kembar_error_memory(error);
        }
        *data = bytes;
        size_t n = 0;
        status = kembar_stream_read(stream, *data + *size, wanted - *size, &n, error);
        *size += n;
        if (status != KEMBAR_OK || *size < wanted || *size > limit) {
            return status;
        }
        wanted = wanted > limit / 2 ? (size_t)limit + 1 : 2 * wanted;
    }
}

static kembar_status over_limit(const kembar_entry *entry, uint64_t limit, size_t n_read,
                                kembar_error *error) {
    /* Of compressed data nobody knows the size without decoding all: a small file may unfold to
     * anything. */
    int is_known = entry->kind.compression == KEMBAR_COMPRESSION_NONE && entry->path != NULL &&
                   entry->size_bytes >= n_read;
    return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                            "a text of %s%" PRIu64 " bytes is over the limit of %" PRIu64 " bytes",
                            is_known ? "" : "at least ", is_known ? entry->size_bytes : n_read,
                            limit);
}

kembar_status kembar_file_text_make(const kembar_read_settings *settings, const kembar_entry *entry,
                                    kembar_view bytes, kembar_record_slot *slot,
                                    kembar_error *error) {
    kembar_record record = {.id = {entry->id, strlen(entry->id)},
                            .source = kembar_entry_source(entry),
                            .input = {entry->shown, strlen(entry->shown)}};
    kembar_buffer decoded = {0};
    kembar_buffer fields = {0};
    if (kembar_text_is_utf16(bytes)) {
        kembar_text_from_utf16(bytes, &decoded);
        bytes = kembar_buffer_view(&decoded);
    }
    record.text = kembar_text_skip_mark(bytes);
    kembar_status status = kembar_buffer_status(&decoded);
    if (status == KEMBAR_OK && entry->kind.format == KEMBAR_FORMAT_MARKDOWN) {
        status = kembar_markdown_read(bytes, &record, &fields);
    }
    status = status == KEMBAR_OK ? kembar_record_make(settings, &record, slot, error)
                                 : kembar_error_memory(error);
    kembar_buffer_deinit(&decoded);
    kembar_buffer_deinit(&fields);
    return status;
}

kembar_status kembar_file_text_load(const kembar_read_settings *settings, const kembar_entry *entry,
                                    kembar_stream *stream, char **data, size_t *size,
                                    kembar_error *error) {
    /* More cannot be counted in memory anyway. */
    uint64_t limit =
        settings->max_document_bytes < SIZE_MAX / 4 ? settings->max_document_bytes : SIZE_MAX / 4;
    kembar_status status = KEMBAR_OK;
    *data = NULL;
    *size = 0;
    if (entry->kind.compression == KEMBAR_COMPRESSION_NONE && entry->size_bytes > limit) {
        status = over_limit(entry, limit, 0, error);
    } else {
        status = read_bounded(stream, limit, first_capacity(entry, limit), data, size, error);
    }
    if (status == KEMBAR_OK && *size > limit) {
        status = over_limit(entry, limit, *size, error);
    }
    if (status == KEMBAR_OK && entry->checks_text &&
        !kembar_text_looks_like_text((kembar_view){*data, *size})) {
        status = kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0,
                                  "neither a known ending nor text");
    }
    return status;
}
