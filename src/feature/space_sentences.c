#include "feature/space_sentences.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/sort.h"

kembar_status kembar_sentence_maker_init(kembar_sentence_maker *maker, const kembar_space *space) {
    *maker = (kembar_sentence_maker){.n_columns = space->words.map.n_columns};
    maker->sums = kembar_alloc_zeroed(maker->n_columns, sizeof *maker->sums);
    maker->touched = kembar_alloc(maker->n_columns, sizeof *maker->touched);
    if (maker->sums && maker->touched)
        return KEMBAR_OK;
    kembar_sentence_maker_deinit(maker);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_sentence_maker_deinit(kembar_sentence_maker *maker) {
    kembar_free(maker->sums);
    kembar_free(maker->touched);
    *maker = (kembar_sentence_maker){0};
}

static void add_item(kembar_space_sentence *sentence, kembar_sentence_maker *maker,
                     const kembar_space *space, const kembar_document *document,
                     const kembar_content_item *item) {
    const kembar_sparse *map = &space->words.map;
    size_t word = kembar_space_words_find(&space->words, kembar_space_key(document, item));
    sentence->end = item->end;
    if (word == SIZE_MAX || map->first[word] == map->first[word + 1])
        return;
    sentence->n_words++;
    for (size_t at = map->first[word]; at < map->first[word + 1]; at++) {
        if (maker->sums[map->columns[at]] == 0)
            maker->touched[maker->n_touched++] = map->columns[at];
        maker->sums[map->columns[at]] += (double)map->values[at];
    }
}

static kembar_status reserve(kembar_space_sentences *out, kembar_sentence_maker *maker,
                             size_t n_values) {
    if (kembar_array_reserve((void **)&out->vectors.columns, &maker->columns_capacity, n_values,
                             sizeof *out->vectors.columns))
        return KEMBAR_ERROR_MEMORY;
    return kembar_array_reserve((void **)&out->vectors.values, &maker->values_capacity, n_values,
                                sizeof *out->vectors.values);
}

/* Closes the sentence last begun: its sums become a row. */
static kembar_status end_sentence(kembar_space_sentences *out, kembar_sentence_maker *maker,
                                  const kembar_space *space) {
    kembar_space_sentence *sentence = &out->items[out->n_items - 1];
    size_t begin = out->vectors.first[out->n_items - 1], n = maker->n_touched;
    double square = 0;
    if (kembar_sort_u64(maker->touched, n) || reserve(out, maker, begin + n))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        uint32_t column = (uint32_t)maker->touched[i];
        double value = kembar_space_weight(space, column, maker->sums[column]);
        out->vectors.columns[begin + i] = column;
        out->vectors.values[begin + i] = (float)value;
        square += value * value;
        maker->sums[column] = 0;
    }
    sentence->square = square;
    maker->n_touched = 0;
    out->vectors.first[out->n_items] = begin + n;
    out->vectors.n_rows = out->n_items;
    out->n_items -= n == 0;
    return KEMBAR_OK;
}

static kembar_status begin_sentence(kembar_space_sentences *out, uint32_t begin) {
    size_t capacity = out->capacity;
    if (kembar_array_reserve((void **)&out->items, &out->capacity, out->n_items + 1,
                             sizeof *out->items))
        return KEMBAR_ERROR_MEMORY;
    if (out->capacity != capacity) {
        size_t *first =
            kembar_realloc(out->vectors.first, out->capacity + 1, sizeof *out->vectors.first);
        if (!first)
            return KEMBAR_ERROR_MEMORY;
        out->vectors.first = first;
        first[0] = 0;
    }
    out->items[out->n_items++] = (kembar_space_sentence){.begin = begin};
    return KEMBAR_OK;
}

static kembar_status walk_sentences(kembar_space_sentences *out, const kembar_space *space,
                                    const kembar_prepared *prepared, kembar_space_side side,
                                    kembar_sentence_maker *maker) {
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item;
    int is_open = 0, begins = 0;
    while (kembar_content_walk_next(&walk, &item)) {
        begins |= item.begins_sentence;
        if (!kembar_space_is_on_side(item.language, side))
            continue;
        if (is_open && begins && end_sentence(out, maker, space))
            return KEMBAR_ERROR_MEMORY;
        if ((!is_open || begins) && begin_sentence(out, item.begin))
            return KEMBAR_ERROR_MEMORY;
        is_open = 1;
        begins = 0;
        add_item(&out->items[out->n_items - 1], maker, space, prepared->document, &item);
    }
    return is_open ? end_sentence(out, maker, space) : KEMBAR_OK;
}

/* The values by column: their places, which ascend with the sentences, are the lower half of what
 * is sorted. */
static kembar_status list_marks(kembar_space_sentences *out) {
    size_t n = out->n_items ? out->vectors.first[out->n_items] : 0;
    uint64_t *order = kembar_alloc(n, sizeof *order);
    uint32_t *sentences = kembar_alloc(n, sizeof *sentences);
    out->marks = kembar_alloc(n, sizeof *out->marks);
    kembar_status status = order && sentences && out->marks ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < out->n_items && !status; i++)
        for (size_t at = out->vectors.first[i]; at < out->vectors.first[i + 1]; at++) {
            order[at] = (uint64_t)out->vectors.columns[at] << 32 | at;
            sentences[at] = (uint32_t)i;
        }
    if (!status)
        status = kembar_sort_u64(order, n);
    for (size_t k = 0; k < n && !status; k++) {
        uint32_t at = (uint32_t)order[k];
        out->marks[k] = (kembar_sentence_mark){(uint32_t)(order[k] >> 32), sentences[at],
                                               out->vectors.values[at]};
    }
    kembar_free(order);
    kembar_free(sentences);
    return status;
}

kembar_status kembar_space_sentences_make(kembar_space_sentences *out, const kembar_space *space,
                                          const kembar_prepared *prepared, kembar_space_side side,
                                          kembar_sentence_maker *maker) {
    *out = (kembar_space_sentences){.vectors.n_columns = maker->n_columns};
    maker->values_capacity = maker->columns_capacity = 0;
    kembar_status status = walk_sentences(out, space, prepared, side, maker);
    if (!status) {
        out->vectors.n_rows = out->n_items;
        if (out->n_items)
            kembar_sparse_normalise(&out->vectors);
        status = list_marks(out);
    }
    if (status) {
        for (size_t i = 0; i < maker->n_touched; i++)
            maker->sums[maker->touched[i]] = 0;
        maker->n_touched = 0;
        kembar_space_sentences_deinit(out);
    }
    return status;
}

static size_t count_marks(const kembar_space_sentences *sentences) {
    return sentences->n_items ? sentences->vectors.first[sentences->n_items] : 0;
}

static size_t end_of_column(const kembar_sentence_mark *marks, size_t at, size_t n) {
    size_t end = at + 1;
    while (end < n && marks[end].column == marks[at].column)
        end++;
    return end;
}

void kembar_space_sentences_multiply(const kembar_space_sentences *a,
                                     const kembar_space_sentences *b, size_t n_a, size_t n_b,
                                     double *out) {
    const kembar_sentence_mark *of_a = a->marks, *of_b = b->marks;
    size_t end_a = count_marks(a), end_b = count_marks(b), x = 0, y = 0;
    memset(out, 0, n_a * n_b * sizeof *out);
    while (x < end_a && y < end_b) {
        if (of_a[x].column != of_b[y].column) {
            if (of_a[x].column < of_b[y].column)
                x++;
            else
                y++;
            continue;
        }
        size_t next_x = end_of_column(of_a, x, end_a), next_y = end_of_column(of_b, y, end_b);
        for (; x < next_x && of_a[x].sentence < n_a; x++)
            for (size_t k = y; k < next_y && of_b[k].sentence < n_b; k++)
                out[of_a[x].sentence * n_b + of_b[k].sentence] +=
                    (double)of_a[x].value * (double)of_b[k].value;
        x = next_x;
        y = next_y;
    }
}

void kembar_space_sentences_deinit(kembar_space_sentences *sentences) {
    kembar_free(sentences->items);
    kembar_sparse_deinit(&sentences->vectors);
    kembar_free(sentences->marks);
    *sentences = (kembar_space_sentences){0};
}
