/* The bytes of a run file: for the files that write and read them. */
#ifndef KEMBAR_BASE_RUN_FORMAT_H
#define KEMBAR_BASE_RUN_FORMAT_H

#include <stdint.h>

/* Header: magic, then numbers of 8 bytes each, the last of which is the hash of all before it.
 * Then the blocks; then the index, an entry of 8-byte numbers a block. An item is key (high, low),
 * size of the value (8 bytes), the value, and zeros to a multiple of 8. */
#define KEMBAR_RUN_MAGIC "kembar\x1ar"
enum {
    RUN_MAGIC_BYTES = 8,
    RUN_VERSION = 8,
    RUN_KIND = 16,
    RUN_ITEMS = 24,
    RUN_BLOCKS = 32,
    RUN_INDEX = 40,      /* where it begins */
    RUN_INDEX_HASH = 48, /* of all of it */
    RUN_SIZE = 56,       /* of the file */
    RUN_HEADER_HASH = 64,
    RUN_HEADER_BYTES = 72,

    RUN_BLOCK_OFFSET = 0,
    RUN_BLOCK_SIZE = 8,
    RUN_BLOCK_ITEMS = 16,
    RUN_BLOCK_HASH = 24,
    RUN_BLOCK_BYTES = 32,

    RUN_ITEM_BYTES = 24,
    RUN_FULL_BLOCK = 64 * 1024 /* a block ends with the item that passes this */
};

static inline void run_put(unsigned char *out, uint64_t value) {
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(value >> (8 * i));
}

static inline uint64_t run_get(const unsigned char *data) {
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | data[i];
    return value;
}

/* Up to the next multiple of 8. */
static inline uint64_t run_padded(uint64_t size) {
    return (size + 7) & ~(uint64_t)7;
}

#endif
