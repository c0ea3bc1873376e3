/* Furniture: page chrome and boilerplate, learnt from how lines recur over a collection.
 *
 * A block of at least 3 tokens is recurring when it stands verbatim in at least 10 documents of one
 * named source or 20 of the collection. It is furniture when two things hold. At least half of
 * those documents keep enough of their tokens outside recurring blocks: a fifth; half for a long
 * block that no source has ten times, which may be a release that thirty outlets run under leads of
 * their own, unless these are as long as short news and speak of something else. And what they keep
 * differs from document to document (company.h): eighty edits of one story recur too, but in the
 * same company. */
#ifndef KEMBAR_MODEL_FURNITURE_H
#define KEMBAR_MODEL_FURNITURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bit_filter.h"
#include "document/document.h"
#include "kembar/status.h"

enum {
    KEMBAR_FURNITURE_MIN_TOKENS = 3,
    KEMBAR_FURNITURE_SOURCE_DOCS = 10,
    KEMBAR_FURNITURE_COLLECTION_DOCS = 20,
    KEMBAR_FURNITURE_LONG_TOKENS = 25, /* a long block: a paragraph rather than a line */
    KEMBAR_FURNITURE_NEWS_TOKENS = 24, /* own text that may be a brief rather than a lead */
    KEMBAR_FURNITURE_RUN_TOKENS = 8, /* from this length on it is found wherever its tokens stand */
    /* Tokens that looking for runs may hash in one document: the base and so many for each of its
     * own. Only a page that repeats the beginnings of long furniture on end has more. */
    KEMBAR_FURNITURE_ROOM_BASE = 65536,
    KEMBAR_FURNITURE_ROOM_A_TOKEN = 64
};

/* The token run of one furniture block. */
typedef struct kembar_furniture_run {
    uint64_t opening; /* hash of its first 8 tokens */
    uint64_t hash;    /* block hash: of all its tokens */
    uint32_t n_tokens;
    uint32_t row; /* of its first tokens, see furniture_rows.h */
} kembar_furniture_run;

/* How a run begins. */
typedef struct kembar_furniture_opening {
    uint64_t hash;         /* of its first 8 tokens */
    uint64_t anchors_hash; /* of the anchors that its first tokens have, see furniture_anchors.h */
    uint32_t anchor;       /* the first of them */
    uint32_t row;          /* of its first tokens, see furniture_rows.h */
    uint16_t n_anchors;
    uint16_t step; /* its first 8 tokens can stand again so many tokens on, and no fewer */
} kembar_furniture_opening;

/* By what a text that is not held tells of a run (furniture_trace.h). */
typedef struct kembar_furniture_lead {
    uint64_t anchors_hash;
    uint64_t run; /* its hash */
    uint32_t anchor, n_tokens;
    uint16_t n_anchors, step;
} kembar_furniture_lead;

/* To pass over nearly all that is no furniture. */
typedef struct kembar_furniture_filters {
    kembar_bit_filter blocks, rows, anchors; /* of block hashes; of the runs' rows and anchors */
} kembar_furniture_filters;

/* Frozen; any number of readers. Start from a zeroed struct: an empty one knows no furniture. */
typedef struct kembar_furniture {
    uint64_t *blocks; /* owned; hashes of furniture blocks, sorted */
    size_t n_blocks, block_capacity;
    kembar_furniture_run *runs; /* owned; sorted by opening, longest first */
    size_t n_runs, run_capacity;
    kembar_furniture_lead *leads; /* owned; of each run, sorted by anchor */
    size_t lead_capacity;
    uint64_t runs_key; /* of all runs, whatever their order; 0: none */
    kembar_furniture_filters filters;
} kembar_furniture;

/* A block that may be furniture: of at least KEMBAR_FURNITURE_MIN_TOKENS. */
typedef struct kembar_furniture_line {
    uint64_t hash; /* block hash */
    uint32_t n_tokens;
} kembar_furniture_line;

/* What learning needs of a document. */
typedef struct kembar_furniture_page {
    const kembar_furniture_line *lines; /* borrowed; those of its blocks, in their order */
    size_t n_lines;
    size_t n_tokens;    /* of all its blocks */
    uint64_t source_id; /* the same for documents of one source; 0: none */
} kembar_furniture_page;

/* The document of page `i`, asked for once for each block that is furniture, and once where its
 * company counts (company.h), on the worker `worker_id` (below n_threads); borrowed until the next
 * call on that worker. */
typedef kembar_status (*kembar_furniture_document)(void *context, int worker_id, size_t i,
                                                   const kembar_document **out,
                                                   kembar_error *error);

/* Lists the lines of a document into out[document->n_blocks]; returns their number. */
size_t kembar_furniture_list(const kembar_document *document, kembar_furniture_line *out);
/* Whether a block is a line. */
static inline int kembar_furniture_is_line(const kembar_block *block) {
    return block->n_tokens >= KEMBAR_FURNITURE_MIN_TOKENS;
}

/* Learns from pages. Time linear but for one sort of their lines. */
kembar_status kembar_furniture_learn(kembar_furniture *out, const kembar_furniture_page *pages,
                                     size_t n_pages, kembar_furniture_document document,
                                     void *context, int n_threads,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
/* Learns from documents (borrowed). */
kembar_status kembar_furniture_fit(kembar_furniture *out, const kembar_document *const *documents,
                                   size_t n_documents, int n_threads,
                                   kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_furniture_deinit(kembar_furniture *furniture);

/* Tokens that looking for runs may hash in a text of so many. */
static inline size_t kembar_furniture_room(size_t n_tokens) {
    return KEMBAR_FURNITURE_ROOM_BASE + KEMBAR_FURNITURE_ROOM_A_TOKEN * n_tokens;
}

int kembar_furniture_has_block(const kembar_furniture *furniture, uint64_t block_hash);

/* Sets marks[i] = 1 for every token of the document that furniture covers: whole blocks, and runs
 * of at least 8 tokens wherever they stand. `marks` has one byte a token, zeroed by the caller. */
kembar_status kembar_furniture_mark(const kembar_furniture *furniture,
                                    const kembar_document *document,
                                    uint8_t *marks) KEMBAR_MUST_CHECK;

#endif
