#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "feature/terms.h"
#include "feature/word_key.h"
#include "text/stem.h"

/* Direct-mapped, so that no input can make it grow or slow. */
enum { CACHE_SLOTS = 1 << 15 };

typedef struct cache_slot {
    kembar_word_key word;
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
    kembar_word_key word;
    if (!kembar_word_key_read(document, i, language, &word))
        return reduce_token(reducer, document, i, language, term);
    cache_slot *slot = &reducer->cache[kembar_word_key_place(document, i, language) % CACHE_SLOTS];
    if (memcmp(&slot->word, &word, sizeof word) != 0) {
        kembar_status status = reduce_token(reducer, document, i, language, term);
        if (status)
            return status;
        *slot = (cache_slot){word, *term};
    }
    *term = slot->term;
    return KEMBAR_OK;
}
