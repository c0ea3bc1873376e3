#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/run_file.h"
#include "base/run_format.h"

int kembar_run_key_compare(kembar_hash128 a, kembar_hash128 b) {
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

static int compare_items(const void *x, const void *y) {
    const kembar_run_item *a = x, *b = y;
    return kembar_run_key_compare(a->key, b->key);
}

static size_t sort_distinct(kembar_run_item *items, size_t n_items) {
    size_t n = 0;
    if (n_items)
        qsort(items, n_items, sizeof *items, compare_items);
    for (size_t i = 0; i < n_items; i++)
        if (n == 0 || kembar_run_key_compare(items[n - 1].key, items[i].key) != 0)
            items[n++] = items[i];
    return n;
}

static void append_u64(kembar_buffer *out, uint64_t value) {
    unsigned char bytes[8];
    run_put(bytes, value);
    kembar_buffer_append(out, (const char *)bytes, sizeof bytes);
}

static void append_item(kembar_buffer *block, const kembar_run_item *item) {
    static const char zeros[8] = {0};
    append_u64(block, item->key.high);
    append_u64(block, item->key.low);
    append_u64(block, item->value.size);
    kembar_buffer_append(block, item->value.data, item->value.size);
    kembar_buffer_append(block, zeros, run_padded(item->value.size) - item->value.size);
}

static void make_header(unsigned char *out, uint64_t kind, size_t n_items,
                        const kembar_buffer *index, uint64_t index_offset) {
    memcpy(out, KEMBAR_RUN_MAGIC, RUN_MAGIC_BYTES);
    run_put(out + RUN_VERSION, KEMBAR_RUN_FILE_VERSION);
    run_put(out + RUN_KIND, kind);
    run_put(out + RUN_ITEMS, n_items);
    run_put(out + RUN_BLOCKS, index->size / RUN_BLOCK_BYTES);
    run_put(out + RUN_INDEX, index_offset);
    run_put(out + RUN_INDEX_HASH, kembar_hash_bytes(index->data, index->size, 0));
    run_put(out + RUN_SIZE, index_offset + index->size);
    run_put(out + RUN_HEADER_HASH, kembar_hash_bytes(out, RUN_HEADER_HASH, 0));
}

/* All blocks into `out`, and their entries into `index`. */
static void append_blocks(kembar_buffer *out, kembar_buffer *index, const kembar_run_item *items,
                          size_t n_items) {
    for (size_t i = 0; i < n_items && !out->failed;) {
        size_t begin = out->size, first = i;
        while (i < n_items && out->size - begin < RUN_FULL_BLOCK && !out->failed)
            append_item(out, &items[i++]);
        if (out->failed)
            return;
        append_u64(index, RUN_HEADER_BYTES + begin);
        append_u64(index, out->size - begin);
        append_u64(index, i - first);
        append_u64(index, kembar_hash_bytes(out->data + begin, out->size - begin, 0));
    }
}

static kembar_status write_all(kembar_file_writer *file, uint64_t kind, size_t n_items,
                               const kembar_buffer *blocks, const kembar_buffer *index,
                               kembar_error *error) {
    unsigned char header[RUN_HEADER_BYTES];
    make_header(header, kind, n_items, index, RUN_HEADER_BYTES + blocks->size);
    kembar_status status = kembar_file_writer_write(file, header, sizeof header, error);
    if (!status)
        status = kembar_file_writer_write(file, blocks->data, blocks->size, error);
    if (!status)
        status = kembar_file_writer_write(file, index->data, index->size, error);
    return status ? status : kembar_file_writer_seal(file, error);
}

static kembar_status publish(const char *path, uint64_t kind, size_t n_items,
                             const kembar_buffer *blocks, const kembar_buffer *index,
                             kembar_temporaries *temporaries, kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries};
    kembar_file_writer *file = NULL;
    kembar_status status = kembar_file_writer_open_with(&file, path, &options, error);
    if (!status)
        status = write_all(file, kind, n_items, blocks, index, error);
    if (!status)
        return kembar_file_writer_publish(file, error);
    kembar_file_writer_abandon(file);
    return status;
}

kembar_status kembar_run_file_write(const char *path, uint64_t kind, kembar_run_item *items,
                                    size_t n_items, kembar_temporaries *temporaries,
                                    kembar_error *error) {
    kembar_buffer blocks = {0}, index = {0};
    n_items = sort_distinct(items, n_items);
    append_blocks(&blocks, &index, items, n_items);
    kembar_status status = kembar_buffer_status(&blocks);
    if (!status)
        status = kembar_buffer_status(&index);
    status = status ? kembar_error_memory(error)
                    : publish(path, kind, n_items, &blocks, &index, temporaries, error);
    kembar_buffer_deinit(&blocks);
    kembar_buffer_deinit(&index);
    return status;
}
