/* Where facts stand that one document has and the other lacks: which of them fill the same slot of
 * both texts, whether in running text, and how often they stand in their own. */
#ifndef KEMBAR_PAIR_FACT_PLACES_H
#define KEMBAR_PAIR_FACT_PLACES_H

#include "pair/fact_words.h"

enum { KEMBAR_MAX_FACT_PLACES = 80, KEMBAR_MAX_FACT_HASHES = 64 };

typedef struct kembar_fact_place {
    uint32_t token; /* of the content */
    kembar_fact_kind kind;
} kembar_fact_place;

/* The new facts of one stretch, in order. Start with n_items 0; the first
 * KEMBAR_MAX_FACT_PLACES stay. */
typedef struct kembar_fact_places {
    kembar_fact_place items[KEMBAR_MAX_FACT_PLACES];
    size_t n_items;
} kembar_fact_places;

void kembar_fact_places_add(kembar_fact_places *self, uint32_t token, kembar_fact_kind kind);

/* Slots that hold one thing here and another one there. */
typedef struct kembar_fact_slots {
    int numbers, names;
} kembar_fact_slots;

/* Facts of the same kind that the same two words introduce in both texts: "grants totalling 31,239"
 * and "grants totalling 74,540". Numbers of which one rounds the other are the same. Of what one
 * side has more often, as often as the other has: the same for both orders. O(places of a * places
 * of b). */
kembar_fact_slots kembar_fact_slots_count(const kembar_prepared *a, const kembar_fact_places *of_a,
                                          const kembar_prepared *b, const kembar_fact_places *of_b);

/* Not 0 when most of the words next to the content tokens [begin, end), which are some, are in
 * lower case: running text, and no headline, list of names or address. Words of the name that the
 * tokens are part of do not count, nor does a capital that begins a sentence. */
int kembar_fact_in_running_text(const kembar_prepared *prepared, uint32_t begin, uint32_t end);

/* The distinct new facts of one document. Start zeroed. */
typedef struct kembar_fact_set {
    uint64_t hashes[KEMBAR_MAX_FACT_HASHES];
    size_t n_hashes;
    uint64_t bits; /* those that the hashes in it have set: tells most others apart */
    int is_full;   /* not 0: there are more */
} kembar_fact_set;

void kembar_fact_set_add(kembar_fact_set *self, uint64_t hash);
/* Not 0 when they stand in their document at least so often, all taken together. More than
 * KEMBAR_MAX_FACT_HASHES always do. Goes through the content only if it must. */
int kembar_fact_set_reaches(const kembar_fact_set *self, const kembar_prepared *prepared,
                            uint32_t least);

#endif
