#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "kembar/lexicon.h"
#include "lexicon/bilingual.h"
#include "lexicon/lexicon.h"
#include "text/stem.h"
#include "text/tokens.h"
#include "text/utf8.h"

enum { MAX_WORD_BYTES = 4096 };

struct kembar_dictionary {
    kembar_bilingual *map; /* owned, as all of these */
    kembar_lexicon *lexicon;
    kembar_stemmer *stemmer;
    kembar_dictionary_list *lists; /* what `about` lends */
    size_t n_lists;
    /* The last look-up. */
    kembar_buffer repaired, folded;
    kembar_tokens tokens;
    char root[KEMBAR_ROOT_MAX_BYTES];
};

static kembar_status copy_lists(kembar_dictionary *dictionary, kembar_error *error) {
    const kembar_bilingual_list *lists =
        kembar_bilingual_lists(dictionary->map, &dictionary->n_lists);
    dictionary->lists = kembar_alloc(dictionary->n_lists, sizeof *dictionary->lists);
    if (!dictionary->lists)
        return kembar_error_memory(error);
    for (size_t i = 0; i < dictionary->n_lists; i++)
        dictionary->lists[i] =
            (kembar_dictionary_list){lists[i].name, lists[i].licence, lists[i].n_pairs};
    return KEMBAR_OK;
}

kembar_status kembar_dictionary_open(kembar_dictionary **out, const char *data_dir,
                                     kembar_error *error) {
    *out = NULL;
    kembar_dictionary *dictionary = kembar_alloc_zeroed(1, sizeof *dictionary);
    if (!dictionary)
        return kembar_error_memory(error);
    kembar_status status = kembar_bilingual_open(&dictionary->map, data_dir, error);
    if (!status)
        status = kembar_lexicon_open(&dictionary->lexicon, data_dir, error);
    if (!status)
        status = kembar_stemmer_new(&dictionary->stemmer, error);
    if (!status)
        status = copy_lists(dictionary, error);
    if (status)
        kembar_dictionary_free(dictionary);
    else
        *out = dictionary;
    return status;
}

void kembar_dictionary_free(kembar_dictionary *dictionary) {
    if (!dictionary)
        return;
    kembar_bilingual_free(dictionary->map);
    kembar_lexicon_free(dictionary->lexicon);
    kembar_stemmer_free(dictionary->stemmer);
    kembar_free(dictionary->lists);
    kembar_buffer_deinit(&dictionary->repaired);
    kembar_buffer_deinit(&dictionary->folded);
    kembar_tokens_deinit(&dictionary->tokens);
    kembar_free(dictionary);
}

kembar_dictionary_info kembar_dictionary_about(const kembar_dictionary *dictionary) {
    return (kembar_dictionary_info){
        .version = kembar_bilingual_version(dictionary->map),
        .n_words = kembar_bilingual_word_count(dictionary->map),
        .n_translations = kembar_bilingual_translation_count(dictionary->map),
        .n_roots = kembar_roots_count(kembar_lexicon_roots(dictionary->lexicon)),
        .lists = dictionary->lists,
        .n_lists = dictionary->n_lists};
}

/* Sets `folded` to the word as the lists' words were read: its tokens, buku-buku once. */
static kembar_status fold_word(kembar_dictionary *dictionary, kembar_view word,
                               kembar_error *error) {
    kembar_buffer *repaired = &dictionary->repaired, *folded = &dictionary->folded;
    kembar_tokens *tokens = &dictionary->tokens;
    *repaired = (kembar_buffer){repaired->data, 0, repaired->capacity, 0};
    *folded = (kembar_buffer){folded->data, 0, folded->capacity, 0};
    tokens->n_items = 0;
    (void)kembar_utf8_repair(word, repaired);
    kembar_view text = kembar_buffer_view(repaired);
    if (repaired->failed || kembar_tokens_append(tokens, text, 0, text.size))
        return kembar_error_memory(error);
    int is_doubled = tokens->n_items == 2 && tokens->items[0].hash == tokens->items[1].hash;
    for (size_t i = 0; i < tokens->n_items - (size_t)is_doubled; i++)
        kembar_token_fold(text, tokens, i, folded);
    return folded->failed ? kembar_error_memory(error) : KEMBAR_OK;
}

static size_t copy_items(const kembar_translation *from, size_t n, kembar_dictionary_item *to) {
    size_t n_copied = n < KEMBAR_DICTIONARY_MAX_ITEMS ? n : KEMBAR_DICTIONARY_MAX_ITEMS;
    for (size_t i = 0; i < n_copied; i++)
        to[i] = (kembar_dictionary_item){from[i].stem, (int32_t)(from[i].weight * 1e6F + 0.5F)};
    return n_copied;
}

static void find_english(const kembar_dictionary *dictionary, kembar_dictionary_word *out) {
    size_t n = 0;
    const kembar_translation *found = kembar_bilingual_find(dictionary->map, out->word, &n);
    if (!found) {
        found = kembar_bilingual_find(dictionary->map, out->root, &n);
        out->by_root = n > 0;
    }
    out->n_english = copy_items(found, n, out->english);
}

static void find_indonesian(const kembar_dictionary *dictionary, kembar_dictionary_word *out) {
    kembar_translation found[KEMBAR_DICTIONARY_MAX_ITEMS];
    size_t n =
        kembar_bilingual_reverse(dictionary->map, out->stem, found, KEMBAR_DICTIONARY_MAX_ITEMS);
    out->n_indonesian = copy_items(found, n, out->indonesian);
}

kembar_status kembar_dictionary_lookup(kembar_dictionary *dictionary, kembar_view word,
                                       kembar_dictionary_word *out, kembar_error *error) {
    *out = (kembar_dictionary_word){0};
    if (word.size > MAX_WORD_BYTES)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "a word has at most %d bytes",
                                MAX_WORD_BYTES);
    kembar_status status = fold_word(dictionary, word, error);
    if (status)
        return status;
    out->word = kembar_buffer_view(&dictionary->folded);
    out->root.data = dictionary->root;
    out->root.size =
        kembar_roots_find(kembar_lexicon_roots(dictionary->lexicon), out->word, dictionary->root);
    out->stem = kembar_stem_english(dictionary->stemmer, out->word);
    find_english(dictionary, out);
    find_indonesian(dictionary, out);
    return KEMBAR_OK;
}
