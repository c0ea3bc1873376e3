/* What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput, which keeps
 * nothing from one input to the next. */
#ifndef KEMBAR_TESTS_FUZZ_H
#define KEMBAR_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/views.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a message where a property does not hold. */
#define FUZZ_CHECK(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);

/* Divides the parts of an input. */
enum { FUZZ_SEPARATOR = 0x1e };

kembar_view fuzz_view(const uint8_t *data, size_t size);
/* Takes what comes before the next separator off *rest; all when there is none. */
kembar_view fuzz_take_part(kembar_view *rest);
/* Takes the first byte off; 0 when there is none. */
unsigned fuzz_take_byte(kembar_view *rest);
/* A copy of its own (kembar_free), with a NUL behind it, so that reading beyond it shows. */
char *fuzz_copy(kembar_view bytes);
/* Appends the bytes as UTF-8 of which nothing must be repaired; `out` is never without data. */
void fuzz_repair(kembar_view bytes, kembar_buffer *out);

/* A folder of this process, removed at its end. */
const char *fuzz_folder(void);
/* Writes a file there; the path is valid until the next call. */
const char *fuzz_write(const char *name, kembar_view bytes);
void fuzz_remove(const char *name);

/* What text must be to be shown: valid UTF-8 without controls (but for line feeds, when allowed),
 * characters that change direction and invisible ones. */
void fuzz_check_shown(kembar_view text, int line_feeds);
/* One JSON text, well-formed. */
void fuzz_check_json(kembar_view text);
/* JSON texts, one a line. */
void fuzz_check_json_lines(kembar_view text);
/* Rows of RFC 4180 with so many cells each; no quoted cell begins as a formula does. */
void fuzz_check_csv(kembar_view csv, size_t n_cells);
/* Markup of ours: elements nested well and closed, attributes quoted, entities whole, no controls
 * and characters that change direction. */
void fuzz_check_html(kembar_view markup);
/* Begin and end lie on character boundaries of the text, in this order. */
void fuzz_check_span(kembar_view text, size_t begin, size_t end);

#endif
