/* Terms: what a vector counts. Words as they stand and their stems or roots, and typed values, as
 * hashes. */
#ifndef KEMBAR_FEATURE_TERMS_H
#define KEMBAR_FEATURE_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "feature/content_walk.h"
#include "text/roots.h"

/* Reduces words to stems and roots, with a small cache. One for each thread. */
typedef struct kembar_reducer kembar_reducer;
/* `roots` is borrowed, may be NULL. */
kembar_status kembar_reducer_new(kembar_reducer **out, const kembar_roots *roots,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_reducer_free(kembar_reducer *reducer);

/* The term of token `i`'s stem (English and other) or root (Indonesian) in `language`. */
kembar_status kembar_reducer_term(kembar_reducer *reducer, const kembar_document *document,
                                  size_t i, kembar_language language,
                                  uint64_t *term) KEMBAR_MUST_CHECK;

/* The term of an item: of a word its stem or root, of a value the value. */
kembar_status kembar_reducer_item(kembar_reducer *reducer, const kembar_document *document,
                                  const kembar_content_item *item,
                                  uint64_t *term) KEMBAR_MUST_CHECK;

/* The terms of one document: distinct, sorted, with how often each stands. Start from a zeroed
 * struct. */
typedef struct kembar_terms {
    uint64_t *items;  /* owned */
    uint32_t *counts; /* owned */
    size_t n_items;
} kembar_terms;

/* Terms of the content: for each word its own hash (which is its token's) and its stem or root,
 * which never collide; for each number or date its value once instead of its words. */
kembar_status kembar_terms_count(kembar_terms *out, const kembar_document *document,
                                 const kembar_content *content,
                                 kembar_reducer *reducer) KEMBAR_MUST_CHECK;
void kembar_terms_deinit(kembar_terms *terms);

#endif
