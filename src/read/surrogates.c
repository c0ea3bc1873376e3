#include "read/surrogates.h"

#include <string.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int kembar_surrogates_escape_code(const char *at, size_t size) {
    if (size < 6 || at[0] != '\\' || at[1] != 'u') {
        return -1;
    }
    int code = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code;
}

static int is_high(int code) {
    return code >= 0xD800 && code <= 0xDBFF;
}

static int is_low(int code) {
    return code >= 0xDC00 && code <= 0xDFFF;
}

size_t kembar_surrogates_mend(char *json, size_t size) {
    size_t n_mended = 0;
    for (size_t at = 0; at < size;) {
        char *slash = memchr(json + at, '\\', size - at);
        if (slash == NULL) {
            break;
        }
        at = (size_t)(slash - json);
        int code = kembar_surrogates_escape_code(slash, size - at);
        if (is_high(code) && size - at > 6 &&
            is_low(kembar_surrogates_escape_code(slash + 6, size - at - 6))) {
            at += 12;
            continue;
        }
        if (is_high(code) || is_low(code)) {
            memcpy(slash + 2, "fffd", 4);
            n_mended++;
        }
        /* Over the escaped character too: of \\ud800 the second backslash begins nothing. */
        at += 2;
    }
    return n_mended;
}
