#define _GNU_SOURCE 1 /* strerrordesc_np */

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Length of the well-formed UTF-8 character at `s` (NUL-terminated), 0 when there is none. */
static size_t utf8_length(const unsigned char *s) {
    size_t n_more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    if ((s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4)
        return 0;
    for (size_t i = 1; i <= n_more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    int overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    int surrogate = s[0] == 0xed && s[1] >= 0xa0;
    int beyond = s[0] == 0xf4 && s[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : n_more + 1;
}

/* File names may hold any bytes: each one that is no UTF-8 becomes '?'. Cuts between characters.
 * One byte in gives one byte out, so `text` may be `out` itself. */
static void copy_utf8(char *out, size_t out_size, const char *text) {
    size_t at = 0;
    while (text[at] != '\0') {
        size_t length = utf8_length((const unsigned char *)text + at);
        if (at + (length ? length : 1) >= out_size)
            break;
        if (length == 0)
            out[at++] = '?';
        else {
            memmove(out + at, text + at, length);
            at += length;
        }
    }
    out[at] = '\0';
}

kembar_status kembar_error_set(kembar_error *error, kembar_status code, const char *file,
                               uint64_t position, const char *format, ...) {
    if (!error)
        return code;
    /* Longer than the field, so that the cut is made by copy_utf8. Formatted aside because the
     * arguments may point into *error. */
    char message[sizeof error->message + 8];
    va_list args;
    va_start(args, format);
    if (vsnprintf(message, sizeof message, format, args) < 0)
        message[0] = '\0';
    va_end(args);
    copy_utf8(error->message, sizeof error->message, message);
    copy_utf8(error->file, sizeof error->file, file ? file : "");
    error->code = code;
    error->position = position;
    return code;
}

kembar_status kembar_error_memory(kembar_error *error) {
    return kembar_error_set(error, KEMBAR_ERROR_MEMORY, NULL, 0, "out of memory");
}

kembar_status kembar_error_errno(kembar_error *error, const char *file, int errno_value,
                                 const char *what) {
    if (errno_value == ENOMEM)
        return kembar_error_memory(error);
    /* strerror would translate by locale. */
    const char *text = strerrordesc_np(errno_value);
    if (!text)
        return kembar_error_set(error, KEMBAR_ERROR_IO, file, 0, "%s: error %d", what, errno_value);
    return kembar_error_set(error, KEMBAR_ERROR_IO, file, 0, "%s: %s", what, text);
}
