#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "collected.h"
#include "kembar/track.h"
#include "make_document.h"
#include "pipeline/track_fill.h"
#include "read/collection.h"
#include "scarce_memory.h"
#include "temp_folder.h"

#define QUAY "the quay will be repaired before the rains come for a sum of at most "
#define CRACKS " million because divers found long cracks below the water line last year"

/* Both sides and what came of them. */
typedef struct tracked {
    kembar_collection *releases, *coverage;
    kembar_track track;
} tracked;

static tracked track_with(const char *releases, const char *coverage,
                          const kembar_options *options) {
    tracked out = {.releases = collect(releases), .coverage = collect(coverage)};
    kembar_run_context context = {0};
    kembar_error error = {0};
    assert_int_equal(
        kembar_track_run(out.releases, out.coverage, options, &context, &out.track, &error),
        KEMBAR_OK);
    assert_int_equal(out.track.n_releases, kembar_collection_document_count(out.releases));
    return out;
}

static tracked track(const char *releases, const char *coverage) {
    kembar_options options = kembar_options_default();
    options.n_threads = 1;
    return track_with(releases, coverage, &options);
}

static void free_tracked(tracked *item) {
    kembar_track_deinit(&item->track);
    kembar_collection_free(item->releases);
    kembar_collection_free(item->coverage);
}

static kembar_view coverage_id(const tracked *item, size_t row) {
    return kembar_document_id(
        kembar_collection_document(item->coverage, item->track.rows[row].coverage));
}

/* Text number `seed`: 120 words that no other has. */
static void write_text(const char *path, uint64_t seed, unsigned percent_edited) {
    kembar_random random = {seed};
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, &random, 120, 1 << 20);
    append_edited(&edited, &random, text_of(&text), percent_edited);
    temp_write_text(path, text_of(&edited));
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

/* A record of text number `seed`; source and date are JSON. */
static void append_record(kembar_buffer *out, const char *id, const char *source, const char *date,
                          uint64_t seed, unsigned percent_edited) {
    kembar_random random = {seed};
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, &random, 120, 1 << 20);
    append_edited(&edited, &random, text_of(&text), percent_edited);
    kembar_buffer_append_format(out, "{\"id\":\"%s\",\"source\":%s,\"date\":%s,\"text\":\"%s\"}\n",
                                id, source, date, text_of(&edited));
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

static void write_records(const char *path, kembar_buffer *records) {
    temp_write_text(path, text_of(records));
    kembar_buffer_deinit(records);
}

static void equal_ids_stay_apart(void **state) {
    (void)state;
    write_text("a/one.txt", 1, 0);
    write_text("a/two.txt", 2, 0);
    write_text("b/one.txt", 2, 0);
    write_text("b/two.txt", 1, 0);
    tracked item = track("a", "b");
    assert_int_equal(item.track.n_rows, 2);
    assert_int_equal(item.track.n_in_both, 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(item.track.first_row[i], i);
        assert_int_equal(item.track.rows[i].release, i);
        assert_int_equal(item.track.rows[i].coverage, 1 - i);
        assert_int_equal(item.track.rows[i].relation, KEMBAR_RELATION_EXACT);
        assert_int_equal(item.track.rows[i].kept, 1000000);
    }
    free_tracked(&item);
}

static void a_release_is_not_its_own_coverage(void **state) {
    (void)state;
    write_text("all/out/one.txt", 1, 0);
    write_text("all/out/two.txt", 1, 5);
    write_text("all/copy/one.txt", 1, 0);
    assert_int_equal(symlink("all/out", "link"), 0);
    tracked item = track("link", "./all");
    assert_int_equal(item.track.n_in_both, 2);
    /* Each has the copy and the other release. */
    assert_int_equal(item.track.first_row[1], 2);
    assert_int_equal(item.track.n_rows, 4);
    expect_view(coverage_id(&item, 0), "copy/one.txt");
    expect_view(coverage_id(&item, 1), "out/two.txt");
    expect_view(coverage_id(&item, 2), "copy/one.txt");
    expect_view(coverage_id(&item, 3), "out/one.txt");
    free_tracked(&item);
}

static void records_of_one_file_are_told_apart(void **state) {
    (void)state;
    kembar_buffer records = {0};
    append_record(&records, "x", "null", "null", 1, 0);
    append_record(&records, "y", "null", "null", 1, 0);
    write_records("both.jsonl", &records);
    tracked item = track("both.jsonl", "both.jsonl");
    assert_int_equal(item.track.n_in_both, 2);
    assert_int_equal(item.track.n_rows, 2);
    expect_view(coverage_id(&item, 0), "y");
    expect_view(coverage_id(&item, 1), "x");
    free_tracked(&item);
}

static void rows_go_by_date_then_strength(void **state) {
    (void)state;
    kembar_buffer records = {0};
    append_record(&records, "a-undated", "null", "null", 1, 0);
    append_record(&records, "b-late", "null", "\"2024-05-09\"", 1, 0);
    append_record(&records, "c-edited", "null", "\"2024-05-02T09:00:00\"", 1, 8);
    append_record(&records, "d-exact", "null", "\"2024-05-02T18:00:00\"", 1, 0);
    append_record(&records, "e-before", "null", "\"2024-04-30\"", 1, 0);
    append_record(&records, "f-other", "null", "\"2024-05-02\"", 2, 0);
    write_records("in.jsonl", &records);
    append_record(&records, "release", "null", "\"2024-05-01\"", 1, 0);
    write_records("out.jsonl", &records);
    static const char *const ids[] = {"e-before", "d-exact", "c-edited", "b-late", "a-undated"};
    static const int32_t days[] = {-1, 1, 1, 8, INT32_MIN};
    tracked item = track("out.jsonl", "in.jsonl");
    assert_int_equal(item.track.n_rows, 5);
    for (size_t i = 0; i < 5; i++) {
        expect_view(coverage_id(&item, i), ids[i]);
        assert_int_equal(item.track.rows[i].days, days[i]);
        assert_int_equal(item.track.rows[i].has_changes, i == 2);
    }
    assert_true(item.track.rows[2].n_changes > 0);
    free_tracked(&item);
}

static void a_release_that_nobody_ran_has_no_rows(void **state) {
    (void)state;
    write_text("a/one.txt", 1, 0);
    write_text("a/two.txt", 2, 0);
    write_text("b/two.txt", 2, 0);
    tracked item = track("a", "b");
    assert_int_equal(item.track.first_row[0], 0);
    assert_int_equal(item.track.first_row[1], 0);
    assert_int_equal(item.track.first_row[2], 1);
    free_tracked(&item);
}

/* A run lists the pairs of a class this large for its representative alone, the oldest. */
static void write_large_class(void) {
    kembar_buffer records = {0};
    char id[16];
    for (int i = 0; i < 90; i++) {
        (void)snprintf(id, sizeof id, "copy-%02d", i);
        append_record(&records, id, i % 2 ? "\"odd\"" : "\"even\"", "\"2024-01-01\"", 1, 0);
    }
    append_record(&records, "edited", "\"odd\"", "\"2024-01-01\"", 1, 8);
    write_records("in.jsonl", &records);
    append_record(&records, "release", "\"even\"", "\"2024-02-01\"", 1, 0);
    write_records("out.jsonl", &records);
}

static void large_classes_lose_nothing(void **state) {
    (void)state;
    write_large_class();
    tracked item = track("out.jsonl", "in.jsonl");
    assert_int_equal(item.track.n_rows, 91);
    for (size_t i = 0; i < 90; i++)
        assert_int_equal(item.track.rows[i].relation, KEMBAR_RELATION_EXACT);
    assert_int_equal(item.track.rows[90].relation, KEMBAR_RELATION_NEAR);
    assert_true(item.track.rows[90].n_changes > 0);
    free_tracked(&item);
}

/* Of a story that hundreds ran, each with edits of its own, the release is neither the earliest nor
 * the longest. */
static void of_a_large_family_all_are_found(void **state) {
    enum { N = 150 };
    (void)state;
    write_text("big-releases/r.txt", 77, 4);
    for (unsigned i = 0; i < N; i++) {
        char path[64];
        kembar_random random = {1000 + i};
        kembar_buffer text = {0}, edited = {0};
        kembar_random of_text = {77};
        append_words(&text, &of_text, 120, 1 << 20);
        append_edited(&edited, &random, text_of(&text), 3);
        if (i % 2)
            append_words(&edited, &random, 6, 1 << 20);
        (void)snprintf(path, sizeof path, "big-coverage/c%03u.txt", i);
        temp_write_text(path, text_of(&edited));
        kembar_buffer_deinit(&text);
        kembar_buffer_deinit(&edited);
    }
    tracked item = track("big-releases", "big-coverage");
    assert_int_equal(item.track.n_rows, N);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(item.track.rows[i].relation, KEMBAR_RELATION_NEAR);
    free_tracked(&item);
}

static void options_hold_for_lent_pairs_too(void **state) {
    (void)state;
    write_large_class();
    kembar_options options = kembar_options_default();
    options.across_sources = 1;
    tracked item = track_with("out.jsonl", "in.jsonl", &options);
    for (size_t i = 0; i < item.track.n_rows; i++)
        expect_view(kembar_document_source(
                        kembar_collection_document(item.coverage, item.track.rows[i].coverage)),
                    "odd");
    assert_int_equal(item.track.n_rows, 46);
    free_tracked(&item);
}

static void threads_change_nothing(void **state) {
    (void)state;
    write_large_class();
    kembar_options options = kembar_options_default();
    options.n_threads = 3;
    tracked one = track("out.jsonl", "in.jsonl");
    tracked three = track_with("out.jsonl", "in.jsonl", &options);
    assert_int_equal(one.track.n_rows, three.track.n_rows);
    for (size_t i = 0; i < one.track.n_rows; i++) {
        assert_int_equal(one.track.rows[i].coverage, three.track.rows[i].coverage);
        assert_int_equal(one.track.rows[i].kept, three.track.rows[i].kept);
        assert_int_equal(one.track.rows[i].n_replaced, three.track.rows[i].n_replaced);
    }
    free_tracked(&one);
    free_tracked(&three);
}

/* Half of ten words stand in two spans that overlap, seen from either side. */
static kembar_track_row fill_translation(int release_is_b) {
    kembar_document *documents[] = {
        make_document("one two three four five six seven eight nine ten"),
        make_document("satu dua tiga empat lima enam tujuh delapan")};
    const kembar_document *borrowed[] = {documents[0], documents[1]};
    kembar_track_sides sides[] = {{0, KEMBAR_TRACK_NONE}, {KEMBAR_TRACK_NONE, 0}};
    kembar_track_union both = {borrowed, sides, 2, 0};
    kembar_span_pair spans[] = {{0, 13, 0, 8}, {8, 23, 0, 8}};
    kembar_pair pair = {.a = 0, .b = 1, .relation = KEMBAR_RELATION_TRANSLATION, .n_spans = 2};
    if (release_is_b) {
        sides[0] = (kembar_track_sides){KEMBAR_TRACK_NONE, 0};
        sides[1] = (kembar_track_sides){0, KEMBAR_TRACK_NONE};
    }
    kembar_track_pair item = {.release = (uint32_t)release_is_b,
                              .coverage = (uint32_t)!release_is_b,
                              .pair = &pair,
                              .spans = spans,
                              .release_is_b = (uint8_t)release_is_b};
    kembar_track_pairs pairs = {.items = &item, .n_items = 1};
    kembar_furniture furniture = {0};
    kembar_options options = kembar_options_default();
    kembar_track out = {0};
    kembar_track_filler filler = {.both = &both,
                                  .pairs = &pairs,
                                  .furniture = &furniture,
                                  .options = &options,
                                  .n_releases = 1,
                                  .out = &out};
    assert_int_equal(kembar_track_fill(&filler), KEMBAR_OK);
    assert_int_equal(out.n_rows, 1);
    kembar_track_row row = out.rows[0];
    kembar_track_filler_deinit(&filler);
    kembar_track_deinit(&out);
    for (int i = 0; i < 2; i++)
        kembar_document_free(documents[i]);
    return row;
}

static void of_a_translation_the_spans_count(void **state) {
    (void)state;
    kembar_track_row row = fill_translation(0);
    assert_int_equal(row.kept, 500000);
    assert_int_equal(row.share, 250000);
    row = fill_translation(1);
    assert_int_equal(row.kept, 250000);
    assert_int_equal(row.share, 500000);
    assert_false(row.has_changes);
}

static kembar_status borrow_once(void *context) {
    const kembar_document *const *documents = context;
    kembar_collection *collection;
    kembar_status status = kembar_collection_borrow(&collection, documents, 2, NULL);
    assert_int_equal(collection == NULL, status != KEMBAR_OK);
    if (!status)
        assert_ptr_equal(kembar_collection_document(collection, 1), documents[1]);
    kembar_collection_free(collection);
    return status;
}

static void borrowed_documents_stay(void **state) {
    (void)state;
    kembar_document *documents[] = {make_document("one"), make_document("two")};
    assert_int_equal(fail_every_allocation(borrow_once, documents), 2);
    for (int i = 0; i < 2; i++)
        kembar_document_free(documents[i]);
}

/* Both sides read, for calls that fail. */
static kembar_status join_once(void *context) {
    tracked *item = context;
    kembar_track_union both;
    kembar_status status = kembar_track_union_make(&both, item->releases, item->coverage, NULL);
    assert_int_equal(both.n_documents, status ? 0 : 3);
    kembar_track_union_deinit(&both);
    return status;
}

static void the_union_survives_failed_allocations(void **state) {
    (void)state;
    write_text("all/out/one.txt", 1, 0);
    write_text("all/out/two.txt", 1, 5);
    write_text("all/copy/one.txt", 1, 0);
    tracked item = {.releases = collect("all/out"), .coverage = collect("all")};
    assert_true(fail_every_allocation(join_once, &item) >= 6);
    kembar_collection_free(item.releases);
    kembar_collection_free(item.coverage);
}

/* A pair of the union of a release and an edited copy, as the run would give it. */
static kembar_status pick_and_fill_once(void *context) {
    const kembar_document *const *documents = context;
    const kembar_document *borrowed[] = {documents[0], documents[1]};
    kembar_track_sides sides[] = {{0, KEMBAR_TRACK_NONE}, {KEMBAR_TRACK_NONE, 0}};
    kembar_track_union both = {borrowed, sides, 2, 0};
    kembar_pair pair = {.a = 0, .b = 1, .relation = KEMBAR_RELATION_NEAR};
    kembar_pair_row row = {.pair = &pair, .a = documents[0], .b = documents[1]};
    kembar_options options = kembar_options_default();
    kembar_furniture furniture = {0};
    kembar_track_pairs pairs = {0};
    kembar_track out = {0};
    kembar_track_filler filler = {.both = &both,
                                  .pairs = &pairs,
                                  .furniture = &furniture,
                                  .options = &options,
                                  .n_releases = 1,
                                  .out = &out};
    kembar_status status = kembar_track_pairs_add(&pairs, &row);
    if (!status)
        status = kembar_track_pairs_pick(&pairs, &both, &options);
    if (!status)
        status = kembar_track_fill(&filler);
    if (!status)
        assert_int_equal(out.rows[0].n_changes, 1);
    kembar_track_filler_deinit(&filler);
    kembar_track_pairs_deinit(&pairs);
    kembar_track_deinit(&out);
    return status;
}

static void rows_survive_failed_allocations(void **state) {
    (void)state;
    kembar_document *documents[] = {make_document(QUAY "40" CRACKS),
                                    make_document(QUAY "45" CRACKS)};
    assert_true(fail_every_allocation(pick_and_fill_once, documents) >= 12);
    for (int i = 0; i < 2; i++)
        kembar_document_free(documents[i]);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(equal_ids_stay_apart),
        IN_FOLDER(a_release_is_not_its_own_coverage),
        IN_FOLDER(records_of_one_file_are_told_apart),
        IN_FOLDER(rows_go_by_date_then_strength),
        IN_FOLDER(a_release_that_nobody_ran_has_no_rows),
        IN_FOLDER(large_classes_lose_nothing),
        IN_FOLDER(of_a_large_family_all_are_found),
        IN_FOLDER(options_hold_for_lent_pairs_too),
        IN_FOLDER(threads_change_nothing),
        cmocka_unit_test(of_a_translation_the_spans_count),
        cmocka_unit_test(rows_survive_failed_allocations),
        cmocka_unit_test(borrowed_documents_stay),
        IN_FOLDER(the_union_survives_failed_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
