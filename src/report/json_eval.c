#include "report/answers.h"
#include "report/json_put.h"

static void put_score(kembar_json_writer *json, const char *name, const kembar_eval_score *score) {
    kembar_json_key(json, name);
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "truth", score->n_truth);
    kembar_json_put_u64(json, "found", score->n_found);
    kembar_json_put_u64(json, "right", score->n_right);
    kembar_json_put_micro(json, "precision", score->precision);
    kembar_json_put_micro(json, "recall", score->recall);
    kembar_json_put_micro(json, "f1", score->f1);
    kembar_json_end_object(json);
}

static void put_relations(kembar_json_writer *json, const kembar_eval *eval) {
    kembar_json_key(json, "relations");
    kembar_json_begin_object(json);
    for (int i = KEMBAR_RELATION_EXACT; i > KEMBAR_RELATION_NONE; i--)
        put_score(json, kembar_relation_name((kembar_relation)i), &eval->by_relation[i]);
    kembar_json_end_object(json);
}

static void put_stories(kembar_json_writer *json, const kembar_eval *eval) {
    kembar_json_key(json, "stories");
    if (!eval->has_stories) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "documents", eval->n_story_documents);
    kembar_json_put_u64(json, "truth", eval->n_story_truth);
    kembar_json_put_u64(json, "found", eval->n_story_found);
    /* May be negative: worse than chance. */
    kembar_json_key(json, "ari");
    kembar_json_micro(json, eval->story_ari);
    kembar_json_put_micro(json, "b3_precision", eval->story_b3_precision);
    kembar_json_put_micro(json, "b3_recall", eval->story_b3_recall);
    kembar_json_put_micro(json, "b3_f1", eval->story_b3_f1);
    kembar_json_end_object(json);
}

static void put_relation(kembar_json_writer *json, const char *key, uint8_t relation) {
    kembar_json_key(json, key);
    if (relation == KEMBAR_RELATION_NONE)
        kembar_json_null(json);
    else
        kembar_json_text(json, kembar_relation_name((kembar_relation)relation));
}

static void put_mistakes(kembar_json_writer *json, const kembar_eval *eval) {
    kembar_json_key(json, "mistakes");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < eval->n_mistakes; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_string(json, "a", eval->mistakes[i].a);
        kembar_json_put_string(json, "b", eval->mistakes[i].b);
        put_relation(json, "truth", eval->mistakes[i].truth);
        put_relation(json, "found", eval->mistakes[i].found);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

kembar_status kembar_answer_eval(kembar_answer *out, const kembar_eval *eval, int with_mistakes,
                                 kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    put_score(&json, "duplicates", &eval->duplicates);
    kembar_json_put_micro(&json, "names_right", eval->names_right);
    put_relations(&json, eval);
    put_stories(&json, eval);
    kembar_json_put_u64(&json, "unknown_ids", eval->n_unknown_ids);
    if (with_mistakes)
        put_mistakes(&json, eval);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}
