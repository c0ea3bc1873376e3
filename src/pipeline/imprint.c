#include "pipeline/imprint.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "model/furniture_anchors.h"
#include "model/furniture_trace.h"
#include "pipeline/content_key.h"
#include "text/shingles.h"
#include "text/tokens_pack.h"

enum { EXCERPT_LEVEL = 2 };

static kembar_status reserve(kembar_imprint_maker *maker, size_t n_tokens, size_t n_blocks) {
    /* Tokens, shingles, and scratch for the sample; its keys. */
    if (kembar_array_reserve((void **)&maker->hashes, &maker->hashes_capacity, 4 * n_tokens + 1,
                             sizeof *maker->hashes) ||
        kembar_array_reserve((void **)&maker->keys, &maker->keys_capacity, n_tokens + 1,
                             sizeof *maker->keys) ||
        kembar_array_reserve((void **)&maker->places, &maker->places_capacity, n_tokens + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    return kembar_array_reserve((void **)&maker->found, &maker->found_capacity, n_blocks + 1,
                                sizeof *maker->found);
}

/* As prepared.c decides what is the same: few tokens say little. The key is the hash of all. Where
 * a Jaccard index counts, what is no content does too. */
static kembar_hash128 content_hash(const kembar_imprint *imprint, const uint64_t *hashes,
                                   const kembar_dedup_options *options) {
    kembar_hash128 hash = {.high = imprint->key.high, .low = imprint->key.low};
    size_t n = imprint->n_content, min_tokens = (size_t)options->run.min_tokens;
    if (n == 0)
        return (kembar_hash128){0, 0};
    int is_whole = n < min_tokens;
    if (!is_whole && n < imprint->n_tokens)
        hash = kembar_hash128_bytes(hashes, n * sizeof *hashes);
    if (options->min_jaccard_micro > 0) {
        hash.high = kembar_hash_mix(hash.high) ^ imprint->key.high;
        hash.low = kembar_hash_mix(hash.low) ^ imprint->key.low;
    }
    hash.low = kembar_hash_mix(hash.low + (is_whole ? 1 : 0)) | 1;
    return hash;
}

static unsigned level_of(const kembar_dedup_options *options, size_t n_shingles) {
    unsigned level = kembar_sample_level(n_shingles, (size_t)options->sample_shingles);
    /* A part and its whole have no length in common. */
    return options->on == KEMBAR_ON_EXCERPT && level > EXCERPT_LEVEL ? EXCERPT_LEVEL : level;
}

/* The sample, into the maker's keys. */
static void find_keys(kembar_imprint_maker *maker, kembar_imprint *imprint) {
    const kembar_dedup_options *options = maker->options;
    unsigned k = (unsigned)options->run.shingle_tokens;
    size_t n = kembar_shingles_count(imprint->n_content, k);
    uint64_t *shingles = maker->hashes + imprint->n_content;
    kembar_shingles_hash(maker->hashes, imprint->n_content, k, shingles);
    imprint->level = level_of(options, n);
    imprint->n_keys = (uint32_t)kembar_sample_take(
        shingles, n, imprint->level, shingles + imprint->n_content, maker->keys, maker->places);
}

/* Keeps the hashes of what is not marked; returns their number. */
static size_t keep_content(uint64_t *hashes, const uint8_t *marks, size_t n_tokens) {
    const uint8_t *first = n_tokens ? memchr(marks, 1, n_tokens) : NULL;
    size_t n = first ? (size_t)(first - marks) : n_tokens;
    for (size_t i = n; i < n_tokens; i++) {
        hashes[n] = hashes[i];
        n += !marks[i];
    }
    return n;
}

static kembar_status read_content(kembar_imprint_maker *maker, const kembar_document *document,
                                  kembar_imprint *imprint) {
    /* Most documents hold none of it. */
    const kembar_furniture *furniture = imprint->trace ? maker->furniture : NULL;
    if (kembar_content_maker_mark(&maker->content, document, furniture))
        return KEMBAR_ERROR_MEMORY;
    imprint->n_content =
        (uint32_t)keep_content(maker->hashes, maker->content.marks, imprint->n_tokens);
    size_t min_tokens = (size_t)maker->options->run.min_tokens;
    if (imprint->n_content > 0 && imprint->n_content >= min_tokens &&
        maker->options->on != KEMBAR_ON_EXACT)
        find_keys(maker, imprint);
    imprint->content = content_hash(imprint, maker->hashes, maker->options);
    return KEMBAR_OK;
}

static kembar_status keep(kembar_imprint_maker *maker, const kembar_imprint *imprint,
                          const kembar_imprint **out) {
    kembar_imprint *kept = kembar_arena_copy(&maker->arena, imprint, sizeof *imprint);
    if (!kept)
        return KEMBAR_ERROR_MEMORY;
    kept->keys =
        kembar_arena_copy(&maker->arena, maker->keys, imprint->n_keys * sizeof *maker->keys);
    kept->places = kembar_arena_copy(&maker->arena, maker->places, imprint->n_keys);
    *out = kept;
    return kept->keys && kept->places ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status list_anchors(kembar_imprint_maker *maker, size_t n_tokens,
                                  kembar_imprint *imprint) {
    size_t room =
        KEMBAR_IMPRINT_FIRST_ANCHOR_BYTES + KEMBAR_IMPRINT_ANCHOR_BYTES * maker->n_documents++;
    imprint->n_anchors = KEMBAR_IMPRINT_UNANCHORED;
    if (n_tokens > KEMBAR_IMPRINT_ANCHORED_TOKENS ||
        (n_tokens > KEMBAR_IMPRINT_SHORT_TOKENS && maker->long_anchor_bytes > room))
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)&maker->anchors, &maker->anchors_capacity, n_tokens + 1,
                             sizeof *maker->anchors))
        return KEMBAR_ERROR_MEMORY;
    imprint->n_anchors =
        (uint32_t)kembar_furniture_anchors(maker->hashes, n_tokens, maker->anchors);
    size_t n_bytes = imprint->n_anchors * sizeof *maker->anchors;
    if (n_tokens > KEMBAR_IMPRINT_SHORT_TOKENS)
        maker->long_anchor_bytes += n_bytes;
    imprint->anchors = kembar_arena_copy(&maker->lines, maker->anchors, n_bytes);
    return imprint->anchors ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

/* What tells whether furniture, once it is known, is in the document; hashes are of all tokens. */
static kembar_status list_lines(kembar_imprint_maker *maker, const kembar_document *document,
                                kembar_imprint *imprint) {
    size_t n_lines = kembar_furniture_list(document, maker->found);
    imprint->n_lines = (uint32_t)n_lines;
    imprint->lines = kembar_arena_copy(&maker->lines, maker->found, n_lines * sizeof *maker->found);
    return imprint->lines ? list_anchors(maker, document->tokens.n_items, imprint)
                          : KEMBAR_ERROR_MEMORY;
}

uint64_t kembar_imprint_trace(const kembar_imprint *imprint, const kembar_furniture *furniture) {
    int is_anchored = imprint->n_anchors != KEMBAR_IMPRINT_UNANCHORED;
    kembar_furniture_text text = {.lines = imprint->lines,
                                  .n_lines = imprint->n_lines,
                                  .anchors = is_anchored ? imprint->anchors : NULL,
                                  .n_anchors = is_anchored ? imprint->n_anchors : 0,
                                  .n_tokens = imprint->n_tokens};
    return kembar_furniture_trace(furniture, &text);
}

kembar_status kembar_imprint_begin(kembar_imprint_maker *maker, const kembar_document *document) {
    kembar_imprint *imprint = &maker->begun;
    *imprint = (kembar_imprint){.n_tokens = (uint32_t)document->tokens.n_items,
                                .day = kembar_document_day(document),
                                .trace = maker->trace};
    if (reserve(maker, document->tokens.n_items, document->n_blocks))
        return KEMBAR_ERROR_MEMORY;
    imprint->source = kembar_imprint_source_hash(document->source);
    kembar_tokens_hashes(document->tokens.items, document->tokens.n_items, maker->hashes);
    imprint->key = kembar_content_key_of_hashes(maker->hashes, document->tokens.n_items);
    return maker->is_last ? KEMBAR_OK : list_lines(maker, document, imprint);
}

kembar_status kembar_imprint_end(kembar_imprint_maker *maker, const kembar_document *document,
                                 const kembar_imprint **out) {
    kembar_imprint *imprint = &maker->begun;
    *out = NULL;
    if (!maker->is_last)
        imprint->trace = kembar_imprint_trace(imprint, maker->furniture);
    kembar_status status = read_content(maker, document, imprint);
    return status ? status : keep(maker, imprint, out);
}

kembar_status kembar_imprint_make(kembar_imprint_maker *maker, const kembar_document *document,
                                  const kembar_imprint **out) {
    *out = NULL;
    kembar_status status = kembar_imprint_begin(maker, document);
    return status ? status : kembar_imprint_end(maker, document, out);
}

void kembar_imprint_maker_drop_scratch(kembar_imprint_maker *maker) {
    kembar_free(maker->hashes);
    kembar_free(maker->keys);
    kembar_free(maker->places);
    kembar_free(maker->found);
    kembar_free(maker->anchors);
    kembar_content_maker_deinit(&maker->content);
    maker->hashes = NULL;
    maker->keys = NULL;
    maker->places = NULL;
    maker->found = NULL;
    maker->anchors = NULL;
    maker->hashes_capacity = maker->keys_capacity = 0;
    maker->places_capacity = maker->found_capacity = maker->anchors_capacity = 0;
}

void kembar_imprint_maker_deinit(kembar_imprint_maker *maker) {
    kembar_imprint_maker_drop_scratch(maker);
    kembar_arena_deinit(&maker->arena);
    kembar_arena_deinit(&maker->lines);
}
