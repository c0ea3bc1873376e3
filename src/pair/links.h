/* Links: documents of the two languages that tell the same, told apart as `translation` and
 * `related`. */
#ifndef KEMBAR_PAIR_LINKS_H
#define KEMBAR_PAIR_LINKS_H

#include "feature/space.h"
#include "pair/classes.h"
#include "pair/link_learn.h"
#include "pair/pair_build.h"

typedef struct kembar_links_input {
    const kembar_prepared *prepared;
    kembar_space
        *space; /* of the representatives of classes; may be made anew by what is learned */
    const kembar_space_input *space_input; /* what it was built from; NULL: nothing is learned */
    const kembar_classes *classes;
    const kembar_options *options;
} kembar_links_input;

typedef struct kembar_links_counts {
    uint64_t n_candidates;
    uint64_t n_links;    /* asserted one-to-one */
    uint64_t n_unlisted; /* as in members.h */
    int32_t threshold;   /* of scores, see link_match.h */
    kembar_learned learned;
} kembar_links_counts;

/* Adds to the sorted verified pairs of *list the pairs across languages:
 * - `translation`, where sentences with a counterpart make up half of one text;
 * - else `related`, where the link is asserted or its probability is at least 1/2.
 * `shared` are corresponding sentences, `coverage` their share of the content, `link` the
 * probability, `score` the same, `similarity` the cosine in the space, `mutual` 1 for the asserted
 * one-to-one links and 0 otherwise, `terms` the matched words that weigh most. All copies of a
 * document have its pairs, only one of them is mutual. Pairs that are already copies of each other
 * stay what they are. Nothing is added where one side is empty. Where a first matching gives enough
 * links that are surely right, words are learned from them (link_learn.h) and all is matched again.
 * The same for any number of threads. On failure the space may be empty. */
kembar_status kembar_links_add(kembar_pair_list *list, kembar_links_counts *counts,
                               const kembar_links_input *input,
                               kembar_error *error) KEMBAR_MUST_CHECK;

#endif
