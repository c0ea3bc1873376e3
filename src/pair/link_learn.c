#include "pair/link_learn.h"

#include "base/error.h"
#include "pair/bitext.h"
#include "pair/word_model.h"

enum { ROUNDS = 2 };

typedef struct link_learner {
    kembar_space space; /* borrowed, but for the map from the second round on */
    const kembar_prepared *prepared;
    kembar_sentence_aligner *aligner;
    kembar_sentence_maker maker;
    kembar_bitext bitext;
} link_learner;

/* Adds what corresponds in one lesson to the bitext. */
static kembar_status read_lesson(link_learner *learner, kembar_lesson lesson) {
    const kembar_prepared *id = &learner->prepared[lesson.id_doc];
    const kembar_prepared *en = &learner->prepared[lesson.en_doc];
    kembar_space_sentences of_id = {0}, of_en = {0};
    kembar_status status =
        kembar_space_sentences_make(&of_id, &learner->space, id, KEMBAR_SIDE_ID, &learner->maker);
    if (!status)
        status = kembar_space_sentences_make(&of_en, &learner->space, en, KEMBAR_SIDE_EN,
                                             &learner->maker);
    if (!status) {
        kembar_correspondence found;
        kembar_sentence_aligner_run(learner->aligner, &of_id, &of_en, &found);
        status = kembar_bitext_add(&learner->bitext, &learner->space, id, en, &found);
    }
    kembar_space_sentences_deinit(&of_id);
    kembar_space_sentences_deinit(&of_en);
    return status;
}

static kembar_status learn_once(link_learner *learner, kembar_sparse *map, kembar_learned *learned,
                                const kembar_lesson *lessons) {
    size_t n_words = 0;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < learned->n_lessons && !status; i++)
        status = read_lesson(learner, lessons[i]);
    if (!status)
        status =
            kembar_word_model_learn(map, &n_words, &learner->space.words.map, &learner->bitext);
    learned->n_passages = learner->bitext.n_pairs;
    learned->n_words += n_words;
    kembar_bitext_deinit(&learner->bitext);
    return status;
}

kembar_status kembar_link_learn(kembar_sparse *map, kembar_learned *learned,
                                const kembar_lesson *lessons, size_t n_lessons,
                                const kembar_space *space, const kembar_prepared *prepared,
                                kembar_error *error) {
    link_learner learner = {.space = *space, .prepared = prepared};
    *map = (kembar_sparse){0};
    *learned = (kembar_learned){.n_lessons = n_lessons < KEMBAR_LESSONS_MOST ? n_lessons
                                                                             : KEMBAR_LESSONS_MOST};
    kembar_status status = kembar_sentence_aligner_new(&learner.aligner, error);
    if (!status && kembar_sentence_maker_init(&learner.maker, space))
        status = kembar_error_memory(error);
    for (int round = 0; round < ROUNDS && !status; round++) {
        kembar_sparse next = {0};
        if (learn_once(&learner, &next, learned, lessons))
            status = kembar_error_memory(error);
        kembar_sparse_deinit(map);
        *map = next;
        learner.space.words.map = next;
    }
    kembar_sentence_aligner_free(learner.aligner);
    kembar_sentence_maker_deinit(&learner.maker);
    if (status)
        kembar_sparse_deinit(map);
    return status;
}
