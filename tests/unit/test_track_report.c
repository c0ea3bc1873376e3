#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "collected.h"
#include "kembar/track_report.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "temp_folder.h"

#define TEXT "the house of the king and the queen"

/* One release and one document, whose title is what the tests are about. */
typedef struct fixture {
    kembar_collection *releases, *coverage;
    kembar_track_row row;
    kembar_change change;
    size_t first_row[2];
    kembar_track track;
    kembar_tracked tracked;
} fixture;

static void fixture_init(fixture *out, const char *title) {
    kembar_buffer record = {0};
    kembar_buffer_append_format(&record, "{\"id\":\"d\",\"title\":\"%s\",\"text\":\"" TEXT "\"}\n",
                                title);
    temp_write_text("in.jsonl", text_of(&record));
    temp_write_text("release.txt", TEXT);
    kembar_buffer_deinit(&record);
    *out = (fixture){.releases = collect("release.txt"), .coverage = collect("in.jsonl")};
    out->row = (kembar_track_row){.relation = KEMBAR_RELATION_NEAR,
                                  .facts_differ = 1,
                                  .days = -3,
                                  .score = 500000,
                                  .kept = 500000,
                                  .share = -1,
                                  .has_changes = 1,
                                  .n_cut = 7,
                                  .n_changes = 1};
    out->change =
        (kembar_change){.release = {"-9 words", 8}, .release_words = 7, .kind = KEMBAR_CHANGE_CUT};
    out->first_row[1] = 1;
    out->track = (kembar_track){.rows = &out->row,
                                .n_rows = 1,
                                .first_row = out->first_row,
                                .n_releases = 1,
                                .changes = &out->change,
                                .n_changes = 1};
    out->tracked = (kembar_tracked){out->releases, out->coverage, &out->track};
}

static void fixture_deinit(fixture *item) {
    kembar_collection_free(item->releases);
    kembar_collection_free(item->coverage);
}

/* Whether the CSV for this title (JSON) holds the cell with its quotes. */
static int csv_has(const char *title, const char *cell) {
    fixture item;
    kembar_answer answer;
    fixture_init(&item, title);
    assert_int_equal(kembar_answer_track_csv(&answer, &item.tracked, NULL), KEMBAR_OK);
    int has = strstr(answer.data, cell) != NULL;
    kembar_answer_deinit(&answer);
    fixture_deinit(&item);
    return has;
}

static void cells_that_would_run_are_harmless(void **state) {
    (void)state;
    assert_true(csv_has("=1+1", ",\"'=1+1\","));
    assert_true(csv_has("+1", ",\"'+1\","));
    assert_true(csv_has("-1", ",\"'-1\","));
    assert_true(csv_has("@SUM(A1)", ",\"'@SUM(A1)\","));
    assert_true(csv_has("\\uff1d1", ",\"'\xef\xbc\x9d"
                                    "1\","));
    assert_true(csv_has("x;=1", ",\"x;'=1\","));
    assert_true(csv_has("x; \\\"=1", ",\"x; \"\"'=1\","));
    assert_true(csv_has("\\\"=1", ",\"\"\"'=1\","));
}

static void other_cells_stay_as_they_are(void **state) {
    (void)state;
    assert_true(csv_has("1 - 2 = -1", ",\"1 - 2 = -1\","));
    assert_true(csv_has("a, \\\"b\\\"", ",\"a, \"\"b\"\"\","));
}

static void rows_are_as_rfc_4180_says(void **state) {
    (void)state;
    fixture item;
    kembar_answer answer;
    fixture_init(&item, "two\\nlines\\u001b");
    assert_int_equal(kembar_answer_track_csv(&answer, &item.tracked, NULL), KEMBAR_OK);
    assert_string_equal(
        answer.data, "release,release_title,release_date,release_source,document,title,date,"
                     "days,source,url,language,relation,score,kept,share,facts_differ,replaced,"
                     "cut,added,changes\r\n"
                     "\"release.txt\",\"" TEXT "\",,,\"d\",\"two lines\xef\xbf\xbd\",,-3,,,en,near,"
                     "0.500000,0.500000,,true,0,7,0,\"[cut: -9 words]\"\r\n");
    kembar_answer_deinit(&answer);
    fixture_deinit(&item);
}

static void json_has_every_key(void **state) {
    (void)state;
    fixture item;
    kembar_answer answer;
    fixture_init(&item, "t");
    assert_int_equal(kembar_answer_track_json(&answer, &item.tracked, NULL), KEMBAR_OK);
    assert_string_equal(
        answer.data,
        "{\"id\":\"release.txt\",\"title\":null,\"date\":null,\"source\":null,\"url\":null,"
        "\"language\":\"en\",\"input\":{\"path\":\"release.txt\",\"position\":0},\"ran\":0,"
        "\"coverage\":[{\"id\":\"d\",\"title\":\"t\",\"date\":null,\"source\":null,\"url\":null,"
        "\"language\":\"en\",\"input\":{\"path\":\"in.jsonl\",\"position\":1},\"days\":-3,"
        "\"relation\":\"near\",\"score\":0.500000,\"kept\":0.500000,\"share\":null,"
        "\"facts_differ\":true,\"changes\":{\"replaced\":0,\"cut\":7,\"added\":0,\"examples\":["
        "{\"kind\":\"cut\",\"release\":\"-9 words\",\"coverage\":null,\"release_words\":7,"
        "\"coverage_words\":0,\"headline\":false,\"fact\":false}]}}]}\n");
    kembar_answer_deinit(&answer);
    fixture_deinit(&item);
}

static void a_copy_with_other_facts_is_not_run(void **state) {
    (void)state;
    fixture item;
    kembar_answer answer;
    fixture_init(&item, "t");
    assert_int_equal(kembar_answer_track(&answer, &item.tracked, 0, NULL), KEMBAR_OK);
    assert_non_null(strstr(answer.data, "nobody ran it; 1 near with other facts\n"));
    assert_non_null(strstr(answer.data, "other facts, 7 cut (words)\n"));
    assert_null(strchr(answer.data, '\033'));
    kembar_answer_deinit(&answer);
    assert_int_equal(kembar_answer_track(&answer, &item.tracked, 1, NULL), KEMBAR_OK);
    assert_non_null(strchr(answer.data, '\033'));
    kembar_answer_deinit(&answer);
    fixture_deinit(&item);
}

typedef kembar_status (*make_answer)(kembar_answer *out, const kembar_tracked *tracked,
                                     kembar_error *error);

static kembar_status make_text(kembar_answer *out, const kembar_tracked *tracked,
                               kembar_error *error) {
    return kembar_answer_track(out, tracked, 1, error);
}

typedef struct answer_call {
    fixture item;
    make_answer make;
} answer_call;

static kembar_status answer_once(void *context) {
    answer_call *call = context;
    kembar_answer answer;
    kembar_status status = call->make(&answer, &call->item.tracked, NULL);
    assert_int_equal(answer.data == NULL, status != KEMBAR_OK);
    kembar_answer_deinit(&answer);
    return status;
}

static void answers_survive_failed_allocations(void **state) {
    static const make_answer makers[] = {make_text, kembar_answer_track_csv,
                                         kembar_answer_track_json};
    (void)state;
    answer_call call;
    fixture_init(&call.item, "a title");
    for (size_t i = 0; i < 3; i++) {
        call.make = makers[i];
        assert_true(fail_every_allocation(answer_once, &call) >= 2);
    }
    fixture_deinit(&call.item);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(cells_that_would_run_are_harmless),
        IN_FOLDER(other_cells_stay_as_they_are),
        IN_FOLDER(rows_are_as_rfc_4180_says),
        IN_FOLDER(json_has_every_key),
        IN_FOLDER(a_copy_with_other_facts_is_not_run),
        IN_FOLDER(answers_survive_failed_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
