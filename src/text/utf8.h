/* UTF-8: validation, repair, folding. This file pair is the only one that knows utf8proc. */
#ifndef KEMBAR_TEXT_UTF8_H
#define KEMBAR_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "kembar/view.h"

/* Bytes at the start of `bytes` that are well-formed UTF-8 without NUL (Unicode 15, table 3-7: no
 * surrogates, no overlong forms); bytes.size when all are. Skips runs of ASCII a word at a time. */
size_t kembar_utf8_valid_prefix(kembar_view bytes);

/* Appends `bytes` with every maximal ill-formed part and every NUL replaced by U+FFFD. A byte order
 * mark at the start is dropped. Returns the number of replacements. */
size_t kembar_utf8_repair(kembar_view bytes, kembar_buffer *out);

/* Index of the first byte >= 0x80, or text.size. */
size_t kembar_utf8_ascii_prefix(kembar_view text);

/* A cluster: the bytes from one grapheme boundary to the next (bounded at 128 bytes, then cut
 * between code points). `text` is valid UTF-8 and not empty; returns its first cluster's size in
 * bytes. */
size_t kembar_utf8_cluster_size(kembar_view text);

/* NFKC, then full case folding, of one cluster or token, appended to `out`. Folding cluster by
 * cluster gives the same as folding the whole text (a test proves it on text without pathological
 * combining runs). */
void kembar_utf8_fold(kembar_view text, kembar_buffer *out);

/* Kinds of a code point, as the tokeniser and the flags need them. */
enum {
    KEMBAR_CHAR_WORD = 1,  /* general category L*, N*, or the underscore */
    KEMBAR_CHAR_DIGIT = 2, /* general category N* */
    KEMBAR_CHAR_UPPER = 4, /* Lu or Lt */
    KEMBAR_CHAR_SPACE = 8
};
/* Decodes the first code point of valid, non-empty UTF-8; *size receives its bytes. */
uint32_t kembar_utf8_decode(kembar_view text, size_t *size);
unsigned kembar_utf8_kind(uint32_t code_point);

/* The largest offset <= `offset` that is on a character boundary of valid UTF-8. */
size_t kembar_utf8_floor(kembar_view text, size_t offset);

/* Of Unicode, by which code points are folded: a constant. */
const char *kembar_utf8_unicode_version(void);

#endif
