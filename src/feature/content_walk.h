/* A walk over a document's content: words and values with their language and sentences. */
#ifndef KEMBAR_FEATURE_CONTENT_WALK_H
#define KEMBAR_FEATURE_CONTENT_WALK_H

#include "clean/content.h"

/* A word, or a number or date that takes the place of its words. */
typedef struct kembar_content_item {
    uint32_t token;            /* index into the document's tokens: of a value its first there */
    uint32_t begin, end;       /* positions in the content */
    const kembar_value *value; /* borrowed; NULL for a word */
    kembar_language language;  /* of its block */
    int begins_sentence;       /* the first item of its sentence */
} kembar_content_item;

/* Start from {document, content}, both borrowed, all else zero. */
typedef struct kembar_content_walk {
    const kembar_document *document;
    const kembar_content *content;
    size_t at, block, value; /* where the walk stands in each table */
    uint32_t n_seen;         /* tokens of the document passed so far */
} kembar_content_walk;

/* The next item, or 0 at the end. A whole walk is linear in the document. */
int kembar_content_walk_next(kembar_content_walk *walk, kembar_content_item *item);

#endif
