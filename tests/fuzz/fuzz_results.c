/* A run folder of any bytes: refused with a reason, or read as the rows that were promised, in
 * which a run does not differ from itself. Input: documents.jsonl, pairs.jsonl, clusters.jsonl and
 * run.json, divided by separators. Without the last a whole one is made; in it @0, @1 and @2 stand
 * for the digests of the files. */
#include "base/hash.h"
#include "forge.h"
#include "kembar/diff_report.h"

static void check_documents(const kembar_results *results) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(i == 0 || kembar_view_compare(documents[i - 1].id, documents[i].id) < 0);
        FUZZ_CHECK(kembar_results_document(results, documents[i].id) == &documents[i]);
        FUZZ_CHECK(kembar_results_document(results, documents[i].representative) != NULL);
    }
}

static void check_pairs(const kembar_results *results) {
    size_t n;
    const kembar_result_pair *pairs = kembar_results_pairs(results, &n);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(kembar_view_compare(pairs[i].a, pairs[i].b) < 0);
        FUZZ_CHECK(kembar_results_pair(results, pairs[i].a, pairs[i].b) == &pairs[i]);
        FUZZ_CHECK(kembar_results_pair(results, pairs[i].b, pairs[i].a) == &pairs[i]);
        FUZZ_CHECK(kembar_results_document(results, pairs[i].a) != NULL);
        FUZZ_CHECK(pairs[i].score >= -1 && pairs[i].score <= 1000000);
        for (size_t k = 0; k < pairs[i].n_spans; k++)
            FUZZ_CHECK(pairs[i].spans[k].a_begin <= pairs[i].spans[k].a_end);
    }
}

static void check_clusters(const kembar_results *results) {
    size_t n;
    const kembar_result_cluster *clusters = kembar_results_clusters(results, &n);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(kembar_results_cluster(results, clusters[i].id) == &clusters[i]);
        for (size_t k = 0; k < clusters[i].n_members; k++)
            FUZZ_CHECK(kembar_results_document(results, clusters[i].members[k].id) != NULL);
    }
}

static void check_diff(const kembar_results *results) {
    kembar_diff diff = {0};
    kembar_answer answer = {0};
    FUZZ_CHECK(kembar_diff_run(results, results, &diff, NULL) == KEMBAR_OK);
    FUZZ_CHECK(diff.n_appeared == 0 && diff.n_left == 0 && diff.n_pairs == 0);
    FUZZ_CHECK(kembar_answer_diff(&answer, &diff, 0, NULL) == KEMBAR_OK);
    fuzz_check_shown((kembar_view){answer.data, answer.size}, 1);
    kembar_answer_deinit(&answer);
    FUZZ_CHECK(kembar_answer_diff_json(&answer, &diff, NULL) == KEMBAR_OK);
    fuzz_check_json_lines((kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    kembar_diff_deinit(&diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size), rows[3];
    for (int i = 0; i < 3; i++)
        rows[i] = fuzz_take_part(&rest);
    kembar_results *results = NULL;
    kembar_error error = {0};
    forge_folder(rows, rest);
    kembar_status status = kembar_results_open(&results, fuzz_folder(), &error);
    FUZZ_CHECK(status == error.code && (results != NULL) == (status == KEMBAR_OK));
    FUZZ_CHECK(status == KEMBAR_OK || status == KEMBAR_ERROR_FORMAT);
    FUZZ_CHECK(status == KEMBAR_OK || error.message[0] != '\0');
    if (results) {
        check_documents(results);
        check_pairs(results);
        check_clusters(results);
        check_diff(results);
    }
    kembar_results_free(results);
    return 0;
}
