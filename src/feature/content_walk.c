#include "feature/content_walk.h"

/* The value that covers token i, or NULL. */
static const kembar_value *value_at(kembar_content_walk *walk, uint32_t i) {
    const kembar_document *document = walk->document;
    while (walk->value < document->n_values &&
           document->values[walk->value].first_token + document->values[walk->value].n_tokens <= i)
        walk->value++;
    if (walk->value == document->n_values || document->values[walk->value].first_token > i)
        return NULL;
    return &document->values[walk->value];
}

static kembar_language language_at(kembar_content_walk *walk, uint32_t i) {
    const kembar_block *blocks = walk->document->blocks;
    while (blocks[walk->block].first_token + blocks[walk->block].n_tokens <= i)
        walk->block++;
    return (kembar_language)blocks[walk->block].language;
}

/* A sentence may have begun at a token that is no content. */
static int passes_sentence(kembar_content_walk *walk, uint32_t i) {
    int passes = walk->n_seen == 0;
    for (; walk->n_seen <= i; walk->n_seen++)
        passes |= walk->document->tokens.flags[walk->n_seen] & KEMBAR_TOKEN_SENTENCE;
    return passes != 0;
}

/* The first content position after `at` that the value does not cover. */
static size_t value_end(const kembar_content_walk *walk, const kembar_value *value, size_t at) {
    while (at < walk->content->n_tokens &&
           walk->content->tokens[at] < value->first_token + value->n_tokens)
        at++;
    return at;
}

int kembar_content_walk_next(kembar_content_walk *walk, kembar_content_item *item) {
    if (walk->at == walk->content->n_tokens)
        return 0;
    size_t begin = walk->at;
    uint32_t i = walk->content->tokens[begin];
    const kembar_value *value = value_at(walk, i);
    walk->at = value ? value_end(walk, value, begin) : begin + 1;
    *item = (kembar_content_item){.token = i,
                                  .begin = (uint32_t)begin,
                                  .end = (uint32_t)walk->at,
                                  .value = value,
                                  .language = language_at(walk, i),
                                  .begins_sentence = passes_sentence(walk, i)};
    return 1;
}
