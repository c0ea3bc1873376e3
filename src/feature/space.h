/* The one space: English and Indonesian documents as vectors of the same features.
 *
 * The Indonesian side is projected by the sparse map of space_words.h; then log(1 + tf) * idf^0.7,
 * with document frequencies counted over both languages in the space, rows of unit length. Blocks
 * of a mixed document each count on the side of their own language; blocks of no language on every
 * side that the document has. */
#ifndef KEMBAR_FEATURE_SPACE_H
#define KEMBAR_FEATURE_SPACE_H

#include "feature/space_words.h"

typedef enum kembar_space_side {
    KEMBAR_SIDE_EN = 0,
    KEMBAR_SIDE_ID,
    KEMBAR_N_SIDES
} kembar_space_side;

/* A document has a side from this share of its tokens in the language. */
enum { KEMBAR_SIDE_SHARE_MICRO = 150000 };

typedef struct kembar_space {
    kembar_space_words words;
    double *idf;             /* owned; of each column */
    kembar_sparse documents; /* row side * n_documents + i: document i on that side; empty where it
                                has none */
    size_t n_documents;
    size_t n_on_side[KEMBAR_N_SIDES]; /* documents with that side */
} kembar_space;

typedef struct kembar_space_input {
    const kembar_prepared *prepared;
    size_t n_documents;
    const uint8_t *take; /* those with a row; NULL: all */
    const kembar_lexicon *lexicon;
    const kembar_bilingual *map;
    int n_threads;
} kembar_space_input;

/* All of `input` is borrowed. Where one side is empty the space is left empty, but for the counts:
 * there is nothing to link. */
kembar_status kembar_space_build(kembar_space *out, const kembar_space_input *input,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
/* Makes the documents of a built space anew by another map of the same words and columns, which
 * moves into it. `input` is what the space was built from. On failure the space is empty. */
kembar_status kembar_space_remap(kembar_space *space, const kembar_space_input *input,
                                 kembar_sparse *map, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_space_deinit(kembar_space *space);

int kembar_space_has_side(const kembar_document *document, kembar_space_side side);
/* Whether an item of a document belongs to a side. */
int kembar_space_is_on_side(kembar_language language, kembar_space_side side);

/* Turns summed weights (tf) into the weight of a column. */
double kembar_space_weight(const kembar_space *space, uint32_t column, double tf);

#endif
