#include "cluster/label_words.h"

#include "base/lower_bound.h"

#include <stdlib.h>

#include "cluster/labels.h"

void kembar_label_words_deinit(kembar_label_words *words) {
    kembar_buffer_deinit(&words->scratch);
    words->n_items = 0;
}

void kembar_label_words_clear(kembar_label_words *words) {
    words->n_items = 0;
    for (size_t i = 0; i < 16; i++)
        words->filter[i] = 0;
}

static int is_heavier(int64_t weight, uint64_t term, const kembar_label_word *than) {
    return weight != than->weight ? weight > than->weight : term < than->term;
}

void kembar_label_words_offer(kembar_label_words *words, uint64_t term, int64_t weight) {
    size_t at = words->n_items;
    if (at == KEMBAR_LABEL_CANDIDATES) {
        if (!is_heavier(weight, term, &words->items[at - 1]))
            return;
        at--;
    } else {
        words->n_items++;
    }
    for (; at > 0 && is_heavier(weight, term, &words->items[at - 1]); at--)
        words->items[at] = words->items[at - 1];
    words->items[at] = (kembar_label_word){
        .term = term, .weight = weight, .last_document = UINT32_MAX, .document = UINT32_MAX};
}

int kembar_label_words_may_take(const kembar_label_words *words, int64_t weight) {
    return words->n_items < KEMBAR_LABEL_CANDIDATES ||
           weight >= words->items[KEMBAR_LABEL_CANDIDATES - 1].weight;
}

static int compare_terms(const void *a, const void *b) {
    uint64_t x = ((const kembar_label_word *)a)->term, y = ((const kembar_label_word *)b)->term;
    return (x > y) - (x < y);
}

void kembar_label_words_index(kembar_label_words *words) {
    qsort(words->items, words->n_items, sizeof words->items[0], compare_terms);
    for (size_t i = 0; i < words->n_items; i++) {
        uint64_t term = words->items[i].term;
        words->filter[term >> 6 & 15] |= (uint64_t)1 << (term & 63);
    }
}

static kembar_label_word *find_term(kembar_label_words *words, uint64_t term) {
    if (!(words->filter[term >> 6 & 15] >> (term & 63) & 1))
        return NULL;
    size_t at;
    KEMBAR_LOWER_BOUND(at, words->n_items, words->items[at].term < term);
    int is_found = at < words->n_items && words->items[at].term == term;
    return is_found ? &words->items[at] : NULL;
}

static void count_use(kembar_label_word *word, uint32_t doc_id, uint32_t token, uint8_t flags,
                      int is_heading) {
    int is_inside = !is_heading && !(flags & KEMBAR_TOKEN_SENTENCE);
    int is_capital = is_inside && (flags & KEMBAR_TOKEN_CAPITAL);
    word->n_uses++;
    word->n_inside += (uint32_t)is_inside;
    if (word->document == UINT32_MAX || (is_capital && word->n_capital == 0)) {
        word->document = doc_id;
        word->token = token;
    }
    word->n_capital += (uint32_t)is_capital;
    if (word->last_document != doc_id) {
        word->last_document = doc_id;
        word->n_documents++;
    }
}

static void count_document(kembar_label_words *words, const kembar_prepared *prepared,
                           uint32_t doc_id, kembar_language language) {
    const kembar_document *document = prepared->document;
    size_t block = 0;
    for (size_t i = 0; i < prepared->content.n_tokens; i++) {
        kembar_label_word *word = find_term(words, kembar_prepared_hash(prepared, i));
        if (!word)
            continue;
        uint32_t token = prepared->content.tokens[i];
        while (document->blocks[block].first_token + document->blocks[block].n_tokens <= token)
            block++;
        if (document->blocks[block].language == language)
            count_use(word, doc_id, token, document->tokens.flags[token],
                      document->blocks[block].kind == KEMBAR_BLOCK_HEADING);
    }
}

void kembar_label_words_count(kembar_label_words *words, const kembar_cluster_input *input,
                              const kembar_member *members, size_t n_members,
                              kembar_language language) {
    size_t n_read = 0;
    for (size_t i = 0; i < n_members && n_read < KEMBAR_LABEL_MEMBERS; i++) {
        uint32_t doc_id = members[i].doc_id;
        if (input->prepared[doc_id].document->language != language)
            continue;
        count_document(words, &input->prepared[doc_id], doc_id, language);
        n_read++;
    }
}

static int is_number(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return 0;
    return 1;
}

/* Leaves the folded word in `scratch`. Two letters say something only as an abbreviation: AI, EU.
 */
static int is_telling(kembar_label_words *words, const kembar_label_word *word,
                      const kembar_cluster_input *input, kembar_language language) {
    const kembar_document *document = input->prepared[word->document].document;
    kembar_buffer_clear(&words->scratch);
    kembar_token_fold(document->text, &document->tokens, word->token, &words->scratch);
    kembar_view folded = kembar_buffer_view(&words->scratch);
    int is_upper = document->tokens.flags[word->token] & KEMBAR_TOKEN_UPPER;
    if (folded.size < 2 || (folded.size == 2 && !is_upper) || is_number(folded))
        return 0;
    return !input->lexicon || !kembar_lexicon_is_stop_word(input->lexicon, language, folded);
}

static void append_word(kembar_label_words *words, const kembar_label_word *word,
                        const kembar_cluster_input *input, kembar_buffer *text) {
    const kembar_document *document = input->prepared[word->document].document;
    const kembar_token *token = &document->tokens.items[word->token];
    if (2 * word->n_capital > word->n_inside)
        kembar_buffer_append(text, document->text.data + token->begin, token->end - token->begin);
    else
        kembar_buffer_append_view(text, kembar_buffer_view(&words->scratch));
}

static const kembar_label_word *heaviest_unused(kembar_label_words *words, uint32_t min_documents) {
    const kembar_label_word *best = NULL;
    for (size_t i = 0; i < words->n_items; i++) {
        kembar_label_word *word = &words->items[i];
        if (word->n_uses == 0 || word->n_documents < min_documents)
            continue;
        if (!best || is_heavier(word->weight, word->term, best))
            best = word;
    }
    return best;
}

/* The most used form of a stem; the others are used up with it. */
static kembar_label_word take_stem(kembar_label_words *words, const kembar_label_word *of) {
    kembar_label_word best = *of;
    uint64_t stem = of->stem;
    for (size_t i = 0; i < words->n_items; i++) {
        kembar_label_word *word = &words->items[i];
        if (word->stem != stem || word->n_uses == 0)
            continue;
        if (word->n_uses > best.n_uses ||
            (word->n_uses == best.n_uses && is_heavier(word->weight, word->term, &best)))
            best = *word;
        word->n_uses = 0;
    }
    return best;
}

kembar_status kembar_label_words_choose(kembar_label_words *words,
                                        const kembar_cluster_input *input, kembar_language language,
                                        uint32_t min_documents, kembar_buffer *text,
                                        kembar_view *terms, size_t *n_terms) {
    *n_terms = 0;
    while (*n_terms < KEMBAR_LABEL_TERMS) {
        const kembar_label_word *heaviest = heaviest_unused(words, min_documents);
        if (!heaviest)
            break;
        kembar_label_word word = take_stem(words, heaviest);
        if (!is_telling(words, &word, input, language))
            continue;
        size_t begin = text->size;
        append_word(words, &word, input, text);
        terms[(*n_terms)++].size = text->size - begin;
    }
    kembar_status status = kembar_buffer_status(&words->scratch);
    return status ? status : kembar_buffer_status(text);
}
