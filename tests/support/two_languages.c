#include "two_languages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forged_map.h"

/* Sorted by the Indonesian word; the stem is that of the English word. */
static const struct {
    const char *id, *en, *stem;
} glossary[] = {
    {"api", "fire", "fire"},
    {"atap", "roof", "roof"},
    {"ayam", "chicken", "chicken"},
    {"bandara", "airport", "airport"},
    {"banjir", "flood", "flood"},
    {"beras", "rice", "rice"},
    {"buruh", "worker", "worker"},
    {"cuaca", "weather", "weather"},
    {"desa", "village", "villag"},
    {"gaji", "salary", "salari"},
    {"garam", "salt", "salt"},
    {"gempa", "earthquake", "earthquak"},
    {"gudang", "warehouse", "warehous"},
    {"gunung", "mountain", "mountain"},
    {"guru", "teacher", "teacher"},
    {"hakim", "judge", "judg"},
    {"harga", "price", "price"},
    {"hujan", "rain", "rain"},
    {"hutan", "forest", "forest"},
    {"ikan", "fish", "fish"},
    {"jalan", "road", "road"},
    {"jembatan", "bridge", "bridg"},
    {"kapal", "ship", "ship"},
    {"kayu", "wood", "wood"},
    {"kebun", "garden", "garden"},
    {"kereta", "train", "train"},
    {"kota", "city", "citi"},
    {"laut", "sea", "sea"},
    {"mesin", "engine", "engin"},
    {"nelayan", "fisherman", "fisherman"},
    {"pabrik", "factory", "factori"},
    {"pantai", "beach", "beach"},
    {"pasar", "market", "market"},
    {"pelabuhan", "harbour", "harbour"},
    {"petani", "farmer", "farmer"},
    {"pulau", "island", "island"},
    {"sawah", "paddy", "paddi"},
    {"sekolah", "school", "school"},
    {"sungai", "river", "river"},
    {"tambang", "mine", "mine"},
    {"upah", "wage", "wage"},
    {"warung", "stall", "stall"},
};

enum { N_WORDS = sizeof glossary / sizeof *glossary };

told_story tell(kembar_random *random, size_t n_sentences) {
    told_story story = {.n_sentences = n_sentences};
    for (size_t i = 0; i < n_sentences; i++)
        for (size_t k = 0; k < TOLD_WORDS; k++)
            story.words[i][k] = (uint8_t)kembar_random_below(random, N_WORDS);
    return story;
}

void append_told(kembar_buffer *out, const told_story *story, kembar_language language,
                 size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        const char *w[TOLD_WORDS];
        for (size_t k = 0; k < TOLD_WORDS; k++)
            w[k] = language == KEMBAR_LANGUAGE_ID ? glossary[story->words[i][k]].id
                                                  : glossary[story->words[i][k]].en;
        kembar_buffer_append_format(
            out,
            language == KEMBAR_LANGUAGE_ID
                ? "Menurut mereka %s dan %s itu telah dibawa ke %s oleh %s dengan %s tersebut.\n\n"
                : "They said that the %s and the %s were taken to the %s by the %s with the "
                  "%s.\n\n",
            w[0], w[1], w[2], w[3], w[4]);
    }
}

told_set *told_set_new(void) {
    told_set *set = calloc(1, sizeof *set);
    assert_non_null(set);
    forged_row rows[N_WORDS];
    kembar_buffer bytes = {0};
    for (size_t i = 0; i < N_WORDS; i++)
        rows[i] = (forged_row){glossary[i].id, glossary[i].stem, 1000000};
    forge_map(&bytes, rows, N_WORDS);
    assert_int_equal(kembar_bilingual_parse(&set->map, kembar_buffer_view(&bytes), "made", NULL),
                     KEMBAR_OK);
    kembar_buffer_deinit(&bytes);
    assert_int_equal(kembar_lexicon_open(&set->lexicon, ".", NULL), KEMBAR_OK);
    return set;
}

uint32_t told_set_add(told_set *set, const char *text) {
    assert_true(set->n < TOLD_MAX_DOCUMENTS);
    set->items[set->n] = make_prepared(text);
    set->prepared[set->n] = set->items[set->n].prepared;
    return (uint32_t)set->n++;
}

uint32_t told_set_add_story(told_set *set, const told_story *story, kembar_language language) {
    kembar_buffer text = {0};
    append_told(&text, story, language, 0, story->n_sentences);
    uint32_t document = told_set_add(set, text_of(&text));
    kembar_buffer_deinit(&text);
    return document;
}

kembar_space_input told_set_input(const told_set *set, int n_threads) {
    return (kembar_space_input){.prepared = set->prepared,
                                .n_documents = set->n,
                                .take = set->take,
                                .lexicon = set->lexicon,
                                .map = set->map,
                                .n_threads = n_threads};
}

void told_set_build(told_set *set) {
    assert_int_equal(kembar_classes_build(&set->classes, set->prepared, set->n, 1), KEMBAR_OK);
    for (size_t i = 0; i < set->n; i++)
        set->take[i] = set->classes.of_document[i] == i;
    kembar_space_input input = told_set_input(set, 1);
    assert_int_equal(kembar_space_build(&set->space, &input, NULL), KEMBAR_OK);
}

void told_set_free(told_set *set) {
    kembar_space_deinit(&set->space);
    kembar_classes_deinit(&set->classes);
    kembar_bilingual_free(set->map);
    kembar_lexicon_free(set->lexicon);
    for (size_t i = 0; i < set->n; i++)
        free_made(&set->items[i]);
    free(set);
}
