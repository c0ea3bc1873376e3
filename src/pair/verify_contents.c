#include "pair/classes.h"
#include "pair/facts.h"
#include "pair/relation.h"
#include "pair/verify.h"
#include "text/shingles.h"

static void judge(kembar_pair_finding *out, const kembar_alignment *alignment,
                  const kembar_measures *measures, const kembar_options *options) {
    *out = (kembar_pair_finding){.facts_differ = -1,
                                 .measures = *measures,
                                 .passages = alignment->passages,
                                 .n_passages = alignment->n_passages};
    out->relation = kembar_relation_decide(measures, options);
    out->score = kembar_relation_score(measures, out->relation);
}

void kembar_verify_judge(kembar_pair_finding *out, const kembar_alignment *alignment,
                         const kembar_prepared *a, const kembar_prepared *b, size_t shared,
                         const kembar_options *options) {
    kembar_measures measures = kembar_measures_make(a, b, alignment, (uint32_t)shared);
    judge(out, alignment, &measures, options);
}

/* With as many shingles as there can be and as few of them shared every share is at most what it
 * really is, and no rule asks for less. */
int kembar_verify_is_surely_near(kembar_pair_finding *out, const kembar_alignment *alignment,
                                 const kembar_prepared *a, const kembar_prepared *b,
                                 size_t sure_shared, const kembar_options *options) {
    kembar_measures measures = kembar_measures_make(a, b, alignment, (uint32_t)sure_shared);
    unsigned k = (unsigned)options->shingle_tokens;
    measures.shingles_a = (uint32_t)kembar_shingles_count(a->content.n_tokens, k);
    measures.shingles_b = (uint32_t)kembar_shingles_count(b->content.n_tokens, k);
    judge(out, alignment, &measures, options);
    return out->relation >= KEMBAR_RELATION_NEAR;
}

/* With as many shared as can be, b having no others, and as few of a as there can be every share is
 * at least what it really is. */
int kembar_verify_is_surely_far(const kembar_alignment *alignment, const kembar_prepared *a,
                                const kembar_prepared *b, size_t most_shared, size_t least_of_a,
                                const kembar_options *options) {
    kembar_pair_finding finding;
    if (most_shared > least_of_a)
        return 0;
    kembar_measures measures = kembar_measures_make(a, b, alignment, (uint32_t)most_shared);
    measures.shingles_a = (uint32_t)least_of_a;
    measures.shingles_b = (uint32_t)most_shared;
    judge(&finding, alignment, &measures, options);
    return finding.relation < KEMBAR_RELATION_NEAR;
}

static kembar_status find_facts(kembar_pair_finding *out, const kembar_alignment *alignment,
                                const kembar_prepared *a, const kembar_prepared *b) {
    int differ;
    if (out->relation != KEMBAR_RELATION_NEAR)
        return KEMBAR_OK;
    kembar_status status = kembar_facts_differ(a, b, alignment, &differ);
    out->facts_differ = (int8_t)differ;
    return status;
}

kembar_status kembar_verify_contents(kembar_pair_finding *out, kembar_aligner *aligner,
                                     const kembar_prepared *a, const kembar_prepared *b,
                                     const kembar_options *options) {
    kembar_alignment alignment;
    size_t shared = kembar_shingles_shared(a->shingles.items, a->shingles.n_items,
                                           b->shingles.items, b->shingles.n_items);
    kembar_status status = kembar_aligner_run(aligner, b, &alignment);
    if (status)
        return status;
    kembar_verify_judge(out, &alignment, a, b, shared, options);
    return find_facts(out, &alignment, a, b);
}

kembar_pair_finding kembar_verify_equal(const kembar_prepared *prepared, kembar_passage *passage) {
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    kembar_alignment alignment = {.covered_a = n,
                                  .covered_b = n,
                                  .n_equal = n,
                                  .longest = n,
                                  .passages = passage,
                                  .n_passages = 1};
    *passage = (kembar_passage){0, n, 0, n, n, 0};
    return (kembar_pair_finding){.relation = KEMBAR_RELATION_EXACT,
                                 .score = 1000000,
                                 .facts_differ = -1,
                                 .measures =
                                     kembar_measures_make(prepared, prepared, &alignment,
                                                          (uint32_t)prepared->shingles.n_items),
                                 .passages = passage,
                                 .n_passages = 1};
}

kembar_status kembar_verify_two(kembar_pair_finding *out, kembar_passage *whole,
                                kembar_aligner *aligner, const kembar_prepared *a,
                                const kembar_prepared *b, const kembar_options *options) {
    if (kembar_classes_same(a, b)) {
        *out = kembar_verify_equal(a, whole);
        return KEMBAR_OK;
    }
    kembar_status status = kembar_aligner_set(aligner, a);
    return status ? status : kembar_verify_contents(out, aligner, a, b, options);
}
