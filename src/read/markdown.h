/* Markdown with YAML front matter. */
#ifndef KEMBAR_READ_MARKDOWN_H
#define KEMBAR_READ_MARKDOWN_H

#include "base/buffer.h"
#include "kembar/document.h"
#include "kembar/status.h"

/* Front matter longer than this, or nested deeper, is text. */
enum { KEMBAR_FRONT_MATTER_MAX_BYTES = 64 * 1024, KEMBAR_FRONT_MATTER_MAX_DEPTH = 32 };

/* Sets the text of `record` to the body of `bytes`, and id, title, date, source and url to what a
 * YAML mapping between two lines "---" (the last may be "...") at its very start says of them; a
 * value that is no plain value, null or empty leaves its field as it was. What is no such mapping
 * is text. Says on which lines title and text begin. The fields are borrowed from `storage`, the
 * text from `bytes`. */
kembar_status kembar_markdown_read(kembar_view bytes, kembar_record *record,
                                   kembar_buffer *storage) KEMBAR_MUST_CHECK;

#endif
