/* Self-training: word translations learned from a collection's own links. */
#ifndef KEMBAR_PAIR_LINK_LEARN_H
#define KEMBAR_PAIR_LINK_LEARN_H

#include "feature/space.h"

/* A link that is learned from. */
typedef struct kembar_lesson {
    uint32_t id_doc, en_doc;
} kembar_lesson;

enum {
    KEMBAR_LESSONS_LEAST = 100,             /* links that it takes */
    KEMBAR_LESSONS_MOST = 2000,             /* the best of them are used */
    KEMBAR_LESSONS_PRECISION_MICRO = 800000 /* of the links, as estimated */
};

typedef struct kembar_learned {
    uint64_t n_lessons;
    uint64_t n_passages; /* pairs of corresponding passages, in the last round */
    uint64_t n_words;    /* whose rows have new translations, in either round */
} kembar_learned;

/* Learns twice: passages that correspond by the space's map teach a first map (word_model.h), those
 * that correspond by it the second, which *map receives, the caller's to deinit. Space and texts
 * are borrowed. Bounded whatever the collection: by the lessons and what a bitext may hold. */
kembar_status kembar_link_learn(kembar_sparse *map, kembar_learned *learned,
                                const kembar_lesson *lessons, size_t n_lessons,
                                const kembar_space *space, const kembar_prepared *prepared,
                                kembar_error *error) KEMBAR_MUST_CHECK;

#endif
