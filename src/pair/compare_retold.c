#include "pair/compare_retold.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "pair/relation.h"
#include "pair/retelling.h"

/* As a run has them: the document with the smaller id comes first. */
static uint32_t first_of(const kembar_prepared prepared[2]) {
    return kembar_view_compare(kembar_document_id(prepared[0].document),
                               kembar_document_id(prepared[1].document)) > 0;
}

static kembar_status take(kembar_comparison *comparison, const kembar_prepared prepared[2],
                          uint32_t first, const kembar_pair_finding *finding,
                          const kembar_options *options) {
    kembar_pair_list list = {0};
    uint32_t second = 1 - first;
    if (kembar_pair_list_add(&list, &prepared[first], &prepared[second], first, second, finding)) {
        kembar_pair_list_deinit(&list);
        return KEMBAR_ERROR_MEMORY;
    }
    list.items[0].similarity = comparison->pair.similarity;
    comparison->pair = list.items[0];
    kembar_free(comparison->spans);
    comparison->spans = list.spans;
    comparison->n_reasons =
        kembar_relation_reasons(&finding->measures, options, comparison->reasons);
    list.spans = NULL;
    kembar_pair_list_deinit(&list);
    return KEMBAR_OK;
}

static kembar_status judge(kembar_comparison *comparison, const kembar_prepared prepared[2],
                           const kembar_stretches *stretches, const kembar_options *options,
                           kembar_error *error) {
    kembar_retelling work = {0};
    kembar_pair_finding finding;
    uint32_t first = first_of(prepared);
    int is_one = 0;
    kembar_status status = kembar_retelling_init(&work, stretches, prepared, options, error);
    if (!status &&
        (kembar_retelling_judge(&work, first, 1 - first, (kembar_relation)comparison->pair.relation,
                                comparison->pair.n_spans, &finding, &is_one) ||
         (is_one && take(comparison, prepared, first, &finding, options))))
        status = kembar_error_memory(error);
    kembar_retelling_deinit(&work);
    return status;
}

kembar_status kembar_compare_retold(kembar_comparison *comparison,
                                    const kembar_prepared prepared[2],
                                    const kembar_lexicon *lexicon,
                                    const kembar_frequencies *frequencies,
                                    const kembar_options *options, kembar_error *error) {
    kembar_stretches stretches;
    kembar_stretches_input input = {.prepared = prepared,
                                    .n_documents = 2,
                                    .frequencies = frequencies,
                                    .roots = kembar_lexicon_roots(lexicon),
                                    .stop_words = lexicon,
                                    .n_threads = 1};
    if (comparison->pair.relation >= KEMBAR_RELATION_NEAR ||
        !kembar_retelling_is_possible(&prepared[0], &prepared[1], options))
        return KEMBAR_OK;
    kembar_status status = kembar_stretches_build(&stretches, &input, error);
    if (!status)
        status = judge(comparison, prepared, &stretches, options, error);
    kembar_stretches_deinit(&stretches);
    return status;
}
