#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "feature/tfidf.h"
#include "lexicon/lexicon.h"
#include "pair/compare_languages.h"
#include "pair/compare_retold.h"
#include "pair/neighbours.h"
#include "pair/relation.h"
#include "pair/verify.h"

/* Similarity, and what needs the terms of both as well. */
static kembar_status compare_terms(kembar_comparison *out, const kembar_prepared prepared[2],
                                   const kembar_lexicon *lexicon, const kembar_options *options,
                                   kembar_error *error) {
    kembar_term_table table;
    kembar_frequencies frequencies;
    kembar_sparse matrix;
    kembar_status status =
        kembar_term_table_build(&table, prepared, 2, kembar_lexicon_roots(lexicon), 1, error);
    if (!status)
        status = kembar_tfidf_fit(&table, 1, &frequencies, &matrix, error);
    if (status)
        return status;
    out->pair.similarity = kembar_similarity(&matrix, 0, 1);
    kembar_sparse_deinit(&matrix);
    status = kembar_compare_retold(out, prepared, lexicon, &frequencies, options, error);
    kembar_frequencies_deinit(&frequencies);
    return status;
}

/* Copies stay copies whatever their languages: manuals that share their code. */
static kembar_status liken(kembar_comparison *out, const kembar_prepared prepared[2],
                           const kembar_options *options, kembar_error *error) {
    kembar_lexicon *lexicon = NULL;
    kembar_status status = kembar_lexicon_open(&lexicon, NULL, error);
    if (!status && out->pair.relation == KEMBAR_RELATION_NONE &&
        kembar_compare_is_across(prepared[0].document, prepared[1].document))
        status = kembar_compare_languages(out, prepared, lexicon, error);
    else if (!status)
        status = compare_terms(out, prepared, lexicon, options, error);
    kembar_lexicon_free(lexicon);
    return status;
}

static kembar_status build(kembar_comparison *out, const kembar_prepared prepared[2],
                           kembar_aligner *aligner, const kembar_options *options) {
    kembar_pair_finding finding;
    kembar_passage whole;
    kembar_pair_list list = {0};
    if (kembar_verify_two(&finding, &whole, aligner, &prepared[0], &prepared[1], options) ||
        kembar_pair_list_add(&list, &prepared[0], &prepared[1], 0, 1, &finding)) {
        kembar_pair_list_deinit(&list);
        return KEMBAR_ERROR_MEMORY;
    }
    out->pair = list.items[0];
    out->spans = list.spans;
    out->n_reasons = kembar_relation_reasons(&finding.measures, options, out->reasons);
    list.spans = NULL;
    kembar_pair_list_deinit(&list);
    return KEMBAR_OK;
}

/* Between documents that are no copies, similarity alone may still relate them, if they say enough;
 * it is the score of those that passages relate, too. */
static void relate(kembar_pair *pair, const kembar_prepared prepared[2],
                   const kembar_options *options) {
    for (int i = 0; i < 2; i++)
        if (prepared[i].content.n_tokens < (size_t)options->min_tokens)
            return;
    if (pair->relation == KEMBAR_RELATION_NONE && pair->similarity >= options->related_micro)
        pair->relation = KEMBAR_RELATION_RELATED;
    if (pair->relation == KEMBAR_RELATION_RELATED)
        pair->score = pair->similarity;
}

kembar_status kembar_compare(const kembar_document *a, const kembar_document *b,
                             const kembar_options *options, kembar_comparison *out,
                             kembar_error *error) {
    const kembar_document *documents[2] = {a, b};
    kembar_prepared prepared[2] = {{0}, {0}};
    kembar_aligner *aligner = NULL;
    *out = (kembar_comparison){0};
    kembar_status status = kembar_options_validate(options, error);
    for (int i = 0; i < 2 && !status; i++)
        if (kembar_prepared_init(&prepared[i], documents[i], NULL,
                                 (unsigned)options->shingle_tokens, (unsigned)options->min_tokens))
            status = kembar_error_memory(error);
    if (!status)
        status = kembar_aligner_new(&aligner, error);
    if (!status && build(out, prepared, aligner, options))
        status = kembar_error_memory(error);
    if (!status)
        status = liken(out, prepared, options, error);
    if (!status)
        relate(&out->pair, prepared, options);
    kembar_aligner_free(aligner);
    for (int i = 0; i < 2; i++)
        kembar_prepared_deinit(&prepared[i]);
    if (status)
        kembar_comparison_deinit(out);
    return status;
}

void kembar_comparison_deinit(kembar_comparison *comparison) {
    kembar_free(comparison->spans);
    kembar_free(comparison->terms);
    *comparison = (kembar_comparison){0};
}
