/* Texts in two languages for tests: one story told in English and in Indonesian, and a map that
 * leads from the one to the other. */
#ifndef KEMBAR_TESTS_TWO_LANGUAGES_H
#define KEMBAR_TESTS_TWO_LANGUAGES_H

#include "base/random.h"
#include "feature/space.h"
#include "make_document.h"
#include "pair/classes.h"

enum { TOLD_WORDS = 5, TOLD_MAX_SENTENCES = 12, TOLD_MAX_DOCUMENTS = 256 };

/* What a story says, sentence by sentence, as numbers of words. */
typedef struct told_story {
    uint8_t words[TOLD_MAX_SENTENCES][TOLD_WORDS];
    size_t n_sentences;
} told_story;

told_story tell(kembar_random *random, size_t n_sentences);
/* Appends sentences [begin, end) in a language. */
void append_told(kembar_buffer *out, const told_story *story, kembar_language language,
                 size_t begin, size_t end);

/* Documents and all that links need of them. Documents are numbered as they are added. */
typedef struct told_set {
    made items[TOLD_MAX_DOCUMENTS];
    kembar_prepared prepared[TOLD_MAX_DOCUMENTS]; /* borrowed from the items */
    size_t n;
    kembar_bilingual *map;
    kembar_lexicon *lexicon;
    kembar_classes classes;
    uint8_t take[TOLD_MAX_DOCUMENTS];
    kembar_space space;
} told_set;

/* In a working folder without word lists (temp_folder.h). */
told_set *told_set_new(void);
/* Returns the new document's number. */
uint32_t told_set_add(told_set *set, const char *text);
uint32_t told_set_add_story(told_set *set, const told_story *story, kembar_language language);
/* After the last document: classes and space. */
void told_set_build(told_set *set);
kembar_space_input told_set_input(const told_set *set, int n_threads);
void told_set_free(told_set *set);

#endif
