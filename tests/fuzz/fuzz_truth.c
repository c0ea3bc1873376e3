/* Truth files of any bytes against one small run: refused with the line, or measures within their
 * bounds that follow from the counts. Input: the pairs, separator, the stories. */
#include <stdio.h>

#include "forge.h"
#include "kembar/answers.h"

enum { N_DOCUMENTS = 8 };

static void append_document(kembar_buffer *out, int i) {
    char id = (char)('a' + i);
    const char *story = i < 3 ? "\"s-0000000000000001\"" : "null";
    kembar_buffer_append_format(
        out,
        "{\"id\":\"%c\",\"source\":null,\"date\":null,\"title\":null,\"url\":null,"
        "\"language\":\"en\",\"tokens\":3,\"content_tokens\":2,\"group\":null,\"story\":%s,"
        "\"representative\":\"%c\",\"input\":{\"path\":\"in\",\"position\":%d}}\n",
        id, story, id, i + 1);
}

static void append_pair(kembar_buffer *out, char a, char b, const char *relation) {
    kembar_buffer_append_format(
        out,
        "{\"a\":\"%c\",\"b\":\"%c\",\"relation\":\"%s\",\"score\":0.5,\"jaccard\":0.25,"
        "\"containment_a\":1,\"containment_b\":0,\"coverage_a\":0.1,\"coverage_b\":0.9,"
        "\"similarity\":null,\"facts_differ\":null,\"shared\":[[0,1,2,3]],\"link\":null,"
        "\"mutual\":null,\"terms\":null}\n",
        a, b, relation);
}

static kembar_results *open_run(void) {
    kembar_buffer documents = {0}, pairs = {0};
    kembar_results *results = NULL;
    for (int i = 0; i < N_DOCUMENTS; i++)
        append_document(&documents, i);
    append_pair(&pairs, 'a', 'b', "exact");
    append_pair(&pairs, 'a', 'c', "near");
    append_pair(&pairs, 'b', 'd', "excerpt");
    append_pair(&pairs, 'c', 'e', "related");
    static const char clusters[] =
        "{\"id\":\"s-0000000000000001\",\"kind\":\"story\",\"size\":3,\"first_date\":null,"
        "\"last_date\":null,\"representative\":\"a\",\"members\":["
        "{\"id\":\"a\",\"relation\":\"self\",\"score\":1},"
        "{\"id\":\"b\",\"relation\":\"exact\",\"score\":1},"
        "{\"id\":\"c\",\"relation\":\"near\",\"score\":0.5}]}\n";
    const kembar_view rows[3] = {kembar_buffer_view(&documents),
                                 kembar_buffer_view(&pairs),
                                 {clusters, sizeof clusters - 1}};
    forge_folder(rows, (kembar_view){"", 0});
    FUZZ_CHECK(kembar_results_open(&results, fuzz_folder(), NULL) == KEMBAR_OK);
    kembar_buffer_deinit(&documents);
    kembar_buffer_deinit(&pairs);
    return results;
}

static void check_score(const kembar_eval_score *s) {
    FUZZ_CHECK(s->n_right <= s->n_truth && s->n_right <= s->n_found);
    FUZZ_CHECK((s->precision < 0) == (s->n_found == 0));
    FUZZ_CHECK((s->recall < 0) == (s->n_truth == 0));
    FUZZ_CHECK(s->precision <= 1000000 && s->recall <= 1000000 && s->f1 <= 1000000);
    FUZZ_CHECK((s->precision == 1000000) == (s->n_found > 0 && s->n_right == s->n_found) ||
               s->n_found > 1000000);
}

static void check_eval(const kembar_eval *eval) {
    kembar_answer answer = {0};
    for (int i = 0; i <= KEMBAR_RELATION_EXACT; i++)
        check_score(&eval->by_relation[i]);
    check_score(&eval->duplicates);
    for (size_t i = 0; i < eval->n_mistakes; i++)
        FUZZ_CHECK(eval->mistakes[i].truth != eval->mistakes[i].found);
    if (eval->has_stories) {
        FUZZ_CHECK(eval->n_story_documents <= N_DOCUMENTS);
        FUZZ_CHECK(eval->story_ari <= 1000000 && eval->story_ari >= -1000000);
        FUZZ_CHECK(eval->story_b3_precision <= 1000000 && eval->story_b3_recall <= 1000000);
    }
    FUZZ_CHECK(kembar_answer_eval(&answer, eval, 1, NULL) == KEMBAR_OK);
    fuzz_check_json((kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view pairs = fuzz_take_part(&rest);
    char pairs_path[1024], stories_path[1024];
    (void)snprintf(pairs_path, sizeof pairs_path, "%s", fuzz_write("pairs.tsv", pairs));
    (void)snprintf(stories_path, sizeof stories_path, "%s", fuzz_write("stories.tsv", rest));
    kembar_results *results = open_run();
    kembar_eval eval;
    kembar_error error = {0};
    int has_stories = rest.size > 0;
    kembar_status status =
        kembar_eval_run(results, pairs_path, has_stories ? stories_path : NULL, &eval, &error);
    FUZZ_CHECK(status == error.code);
    if (status == KEMBAR_OK)
        check_eval(&eval);
    else
        FUZZ_CHECK(status == KEMBAR_ERROR_FORMAT && error.message[0] != '\0');
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
    return 0;
}
