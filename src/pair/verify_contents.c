#include "pair/facts.h"
#include "pair/relation.h"
#include "pair/verify.h"
#include "text/shingles.h"

kembar_status kembar_verify_contents(kembar_finding *out, kembar_aligner *aligner,
                                     const kembar_prepared *a, const kembar_prepared *b,
                                     const kembar_options *options) {
    kembar_alignment alignment;
    int differ = -1;
    *out = (kembar_finding){0};
    kembar_status status = kembar_aligner_run(aligner, b, &alignment);
    if (status)
        return status;
    size_t shared = kembar_shingles_shared(a->shingles.items, a->shingles.n_items,
                                           b->shingles.items, b->shingles.n_items);
    out->measures = kembar_measures_make(a, b, &alignment, (uint32_t)shared);
    out->relation = kembar_relation_decide(&out->measures, options);
    out->score = kembar_relation_score(&out->measures, out->relation);
    out->passages = alignment.passages;
    out->n_passages = alignment.n_passages;
    if (out->relation == KEMBAR_RELATION_NEAR)
        status = kembar_facts_differ(a, b, &alignment, &differ);
    out->facts_differ = (int8_t)differ;
    return status;
}
