#include "report/answers.h"
#include "report/json_put.h"

static kembar_status take_line(kembar_answer *out, kembar_json_writer *json, kembar_error *error) {
    kembar_json_end_object(json);
    kembar_buffer_append_char(json->out, '\n');
    return kembar_answer_take(out, json->out, error);
}

kembar_status kembar_answer_lexicon(kembar_answer *out, const kembar_dictionary_info *info,
                                    kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_put_u64(&json, "version", info->version);
    kembar_json_put_u64(&json, "words", info->n_words);
    kembar_json_put_u64(&json, "translations", info->n_translations);
    kembar_json_put_u64(&json, "roots", info->n_roots);
    kembar_json_key(&json, "lists");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < info->n_lists; i++) {
        kembar_json_begin_object(&json);
        kembar_json_put_string(&json, "name", info->lists[i].name);
        kembar_json_put_string(&json, "licence", info->lists[i].licence);
        kembar_json_put_u64(&json, "pairs", info->lists[i].n_pairs);
        kembar_json_end_object(&json);
    }
    kembar_json_end_array(&json);
    return take_line(out, &json, error);
}

static void put_items(kembar_json_writer *json, const char *key,
                      const kembar_dictionary_item *items, size_t n_items) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_items; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_string(json, "text", items[i].text);
        kembar_json_put_micro(json, "weight", items[i].weight);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

kembar_status kembar_answer_word(kembar_answer *out, const kembar_dictionary_word *word,
                                 kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "word", word->word);
    kembar_json_put_string(&json, "root", word->root);
    kembar_json_put_string(&json, "stem", word->stem);
    kembar_json_put_bool(&json, "by_root", word->by_root);
    put_items(&json, "english", word->english, word->n_english);
    put_items(&json, "indonesian", word->indonesian, word->n_indonesian);
    return take_line(out, &json, error);
}
