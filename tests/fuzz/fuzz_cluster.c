/* A whole run over a few documents: rows agree with each other, outputs are well-formed and fit to
 * be shown, and neither the order of the input nor the number of threads changes a row. */
#include "run.h"

static void check_same(const kembar_buffer *a, const kembar_buffer *b) {
    FUZZ_CHECK(kembar_view_equal(kembar_buffer_view(a), kembar_buffer_view(b)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view parts = fuzz_view(data, size);
    fuzz_run one, other;
    kembar_collection *forth = fuzz_collection("run.jsonl", parts, 0);
    fuzz_run_cluster(&one, forth, 1);
    fuzz_check_json_lines(kembar_buffer_view(&one.pairs));
    fuzz_check_json_lines(kembar_buffer_view(&one.clusters));
    fuzz_check_html(kembar_buffer_view(&one.html));
    fuzz_check_shown(kembar_buffer_view(&one.summary), 1);
    kembar_collection *back = fuzz_collection("run.jsonl", parts, 1);
    fuzz_run_cluster(&other, back, 2);
    check_same(&one.documents, &other.documents);
    check_same(&one.pairs, &other.pairs);
    check_same(&one.clusters, &other.clusters);
    fuzz_run_deinit(&one);
    fuzz_run_deinit(&other);
    kembar_collection_free(forth);
    kembar_collection_free(back);
    return 0;
}
