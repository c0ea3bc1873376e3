/* Run files: values under 128-bit keys, sorted, in checksummed blocks; immutable once written.
 *
 * A header names the format's version, what the values are (`kind`), and the index; the index names
 * the blocks; header, index and each block carry a hash. Numbers are little-endian. Values begin at
 * multiples of 8 bytes, so that what is aligned when written is when read. */
#ifndef KEMBAR_BASE_RUN_FILE_H
#define KEMBAR_BASE_RUN_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "kembar/status.h"
#include "kembar/temporaries.h"
#include "kembar/view.h"

enum { KEMBAR_RUN_FILE_VERSION = 1 };

typedef struct kembar_run_item {
    kembar_hash128 key;
    kembar_view value;
} kembar_run_item;

int kembar_run_key_compare(kembar_hash128 a, kembar_hash128 b);

/* Writes the items (sorted here; of equal keys, whose values must be equal too, one stays) to
 * `path`, whole or not at all. Errors: IO, ARGUMENT for a name that is none, MEMORY. */
kembar_status kembar_run_file_write(const char *path, uint64_t kind, kembar_run_item *items,
                                    size_t n_items, kembar_temporaries *temporaries,
                                    kembar_error *error) KEMBAR_MUST_CHECK;

typedef struct kembar_run_file kembar_run_file;

/* Reads a file whole and checks all of it: every hash, the order of keys, that nothing lies
 * outside. FORMAT says what is wrong with it, also for another version or kind; LIMIT for more than
 * max_bytes; IO, MEMORY. Any number of readers. */
kembar_status kembar_run_file_open(kembar_run_file **out, const char *path, uint64_t kind,
                                   uint64_t max_bytes, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_run_file_close(kembar_run_file *file); /* NULL is fine */
size_t kembar_run_file_count(const kembar_run_file *file);
/* Item i in the order of keys; its value is borrowed from the file. */
kembar_run_item kembar_run_file_item(const kembar_run_file *file, size_t i);
/* Not 0 when there is a value with this key, borrowed from the file. Logarithmic. */
int kembar_run_file_find(const kembar_run_file *file, kembar_hash128 key, kembar_view *out);

#endif
