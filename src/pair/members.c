#include "pair/members.h"

#include "base/hash.h"
#include "pair/listed.h"
#include "pair/pair_merge.h"
#include "pair/verify.h"

typedef struct members_add {
    kembar_pair_list *list;
    const kembar_prepared *prepared;
    const kembar_options *options;
    const kembar_pair_finding *finding;
} members_add;

static kembar_listed_class class_of(const kembar_classes *classes, uint32_t head) {
    size_t first = classes->first[head];
    return (kembar_listed_class){classes->members + first, classes->first[head + 1] - first, head};
}

static kembar_listed_facts facts_of(const kembar_document *document) {
    kembar_view source = document->source;
    return (kembar_listed_facts){source.size ? kembar_hash_bytes(source.data, source.size, 0) | 1
                                             : 0,
                                 kembar_document_day(document)};
}

/* --- adding --- */

static kembar_listed_facts facts_to_add(void *context, uint32_t document) {
    const members_add *job = context;
    return facts_of(job->prepared[document].document);
}

static kembar_status add_wanted(void *context, uint32_t a, uint32_t b, kembar_error *error) {
    const members_add *job = context;
    (void)error;
    if (!kembar_pair_is_wanted(job->prepared[a].document, job->prepared[b].document, job->options))
        return KEMBAR_OK;
    return kembar_pair_list_add(job->list, &job->prepared[a], &job->prepared[b], a, b,
                                job->finding);
}

kembar_status kembar_members_add(kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_prepared *prepared, const kembar_classes *classes,
                                 const kembar_options *options, uint32_t a, uint32_t b,
                                 const kembar_pair_finding *finding) {
    members_add job = {list, prepared, options, finding};
    kembar_listing listing = {options, facts_to_add, add_wanted, &job, 0};
    kembar_listed_class of_a = class_of(classes, a), of_b = class_of(classes, b);
    kembar_status status = kembar_listed_between(&listing, &of_a, &of_b, NULL);
    *n_unlisted += (uint64_t)of_a.n_members * of_b.n_members - listing.n_told;
    return status;
}

kembar_status kembar_members_add_class(kembar_pair_list *list, uint64_t *n_unlisted,
                                       const kembar_prepared *prepared,
                                       const kembar_classes *classes, const kembar_options *options,
                                       uint32_t head) {
    kembar_listed_class of = class_of(classes, head);
    if (of.n_members < 2)
        return KEMBAR_OK;
    kembar_passage passage;
    kembar_pair_finding finding = kembar_verify_equal(&prepared[head], &passage);
    members_add job = {list, prepared, options, &finding};
    kembar_listing listing = {options, facts_to_add, add_wanted, &job, 0};
    kembar_status status = kembar_listed_within(&listing, &of, NULL);
    *n_unlisted += (uint64_t)of.n_members * (of.n_members - 1) / 2 - listing.n_told;
    return status;
}

/* --- finding --- */

static const kembar_pair *find_either_way(const kembar_pair_list *sorted, uint32_t a, uint32_t b) {
    return kembar_pair_list_find(sorted, a < b ? a : b, a < b ? b : a);
}

static const kembar_pair *find_asked(const kembar_pair_list *sorted, const kembar_listed_class *a,
                                     const kembar_listed_class *b) {
    size_t n_a, n_b;
    const kembar_pair *pair = NULL;
    const uint32_t *of_a = kembar_listed_asked(a, &n_a), *of_b = kembar_listed_asked(b, &n_b);
    for (size_t i = 0; i < n_a && !pair; i++)
        for (size_t j = 0; j < n_b && !pair; j++)
            pair = find_either_way(sorted, of_a[i], of_b[j]);
    return pair;
}

/* A pair of one of the class, named first in it, with one of the class of `head`. */
static const kembar_pair *find_first(const kembar_pair_list *sorted, const kembar_classes *classes,
                                     const kembar_listed_class *of, uint32_t head) {
    for (size_t i = 0; i < of->n_members; i++)
        for (size_t k = kembar_pair_list_before(sorted, of->members[i]);
             k < sorted->n_items && sorted->items[k].a == of->members[i]; k++)
            if (classes->of_document[sorted->items[k].b] == head)
                return &sorted->items[k];
    return NULL;
}

const kembar_pair *kembar_members_find(const kembar_pair_list *sorted,
                                       const kembar_classes *classes, const kembar_options *options,
                                       uint32_t a, uint32_t b) {
    kembar_listed_class of_a = class_of(classes, a), of_b = class_of(classes, b);
    const kembar_pair *pair = find_either_way(sorted, a, b);
    if (!pair)
        pair = find_asked(sorted, &of_a, &of_b);
    if (pair || kembar_listed_by_asked(&of_a, &of_b, options))
        return pair;
    pair = find_first(sorted, classes, &of_a, b);
    return pair ? pair : find_first(sorted, classes, &of_b, a);
}
