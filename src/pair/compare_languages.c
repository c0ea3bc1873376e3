#include "pair/compare_languages.h"

#include "base/alloc.h"
#include "base/error.h"
#include "pair/link_align.h"
#include "pair/link_terms.h"
#include "pair/neighbours.h"
#include "pair/pair_build.h"

enum { TRANSLATION_SHARE = 500000 };

/* Which of the two is the Indonesian one, and what was found between them. */
typedef struct two_languages {
    const kembar_prepared *prepared;
    uint32_t id_doc, en_doc;
    kembar_space space;
    kembar_space_sentences sentences[KEMBAR_N_SIDES];
    kembar_sentence_aligner *aligner;
    kembar_correspondence found;
} two_languages;

static int is_id_and_en(const kembar_document *x, const kembar_document *y) {
    return x->language == KEMBAR_LANGUAGE_ID && y->language == KEMBAR_LANGUAGE_EN &&
           kembar_space_has_side(x, KEMBAR_SIDE_ID) && kembar_space_has_side(y, KEMBAR_SIDE_EN);
}

int kembar_compare_is_across(const kembar_document *a, const kembar_document *b) {
    return is_id_and_en(a, b) || is_id_and_en(b, a);
}

static void two_languages_deinit(two_languages *work) {
    kembar_sentence_aligner_free(work->aligner);
    for (int side = 0; side < KEMBAR_N_SIDES; side++)
        kembar_space_sentences_deinit(&work->sentences[side]);
    kembar_space_deinit(&work->space);
}

static kembar_status build_space(two_languages *work, const kembar_lexicon *lexicon,
                                 kembar_error *error) {
    kembar_bilingual *map = NULL;
    kembar_status status = kembar_bilingual_open(&map, NULL, error);
    kembar_space_input input = {.prepared = work->prepared,
                                .n_documents = 2,
                                .lexicon = lexicon,
                                .map = map,
                                .n_threads = 1};
    if (!status)
        status = kembar_space_build(&work->space, &input, error);
    kembar_bilingual_free(map);
    /* Two documents say nothing of how rare a word is: what both have would weigh least. */
    for (size_t i = 0; !status && i < work->space.words.map.n_columns; i++)
        work->space.idf[i] = 1;
    return status;
}

static kembar_status make_sentences(two_languages *work) {
    kembar_sentence_maker maker = {0};
    kembar_status status = kembar_sentence_maker_init(&maker, &work->space);
    if (!status)
        status = kembar_space_sentences_make(&work->sentences[KEMBAR_SIDE_ID], &work->space,
                                             &work->prepared[work->id_doc], KEMBAR_SIDE_ID, &maker);
    if (!status)
        status = kembar_space_sentences_make(&work->sentences[KEMBAR_SIDE_EN], &work->space,
                                             &work->prepared[work->en_doc], KEMBAR_SIDE_EN, &maker);
    kembar_sentence_maker_deinit(&maker);
    return status;
}

static kembar_status align(two_languages *work, const kembar_lexicon *lexicon,
                           kembar_error *error) {
    kembar_status status = build_space(work, lexicon, error);
    if (!status && make_sentences(work))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_sentence_aligner_new(&work->aligner, error);
    if (!status)
        kembar_sentence_aligner_run(work->aligner, &work->sentences[KEMBAR_SIDE_ID],
                                    &work->sentences[KEMBAR_SIDE_EN], &work->found);
    return status;
}

/* The share of a document in sentences that correspond. */
static int32_t share_of(const two_languages *work, uint32_t document) {
    uint32_t n_covered = document == work->id_doc ? work->found.covered_a : work->found.covered_b;
    return kembar_micro(n_covered, work->prepared[document].content.n_tokens);
}

/* The sentences as spans, seen from the first document. */
static kembar_status take_spans(kembar_comparison *comparison, const two_languages *work) {
    kembar_pair_list list = {0};
    kembar_pair_finding finding = {.passages = work->found.passages,
                                   .n_passages = work->found.n_passages};
    kembar_status status =
        kembar_pair_list_add(&list, &work->prepared[work->id_doc], &work->prepared[work->en_doc],
                             work->id_doc, work->en_doc, &finding);
    if (!status) {
        kembar_free(comparison->spans);
        comparison->spans = list.spans;
        comparison->pair.n_spans = (uint32_t)work->found.n_passages;
        list.spans = NULL;
    }
    kembar_pair_list_deinit(&list);
    return status;
}

static kembar_status take_terms(kembar_comparison *comparison, const two_languages *work) {
    kembar_matched_term *terms = kembar_alloc(KEMBAR_LINK_TERMS, sizeof *terms);
    if (!terms)
        return KEMBAR_ERROR_MEMORY;
    size_t n =
        kembar_link_terms_find(terms, &work->space, work->prepared, work->id_doc, work->en_doc);
    for (size_t i = 0; i < n && work->id_doc == 1; i++)
        terms[i] = (kembar_matched_term){terms[i].b, terms[i].a, terms[i].weight_micro};
    kembar_free(comparison->terms);
    comparison->terms = terms;
    comparison->pair.n_terms = (uint32_t)n;
    return KEMBAR_OK;
}

static kembar_status fill(kembar_comparison *comparison, const two_languages *work) {
    kembar_pair *pair = &comparison->pair;
    int32_t share_a = share_of(work, 0), share_b = share_of(work, 1);
    int32_t share = share_a > share_b ? share_a : share_b;
    pair->coverage_a = share_a;
    pair->coverage_b = share_b;
    pair->similarity = kembar_similarity(&work->space.documents, 2 + work->id_doc, work->en_doc);
    if (comparison->n_reasons < KEMBAR_MAX_REASONS)
        comparison->reasons[comparison->n_reasons++] =
            (kembar_reason){"translation: sentences that correspond", share, TRANSLATION_SHARE, 1,
                            share >= TRANSLATION_SHARE};
    if (share >= TRANSLATION_SHARE) {
        pair->relation = KEMBAR_RELATION_TRANSLATION;
        pair->score = share;
    }
    kembar_status status = take_spans(comparison, work);
    return status ? status : take_terms(comparison, work);
}

kembar_status kembar_compare_languages(kembar_comparison *comparison,
                                       const kembar_prepared prepared[2],
                                       const kembar_lexicon *lexicon, kembar_error *error) {
    uint32_t id_doc = prepared[0].document->language == KEMBAR_LANGUAGE_ID ? 0 : 1;
    two_languages work = {.prepared = prepared, .id_doc = id_doc, .en_doc = 1 - id_doc};
    kembar_status status = align(&work, lexicon, error);
    if (!status && fill(comparison, &work))
        status = kembar_error_memory(error);
    two_languages_deinit(&work);
    return status;
}
