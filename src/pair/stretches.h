/* The contents of a collection cut into stretches of 30 items, and in which of them each rare term
 * stands: where to look for passages that were told again in other words or in another order. */
#ifndef KEMBAR_PAIR_STRETCHES_H
#define KEMBAR_PAIR_STRETCHES_H

#include "feature/prepared.h"
#include "lexicon/lexicon.h"
#include "model/frequencies.h"
#include "text/roots.h"

enum {
    KEMBAR_STRETCH_ITEMS = 30,
    KEMBAR_WINDOW_ITEMS = 2 * KEMBAR_STRETCH_ITEMS, /* two stretches side by side */
    KEMBAR_STRETCH_LIST = 64, /* a term that stands in more stretches leads nowhere */
    KEMBAR_STRETCH_BIT = 16,  /* weights are sixteenths of a bit */
    KEMBAR_STRETCH_USUAL = 300000
};

/* Owned. Items are those of content_walk.h, from the first of document i at first_item[i] on. */
typedef struct kembar_stretches {
    size_t n_documents;
    size_t *first_item; /* n_documents + 1 offsets; there may be room after a document's items */
    uint32_t *n_items;  /* of each document; 0 where it takes no part */
    size_t n_words;     /* items of the collection that the weights are of */
    int is_alone;       /* without a collection: weights by stop words */
    uint32_t *columns;  /* of each item its term's column, or KEMBAR_FREQUENCIES_NO_COLUMN */
    uint32_t *first_stretch; /* n_documents + 1: stretches count through all documents */
    uint32_t *document;      /* of each stretch */
    size_t n_columns;
    /* -log2 of the chance that a window taken anywhere holds the term; 0 where it is no surprise */
    uint16_t *weights;
    uint32_t *first_posting; /* n_columns + 1 */
    uint32_t *postings;      /* the stretches of each rare term, ascending */
} kembar_stretches;

/* All borrowed. */
typedef struct kembar_stretches_input {
    const kembar_prepared *prepared;
    size_t n_documents;
    const uint8_t *take;                   /* documents that take part; NULL: all */
    const kembar_frequencies *frequencies; /* of the terms of all documents */
    const kembar_roots *roots;             /* may be NULL */
    /* NULL in a collection, which says itself how frequent a word is. Else the documents count as
     * part of KEMBAR_STRETCH_USUAL words, in which no other term stands as these do: all but the
     * stop words, which are left out. */
    const kembar_lexicon *stop_words;
    int n_threads;
} kembar_stretches_input;

/* Linear. LIMIT from 2^32 - 1 items on. */
kembar_status kembar_stretches_build(kembar_stretches *out, const kembar_stretches_input *input,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_stretches_deinit(kembar_stretches *stretches);

/* log2(x) in sixteenths of a bit, rounded down; 0 for 0. */
uint32_t kembar_stretch_log2(uint64_t x);

#endif
