/* A growing byte buffer and the number formats of every output. */
#ifndef KEMBAR_BASE_BUFFER_H
#define KEMBAR_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

/* Start from a zeroed struct. An append that cannot allocate sets `failed` and drops what follows,
 * so that a writer checks once at its end (kembar_buffer_status). */
typedef struct kembar_buffer {
    char *data; /* owned */
    size_t size;
    size_t capacity;
    int failed;
} kembar_buffer;

void kembar_buffer_deinit(kembar_buffer *buffer);
void kembar_buffer_clear(kembar_buffer *buffer); /* keeps capacity and `failed` */
kembar_status kembar_buffer_status(const kembar_buffer *buffer) KEMBAR_MUST_CHECK;
kembar_view kembar_buffer_view(const kembar_buffer *buffer); /* borrowed until the next append */

void kembar_buffer_append(kembar_buffer *buffer, const char *data, size_t size);
void kembar_buffer_append_view(kembar_buffer *buffer, kembar_view view);
void kembar_buffer_append_text(kembar_buffer *buffer, const char *text); /* NUL-terminated */
void kembar_buffer_append_char(kembar_buffer *buffer, char c);
void kembar_buffer_append_spaces(kembar_buffer *buffer, size_t n_spaces);
void kembar_buffer_append_u64(kembar_buffer *buffer, uint64_t value); /* decimal */
void kembar_buffer_append_i64(kembar_buffer *buffer, int64_t value);
/* A fraction held as integer of 10^-6, printed with six decimals: 1500000 -> "1.500000". Negative
 * values keep their sign. */
void kembar_buffer_append_micro(kembar_buffer *buffer, int64_t micro);
/* printf for integers and strings only; never for floating point (locale). */
void kembar_buffer_append_format(kembar_buffer *buffer, const char *format, ...)
    KEMBAR_PRINTF(2, 3);

#endif
