#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "feature/terms.h"
#include "text/stem.h"

/* Direct-mapped, so that no input can make it grow or slow. Longer words and those that are not of
 * ASCII, few as they are, go without. */
enum { CACHE_SLOTS = 1 << 14, CACHED_BYTES = 16 };

/* The word itself is kept: hashes can be made equal, and then what a thread has seen before would
 * decide. */
typedef struct cache_slot {
    uint64_t key;
    uint64_t term;
    char word[CACHED_BYTES]; /* with zeros behind it */
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

/* The word of a token of ASCII in lower case. Letters, digits and the underscore stay apart when
 * this bit is set in all of them. */
static int copy_word(const kembar_document *document, size_t i, char out[CACHED_BYTES]) {
    kembar_token token = document->tokens.items[i];
    size_t size = token.end - token.begin;
    if (size > CACHED_BYTES || document->tokens.flags[i] & KEMBAR_TOKEN_NON_ASCII)
        return 0;
    memset(out, 0, CACHED_BYTES);
    for (size_t at = 0; at < size; at++)
        out[at] = (char)(document->text.data[token.begin + at] | 0x20);
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
    char word[CACHED_BYTES];
    if (!copy_word(document, i, word))
        return reduce_token(reducer, document, i, language, term);
    int is_indonesian = language == KEMBAR_LANGUAGE_ID;
    uint64_t key = document->tokens.items[i].hash ^ (is_indonesian ? 0x9e3779b97f4a7c15u : 0);
    cache_slot *slot = &reducer->cache[kembar_hash_mix(key) % CACHE_SLOTS];
    if (slot->key != key || memcmp(slot->word, word, sizeof word) != 0) {
        kembar_status status = reduce_token(reducer, document, i, language, term);
        if (status)
            return status;
        slot->key = key;
        slot->term = *term;
        memcpy(slot->word, word, sizeof word);
    }
    *term = slot->term;
    return KEMBAR_OK;
}
