/* Releases and coverage of any text: the table, the CSV and the JSON are well-formed and harmless.
 * Input: a byte, whose lowest four bits say how many of the parts are releases, then the parts. */
#include "kembar/track_report.h"
#include "run.h"

enum { N_CELLS = 20 };

static void check_row(const kembar_track *track, size_t i) {
    const kembar_track_row *row = &track->rows[i];
    FUZZ_CHECK(row->relation > KEMBAR_RELATION_NONE && row->relation <= KEMBAR_RELATION_EXACT);
    FUZZ_CHECK(row->kept >= -1 && row->kept <= 1000000);
    FUZZ_CHECK(row->share >= -1 && row->share <= 1000000);
    FUZZ_CHECK(row->n_changes <= KEMBAR_TRACK_EXAMPLES);
    FUZZ_CHECK((size_t)row->first_change + row->n_changes <= track->n_changes);
    for (uint32_t k = 0; k < row->n_changes; k++) {
        const kembar_change *change = &track->changes[row->first_change + k];
        FUZZ_CHECK((change->release.data != NULL) == (change->kind != KEMBAR_CHANGE_ADDED));
        FUZZ_CHECK((change->coverage.data != NULL) == (change->kind != KEMBAR_CHANGE_CUT));
    }
}

static void check_answers(const kembar_tracked *tracked) {
    kembar_answer answer = {0};
    FUZZ_CHECK(kembar_answer_track(&answer, tracked, 0, NULL) == KEMBAR_OK);
    fuzz_check_shown((kembar_view){answer.data, answer.size}, 1);
    kembar_answer_deinit(&answer);
    FUZZ_CHECK(kembar_answer_track_csv(&answer, tracked, NULL) == KEMBAR_OK);
    fuzz_check_csv((kembar_view){answer.data, answer.size}, N_CELLS);
    kembar_answer_deinit(&answer);
    FUZZ_CHECK(kembar_answer_track_json(&answer, tracked, NULL) == KEMBAR_OK);
    fuzz_check_json_lines((kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size), first;
    unsigned n_releases = fuzz_take_byte(&rest) & 15;
    first = rest;
    for (unsigned i = 0; i < n_releases; i++)
        (void)fuzz_take_part(&rest);
    first.size -= rest.size;
    kembar_collection *releases = fuzz_collection("releases.jsonl", first, 0);
    kembar_collection *coverage = fuzz_collection("coverage.jsonl", rest, 0);
    kembar_options options = kembar_options_default();
    kembar_run_context context = {.data_dir = fuzz_folder()};
    kembar_track track = {0};
    options.n_threads = 1;
    FUZZ_CHECK(kembar_track_run(releases, coverage, &options, &context, &track, NULL) == KEMBAR_OK);
    for (size_t i = 0; i < track.n_rows; i++)
        check_row(&track, i);
    kembar_tracked tracked = {releases, coverage, &track};
    check_answers(&tracked);
    kembar_track_deinit(&track);
    kembar_collection_free(releases);
    kembar_collection_free(coverage);
    return 0;
}
