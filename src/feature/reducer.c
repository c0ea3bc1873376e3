#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "feature/terms.h"
#include "text/stem.h"

/* Direct-mapped, so that no input can make it grow or slow. */
enum { CACHE_SLOTS = 1 << 15, CACHED_BYTES = 16 };

/* The word itself, not its hash: hashes can be made equal, and then what a thread has seen before
 * would decide. Longer words and those that are not of ASCII, few as they are, go without. */
typedef struct cached_word {
    uint64_t bytes[CACHED_BYTES / 8]; /* in lower case, with zeros behind; all zero: none */
} cached_word;

typedef struct cache_slot {
    cached_word word;
    uint64_t term;
} cache_slot;

struct kembar_reducer {
    const kembar_roots *roots;
    kembar_stemmer *stemmer;
    kembar_buffer word;
    cache_slot *cache;
};

kembar_status kembar_reducer_new(kembar_reducer **out, const kembar_roots *roots,
                                 kembar_error *error) {
    *out = NULL;
    kembar_reducer *reducer = kembar_alloc_zeroed(1, sizeof *reducer);
    if (!reducer)
        return kembar_error_memory(error);
    reducer->roots = roots;
    reducer->cache = kembar_alloc_zeroed(CACHE_SLOTS, sizeof *reducer->cache);
    kembar_status status =
        reducer->cache ? kembar_stemmer_new(&reducer->stemmer, error) : kembar_error_memory(error);
    if (status)
        kembar_reducer_free(reducer);
    else
        *out = reducer;
    return status;
}

void kembar_reducer_free(kembar_reducer *reducer) {
    if (!reducer)
        return;
    kembar_stemmer_free(reducer->stemmer);
    kembar_buffer_deinit(&reducer->word);
    kembar_free(reducer->cache);
    kembar_free(reducer);
}

/* Seeds keep the stems of the two languages apart from each other and from words. */
static uint64_t reduce(kembar_reducer *reducer, kembar_language language) {
    kembar_view word = kembar_buffer_view(&reducer->word);
    if (language == KEMBAR_LANGUAGE_ID) {
        char root[KEMBAR_ROOT_MAX_BYTES];
        size_t size = kembar_roots_find(reducer->roots, word, root);
        return kembar_hash_bytes(root, size, KEMBAR_LANGUAGE_ID);
    }
    kembar_view stem = kembar_stem_english(reducer->stemmer, word);
    return kembar_hash_bytes(stem.data, stem.size, KEMBAR_LANGUAGE_EN);
}

/* The first 16 bytes behind `begin`, zeros where the text ends. */
static cached_word load_bytes(kembar_view text, size_t begin) {
    cached_word word = {{0}};
    if (text.size - begin >= CACHED_BYTES)
        memcpy(&word, text.data + begin, CACHED_BYTES);
    else
        memcpy(&word, text.data + begin, text.size - begin);
    return word;
}

/* The word of a token of ASCII. Letters, digits and the underscore stay apart when the bit of lower
 * case is set in all of them; the highest bit of a byte, which ASCII leaves free, tells the
 * language. */
static int read_word(const kembar_document *document, size_t i, kembar_language language,
                     cached_word *out) {
    static const unsigned char ones[2 * CACHED_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                         255, 255, 255, 255, 255, 255, 255, 255};
    const uint64_t lower = 0x2020202020202020u;
    kembar_token token = document->tokens.items[i];
    size_t size = token.end - token.begin;
    if (size > CACHED_BYTES || document->tokens.flags[i] & KEMBAR_TOKEN_NON_ASCII)
        return 0;
    cached_word bytes = load_bytes(document->text, token.begin), mask;
    memcpy(&mask, ones + CACHED_BYTES - size, sizeof mask);
    out->bytes[0] = (bytes.bytes[0] | lower) & mask.bytes[0];
    out->bytes[1] = (bytes.bytes[1] | lower) & mask.bytes[1];
    out->bytes[0] |= language == KEMBAR_LANGUAGE_ID ? 0x80 : 0;
    return 1;
}

static kembar_status reduce_token(kembar_reducer *reducer, const kembar_document *document,
                                  size_t i, kembar_language language, uint64_t *term) {
    kembar_buffer_clear(&reducer->word);
    kembar_token_fold(document->text, &document->tokens, i, &reducer->word);
    kembar_status status = kembar_buffer_status(&reducer->word);
    if (!status)
        *term = reduce(reducer, language);
    return status;
}

kembar_status kembar_reducer_term(kembar_reducer *reducer, const kembar_document *document,
                                  size_t i, kembar_language language, uint64_t *term) {
    cached_word word;
    if (!read_word(document, i, language, &word))
        return reduce_token(reducer, document, i, language, term);
    uint64_t key = document->tokens.items[i].hash + (uint64_t)(language == KEMBAR_LANGUAGE_ID);
    cache_slot *slot = &reducer->cache[kembar_hash_mix(key) % CACHE_SLOTS];
    if (memcmp(&slot->word, &word, sizeof word) != 0) {
        kembar_status status = reduce_token(reducer, document, i, language, term);
        if (status)
            return status;
        *slot = (cache_slot){word, *term};
    }
    *term = slot->term;
    return KEMBAR_OK;
}
