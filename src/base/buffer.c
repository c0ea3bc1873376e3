#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum { MIN_CAPACITY = 64, MAX_DECIMAL_DIGITS = 20 };

void kembar_buffer_deinit(kembar_buffer *buffer) {
    kembar_free(buffer->data);
    *buffer = (kembar_buffer){0};
}

void kembar_buffer_clear(kembar_buffer *buffer) {
    buffer->size = 0;
}

kembar_status kembar_buffer_status(const kembar_buffer *buffer) {
    return buffer->failed ? KEMBAR_ERROR_MEMORY : KEMBAR_OK;
}

kembar_view kembar_buffer_view(const kembar_buffer *buffer) {
    return (kembar_view){buffer->size ? buffer->data : "", buffer->size};
}

/* Makes room for `size` more bytes; returns where they go, NULL when there is none. */
static char *make_room(kembar_buffer *buffer, size_t size) {
    if (buffer->failed)
        return NULL;
    if (size <= buffer->capacity - buffer->size && buffer->data)
        return buffer->data + buffer->size;
    size_t needed = size > SIZE_MAX - buffer->size ? SIZE_MAX : buffer->size + size;
    if (needed < MIN_CAPACITY)
        needed = MIN_CAPACITY;
    if (kembar_array_reserve((void **)&buffer->data, &buffer->capacity, needed, 1) != KEMBAR_OK) {
        buffer->failed = 1;
        return NULL;
    }
    return buffer->data + buffer->size;
}

void kembar_buffer_append(kembar_buffer *buffer, const char *data, size_t size) {
    if (size == 0)
        return;
    char *end = make_room(buffer, size);
    if (!end)
        return;
    memcpy(end, data, size);
    buffer->size += size;
}

void kembar_buffer_append_view(kembar_buffer *buffer, kembar_view view) {
    kembar_buffer_append(buffer, view.data, view.size);
}

void kembar_buffer_append_text(kembar_buffer *buffer, const char *text) {
    kembar_buffer_append(buffer, text, strlen(text));
}

void kembar_buffer_append_char(kembar_buffer *buffer, char c) {
    char *end = make_room(buffer, 1);
    if (!end)
        return;
    *end = c;
    buffer->size++;
}

void kembar_buffer_append_spaces(kembar_buffer *buffer, size_t n_spaces) {
    char *end = make_room(buffer, n_spaces);
    if (!end)
        return;
    memset(end, ' ', n_spaces);
    buffer->size += n_spaces;
}

void kembar_buffer_append_u64(kembar_buffer *buffer, uint64_t value) {
    char digits[MAX_DECIMAL_DIGITS];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    kembar_buffer_append(buffer, digits + at, sizeof digits - at);
}

void kembar_buffer_append_i64(kembar_buffer *buffer, int64_t value) {
    if (value < 0)
        kembar_buffer_append_char(buffer, '-');
    kembar_buffer_append_u64(buffer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void kembar_buffer_append_micro(kembar_buffer *buffer, int64_t micro) {
    /* Negated as unsigned: the smallest value has no positive twin. */
    uint64_t magnitude = micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
    if (micro < 0)
        kembar_buffer_append_char(buffer, '-');
    kembar_buffer_append_u64(buffer, magnitude / 1000000);
    char fraction[7] = ".";
    uint64_t rest = magnitude % 1000000;
    for (size_t i = 6; i > 0; i--, rest /= 10)
        fraction[i] = (char)('0' + rest % 10);
    kembar_buffer_append(buffer, fraction, sizeof fraction);
}

void kembar_buffer_append_format(kembar_buffer *buffer, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* One more byte for the NUL that vsnprintf writes; it does not count as content. */
    char *end = length < 0 ? NULL : make_room(buffer, (size_t)length + 1);
    if (end) {
        vsnprintf(end, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    } else
        buffer->failed = 1;
    va_end(again);
}
