#include "pair/facts.h"
#include "pair/relation.h"
#include "pair/verify.h"
#include "text/shingles.h"

kembar_status kembar_verify_align(kembar_pair_finding *out, kembar_alignment *alignment,
                                  kembar_aligner *aligner, const kembar_prepared *a,
                                  const kembar_prepared *b, const kembar_options *options) {
    *out = (kembar_pair_finding){.facts_differ = -1};
    kembar_status status = kembar_aligner_run(aligner, b, alignment);
    if (status)
        return status;
    size_t shared = kembar_shingles_shared(a->shingles.items, a->shingles.n_items,
                                           b->shingles.items, b->shingles.n_items);
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
    kembar_status status = kembar_verify_align(out, &alignment, aligner, a, b, options);
    return status ? status : kembar_verify_facts(out, &alignment, a, b);
}
