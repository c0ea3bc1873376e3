#include "cluster/ties.h"

enum { SCORE_EXACT = 1000000 };

const kembar_pair *kembar_ties_find(const kembar_cluster_input *input, uint32_t a, uint32_t b) {
    uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    size_t low = 0, high = input->n_pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const kembar_pair *pair = &input->pairs[middle];
        uint64_t found = (uint64_t)pair->a << 32 | pair->b;
        if (found == key)
            return pair;
        if (found < key)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

kembar_member kembar_ties_member(const kembar_cluster_input *input, const kembar_groups *groups,
                                 uint32_t doc_id, uint32_t representative) {
    kembar_member member = {doc_id, KEMBAR_RELATION_EXACT, doc_id == representative, SCORE_EXACT};
    if (input->exact_class[doc_id] == input->exact_class[representative])
        return member;
    const kembar_pair *pair = kembar_ties_find(input, doc_id, representative);
    int is_grouped = groups->representative[doc_id] == representative;
    member.relation = is_grouped ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE;
    member.score = is_grouped ? groups->score[doc_id] : -1;
    if (pair && pair->relation != KEMBAR_RELATION_NONE) {
        member.relation = pair->relation;
        member.score = pair->score;
    }
    return member;
}

static void offer(kembar_tie *best, kembar_tie tie) {
    int is_smaller = tie.a < best->a || (tie.a == best->a && tie.b < best->b);
    if (tie.score > best->score || (tie.score == best->score && is_smaller))
        *best = tie;
}

static void offer_to_both(kembar_tie *out, kembar_tie tie) {
    offer(&out[tie.a], tie);
    offer(&out[tie.b], tie);
}

void kembar_ties_strongest(const kembar_cluster_input *input, const uint32_t *label_of_document,
                           kembar_tie *out) {
    for (size_t i = 0; i < input->n_documents; i++)
        out[i] = (kembar_tie){-1, UINT32_MAX, UINT32_MAX};
    for (size_t i = 0; i < input->n_pairs; i++) {
        const kembar_pair *pair = &input->pairs[i];
        uint32_t label = label_of_document[pair->a];
        if (label == UINT32_MAX || label != label_of_document[pair->b] || pair->facts_differ == 1)
            continue;
        offer_to_both(out, (kembar_tie){pair->score, pair->a, pair->b});
    }
    for (uint32_t i = 0; i < input->n_documents; i++) {
        uint32_t other = input->exact_class[i];
        if (other != i && label_of_document[i] != UINT32_MAX)
            offer_to_both(out,
                          (kembar_tie){SCORE_EXACT, other < i ? other : i, other < i ? i : other});
    }
}
