#include "pair/classes.h"
#include "pair/facts.h"
#include "pair/relation.h"
#include "pair/verify.h"
#include "text/shingles.h"

kembar_status kembar_verify_align(kembar_pair_finding *out, kembar_alignment *alignment,
                                  kembar_aligner *aligner, const kembar_prepared *a,
                                  const kembar_prepared *b, size_t shared,
                                  const kembar_options *options) {
    *out = (kembar_pair_finding){.facts_differ = -1};
    kembar_status status = kembar_aligner_run(aligner, b, alignment);
    if (status)
        return status;
    out->measures = kembar_measures_make(a, b, alignment, (uint32_t)shared);
    out->relation = kembar_relation_decide(&out->measures, options);
    out->score = kembar_relation_score(&out->measures, out->relation);
    out->passages = alignment->passages;
    out->n_passages = alignment->n_passages;
    return KEMBAR_OK;
}

kembar_status kembar_verify_facts(kembar_pair_finding *out, const kembar_alignment *alignment,
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
    kembar_status status = kembar_verify_align(out, &alignment, aligner, a, b, shared, options);
    return status ? status : kembar_verify_facts(out, &alignment, a, b);
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
