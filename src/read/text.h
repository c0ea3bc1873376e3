/* Bytes of a text file: encodings, and what is no text. */
#ifndef KEMBAR_READ_TEXT_H
#define KEMBAR_READ_TEXT_H

#include "base/buffer.h"
#include "kembar/view.h"

/* How many bytes at the start of a file are looked at to tell text from other data. */
enum { KEMBAR_TEXT_HEAD_BYTES = 4096 };

/* Not 0 when the first bytes (of a file of unknown kind) may be text: UTF-16, or no NUL. */
int kembar_text_looks_like_text(kembar_view head);
/* Not 0 when the bytes begin with a byte order mark of UTF-16, or when three in four of the
 * byte pairs at their start have a zero, all of them in the same place. */
int kembar_text_is_utf16(kembar_view bytes);
/* Appends UTF-16, without its byte order mark if it has one, as UTF-8. Half pairs and an odd last
 * byte become U+FFFD. */
void kembar_text_from_utf16(kembar_view bytes, kembar_buffer *out);
/* The bytes without a UTF-8 byte order mark at their start. */
kembar_view kembar_text_skip_mark(kembar_view bytes);
/* Not 0 when there is nothing but white space and byte order marks, or nothing at all. */
int kembar_text_is_blank(kembar_view bytes);

#endif
