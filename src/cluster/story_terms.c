#include "cluster/story_terms.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"

enum {
    STOP_SLOTS = 1 << 13, /* direct-mapped, so that no input can make it grow */
    NUMBER_SEED = 11,
    USE_INSIDE = 1, /* in a place's `extra` */
    USE_CAPITAL = 2
};

kembar_status kembar_story_reader_init(kembar_story_reader *out, const kembar_cluster_input *input,
                                       kembar_error *error) {
    *out = (kembar_story_reader){.input = input};
    out->places = kembar_alloc(2 * (size_t)KEMBAR_STORY_MAX_TOKENS, sizeof *out->places);
    out->stop_cache = kembar_alloc_zeroed(STOP_SLOTS, sizeof *out->stop_cache);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < KEMBAR_STORY_MAX_TOKENS; i++)
        out->body_weight[i] = (float)(1 + 2 * exp(-(double)i / 100));
    if (!out->places || !out->stop_cache)
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_reducer_new(&out->reducer, input->roots, error);
    if (status)
        kembar_story_reader_deinit(out);
    return status;
}

void kembar_story_reader_deinit(kembar_story_reader *reader) {
    kembar_reducer_free(reader->reducer);
    kembar_buffer_deinit(&reader->word);
    kembar_free(reader->places);
    kembar_free(reader->stop_cache);
    *reader = (kembar_story_reader){0};
}

/* A walk over the content tokens of one document. */
typedef struct story_walk {
    kembar_story_reader *reader;
    const kembar_document *document;
    size_t block, value;
    uint32_t title_end;  /* first token after the title */
    uint32_t position;   /* content tokens of the body so far */
    uint32_t last_token; /* of the last word that counted, for pairs */
    uint64_t last_stem;  /* 0: none that the next word could pair with */
    uint8_t last_flags;
    size_t n_places;
} story_walk;

/* Tokens of the first line when there is a title; else of a heading that opens the text. */
static uint32_t find_title_end(const kembar_document *document) {
    if (!document->title.data) {
        int has_heading = document->n_blocks && document->blocks[0].kind == KEMBAR_BLOCK_HEADING;
        return has_heading ? document->blocks[0].n_tokens : 0;
    }
    const char *newline =
        document->text.size ? memchr(document->text.data, '\n', document->text.size) : NULL;
    size_t end = newline ? (size_t)(newline - document->text.data) : document->text.size;
    uint32_t n = 0;
    while (n < document->tokens.n_items && document->tokens.items[n].begin < end)
        n++;
    return n;
}

static const kembar_block *block_at(story_walk *walk, uint32_t token) {
    const kembar_block *blocks = walk->document->blocks;
    while (blocks[walk->block].first_token + blocks[walk->block].n_tokens <= token)
        walk->block++;
    return &blocks[walk->block];
}

/* The value that covers a token, or NULL. */
static const kembar_value *value_at(story_walk *walk, uint32_t token) {
    const kembar_document *document = walk->document;
    for (; walk->value < document->n_values; walk->value++) {
        const kembar_value *value = &document->values[walk->value];
        if (value->first_token + value->n_tokens > token)
            return value->first_token <= token ? value : NULL;
    }
    return NULL;
}

static int look_up_stop_word(story_walk *walk, uint32_t token, kembar_language language) {
    kembar_buffer *word = &walk->reader->word;
    kembar_buffer_clear(word);
    kembar_token_fold(walk->document->text, &walk->document->tokens, token, word);
    return kembar_lexicon_is_stop_word(walk->reader->input->lexicon, language,
                                       kembar_buffer_view(word)) != 0;
}

static int is_stop_word(story_walk *walk, uint32_t token, kembar_language language) {
    const uint64_t spare = (uint64_t)1 << 63;
    const kembar_document *document = walk->document;
    kembar_word_key word;
    if (!walk->reader->input->lexicon || language == KEMBAR_LANGUAGE_OTHER)
        return 0;
    if (!kembar_word_key_read(document, token, language, &word))
        return look_up_stop_word(walk, token, language);
    kembar_word_key *slot =
        &walk->reader->stop_cache[kembar_word_key_place(document, token, language) % STOP_SLOTS];
    if (slot->halves[0] != word.halves[0] || (slot->halves[1] & ~spare) != word.halves[1]) {
        *slot = word;
        slot->halves[1] |= look_up_stop_word(walk, token, language) ? spare : 0;
    }
    return (slot->halves[1] & spare) != 0;
}

static void add_place(story_walk *walk, uint64_t term, float weight, uint8_t uses) {
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    walk->reader->places[walk->n_places++] = (kembar_keyed){term, bits, uses};
}

static uint8_t uses_of(const story_walk *walk, const kembar_block *block, uint32_t token) {
    uint8_t flags = walk->document->tokens.flags[token];
    if (token < walk->title_end || block->kind == KEMBAR_BLOCK_HEADING ||
        (flags & KEMBAR_TOKEN_SENTENCE))
        return 0;
    return (uint8_t)(USE_INSIDE | (flags & KEMBAR_TOKEN_CAPITAL ? USE_CAPITAL : 0));
}

static void add_word(story_walk *walk, uint32_t token, uint64_t stem, float weight, uint8_t uses) {
    add_place(walk, stem & ~UINT64_C(1), weight, uses);
    if (walk->last_stem && walk->last_token + 1 == token) {
        uint64_t pair = kembar_hash_mix(walk->last_stem * 3 + stem) | 1;
        add_place(walk, pair, weight, walk->last_flags & uses);
    }
    walk->last_stem = stem;
    walk->last_token = token;
    walk->last_flags = uses;
}

static kembar_status add_token(story_walk *walk, uint32_t token, float weight) {
    const kembar_value *value = value_at(walk, token);
    const kembar_block *block = block_at(walk, token);
    if (token == block->first_token)
        walk->last_stem = 0;
    if (value) {
        walk->last_stem = 0;
        uint64_t hash = kembar_hash_bytes(value->text, strlen(value->text), NUMBER_SEED);
        if (token == value->first_token)
            add_place(walk, hash & ~UINT64_C(1), weight, 0);
        return KEMBAR_OK;
    }
    kembar_language language = (kembar_language)block->language;
    if (is_stop_word(walk, token, language)) {
        walk->last_stem = 0;
        return KEMBAR_OK;
    }
    uint64_t stem;
    kembar_status status =
        kembar_reducer_term(walk->reader->reducer, walk->document, token, language, &stem);
    if (!status)
        add_word(walk, token, stem, weight, uses_of(walk, block, token));
    return status;
}

/* Sums the sorted places of each term, in the order of the text. */
static kembar_status sum_places(kembar_story_terms *out, const kembar_keyed *places,
                                size_t n_places) {
    size_t n = 0;
    for (size_t i = 0; i < n_places; i++)
        n += i == 0 || places[i].key != places[i - 1].key;
    out->items = kembar_alloc_zeroed(n, sizeof *out->items);
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_places; i++) {
        if (i == 0 || places[i].key != places[i - 1].key)
            out->items[out->n_items++].term = places[i].key;
        kembar_story_term *item = &out->items[out->n_items - 1];
        float weight;
        memcpy(&weight, &places[i].value, sizeof weight);
        item->weight += weight;
        item->inside = (uint16_t)(item->inside + (places[i].extra & USE_INSIDE));
        item->capital = (uint16_t)(item->capital + (places[i].extra & USE_CAPITAL ? 1 : 0));
    }
    return KEMBAR_OK;
}

static kembar_status read_tokens(story_walk *walk, const kembar_content *content) {
    kembar_status status = KEMBAR_OK;
    size_t n = content->n_tokens;
    if (n > KEMBAR_STORY_MAX_TOKENS)
        n = KEMBAR_STORY_MAX_TOKENS;
    for (size_t i = 0; i < n && !status; i++) {
        uint32_t token = content->tokens[i];
        float weight = 1;
        if (token >= walk->title_end)
            weight = walk->reader->body_weight[walk->position++];
        status = add_token(walk, token, weight);
    }
    return status;
}

kembar_status kembar_story_terms_read(kembar_story_terms *out, kembar_story_reader *reader,
                                      uint32_t doc_id) {
    const kembar_prepared *prepared = &reader->input->prepared[doc_id];
    story_walk walk = {.reader = reader, .document = prepared->document};
    *out = (kembar_story_terms){0};
    walk.title_end = find_title_end(prepared->document);
    kembar_status status = read_tokens(&walk, &prepared->content);
    if (!status)
        status = kembar_buffer_status(&reader->word);
    if (!status)
        status = kembar_sort_keyed(reader->places, walk.n_places, 1);
    if (!status)
        status = sum_places(out, reader->places, walk.n_places);
    return status;
}

void kembar_story_terms_deinit(kembar_story_terms *terms) {
    kembar_free(terms->items);
    *terms = (kembar_story_terms){0};
}
