/* Families: so many edited copies of one text that what they share is too frequent to be rare.
 *
 * Groups (groups.h) need a pair of each member with the document that stands for it, not of each
 * with each. So the members are gone through in the order in which documents stand for others
 * (ranks.h), and each is held against the leaders before it: those that were near to no leader
 * before them. Whoever is near to none is the next leader. Who is near to one, and has most of what
 * both share from the family, follows it: of the pairs of two that follow those are looked at that
 * have much in common beside (verify.h), versions of a version, and bands have no need of them. */
#ifndef KEMBAR_PAIR_FAMILIES_H
#define KEMBAR_PAIR_FAMILIES_H

#include <stddef.h>
#include <stdint.h>

#include "feature/prepared.h"
#include "kembar/options.h"
#include "pair/postings.h"

/* So many leaders are held against others by one shingle. When there are as many as the second
 * number, twice or four times as many ... and more lead than follow, the shingle is of a form in
 * which the rest is each text's own, and proposes nobody from there on. */
enum { KEMBAR_FAMILY_LEADERS = 250, KEMBAR_FAMILY_TRIED = 16 };

typedef struct kembar_family_partner {
    uint32_t doc_id;
    uint32_t n_shared; /* shingles that are too frequent to be rare */
} kembar_family_partner;

typedef struct kembar_families {
    uint8_t *is_outside; /* owned; of each document: takes part, and neither follows a leader nor is
                            one that others follow */
    uint8_t *is_following;           /* owned */
    kembar_family_partner *partners; /* owned; of each document those after it, ascending */
    size_t *first;                   /* owned; n_documents + 1 offsets into partners */
    size_t n_documents;
} kembar_families;

/* `rare` as kembar_rare_build makes it of the same documents. Those for which always[i] is set
 * (NULL: none) are held against all members, as leaders that nobody follows. Who shares so little
 * with a leader, rare shingles aside, that it would not be aligned (verify.h) is no partner of it.
 * Time: about one alignment a member, and one for each leader that a leader resembles. The same for
 * any number of threads. */
kembar_status kembar_families_build(kembar_families *out, const kembar_prepared *prepared,
                                    const uint8_t *take, size_t n_documents, const uint8_t *always,
                                    const kembar_postings *rare, const kembar_options *options,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_families_deinit(kembar_families *families);

static inline int kembar_families_both_follow(const kembar_families *families, uint32_t a,
                                              uint32_t b) {
    return families->is_following[a] && families->is_following[b];
}

/* Of document a; *n receives their number. NULL: it has none. */
static inline const kembar_family_partner *kembar_families_partners(const kembar_families *families,
                                                                    uint32_t a, size_t *n) {
    *n = families->first[a + 1] - families->first[a];
    return *n ? families->partners + families->first[a] : NULL;
}

#endif
