#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "base/run_file.h"
#include "base/run_format.h"

struct kembar_run_file {
    char *data;        /* owned */
    uint64_t *offsets; /* owned; of each item */
    size_t n_items;
};

/* A file while it is looked at. */
typedef struct opening {
    const unsigned char *data;
    size_t size;
    uint64_t n_items, n_blocks, index;
    kembar_run_file *out;
} opening;

static uint64_t header(const opening *in, size_t field) {
    return run_get(in->data + field);
}

/* What is wrong with the header and the index; NULL: nothing. */
static const char *check_header(opening *in, uint64_t kind) {
    if (in->size < RUN_HEADER_BYTES || memcmp(in->data, KEMBAR_RUN_MAGIC, RUN_MAGIC_BYTES) != 0)
        return "no run file";
    if (header(in, RUN_VERSION) != KEMBAR_RUN_FILE_VERSION)
        return "a run file of another version";
    if (header(in, RUN_HEADER_HASH) != kembar_hash_bytes(in->data, RUN_HEADER_HASH, 0))
        return "its header is broken";
    if (header(in, RUN_KIND) != kind)
        return "a run file of other things";
    if (header(in, RUN_SIZE) != in->size)
        return "it is cut off or too long";
    in->n_items = header(in, RUN_ITEMS);
    in->n_blocks = header(in, RUN_BLOCKS);
    in->index = header(in, RUN_INDEX);
    if (in->index < RUN_HEADER_BYTES || in->index > in->size ||
        in->n_blocks != (in->size - in->index) / RUN_BLOCK_BYTES ||
        (in->size - in->index) % RUN_BLOCK_BYTES != 0 || in->n_items > in->size / RUN_ITEM_BYTES)
        return "its index does not fit";
    return header(in, RUN_INDEX_HASH) ==
                   kembar_hash_bytes(in->data + in->index, in->size - in->index, 0)
               ? NULL
               : "its index is broken";
}

static kembar_hash128 key_at(const unsigned char *item) {
    return (kembar_hash128){run_get(item), run_get(item + 8)};
}

/* Goes along the items of a block, which must fill it, with growing keys. */
static const char *check_items(const opening *in, uint64_t begin, uint64_t end, uint64_t n) {
    kembar_run_file *out = in->out;
    for (uint64_t i = 0; i < n; i++) {
        const unsigned char *item = in->data + begin;
        if (end - begin < RUN_ITEM_BYTES || out->n_items == in->n_items)
            return "a block does not fit";
        uint64_t size = run_get(item + 16), room = end - begin - RUN_ITEM_BYTES;
        if (size > room || run_padded(size) > room)
            return "a block does not fit";
        if (out->n_items > 0 &&
            kembar_run_key_compare(key_at(in->data + out->offsets[out->n_items - 1]),
                                   key_at(item)) >= 0)
            return "its keys are not in order";
        out->offsets[out->n_items++] = begin;
        begin += RUN_ITEM_BYTES + run_padded(size);
    }
    return begin == end ? NULL : "a block does not fit";
}

/* Blocks stand one after the other, from the header to the index. */
static const char *check_blocks(const opening *in) {
    uint64_t at = RUN_HEADER_BYTES;
    for (uint64_t i = 0; i < in->n_blocks; i++) {
        const unsigned char *entry = in->data + in->index + i * RUN_BLOCK_BYTES;
        uint64_t size = run_get(entry + RUN_BLOCK_SIZE);
        if (run_get(entry + RUN_BLOCK_OFFSET) != at || size > in->index - at)
            return "its index does not fit";
        if (run_get(entry + RUN_BLOCK_HASH) != kembar_hash_bytes(in->data + at, size, 0))
            return "a block is broken";
        const char *fault = check_items(in, at, at + size, run_get(entry + RUN_BLOCK_ITEMS));
        if (fault)
            return fault;
        at += size;
    }
    return at == in->index && in->out->n_items == in->n_items ? NULL : "its index does not fit";
}

static kembar_status check(opening *in, const char *path, uint64_t kind, kembar_error *error) {
    const char *fault = check_header(in, kind);
    if (!fault) {
        in->out->offsets = kembar_alloc(in->n_items, sizeof *in->out->offsets);
        if (!in->out->offsets)
            return kembar_error_memory(error);
        fault = check_blocks(in);
    }
    return fault ? kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, 0, "%s", fault) : KEMBAR_OK;
}

kembar_status kembar_run_file_open(kembar_run_file **out, const char *path, uint64_t kind,
                                   uint64_t max_bytes, kembar_error *error) {
    kembar_run_file *file = kembar_alloc_zeroed(1, sizeof *file);
    opening in = {.out = file};
    *out = NULL;
    if (!file)
        return kembar_error_memory(error);
    kembar_status status = kembar_file_read(path, max_bytes, &file->data, &in.size, error);
    in.data = (const unsigned char *)file->data;
    if (!status)
        status = check(&in, path, kind, error);
    if (status) {
        kembar_run_file_close(file);
        return status;
    }
    *out = file;
    return KEMBAR_OK;
}

void kembar_run_file_close(kembar_run_file *file) {
    if (!file)
        return;
    kembar_free(file->data);
    kembar_free(file->offsets);
    kembar_free(file);
}

size_t kembar_run_file_count(const kembar_run_file *file) {
    return file->n_items;
}

kembar_run_item kembar_run_file_item(const kembar_run_file *file, size_t i) {
    const unsigned char *item = (const unsigned char *)file->data + file->offsets[i];
    return (kembar_run_item){key_at(item),
                             {(const char *)item + RUN_ITEM_BYTES, (size_t)run_get(item + 16)}};
}

int kembar_run_file_find(const kembar_run_file *file, kembar_hash128 key, kembar_view *out) {
    size_t begin = 0, end = file->n_items;
    *out = (kembar_view){0};
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        kembar_run_item item = kembar_run_file_item(file, middle);
        int order = kembar_run_key_compare(item.key, key);
        if (order == 0) {
            *out = item.value;
            return 1;
        }
        if (order < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return 0;
}
