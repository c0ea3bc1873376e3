#include "pair/bitext.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/lower_bound.h"

/* Words of one document in the order of its content. */
typedef struct placed_words {
    uint32_t *positions; /* owned */
    uint32_t *items;     /* owned; rows of the map, or columns */
    size_t n;
} placed_words;

static void placed_deinit(placed_words *placed) {
    kembar_free(placed->positions);
    kembar_free(placed->items);
}

/* An English word leads to one column, its stem's; values mean the same anyway. */
static kembar_status place(placed_words *out, const kembar_space *space,
                           const kembar_prepared *prepared, kembar_space_side side) {
    const kembar_sparse *map = &space->words.map;
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item;
    out->positions = kembar_alloc(prepared->content.n_tokens, sizeof *out->positions);
    out->items = kembar_alloc(prepared->content.n_tokens, sizeof *out->items);
    if (!out->positions || !out->items)
        return KEMBAR_ERROR_MEMORY;
    while (kembar_content_walk_next(&walk, &item)) {
        if (item.value || (item.language == KEMBAR_LANGUAGE_ID) != (side == KEMBAR_SIDE_ID))
            continue;
        size_t word =
            kembar_space_words_find(&space->words, kembar_space_key(prepared->document, &item));
        if (word == SIZE_MAX || map->first[word] == map->first[word + 1])
            continue;
        out->positions[out->n] = item.begin;
        out->items[out->n++] =
            side == KEMBAR_SIDE_ID ? (uint32_t)word : map->columns[map->first[word]];
    }
    return KEMBAR_OK;
}

static size_t first_at(const placed_words *placed, uint32_t position) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, placed->n, placed->positions[at] < position);
    return at;
}

static size_t count_within(const placed_words *placed, size_t first, uint32_t end) {
    size_t n = 0;
    while (n < KEMBAR_BITEXT_WORDS && first + n < placed->n && placed->positions[first + n] < end)
        n++;
    return n;
}

static kembar_status reserve(kembar_bitext *bitext, size_t n_words, size_t n_columns) {
    if (kembar_array_reserve((void **)&bitext->first_word, &bitext->pairs_capacity,
                             bitext->n_pairs + 2, sizeof *bitext->first_word) ||
        kembar_array_reserve((void **)&bitext->first_column, &bitext->columns_first_capacity,
                             bitext->n_pairs + 2, sizeof *bitext->first_column) ||
        kembar_array_reserve((void **)&bitext->words, &bitext->words_capacity,
                             bitext->n_words + n_words, sizeof *bitext->words))
        return KEMBAR_ERROR_MEMORY;
    return kembar_array_reserve((void **)&bitext->columns, &bitext->columns_capacity,
                                bitext->n_columns + n_columns, sizeof *bitext->columns);
}

static kembar_status add_passage(kembar_bitext *bitext, const placed_words *id,
                                 const placed_words *en, const kembar_passage *passage) {
    size_t first_id = first_at(id, passage->a_begin), first_en = first_at(en, passage->b_begin);
    size_t n_id = count_within(id, first_id, passage->a_end);
    size_t n_en = count_within(en, first_en, passage->b_end);
    if (!n_id || !n_en || bitext->n_meetings + n_id * n_en > KEMBAR_BITEXT_MEETINGS)
        return KEMBAR_OK;
    if (reserve(bitext, n_id, n_en))
        return KEMBAR_ERROR_MEMORY;
    bitext->first_word[bitext->n_pairs] = bitext->n_words;
    bitext->first_column[bitext->n_pairs] = bitext->n_columns;
    for (size_t i = 0; i < n_id; i++)
        bitext->words[bitext->n_words++] = id->items[first_id + i];
    for (size_t j = 0; j < n_en; j++)
        bitext->columns[bitext->n_columns++] = en->items[first_en + j];
    bitext->n_pairs++;
    bitext->first_word[bitext->n_pairs] = bitext->n_words;
    bitext->first_column[bitext->n_pairs] = bitext->n_columns;
    bitext->n_meetings += n_id * n_en;
    return KEMBAR_OK;
}

kembar_status kembar_bitext_add(kembar_bitext *bitext, const kembar_space *space,
                                const kembar_prepared *id_doc, const kembar_prepared *en_doc,
                                const kembar_correspondence *found) {
    placed_words id = {0}, en = {0};
    kembar_status status = place(&id, space, id_doc, KEMBAR_SIDE_ID);
    if (!status)
        status = place(&en, space, en_doc, KEMBAR_SIDE_EN);
    for (size_t p = 0; p < found->n_passages && !status; p++)
        status = add_passage(bitext, &id, &en, &found->passages[p]);
    placed_deinit(&id);
    placed_deinit(&en);
    return status;
}

void kembar_bitext_deinit(kembar_bitext *bitext) {
    kembar_free(bitext->words);
    kembar_free(bitext->columns);
    kembar_free(bitext->first_word);
    kembar_free(bitext->first_column);
    *bitext = (kembar_bitext){0};
}
