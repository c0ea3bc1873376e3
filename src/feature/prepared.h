/* A document made ready for pairing: its content and its shingle sets. A pure function of document
 * and model. */
#ifndef KEMBAR_FEATURE_PREPARED_H
#define KEMBAR_FEATURE_PREPARED_H

#include "clean/content.h"

/* A set of shingle hashes, sorted and distinct. */
typedef struct kembar_shingle_set {
    uint64_t *items; /* owned */
    size_t n_items;
} kembar_shingle_set;

typedef struct kembar_prepared {
    const kembar_document *document; /* borrowed */
    kembar_content content;
    kembar_shingle_set
        shingles; /* k-shingles of the content: candidates, support, content Jaccard */
    /* The 5-shingles of all tokens, which jaccard and containment count, are nearly the same: only
     * what they have more and less. */
    kembar_shingle_set more, less;
    uint32_t source_rank;   /* set by who knows: of its source among those that are preferred, 0 the
                               first */
    uint64_t content_hash;  /* of the content token sequence; the whole text's with fewer than
                               min_tokens; 0 without tokens */
    const uint64_t *hashes; /* of the content tokens side by side; NULL where only the document
                               holds them */
} kembar_prepared;

/* `furniture` may be NULL. `shingle_tokens` is k; below `min_tokens` content tokens only the whole
 * text can be equal. */
kembar_status kembar_prepared_init(kembar_prepared *out, const kembar_document *document,
                                   const kembar_furniture *furniture, unsigned shingle_tokens,
                                   unsigned min_tokens) KEMBAR_MUST_CHECK;
void kembar_prepared_deinit(kembar_prepared *prepared);

/* What of a document is prepared, and by what. */
typedef struct kembar_prepared_settings {
    const kembar_furniture *furniture; /* may be NULL */
    unsigned shingle_tokens, min_tokens;
    int all_is_content;   /* not 0: it is known that no token is furniture or repeated */
    int without_shingles; /* not 0: all sets stay empty; kembar_prepared_maker_find_shingles makes
                             `shingles` where they are asked for after all */
} kembar_prepared_settings;

/* Documents prepared one after the other in the same memory. Start from a zeroed struct. */
typedef struct kembar_prepared_maker {
    kembar_prepared prepared; /* the last one; its arrays belong to the maker */
    uint64_t *hashes;
    size_t content_capacity, hashes_capacity, shingles_capacity, more_capacity, less_capacity;
    unsigned shingle_tokens;
    int has_shingles; /* not 0: the last one's have been made */
} kembar_prepared_maker;

/* Makes maker->prepared as kembar_prepared_init does, with its hashes; it is good until the next
 * call. `scratch` may serve many makers. After a failure there is none. */
kembar_status
kembar_prepared_maker_next(kembar_prepared_maker *maker, kembar_content_maker *scratch,
                           const kembar_document *document,
                           const kembar_prepared_settings *settings) KEMBAR_MUST_CHECK;
/* Makes the content's shingles of the last one, unless it has them. After a failure there is none.
 */
kembar_status kembar_prepared_maker_find_shingles(kembar_prepared_maker *maker) KEMBAR_MUST_CHECK;
void kembar_prepared_maker_deinit(kembar_prepared_maker *maker);
/* What it holds of memory. */
size_t kembar_prepared_maker_bytes(const kembar_prepared_maker *maker);

/* The hash of content token i. */
static inline uint64_t kembar_prepared_hash(const kembar_prepared *prepared, size_t i) {
    return prepared->document->tokens.items[prepared->content.tokens[i]].hash;
}

/* Distinct 5-shingles of all tokens of one document, and those of two that are the same. */
size_t kembar_prepared_whole(const kembar_prepared *prepared);
size_t kembar_prepared_whole_shared(const kembar_prepared *a, const kembar_prepared *b);

/* Frees the shingles: what a run no longer needs once pairs are found. */
void kembar_prepared_drop_shingles(kembar_prepared *prepared);

#endif
