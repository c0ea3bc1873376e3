/* The documents of a dedup by number: those of `against` first, then the others, each in the order
 * of reading. */
#ifndef KEMBAR_PIPELINE_DEDUP_SET_H
#define KEMBAR_PIPELINE_DEDUP_SET_H

#include "pipeline/imprint.h"
#include "read/catalogue.h"

/* Where a document lies. */
typedef struct kembar_dedup_place {
    uint32_t record;
    uint32_t is_in_old; /* not 0: of the catalogue `old`, else of `new` */
} kembar_dedup_place;

typedef struct kembar_dedup_set {
    const kembar_dedup_options *options; /* borrowed; threads resolved */
    const kembar_catalogue *old, *new;   /* borrowed; old may be NULL */
    size_t n_old, n;
    /* Both borrowed, of each document; NULL where the catalogues' records are the documents, one
     * after the other. */
    const kembar_dedup_place *places;
    const uint32_t *numbers;         /* see kembar_dedup_set_number */
    const kembar_imprint **imprints; /* owned list of borrowed imprints */
    uint32_t *order; /* owned; who is rather kept comes first, old ones first of all */
    uint32_t *place; /* owned; of each document in the order */
    /* Exact classes: documents with the same content hash. */
    uint32_t *head;    /* owned; of each document: the first of its class in the order */
    uint32_t *members; /* owned; class by class, each in the order */
    uint32_t *first;   /* owned; of each head its offset into members; n + 1 entries, and empty
                          ranges for others */
} kembar_dedup_set;

/* Start from a zeroed struct with options, old, new and the counts; fills imprints by the
 * catalogues' summaries. */
kembar_status kembar_dedup_set_list(kembar_dedup_set *set) KEMBAR_MUST_CHECK;
/* Fills order and place, then the classes. */
kembar_status kembar_dedup_set_sort(kembar_dedup_set *set) KEMBAR_MUST_CHECK;
void kembar_dedup_set_deinit(kembar_dedup_set *set);

/* Where a document lies. */
const kembar_catalogue *kembar_dedup_set_catalogue(const kembar_dedup_set *set, uint32_t document,
                                                   size_t *record);
/* Its id; borrowed. */
kembar_view kembar_dedup_set_id(const kembar_dedup_set *set, uint32_t document);
/* Its day as a number that orders: undated ones come last. */
uint32_t kembar_dedup_set_day(const kembar_dedup_set *set, uint32_t document);
/* Its number in the order of ids, old ones first. */
uint32_t kembar_dedup_set_number(const kembar_dedup_set *set, uint32_t document);
/* Reads a document again; it is the maker's. */
kembar_status kembar_dedup_set_read(const kembar_dedup_set *set, kembar_catalogue_reader *reader,
                                    uint32_t document, kembar_document_maker *maker,
                                    const kembar_document **out,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
/* Whether and how a pair counts at all: same source, days apart. */
int kembar_dedup_set_wants(const kembar_dedup_set *set, uint32_t a, uint32_t b);

static inline size_t kembar_dedup_set_class_size(const kembar_dedup_set *set, uint32_t head) {
    return set->first[head + 1] - set->first[head];
}

/* Whether one of a class (by its head) is new: old ones come first in it. */
static inline int kembar_dedup_set_has_new(const kembar_dedup_set *set, uint32_t head) {
    return set->members[set->first[head + 1] - 1] >= set->n_old;
}

static inline int kembar_dedup_set_is_old(const kembar_dedup_set *set, uint32_t document) {
    return document < set->n_old;
}

/* Whether a pair of two heads can say of somebody that he goes. Old heads may have new members. */
static inline int kembar_dedup_set_may_say(const kembar_dedup_set *set, uint32_t a, uint32_t b) {
    return !kembar_dedup_set_is_old(set, a) || !kembar_dedup_set_is_old(set, b) ||
           kembar_dedup_set_class_size(set, a) > 1 || kembar_dedup_set_class_size(set, b) > 1;
}

#endif
