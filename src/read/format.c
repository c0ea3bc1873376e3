#include "read/format.h"

#include <string.h>

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Not 0 when the first `size` bytes of `name` end in `ending` and something stands before it. */
static int ends_in(const char *name, size_t size, const char *ending) {
    size_t n = strlen(ending);
    if (size <= n) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (lower(name[size - n + i]) != ending[i]) {
            return 0;
        }
    }
    return 1;
}

/* Compression by the last ending; *size shrinks to what stands before it. */
static kembar_compression strip_compression(const char *name, size_t *size) {
    if (ends_in(name, *size, ".gz")) {
        *size -= 3;
        return KEMBAR_COMPRESSION_GZIP;
    }
    if (ends_in(name, *size, ".zst")) {
        *size -= 4;
        return KEMBAR_COMPRESSION_ZSTD;
    }
    return KEMBAR_COMPRESSION_NONE;
}

kembar_file_kind kembar_file_kind_of(const char *name) {
    size_t size = strlen(name);
    kembar_file_kind kind = {KEMBAR_FORMAT_AUTO, strip_compression(name, &size)};
    if (ends_in(name, size, ".txt")) {
        kind.format = KEMBAR_FORMAT_TEXT;
    } else if (ends_in(name, size, ".md")) {
        kind.format = KEMBAR_FORMAT_MARKDOWN;
    } else if (ends_in(name, size, ".jsonl") || ends_in(name, size, ".ndjson")) {
        kind.format = KEMBAR_FORMAT_JSONL;
    }
    return kind;
}

void kembar_file_ending(const char *name, char out[KEMBAR_ENDING_BYTES]) {
    size_t size = strlen(name);
    size_t bare = size;
    (void)strip_compression(name, &bare);
    size_t at = bare;
    while (at > 0 && name[at - 1] != '.') {
        at--;
    }
    /* Without a dot in the bare name only the compression is an ending. A dot in front makes a
     * hidden file, no ending. */
    size_t begin = at > 1 ? at - 1 : bare;
    size_t n = size - begin < KEMBAR_ENDING_BYTES ? size - begin : 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = lower(name[begin + i]);
    }
    out[n] = '\0';
}
