/* Families: so many edited copies of one text that what they share is too frequent to be rare.
 *
 * Groups (groups.h) need a pair of each member with the document that stands for it, not of each
 * with each. So the members are gone through in the order in which documents stand for others
 * (ranks.h), and each is held against the leaders before it: those that were near to no leader
 * before them. Whoever is near to none is the next leader. Of the other pairs within families
 * those are looked at that have much in common beside: versions of a version. */
#ifndef KEMBAR_PAIR_FAMILIES_H
#define KEMBAR_PAIR_FAMILIES_H

#include <stddef.h>
#include <stdint.h>

#include "feature/prepared.h"
#include "kembar/options.h"
#include "pair/postings.h"

/* So many leaders are held against others by one shingle: where a large share of each text is a
 * form and the rest its own, nobody is near to anybody and all would be leaders. */
enum { KEMBAR_FAMILY_LEADERS = 64 };

typedef struct kembar_family_partner {
    uint32_t doc_id;
    uint32_t n_shared; /* shingles that are too frequent to be rare */
} kembar_family_partner;

typedef struct kembar_families {
    uint8_t *is_outside;             /* owned; of each document: takes part and is in no family */
    uint8_t *is_attached;            /* owned; is near to a leader and none itself */
    kembar_family_partner *partners; /* owned; of each document those after it, ascending */
    size_t *first;                   /* owned; n_documents + 1 offsets into partners */
    size_t n_documents;
} kembar_families;

/* `rare` as kembar_rare_build makes it of the same documents. A leader that shares so little with
 * another, rare shingles aside, that it would not be aligned (verify.h) is no partner. Time: one
 * alignment a member and one for each leader that a leader resembles. The same for any number of
 * threads. */
kembar_status kembar_families_build(kembar_families *out, const kembar_prepared *prepared,
                                    const uint8_t *take, size_t n_documents,
                                    const kembar_postings *rare, const kembar_options *options,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_families_deinit(kembar_families *families);

static inline int kembar_families_both_attached(const kembar_families *families, uint32_t a,
                                                uint32_t b) {
    return families->is_attached[a] && families->is_attached[b];
}

/* Of document a; *n receives their number. */
static inline const kembar_family_partner *kembar_families_partners(const kembar_families *families,
                                                                    uint32_t a, size_t *n) {
    *n = families->first[a + 1] - families->first[a];
    return families->partners + families->first[a];
}

#endif
