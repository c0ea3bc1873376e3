/* The sentences of one side of a document as vectors of the one space. */
#ifndef KEMBAR_FEATURE_SPACE_SENTENCES_H
#define KEMBAR_FEATURE_SPACE_SENTENCES_H

#include "feature/space.h"

typedef struct kembar_space_sentence {
    uint32_t begin, end; /* positions in the content */
    uint32_t n_words;    /* that lead somewhere in the space */
    double square;       /* of the vector's length before it was made unit: how much it says */
} kembar_space_sentence;

/* One value of the vectors, in the order of columns. */
typedef struct kembar_sentence_mark {
    uint32_t column, sentence;
    float value;
} kembar_sentence_mark;

/* In the order of the text; row i of `vectors` is of unit length. Sentences without a word in the
 * space are left out. */
typedef struct kembar_space_sentences {
    kembar_space_sentence *items; /* owned */
    size_t n_items, capacity;
    kembar_sparse vectors;
    kembar_sentence_mark *marks; /* owned; the vectors by column, then sentence */
} kembar_space_sentences;

/* Room for the work; one for each thread. */
typedef struct kembar_sentence_maker {
    double *sums;      /* owned; zeros between uses */
    uint64_t *touched; /* owned */
    size_t n_touched, n_columns;
    size_t values_capacity, columns_capacity;
} kembar_sentence_maker;

kembar_status kembar_sentence_maker_init(kembar_sentence_maker *maker,
                                         const kembar_space *space) KEMBAR_MUST_CHECK;
void kembar_sentence_maker_deinit(kembar_sentence_maker *maker);

/* Linear in the document, and a look-up a word. */
kembar_status kembar_space_sentences_make(kembar_space_sentences *out, const kembar_space *space,
                                          const kembar_prepared *prepared, kembar_space_side side,
                                          kembar_sentence_maker *maker) KEMBAR_MUST_CHECK;
/* Cosines of the first n_a sentences of a with the first n_b of b: out[i * n_b + j], each exactly
 * what kembar_sparse_dot would give. Time: one walk over the marks of both and the meetings of
 * equal columns. */
void kembar_space_sentences_multiply(const kembar_space_sentences *a,
                                     const kembar_space_sentences *b, size_t n_a, size_t n_b,
                                     double *out);
void kembar_space_sentences_deinit(kembar_space_sentences *sentences);

#endif
