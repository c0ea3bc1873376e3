#include "pair/members.h"

#include "pair/pair_merge.h"
#include "pair/verify.h"

static size_t class_size(const kembar_classes *classes, uint32_t head) {
    return classes->first[head + 1] - classes->first[head];
}

/* Members of a class whose pairs are listed: all of a small one, else its representative. */
static const uint32_t *listed(const kembar_classes *classes, const uint32_t *head, size_t *n) {
    *n = class_size(classes, *head);
    if (*n <= KEMBAR_CLASS_LISTED)
        return classes->members + classes->first[*head];
    *n = 1;
    return head;
}

static kembar_status add_wanted(kembar_pair_list *list, const kembar_prepared *prepared,
                                const kembar_options *options, uint32_t a, uint32_t b,
                                const kembar_pair_finding *finding) {
    if (!kembar_pair_is_wanted(prepared[a].document, prepared[b].document, options))
        return KEMBAR_OK;
    return kembar_pair_list_add(list, &prepared[a], &prepared[b], a, b, finding);
}

kembar_status kembar_members_add(kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_prepared *prepared, const kembar_classes *classes,
                                 const kembar_options *options, uint32_t a, uint32_t b,
                                 const kembar_pair_finding *finding) {
    size_t n_a, n_b;
    const uint32_t *of_a = listed(classes, &a, &n_a), *of_b = listed(classes, &b, &n_b);
    *n_unlisted += (uint64_t)class_size(classes, a) * class_size(classes, b) - (uint64_t)n_a * n_b;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++)
            if (add_wanted(list, prepared, options, of_a[i], of_b[j], finding))
                return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static const kembar_pair *find_either_way(const kembar_pair_list *sorted, uint32_t a, uint32_t b) {
    return kembar_pair_list_find(sorted, a < b ? a : b, a < b ? b : a);
}

const kembar_pair *kembar_members_find(const kembar_pair_list *sorted,
                                       const kembar_classes *classes, uint32_t a, uint32_t b) {
    size_t n_a, n_b;
    const kembar_pair *pair = find_either_way(sorted, a, b);
    const uint32_t *of_a = listed(classes, &a, &n_a), *of_b = listed(classes, &b, &n_b);
    for (size_t i = 0; i < n_a && !pair; i++)
        for (size_t j = 0; j < n_b && !pair; j++)
            pair = find_either_way(sorted, of_a[i], of_b[j]);
    return pair;
}

kembar_status kembar_members_add_class(kembar_pair_list *list, uint64_t *n_unlisted,
                                       const kembar_prepared *prepared,
                                       const kembar_classes *classes, const kembar_options *options,
                                       uint32_t head) {
    const uint32_t *members = classes->members + classes->first[head];
    size_t n = class_size(classes, head);
    if (n < 2)
        return KEMBAR_OK;
    kembar_passage passage;
    kembar_pair_finding finding = kembar_verify_equal(&prepared[head], &passage);
    if (n <= KEMBAR_CLASS_LISTED) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++)
                if (add_wanted(list, prepared, options, members[i], members[j], &finding))
                    return KEMBAR_ERROR_MEMORY;
        return KEMBAR_OK;
    }
    *n_unlisted += (uint64_t)(n - 1) * (n - 2) / 2;
    for (size_t i = 0; i < n; i++)
        if (members[i] != head && add_wanted(list, prepared, options, head, members[i], &finding))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}
