/* The sparse map of the one space: where each word of a collection goes.
 *
 * Features are English stems and values. An English word goes to its stem. An Indonesian word goes
 * to what the bilingual map says of it, or else of its root, and to the English word of the same
 * spelling, or else to those of the same cognate form, that the collection holds: weights 1 and
 * 1/4, normalised. A word that leads nowhere keeps a feature of its own. Stop words have none. */
#ifndef KEMBAR_FEATURE_SPACE_WORDS_H
#define KEMBAR_FEATURE_SPACE_WORDS_H

#include "feature/content_walk.h"
#include "feature/prepared.h"
#include "feature/sparse.h"
#include "lexicon/bilingual.h"
#include "lexicon/lexicon.h"

/* The key of an item: of its word and language, or of its value. Words of OTHER blocks (code,
 * tables, foreign names) count as English ones, so that they are the same on both sides. */
uint64_t kembar_space_key(const kembar_document *document, const kembar_content_item *item);

typedef struct kembar_space_words {
    uint64_t *keys;     /* owned; sorted, distinct */
    kembar_sparse map;  /* row i: where keys[i] goes; each row sums to 1, or is empty */
    uint64_t *features; /* owned; of each column, sorted */
    uint32_t *starts;   /* owned; of each value of a key's leading bits, and one beyond: the first
                           key that has it or more */
    int shift;          /* right, to the leading bits */
} kembar_space_words;

/* One occurrence of each distinct key of a collection. */
typedef struct kembar_space_place {
    uint64_t key;
    uint32_t document, token;
    uint8_t is_value;
} kembar_space_place;

/* `places` (borrowed) are sorted by key and distinct. `map` and `lexicon` are borrowed. */
kembar_status kembar_space_words_build(kembar_space_words *out, const kembar_space_place *places,
                                       size_t n_places, const kembar_prepared *prepared,
                                       const kembar_lexicon *lexicon, const kembar_bilingual *map,
                                       int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_space_words_deinit(kembar_space_words *words);

/* The row of a key, or SIZE_MAX. Constant on average, logarithmic whatever the keys. */
size_t kembar_space_words_find(const kembar_space_words *words, uint64_t key);

#endif
