#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/views.h"
#include "document/document.h"
#include "fixture_run.h"
#include "make_document.h"
#include "pipeline/baseline.h"
#include "pipeline/content_key.h"
#include "scarce_memory.h"
#include "temp_folder.h"

#define KEY_1 "00000000000000010000000000000002"
#define KEY_2 "0000000000000001ffffffffffffffff"
#define TAIL ",\"relation\":\"near\",\"ids\":[\"x\",\"y\"],\"expires\":null,\"note\":null}\n"
#define LINE "{\"a\":\"" KEY_1 "\",\"b\":\"" KEY_2 "\"" TAIL

static kembar_baseline *open_text(const char *text) {
    kembar_baseline *baseline = NULL;
    kembar_error error = {0};
    temp_write_text("known.jsonl", text);
    if (kembar_baseline_open(&baseline, "known.jsonl", &error))
        fail_msg("%s:%d: %s", error.file, (int)error.position, error.message);
    return baseline;
}

static void assert_view(kembar_view view, const char *text) {
    assert_true(kembar_view_equal(view, (kembar_view){text, strlen(text)}));
}

static void assert_refused(const char *text, kembar_status code, uint64_t line, const char *what) {
    kembar_baseline *baseline = NULL;
    kembar_error error = {0};
    temp_write_text("known.jsonl", text);
    assert_int_equal(kembar_baseline_open(&baseline, "known.jsonl", &error), code);
    assert_null(baseline);
    assert_string_equal(error.file, "known.jsonl");
    assert_int_equal(error.position, line);
    if (!strstr(error.message, what))
        fail_msg("\"%s\" does not say \"%s\"", error.message, what);
}

static void an_entry_is_read(void **state) {
    size_t n;
    (void)state;
    kembar_baseline *baseline = open_text(
        "{\"note\":\"agreed \\u0007 \\u202e\",\"expires\":\"2027-01-31\",\"ids\":[\"b\",\"a\"],"
        "\"relation\":\"exact\",\"b\":\"" KEY_1 "\",\"a\":\"" KEY_2 "\"}");
    const kembar_baseline_entry *entry = kembar_baseline_entries(baseline, &n);
    assert_int_equal(n, 1);
    /* The keys come in order, each with its id. */
    assert_int_equal(entry->a.high, 1);
    assert_int_equal(entry->a.low, 2);
    assert_int_equal(entry->b.low, UINT64_MAX);
    assert_view(entry->id_a, "a");
    assert_view(entry->id_b, "b");
    assert_int_equal(entry->relation, KEMBAR_RELATION_EXACT);
    assert_view(entry->expires, "2027-01-31");
    assert_view(entry->note, "agreed \a \xe2\x80\xae");
    assert_int_equal(entry->line, 1);
    assert_false(kembar_baseline_is_expired(entry, "2027-01-31"));
    assert_true(kembar_baseline_is_expired(entry, "2027-02-01"));
    kembar_baseline_free(baseline);
    kembar_baseline_free(NULL);
}

/* Both sides of a merge, doubled, unsorted, with line ends of another system. */
static void a_union_of_lines_reads(void **state) {
    size_t n;
    (void)state;
    kembar_baseline *baseline =
        open_text("\xef\xbb\xbf" LINE "\r\n\n"
                  "{\"a\":\"" KEY_1 "\",\"b\":\"" KEY_1
                  "\",\"relation\":\"exact\",\"ids\":[\"z\",\"q\"]}\r\n" LINE "{\"a\":\"" KEY_1
                  "\",\"b\":\"" KEY_2 "\",\"relation\":\"near\",\"ids\":[\"x\",\"y\"],"
                  "\"expires\":\"2030-01-01\",\"note\":\"until then\"}\n");
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n);
    assert_int_equal(n, 2);
    assert_view(entries[0].id_a, "q");
    assert_view(entries[0].id_b, "z");
    assert_int_equal(entries[0].line, 4);
    /* Of the same pair the one that holds longest. */
    assert_null(entries[1].expires.data);
    assert_int_equal(entries[1].line, 1);
    kembar_baseline_free(baseline);
    baseline = open_text("");
    (void)kembar_baseline_entries(baseline, &n);
    assert_int_equal(n, 0);
    kembar_baseline_free(baseline);
}

static void what_is_no_entry_is_refused(void **state) {
    (void)state;
    const kembar_status format = KEMBAR_ERROR_FORMAT;
    assert_refused(LINE "<<<<<<< ours\n" LINE, format, 2, "unfinished merge");
    assert_refused("=======\n", format, 1, "unfinished merge");
    assert_refused(LINE LINE ">>>>>>> theirs\n", format, 3, "unfinished merge");
    assert_refused("||||||| base\n", format, 1, "unfinished merge");
    assert_refused("[]\n", format, 1, "not a JSON object");
    assert_refused(LINE "{\"a\":", format, 2, "");
    assert_refused("{\"a\":\"\xff\"}\n", format, 1, "UTF-8");
    assert_refused("{}\n", format, 1, "must have a, b, relation and ids");
    assert_refused("{\"a\":1}\n", format, 1, "hex");
    assert_refused("{\"a\":\"0000000000000001000000000000000G\"}\n", format, 1, "hex");
    assert_refused("{\"a\":\"000000000000000100000000000000\\u0000\\u0000\"}\n", format, 1, "hex");
    assert_refused("{\"relation\":\"none\"}\n", format, 1, "relation");
    assert_refused("{\"relation\":7}\n", format, 1, "relation");
    assert_refused("{\"ids\":[\"x\"]}\n", format, 1, "two");
    assert_refused("{\"ids\":[\"x\",\"y\",\"z\"]}\n", format, 1, "two");
    assert_refused("{\"ids\":\"x\"}\n", format, 1, "two");
    assert_refused("{\"ids\":[\"x\",null]}\n", format, 1, "texts");
    assert_refused("{\"expires\":\"2027-02-29\"}\n", format, 1, "day");
    assert_refused("{\"expires\":\"2027-2-1\"}\n", format, 1, "day");
    assert_refused("{\"expires\":\"2027-02-01\\u0000\"}\n", format, 1, "day");
    assert_refused("{\"expires\":20270201}\n", format, 1, "day");
    assert_refused("{\"note\":[]}\n", format, 1, "note");
    assert_refused("{\"note\":null,\"note\":null}\n", format, 1, "twice");
    assert_refused("{\"expire\":\"2027-01-01\"}\n", format, 1, "no \"expire\"");
}

static void long_texts_and_lines_are_refused(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_buffer_append_text(&text, "{\"note\":\"");
    for (int i = 0; i < KEMBAR_BASELINE_TEXT_BYTES + 1; i++)
        kembar_buffer_append_char(&text, 'n');
    kembar_buffer_append_text(&text, "\"}");
    assert_refused(text_of(&text), KEMBAR_ERROR_FORMAT, 1, "at most 4096 bytes");
    kembar_buffer_clear(&text);
    for (int i = 0; i < 128 * 1024 + 1; i++)
        kembar_buffer_append_char(&text, ' ');
    assert_refused(text_of(&text), KEMBAR_ERROR_LIMIT, 1, "131072");
    kembar_buffer_deinit(&text);
    kembar_baseline *baseline = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_baseline_open(&baseline, "none.jsonl", &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.file, "none.jsonl");
}

static void days_are_days(void **state) {
    (void)state;
    assert_true(kembar_baseline_is_day("2028-02-29"));
    static const char *const none[] = {"",           "2027-02-29",  "2027-13-01", "2027-00-01",
                                       "20270101",   "2027-01-011", "2027-1-01",  "2027/01/01",
                                       "01-01-2027", "2027-01-01T"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(kembar_baseline_is_day(none[i]));
}

static void keys_are_of_words_alone(void **state) {
    (void)state;
    kembar_document *plain = make_document("One Two,\n\nthree. Kwartal ke-4");
    kembar_document *marked = make_record("elsewhere/x", "a source", "2024-01-01",
                                          "  one TWO three\n\n\nkwartal -- ke 4\n");
    kembar_document *other = make_document("one two three kwartal 4 ke");
    kembar_document *empty = make_document("...");
    kembar_content_key key = kembar_document_content_key(plain);
    kembar_content_key same = kembar_document_content_key(marked);
    assert_int_equal(kembar_content_key_compare(key, same), 0);
    assert_int_not_equal(kembar_content_key_compare(key, kembar_document_content_key(other)), 0);
    uint64_t hashes[6];
    assert_int_equal(plain->tokens.n_items, 6);
    for (size_t i = 0; i < 6; i++)
        hashes[i] = plain->tokens.items[i].hash;
    same = kembar_content_key_of_hashes(hashes, 6);
    assert_int_equal(kembar_content_key_compare(key, same), 0);
    key = kembar_document_content_key(empty);
    same = kembar_content_key_of_hashes(NULL, 0);
    assert_int_equal(kembar_content_key_compare(key, same), 0);
    kembar_document_free(plain);
    kembar_document_free(marked);
    kembar_document_free(other);
    kembar_document_free(empty);
}

/* Words that lie apart hash as words side by side, at every length around a batch. */
static void scattered_words_hash_as_dense_ones(void **state) {
    enum { MOST = 600 };
    uint64_t dense[MOST], scattered[MOST][3];
    kembar_random random = {1};
    (void)state;
    for (size_t i = 0; i < MOST; i++)
        dense[i] = scattered[i][0] = kembar_random_next(&random);
    for (size_t n = 0; n <= MOST; n++) {
        kembar_hash128 want = kembar_hash128_bytes(dense, n * sizeof *dense);
        kembar_hash128 got = kembar_hash128_words(scattered, n, sizeof *scattered);
        assert_true(want.high == got.high && want.low == got.low);
    }
}

static kembar_view view(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static kembar_content_key key(uint64_t number) {
    return (kembar_content_key){number, 0};
}

static kembar_baseline_pair pair(uint64_t a, const char *id_a, uint64_t b, const char *id_b) {
    return (kembar_baseline_pair){key(a), key(b), view(id_a), view(id_b), KEMBAR_RELATION_NEAR, 0};
}

/* A baseline of these pairs, by way of a file. */
static kembar_baseline *accept_pairs(kembar_baseline_pair *pairs, size_t n, const char *expires) {
    kembar_baseline *baseline = NULL;
    for (size_t i = 0; i < n; i++)
        pairs[i].entry = SIZE_MAX;
    kembar_baseline_update update = {.pairs = pairs, .n_pairs = n, .expires = expires};
    assert_int_equal(kembar_baseline_save(NULL, &update, "known.jsonl", NULL, NULL), KEMBAR_OK);
    assert_int_equal(kembar_baseline_open(&baseline, "known.jsonl", NULL), KEMBAR_OK);
    return baseline;
}

static kembar_baseline_document old(uint64_t number, const char *id) {
    return (kembar_baseline_document){key(number), view(id), 0};
}

static kembar_baseline_document new (uint64_t number, const char *id) {
    return (kembar_baseline_document){key(number), view(id), 1};
}

static void match(const kembar_baseline *baseline, kembar_baseline_pair *pairs, size_t n_pairs,
                  const kembar_baseline_document *documents, size_t n_documents, uint8_t *states) {
    assert_int_equal(kembar_baseline_match(baseline, "2026-11-22", pairs, n_pairs, documents,
                                           n_documents, states, NULL),
                     KEMBAR_OK);
}

static void entries_have_states(void **state) {
    uint8_t states[4];
    (void)state;
    kembar_baseline_pair pairs[] = {pair(2, "y", 1, "x"), pair(3, "p", 4, "q"),
                                    pair(5, "r", 6, "s"), pair(7, "t", 8, "u")};
    kembar_baseline *baseline = accept_pairs(pairs, 4, NULL);
    const kembar_baseline_document documents[] = {old(1, "x"), new (2, "y"), old(3, "p"),
                                                  old(4, "q"), old(5, "r"),  old(7, "t"),
                                                  new (8, "u")};
    match(baseline, pairs, 1, documents, 7, states);
    assert_int_equal(pairs[0].entry, 0);
    assert_int_equal(states[0], KEMBAR_ENTRY_USED);
    assert_int_equal(states[1], KEMBAR_ENTRY_UNSEEN);
    assert_int_equal(states[2], KEMBAR_ENTRY_UNUSED); /* s is gone */
    assert_int_equal(states[3], KEMBAR_ENTRY_UNUSED); /* compared, and no pair any more */
    kembar_baseline_free(baseline);
    baseline = accept_pairs(pairs, 4, "2026-11-21");
    match(baseline, pairs, 1, documents, 7, states);
    assert_int_equal(pairs[0].entry, SIZE_MAX);
    assert_int_equal(states[0], KEMBAR_ENTRY_EXPIRED);
    kembar_baseline_free(baseline);
}

static void a_further_copy_is_new(void **state) {
    uint8_t states[1];
    (void)state;
    kembar_baseline_pair pairs[] = {pair(1, "x", 2, "y"), pair(1, "x", 2, "z")};
    kembar_baseline *baseline = accept_pairs(pairs, 1, NULL);
    const kembar_baseline_document together[] = {old(1, "x"), new (2, "y"), new (2, "z")};
    match(baseline, pairs, 2, together, 3, states);
    assert_int_equal(pairs[0].entry, 0);
    assert_int_equal(pairs[1].entry, SIZE_MAX);
    /* Also a day later, when the pair that was accepted is not compared any more. */
    const kembar_baseline_document later[] = {old(1, "x"), old(2, "y"), new (2, "z")};
    match(baseline, pairs + 1, 1, later, 3, states);
    assert_int_equal(pairs[1].entry, SIZE_MAX);
    assert_int_equal(states[0], KEMBAR_ENTRY_UNSEEN);
    /* And where those of the pair were renamed since. */
    const kembar_baseline_document moved[] = {old(1, "n/x"), old(2, "n/y"), new (2, "z")};
    pairs[1] = pair(1, "n/x", 2, "z");
    match(baseline, pairs + 1, 1, moved, 3, states);
    assert_int_equal(pairs[1].entry, SIZE_MAX);
    assert_int_equal(states[0], KEMBAR_ENTRY_UNSEEN);
    kembar_baseline_free(baseline);
}

/* All have the same words, so that keys tell nothing. */
static void exact_copies_are_told_apart_by_ids(void **state) {
    uint8_t states[1];
    (void)state;
    kembar_baseline_pair pairs[] = {pair(1, "y", 1, "x"), pair(1, "z", 1, "x"),
                                    pair(1, "z", 1, "y")};
    kembar_baseline *baseline = accept_pairs(pairs, 1, NULL);
    const kembar_baseline_document documents[] = {old(1, "x"), new (1, "y"), new (1, "z")};
    match(baseline, pairs, 3, documents, 3, states);
    assert_int_equal(pairs[0].entry, 0);
    assert_int_equal(pairs[1].entry, SIZE_MAX);
    assert_int_equal(pairs[2].entry, SIZE_MAX);
    const kembar_baseline_document later[] = {old(1, "x"), old(1, "y"), new (1, "z")};
    match(baseline, pairs + 1, 2, later, 3, states);
    assert_int_equal(pairs[1].entry, SIZE_MAX);
    assert_int_equal(pairs[2].entry, SIZE_MAX);
    kembar_baseline_free(baseline);
}

static void renamed_documents_stay_known(void **state) {
    uint8_t states[1];
    (void)state;
    kembar_baseline_pair pairs[] = {pair(1, "x", 1, "y"), pair(1, "w", 1, "y")};
    kembar_baseline *baseline = accept_pairs(pairs, 1, NULL);
    /* x is renamed to w, beside old copies that nobody accepted. */
    const kembar_baseline_document one[] = {new (1, "w"), old(1, "y"), old(1, "l"), old(1, "k")};
    kembar_baseline_pair found[] = {pair(1, "l", 1, "w"), pair(1, "w", 1, "y"),
                                    pair(1, "k", 1, "w")};
    match(baseline, found, 3, one, 4, states);
    assert_int_equal(found[0].entry, SIZE_MAX);
    assert_int_equal(found[1].entry, 0);
    assert_int_equal(found[2].entry, SIZE_MAX);
    assert_int_equal(states[0], KEMBAR_ENTRY_USED);
    /* Both move. */
    const kembar_baseline_document both[] = {new (1, "v/x"), new (1, "v/y")};
    found[0] = pair(1, "v/y", 1, "v/x");
    match(baseline, found, 1, both, 2, states);
    assert_int_equal(found[0].entry, 0);
    kembar_baseline_free(baseline);
}

static void a_saved_baseline_is_sorted_and_stays(void **state) {
    uint8_t states[3];
    size_t n;
    (void)state;
    kembar_baseline_pair pairs[] = {pair(5, "r", 3, "s"), pair(1, "x", 2, "y"),
                                    pair(1, "w", 2, "y")};
    kembar_baseline_update update = {
        .pairs = pairs, .n_pairs = 2, .note = "a \"note\"\n\x1b[2J\xff", .expires = "2027-01-31"};
    pairs[0].entry = pairs[1].entry = SIZE_MAX;
    assert_int_equal(kembar_baseline_save(NULL, &update, "known.jsonl", NULL, NULL), KEMBAR_OK);
    char *first = fixture_read_file("known.jsonl");
    assert_string_equal(
        first,
        "{\"a\":\"00000000000000010000000000000000\",\"b\":\"00000000000000020000000000000000\","
        "\"relation\":\"near\",\"ids\":[\"x\",\"y\"],\"expires\":\"2027-01-31\","
        "\"note\":\"a \\\"note\\\"\\n\\u001b[2J\xef\xbf\xbd\"}\n"
        "{\"a\":\"00000000000000030000000000000000\",\"b\":\"00000000000000050000000000000000\","
        "\"relation\":\"near\",\"ids\":[\"s\",\"r\"],\"expires\":\"2027-01-31\","
        "\"note\":\"a \\\"note\\\"\\n\\u001b[2J\xef\xbf\xbd\"}\n");
    kembar_baseline *baseline = open_text(first);
    update = (kembar_baseline_update){0};
    assert_int_equal(kembar_baseline_save(baseline, &update, "again.jsonl", NULL, NULL), KEMBAR_OK);
    char *second = fixture_read_file("again.jsonl");
    assert_string_equal(first, second);
    /* x is renamed to w, s is gone: the entry takes the new name, the other goes. */
    const kembar_baseline_document documents[] = {new (1, "w"), old(2, "y"), old(5, "r")};
    match(baseline, pairs + 2, 1, documents, 3, states);
    update = (kembar_baseline_update){.states = states, .pairs = pairs + 2, .n_pairs = 1};
    assert_int_equal(kembar_baseline_save(baseline, &update, "known.jsonl", NULL, NULL), KEMBAR_OK);
    kembar_baseline_free(baseline);
    assert_int_equal(kembar_baseline_open(&baseline, "known.jsonl", NULL), KEMBAR_OK);
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n);
    assert_int_equal(n, 1);
    assert_view(entries[0].id_a, "w");
    assert_view(entries[0].expires, "2027-01-31");
    kembar_baseline_free(baseline);
    free(first);
    free(second);
}

static void what_cannot_be_saved_changes_nothing(void **state) {
    static char note[KEMBAR_BASELINE_TEXT_BYTES + 2];
    kembar_baseline_pair found = pair(1, "x", 2, "y");
    (void)state;
    found.entry = SIZE_MAX;
    memset(note, 'n', sizeof note - 1);
    temp_write_text("known.jsonl", LINE);
    kembar_baseline_update updates[] = {{.pairs = &found, .n_pairs = 1, .expires = "tomorrow"},
                                        {.pairs = &found, .n_pairs = 1, .note = note}};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(kembar_baseline_save(NULL, &updates[i], "known.jsonl", NULL, NULL),
                         KEMBAR_ERROR_ARGUMENT);
    kembar_baseline_update none = {0};
    assert_int_equal(kembar_baseline_save(NULL, &none, "no/such/folder", NULL, NULL),
                     KEMBAR_ERROR_IO);
    char *left = fixture_read_file("known.jsonl");
    assert_string_equal(left, LINE);
    free(left);
}

static kembar_status use_all(void *context) {
    uint8_t states[1];
    kembar_baseline *baseline = NULL;
    kembar_baseline_pair pairs[] = {pair(1, "x", 2, "y"), pair(1, "x", 3, "z")};
    const kembar_baseline_document documents[] = {old(1, "x"), new (2, "y"), new (3, "z")};
    (void)context;
    kembar_status status = kembar_baseline_open(&baseline, "known.jsonl", NULL);
    if (status == KEMBAR_OK)
        status =
            kembar_baseline_match(baseline, "2026-11-22", pairs, 2, documents, 3, states, NULL);
    kembar_baseline_update update = {
        .states = states, .pairs = pairs, .n_pairs = 2, .note = "a note"};
    if (status == KEMBAR_OK)
        status = kembar_baseline_save(baseline, &update, "out.jsonl", NULL, NULL);
    kembar_baseline_free(baseline);
    return status;
}

static void memory_may_fail(void **state) {
    (void)state;
    temp_write_text("known.jsonl", LINE);
    assert_true(fail_every_allocation(use_all, NULL) > 10);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(an_entry_is_read),
        IN_FOLDER(a_union_of_lines_reads),
        IN_FOLDER(what_is_no_entry_is_refused),
        IN_FOLDER(long_texts_and_lines_are_refused),
        cmocka_unit_test(days_are_days),
        cmocka_unit_test(keys_are_of_words_alone),
        cmocka_unit_test(scattered_words_hash_as_dense_ones),
        IN_FOLDER(entries_have_states),
        IN_FOLDER(a_further_copy_is_new),
        IN_FOLDER(exact_copies_are_told_apart_by_ids),
        IN_FOLDER(renamed_documents_stay_known),
        IN_FOLDER(a_saved_baseline_is_sorted_and_stays),
        IN_FOLDER(what_cannot_be_saved_changes_nothing),
        IN_FOLDER(memory_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
