#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"
#include "bench.h"
#include "copies.h"
#include "document/document.h"
#include "join.h"
#include "make_collection.h"
#include "read/jsonl.h"
#include "temp_folder.h"
#include "text/shingles.h"

enum { N_DOCUMENTS = 1200 };

/* Of the texts that figures were measured on: they must not change unnoticed. */
static const uint64_t GOLDEN = 0x2c00b40478137c3u;

static bench_copies *make(uint64_t seed, const kembar_collection *base) {
    bench_copies_options options = {seed, BENCH_WORDS, base, 33};
    return bench_copies_new(&options);
}

static kembar_buffer record(bench_copies *copies, uint64_t i) {
    kembar_buffer out = {0};
    bench_copies_record(copies, i, &out);
    assert_int_equal(kembar_buffer_status(&out), KEMBAR_OK);
    return out;
}

static uint64_t hash_of(bench_copies *copies, uint64_t first, uint64_t n) {
    uint64_t hash = 0;
    for (uint64_t i = first; i < first + n; i++) {
        kembar_buffer line = record(copies, i);
        hash = kembar_hash_bytes(line.data, line.size, hash);
        kembar_buffer_deinit(&line);
    }
    return hash;
}

static void test_same_bytes(void **state) {
    (void)state;
    bench_copies *one = make(20240601, NULL), *same = make(20240601, NULL), *other = make(1, NULL);
    uint64_t tail = hash_of(one, 1000, 50);
    assert_true(hash_of(one, 0, 50) == hash_of(same, 0, 50));
    assert_true(tail == hash_of(same, 1000, 50));
    assert_true(tail != hash_of(other, 1000, 50));
    assert_true(tail == GOLDEN);
    bench_copies_free(one);
    bench_copies_free(same);
    bench_copies_free(other);
}

static void test_parents_are_originals(void **state) {
    (void)state;
    size_t n_of[BENCH_COPIES_N_GRADES] = {0};
    bench_copies *copies = make(7, NULL);
    for (uint64_t i = 0; i < N_DOCUMENTS; i++) {
        uint64_t parent, grandparent;
        bench_copy_grade grade = bench_copies_grade(copies, i, &parent);
        n_of[grade]++;
        assert_true(grade == BENCH_COPIES_ORIGINAL ? parent == i : parent < i);
        assert_int_equal(bench_copies_grade(copies, parent, &grandparent), BENCH_COPIES_ORIGINAL);
    }
    assert_in_range(n_of[BENCH_COPIES_ORIGINAL], N_DOCUMENTS * 64 / 100, N_DOCUMENTS * 70 / 100);
    for (size_t grade = 1; grade < BENCH_COPIES_N_GRADES; grade++)
        assert_in_range(n_of[grade], N_DOCUMENTS / 30, N_DOCUMENTS / 10);
    bench_copies_free(copies);
}

static void add_shingles(bench_sets *sets, kembar_json_parser *parser, kembar_view line) {
    const char *fields[KEMBAR_N_FIELDS];
    kembar_jsonl_row row;
    kembar_document *document;
    for (int i = 0; i < KEMBAR_N_FIELDS; i++)
        fields[i] = kembar_field_key((kembar_field)i);
    assert_int_equal(kembar_jsonl_read(parser, fields, line, &row), KEMBAR_OK);
    assert_string_equal(row.reason, "");
    kembar_record made = {.id = row.id, .text = row.text};
    assert_int_equal(kembar_document_new(&document, &made, NULL), KEMBAR_OK);
    uint64_t hashes[2000], shingles[2000];
    size_t n_tokens = document->tokens.n_items;
    assert_in_range(n_tokens, 1, 2000);
    for (size_t i = 0; i < n_tokens; i++)
        hashes[i] = document->tokens.items[i].hash;
    kembar_shingles_hash(hashes, n_tokens, 5, shingles);
    size_t n = kembar_shingles_count(n_tokens, 5);
    assert_int_equal(kembar_sort_u64(shingles, n), KEMBAR_OK);
    bench_sets_add(sets, shingles, kembar_unique_u64(shingles, n));
    kembar_document_free(document);
}

static double jaccard_of(const bench_sets *sets, size_t a, size_t b) {
    size_t n_a = sets->first[a + 1] - sets->first[a], n_b = sets->first[b + 1] - sets->first[b];
    size_t n = kembar_shingles_shared(sets->items + sets->first[a], n_a,
                                      sets->items + sets->first[b], n_b);
    return (double)n / (double)(n_a + n_b - n);
}

/* Each grade lies where it should, and no pair is alike that is of no family. */
static void test_graded_similarity(void **state) {
    (void)state;
    static const double lowest[BENCH_COPIES_N_GRADES] = {0, 1, .75, .4, .15, .5, .25};
    bench_copies *copies = make(3, NULL);
    bench_sets sets = {0};
    kembar_json_parser *parser;
    uint64_t family_of[N_DOCUMENTS];
    double least = 1;
    assert_int_equal(kembar_json_parser_new(&parser), KEMBAR_OK);
    for (uint64_t i = 0; i < N_DOCUMENTS; i++) {
        kembar_buffer line = record(copies, i);
        add_shingles(&sets, parser, kembar_buffer_view(&line));
        kembar_buffer_deinit(&line);
        bench_copy_grade grade = bench_copies_grade(copies, i, &family_of[i]);
        double jaccard = jaccard_of(&sets, (size_t)family_of[i], (size_t)i);
        assert_true(jaccard >= lowest[grade]);
        least = jaccard < least ? jaccard : least;
    }
    assert_true(least < .4);
    size_t n_pairs;
    bench_joined *pairs = bench_sets_join(&sets, 300000, &n_pairs);
    for (size_t i = 0; i < n_pairs; i++)
        assert_int_equal(family_of[pairs[i].a], family_of[pairs[i].b]);
    kembar_free(pairs);
    bench_sets_deinit(&sets);
    kembar_json_parser_free(parser);
    bench_copies_free(copies);
}

static void test_real_documents_once_as_they_are(void **state) {
    (void)state;
    made_records records = {0};
    made_records_add(&records, "a", NULL, NULL, "The first text. It has two sentences.");
    made_records_add(&records, "b", NULL, NULL, "Short");
    kembar_collection *base = made_records_read(&records);
    bench_copies *copies = make(5, base);
    for (uint64_t i = 0; i < 200; i++) {
        kembar_buffer line = record(copies, i);
        kembar_buffer_append_char(&line, '\0');
        assert_null(strstr(line.data, "\"text\":\"\""));
        if (i < 2)
            assert_non_null(strstr(line.data, i == 0 ? "\"The first text. It has two sentences.\""
                                                     : "\"Short\""));
        kembar_buffer_deinit(&line);
    }
    bench_copies_free(copies);
    kembar_collection_free(base);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_parents_are_originals),
        cmocka_unit_test(test_graded_similarity),
        cmocka_unit_test_setup_teardown(test_real_documents_once_as_they_are, temp_folder_enter,
                                        temp_folder_leave)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
