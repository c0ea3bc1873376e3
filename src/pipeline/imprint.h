/* An imprint: what dedup keeps of a document. */
#ifndef KEMBAR_PIPELINE_IMPRINT_H
#define KEMBAR_PIPELINE_IMPRINT_H

#include "base/arena.h"
#include "base/hash.h"
#include "clean/content.h"
#include "kembar/baseline.h"
#include "kembar/dedup.h"
#include "model/furniture.h"
#include "pair/sampled.h"

typedef struct kembar_imprint {
    kembar_hash128 content; /* of the content tokens; the whole text's with fewer than min_tokens;
                               zero without tokens. Of both where min_jaccard_micro is asked for */
    kembar_content_key key; /* of all tokens */
    uint64_t source;        /* hash; 0: none */
    uint64_t trace;         /* of the furniture that was left out (model/furniture_trace.h) */
    int32_t day;            /* INT32_MIN: undated */
    uint32_t n_tokens, n_content;
    uint32_t n_keys, level; /* of the sample; none where it can have no near copy */
    uint32_t n_lines;
    uint32_t n_anchors;    /* KEMBAR_IMPRINT_UNANCHORED: too long to list them */
    const uint32_t *keys;  /* distinct and ascending */
    const uint8_t *places; /* of those */
    const kembar_furniture_line *lines;
    const uint32_t *anchors; /* see model/furniture_anchors.h */
} kembar_imprint;

/* Anchors are one for three or four tokens. Those of long texts are listed as long as they take no
 * more in the mean than so many bytes for each document. */
#define KEMBAR_IMPRINT_UNANCHORED UINT32_MAX
enum {
    KEMBAR_IMPRINT_SHORT_TOKENS = 2048,
    KEMBAR_IMPRINT_ANCHORED_TOKENS = 16384, /* never of longer ones */
    KEMBAR_IMPRINT_ANCHOR_BYTES = 128,
    KEMBAR_IMPRINT_FIRST_ANCHOR_BYTES = 64 * 1024
};

/* Makes imprints. One for each thread; start with options set, the rest zero. */
typedef struct kembar_imprint_maker {
    const kembar_dedup_options *options;
    const kembar_furniture *furniture; /* borrowed; is left out. NULL: none is known yet */
    int is_last;                       /* no furniture will be known beyond it */
    uint64_t trace;                    /* then: what the next document holds of it */
    kembar_imprint begun;              /* the next one, so far */
    kembar_arena arena;                /* the imprints and their keys */
    kembar_arena lines;                /* lines and anchors: what only finding furniture needs */
    kembar_content_maker content;
    uint64_t *hashes; /* owned; scratch: of all tokens, then of the content, and shingles */
    uint32_t *keys;   /* owned; scratch */
    uint8_t *places;  /* owned; scratch */
    kembar_furniture_line *found;
    uint32_t *anchors; /* owned; scratch */
    size_t hashes_capacity, keys_capacity, places_capacity, found_capacity, anchors_capacity;
    size_t n_documents, long_anchor_bytes; /* so far */
} kembar_imprint_maker;

/* MEMORY is the only failure. The imprint lives in the maker's arenas; lines and anchors are listed
 * unless the furniture is the last. */
kembar_status kembar_imprint_make(kembar_imprint_maker *maker, const kembar_document *document,
                                  const kembar_imprint **out) KEMBAR_MUST_CHECK;
/* The same in two steps: the first asks nothing of the furniture. */
kembar_status kembar_imprint_begin(kembar_imprint_maker *maker,
                                   const kembar_document *document) KEMBAR_MUST_CHECK;
kembar_status kembar_imprint_end(kembar_imprint_maker *maker, const kembar_document *document,
                                 const kembar_imprint **out) KEMBAR_MUST_CHECK;
/* What its document holds of a furniture, by the lines and anchors of the imprint. */
uint64_t kembar_imprint_trace(const kembar_imprint *imprint, const kembar_furniture *furniture);
/* What `source` of an imprint is for a source. */
static inline uint64_t kembar_imprint_source_hash(kembar_view source) {
    return source.size > 0 ? kembar_hash_bytes(source.data, source.size, 0) | 1 : 0;
}
/* Frees the scratch, and the arenas too. */
void kembar_imprint_maker_deinit(kembar_imprint_maker *maker);
void kembar_imprint_maker_drop_scratch(kembar_imprint_maker *maker);

#endif
