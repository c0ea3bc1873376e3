/* Stems and roots of general English and Indonesian, as story_vocabulary.c says. */
#ifndef KEMBAR_CLUSTER_STORY_VOCABULARY_TABLE_H
#define KEMBAR_CLUSTER_STORY_VOCABULARY_TABLE_H

#include <stdint.h>

enum { KEMBAR_STORY_VOCABULARY_TERMS = 6378 };

/* The upper halves of term hashes, ascending, and for each how many of a thousand texts hold it. */
extern const uint32_t kembar_story_vocabulary_terms[KEMBAR_STORY_VOCABULARY_TERMS];
extern const uint16_t kembar_story_vocabulary_shares[KEMBAR_STORY_VOCABULARY_TERMS];

#endif
