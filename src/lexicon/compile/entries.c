#include "lexicon/compile/entries.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "lexicon/bilingual_format.h"
#include "text/utf8.h"

enum { MAX_STRING_BYTES = 1 << 30, MILLION = 1000000 };

/* Words that carry no meaning of their own in a dictionary's expression: "to run", "a lot of". */
static const char *const function_words[] = {
    "a",  "about", "an",  "and",  "as",  "at", "be",   "by",   "for", "from", "in",    "into",
    "it", "of",    "off", "on",   "one", "or", "out",  "s",    "sb",  "sth",  "the",   "to",
    "up", "with",  "is",  "that", "not", "do", "does", "over", "etc", "who",  "which",
};

kembar_status kembar_entries_init(kembar_entries *entries, kembar_error *error) {
    size_t n_rows;
    (void)kembar_list_rows(&n_rows);
    *entries = (kembar_entries){0};
    entries->n_pairs = kembar_alloc_zeroed(n_rows, sizeof *entries->n_pairs);
    kembar_status status = entries->n_pairs ? kembar_stemmer_new(&entries->stemmer, error)
                                            : kembar_error_memory(error);
    if (status)
        kembar_entries_deinit(entries);
    return status;
}

void kembar_entries_deinit(kembar_entries *entries) {
    kembar_free(entries->items);
    kembar_free(entries->n_pairs);
    kembar_buffer_deinit(&entries->strings);
    kembar_buffer_deinit(&entries->folded);
    kembar_tokens_deinit(&entries->tokens);
    kembar_stemmer_free(entries->stemmer);
    *entries = (kembar_entries){0};
}

static kembar_status cut_tokens(kembar_entries *entries, kembar_view field) {
    entries->tokens.n_items = 0;
    return kembar_tokens_append(&entries->tokens, field, 0, field.size);
}

/* The folded token, borrowed until the next call. */
static kembar_view fold_token(kembar_entries *entries, kembar_view field, size_t i) {
    kembar_buffer_clear(&entries->folded);
    kembar_token_fold(field, &entries->tokens, i, &entries->folded);
    return kembar_buffer_view(&entries->folded);
}

static int is_function_word(kembar_view word) {
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++)
        if (strlen(function_words[i]) == word.size &&
            memcmp(function_words[i], word.data, word.size) == 0)
            return 1;
    return 0;
}

/* Cuts the number of a sense, "bank 2.", off the field and returns it; 0 when it has none. */
static uint8_t cut_sense(kembar_view *field) {
    size_t size = field->size;
    if (size < 3 || field->data[size - 1] != '.' || field->data[size - 2] < '1' ||
        field->data[size - 2] > '9' || field->data[size - 3] != ' ')
        return 0;
    field->size = size - 3;
    return (uint8_t)(field->data[size - 2] - '0');
}

/* Appends an Indonesian field as one word: buku-buku as buku, ibu kota as ibukota, which is how
 * many write it. n_words receives how many words it then has, 0 when it cannot be a word. */
static kembar_status append_word(kembar_entries *entries, kembar_view field, size_t *n_words) {
    kembar_status status = cut_tokens(entries, field);
    const kembar_tokens *tokens = &entries->tokens;
    *n_words = 0;
    if (status || tokens->n_items == 0 || tokens->n_items > 2)
        return status;
    size_t n_kept = tokens->n_items == 2 && tokens->items[0].hash != tokens->items[1].hash ? 2 : 1;
    size_t begin = entries->strings.size;
    for (size_t i = 0; i < n_kept; i++)
        kembar_buffer_append_view(&entries->strings, fold_token(entries, field, i));
    if (entries->strings.size - begin <= KEMBAR_BILINGUAL_MAX_STRING_BYTES)
        *n_words = n_kept;
    kembar_buffer_append_char(&entries->strings, '\0');
    return KEMBAR_OK;
}

/* Appends the content stems of an English field, all of its stems when it has no content. What is a
 * stem already stays as it is: stemming twice would change it. */
static kembar_status append_stems(kembar_entries *entries, kembar_view field, int is_stem,
                                  uint8_t *n_stems) {
    kembar_status status = cut_tokens(entries, field);
    *n_stems = 0;
    for (int keep_all = 0; keep_all < 2 && *n_stems == 0 && !status; keep_all++)
        for (size_t i = 0; i < entries->tokens.n_items && *n_stems < UINT8_MAX; i++) {
            kembar_view word = fold_token(entries, field, i);
            if (word.size > KEMBAR_BILINGUAL_MAX_STRING_BYTES ||
                (!keep_all && entries->tokens.n_items > 1 && is_function_word(word)))
                continue;
            if (*n_stems > 0)
                kembar_buffer_append_char(&entries->strings, ' ');
            kembar_buffer_append_view(&entries->strings,
                                      is_stem ? word : kembar_stem_english(entries->stemmer, word));
            ++*n_stems;
        }
    kembar_buffer_append_char(&entries->strings, '\0');
    return status;
}

/* A probability such as 0.399 in 10^-6; 0 when it is none. */
static uint32_t parse_micro(kembar_view text) {
    uint64_t value = 0, unit = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.' && unit == 0) {
            unit = MILLION;
            continue;
        }
        if (text.data[i] < '0' || text.data[i] > '9' || unit == 1 || value > MILLION)
            return 0;
        value = value * 10 + (uint64_t)(text.data[i] - '0');
        unit /= 10;
    }
    if (unit == 0)
        unit = MILLION;
    value *= unit;
    return value <= MILLION ? (uint32_t)value : 0;
}

static kembar_status add(kembar_entries *entries, kembar_entry entry, const char *path,
                         kembar_error *error) {
    if (entries->strings.size > MAX_STRING_BYTES)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, path, 0, "too many words");
    kembar_status status = kembar_array_reserve((void **)&entries->items, &entries->capacity,
                                                entries->n_items + 1, sizeof *entries->items);
    if (status)
        return kembar_error_memory(error);
    entries->items[entries->n_items++] = entry;
    entries->n_pairs[entry.list]++;
    return KEMBAR_OK;
}

static kembar_status add_fields(kembar_entries *entries, size_t list, const kembar_view fields[3],
                                const char *path, kembar_error *error) {
    size_t n_rows;
    int is_model = kembar_list_rows(&n_rows)[list].kind == KEMBAR_LIST_MODEL1;
    kembar_view id = fields[is_model ? 0 : 1], en = fields[is_model ? 1 : 0];
    kembar_entry entry = {.list = (uint8_t)list,
                          .id_at = (uint32_t)entries->strings.size,
                          .sense = is_model ? 0 : cut_sense(&id),
                          .micro = is_model ? parse_micro(fields[2]) : 0};
    size_t n_words = 0;
    kembar_status status = append_word(entries, id, &n_words);
    if (status || n_words == 0 || (is_model && entry.micro == 0))
        return status ? kembar_error_memory(error) : KEMBAR_OK;
    entry.en_at = (uint32_t)entries->strings.size;
    status = append_stems(entries, en, is_model, &entry.n_stems);
    if (status || entries->strings.failed || entries->folded.failed)
        return kembar_error_memory(error);
    /* A dictionary's stems go to the map one by one, a model's as one. */
    size_t n_bytes = entries->strings.size - entry.en_at - 1;
    int is_kept = entry.n_stems > 0 && (n_words == 1 || entry.n_stems == 1) &&
                  (!is_model || n_bytes <= KEMBAR_BILINGUAL_MAX_STRING_BYTES);
    return is_kept ? add(entries, entry, path, error) : KEMBAR_OK;
}

static int cut_fields(kembar_view line, kembar_view fields[3]) {
    for (size_t i = 0; i < 3; i++) {
        const char *tab = line.size > 0 ? memchr(line.data, '\t', line.size) : NULL;
        if ((tab == NULL) != (i == 2))
            return 0;
        size_t size = tab ? (size_t)(tab - line.data) : line.size;
        fields[i] = (kembar_view){line.data, size};
        line.data += size + (tab != NULL);
        line.size -= size + (tab != NULL);
    }
    return 1;
}

kembar_status kembar_entries_add(kembar_entries *entries, size_t list, kembar_view text,
                                 const char *path, kembar_error *error) {
    if (kembar_utf8_valid_prefix(text) != text.size)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, 0, "not UTF-8");
    kembar_status status = KEMBAR_OK;
    for (uint64_t n_line = 1; text.size > 0 && !status; n_line++) {
        const char *end = memchr(text.data, '\n', text.size);
        size_t size = end ? (size_t)(end - text.data) : text.size;
        kembar_view fields[3];
        if (!cut_fields((kembar_view){text.data, size}, fields))
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, n_line, "not three fields");
        if (n_line > 1)
            status = add_fields(entries, list, fields, path, error);
        text.data += size + (end != NULL);
        text.size -= size + (end != NULL);
    }
    return status;
}

void kembar_entries_finish(kembar_entries *entries) {
    for (size_t i = 0; i < entries->n_items; i++) {
        kembar_entry *entry = &entries->items[i];
        entry->id = entries->strings.data + entry->id_at;
        entry->en = entries->strings.data + entry->en_at;
    }
}
