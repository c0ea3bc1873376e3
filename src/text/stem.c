#include "text/stem.h"

#include <libstemmer.h>

#include "base/alloc.h"
#include "base/error.h"

enum { MAX_WORD_BYTES = 64 };

struct kembar_stemmer {
    struct sb_stemmer *snowball; /* owned */
};

kembar_status kembar_stemmer_new(kembar_stemmer **out, kembar_error *error) {
    *out = NULL;
    kembar_stemmer *stemmer = kembar_alloc(1, sizeof *stemmer);
    if (!stemmer)
        return kembar_error_memory(error);
    stemmer->snowball = sb_stemmer_new("english", "UTF_8");
    if (!stemmer->snowball) {
        kembar_free(stemmer);
        return kembar_error_memory(error);
    }
    *out = stemmer;
    return KEMBAR_OK;
}

void kembar_stemmer_free(kembar_stemmer *stemmer) {
    if (!stemmer)
        return;
    sb_stemmer_delete(stemmer->snowball);
    kembar_free(stemmer);
}

kembar_view kembar_stem_english(kembar_stemmer *stemmer, kembar_view word) {
    if (word.size == 0 || word.size > MAX_WORD_BYTES)
        return word;
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.data, (int)word.size);
    int size = stem ? sb_stemmer_length(stemmer->snowball) : 0;
    /* The whole word when memory is out; a word is never stemmed to nothing. */
    return size > 0 ? (kembar_view){(const char *)stem, (size_t)size} : word;
}
