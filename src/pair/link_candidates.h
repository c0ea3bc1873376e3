/* Candidates for links: pairs of an Indonesian and an English document, with what speaks for them.
 */
#ifndef KEMBAR_PAIR_LINK_CANDIDATES_H
#define KEMBAR_PAIR_LINK_CANDIDATES_H

#include "feature/space_sentences.h"
#include "kembar/options.h"

/* Nearest of the other side that are looked at, from either side. */
enum { KEMBAR_LINK_NEAREST = 12 };

typedef struct kembar_link_candidate {
    uint32_t id_doc, en_doc; /* documents: the one by its Indonesian side, the other by its English
                                one */
    int32_t similarity;      /* cosine in the space, 10^-6 */
    int32_t evidence;        /* of the pair alone: see link_evidence.h */
    int32_t score;           /* against its rivals: see link_match.h */
} kembar_link_candidate;

typedef struct kembar_link_candidates {
    kembar_link_candidate *items; /* owned; by (id_doc, en_doc) */
    size_t n_items;
    size_t *first; /* owned; n_documents + 1: of each id_doc */
    size_t n_documents;
} kembar_link_candidates;

/* The nearest KEMBAR_LINK_NEAREST of each document of one side on the other, both ways. A document
 * is no candidate for itself. `evidence` and `score` stay 0. */
kembar_status kembar_link_candidates_find(kembar_link_candidates *out, const kembar_space *space,
                                          int n_threads, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_link_candidates_deinit(kembar_link_candidates *candidates);

#endif
