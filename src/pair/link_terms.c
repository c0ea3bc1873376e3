#include "pair/link_terms.h"

/* Features looked at: some lead to words that another one already shows. */
enum { FEATURES = 24 };

/* A feature that both documents have, and the word of each that leads to it most. */
typedef struct shared_feature {
    double weight;
    uint32_t column;
    kembar_view words[KEMBAR_N_SIDES];
    uint64_t keys[KEMBAR_N_SIDES];
    float shares[KEMBAR_N_SIDES];
} shared_feature;

static void offer(shared_feature *features, size_t *n, double weight, uint32_t column) {
    if (*n == FEATURES && weight <= features[FEATURES - 1].weight)
        return;
    size_t at = *n < FEATURES ? (*n)++ : FEATURES - 1;
    for (; at > 0 && features[at - 1].weight < weight; at--)
        features[at] = features[at - 1];
    features[at] = (shared_feature){.weight = weight, .column = column};
}

static size_t find_shared(shared_feature *features, const kembar_sparse *matrix, size_t i,
                          size_t j) {
    size_t x = matrix->first[i], y = matrix->first[j], n = 0;
    while (x < matrix->first[i + 1] && y < matrix->first[j + 1]) {
        uint32_t a = matrix->columns[x], b = matrix->columns[y];
        if (a == b)
            offer(features, &n, (double)matrix->values[x] * (double)matrix->values[y], a);
        x += a <= b;
        y += b <= a;
    }
    return n;
}

static kembar_view words_of(const kembar_document *document, const kembar_content_item *item) {
    uint32_t last =
        item->value ? item->value->first_token + item->value->n_tokens - 1u : item->token;
    uint32_t begin = document->tokens.items[item->token].begin;
    return (kembar_view){document->text.data + begin, document->tokens.items[last].end - begin};
}

static void name_features(shared_feature *features, size_t n, const kembar_space *space,
                          const kembar_prepared *prepared, kembar_space_side side) {
    const kembar_sparse *map = &space->words.map;
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item;
    while (kembar_content_walk_next(&walk, &item)) {
        if (!kembar_space_is_on_side(item.language, side))
            continue;
        uint64_t key = kembar_space_key(prepared->document, &item);
        size_t word = kembar_space_words_find(&space->words, key);
        if (word == SIZE_MAX)
            continue;
        for (size_t at = map->first[word]; at < map->first[word + 1]; at++)
            for (size_t f = 0; f < n; f++)
                if (features[f].column == map->columns[at] &&
                    map->values[at] > features[f].shares[side]) {
                    features[f].shares[side] = map->values[at];
                    features[f].words[side] = words_of(prepared->document, &item);
                    features[f].keys[side] = key;
                }
    }
}

/* Has a heavier feature shown one of the words? */
static int is_shown(const shared_feature *features, size_t f) {
    for (size_t g = 0; g < f; g++)
        if (features[g].keys[KEMBAR_SIDE_ID] == features[f].keys[KEMBAR_SIDE_ID] ||
            features[g].keys[KEMBAR_SIDE_EN] == features[f].keys[KEMBAR_SIDE_EN])
            return 1;
    return 0;
}

size_t kembar_link_terms_find(kembar_matched_term out[KEMBAR_LINK_TERMS], const kembar_space *space,
                              const kembar_prepared *prepared, uint32_t id_doc, uint32_t en_doc) {
    shared_feature features[FEATURES];
    size_t n_features =
        find_shared(features, &space->documents, space->n_documents + id_doc, en_doc);
    size_t n = 0;
    name_features(features, n_features, space, &prepared[id_doc], KEMBAR_SIDE_ID);
    name_features(features, n_features, space, &prepared[en_doc], KEMBAR_SIDE_EN);
    for (size_t f = 0; f < n_features && n < KEMBAR_LINK_TERMS; f++)
        if (!is_shown(features, f))
            out[n++] = (kembar_matched_term){features[f].words[KEMBAR_SIDE_ID],
                                             features[f].words[KEMBAR_SIDE_EN],
                                             (int32_t)(features[f].weight * 1000000 + 0.5)};
    return n;
}
