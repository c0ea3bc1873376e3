/* Candidate words for a label: the heaviest terms, found again in the members' texts. */
#ifndef KEMBAR_CLUSTER_LABEL_WORDS_H
#define KEMBAR_CLUSTER_LABEL_WORDS_H

#include "base/buffer.h"
#include "cluster/cluster.h"

enum {
    KEMBAR_LABEL_CANDIDATES =
        96,                   /* stems and values are among them, so more than words are needed */
    KEMBAR_LABEL_MEMBERS = 64 /* whose texts are looked through for surface forms */
};

typedef struct kembar_label_word {
    uint64_t term;
    int64_t weight; /* 10^-6 */
    uint64_t stem;
    uint32_t n_uses, n_documents;
    uint32_t n_inside, n_capital; /* uses inside sentences, and those with a capital */
    uint32_t last_document;       /* the last one counted in n_documents */
    uint32_t document, token; /* where it stands: with a capital inside a sentence, if anywhere */
} kembar_label_word;

/* Start from a zeroed struct. */
typedef struct kembar_label_words {
    kembar_label_word
        items[KEMBAR_LABEL_CANDIDATES]; /* heaviest first until indexed, then by term */
    size_t n_items;
    kembar_buffer scratch; /* owned */
    uint64_t filter[16];   /* one bit for each low part of a term */
} kembar_label_words;

void kembar_label_words_deinit(kembar_label_words *words);
void kembar_label_words_clear(kembar_label_words *words);
/* Keeps the KEMBAR_LABEL_CANDIDATES heaviest terms; of equal weights the smaller terms. */
void kembar_label_words_offer(kembar_label_words *words, uint64_t term, int64_t weight);
/* Whether a term of this weight could be kept. */
int kembar_label_words_may_take(const kembar_label_words *words, int64_t weight);
void kembar_label_words_index(kembar_label_words *words);
/* Counts their uses in blocks of `language` of the first members in that language. */
void kembar_label_words_count(kembar_label_words *words, const kembar_cluster_input *input,
                              const kembar_member *members, size_t n_members,
                              kembar_language language);
/* Appends the chosen words to `text` and their sizes to `terms` (KEMBAR_LABEL_TERMS places; data
 * stays unset). */
kembar_status kembar_label_words_choose(kembar_label_words *words,
                                        const kembar_cluster_input *input, kembar_language language,
                                        uint32_t min_documents, kembar_buffer *text,
                                        kembar_view *terms, size_t *n_terms) KEMBAR_MUST_CHECK;

#endif
