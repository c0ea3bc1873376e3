/* What a check finds follows from the pairs that a full run verifies: those with a new document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "make_collection.h"
#include "pipeline/near.h"
#include "run_check.h"
#include "temp_folder.h"

typedef struct expected {
    const char *a, *b; /* ids, a < b; borrowed from the records */
    uint8_t relation;
    uint32_t equal_tokens;
    int8_t facts_differ;
} expected;

static int is_new(const made_record *record, uint64_t seed) {
    return (strtoull(record->id + 1, NULL, 10) * 2654435761u + seed * 97) % 7 < 2;
}

/* Writes the records to new.jsonl and old.jsonl. */
static void write_parts(const made_records *records, uint64_t seed) {
    made_records parts[2] = {{0}, {0}};
    for (size_t i = 0; i < records->n_items; i++) {
        const made_record *r = &records->items[i];
        made_records_add(&parts[is_new(r, seed)], r->id, r->source, r->date, r->text);
    }
    made_records_write(&parts[0], 0, parts[0].n_items, "old.jsonl");
    made_records_write(&parts[1], 0, parts[1].n_items, "new.jsonl");
    made_records_deinit(&parts[0]);
    made_records_deinit(&parts[1]);
}

static const made_record *record_of(const made_records *records, kembar_view id) {
    for (size_t i = 0; i < records->n_items; i++)
        if (strlen(records->items[i].id) == id.size &&
            memcmp(records->items[i].id, id.data, id.size) == 0)
            return &records->items[i];
    fail_msg("no such record");
    return NULL;
}

/* The pairs of a full run, of the relation or stronger, of which one is new. */
static size_t expect_pairs(const made_records *records, const kembar_check_options *options,
                           uint64_t seed, expected **out) {
    kembar_near near = {0};
    kembar_collection *collection = made_records_read(records);
    size_t n = records->n_items, n_expected = 0;
    kembar_clock_start(&near.clock, NULL, NULL);
    assert_int_equal(kembar_near_set_options(&near, &options->run, NULL), KEMBAR_OK);
    near.documents = kembar_alloc(n, sizeof *near.documents);
    assert_non_null(near.documents);
    for (size_t i = 0; i < n; i++)
        near.documents[i] = kembar_collection_document(collection, i);
    near.n_documents = n;
    assert_int_equal(kembar_near_run(&near, NULL), KEMBAR_OK);
    *out = kembar_alloc(near.pairs.n_items, sizeof **out);
    assert_non_null(*out);
    for (size_t i = 0; i < near.pairs.n_items; i++) {
        const kembar_pair *pair = &near.pairs.items[i];
        const made_record *a = record_of(records, kembar_document_id(near.documents[pair->a]));
        const made_record *b = record_of(records, kembar_document_id(near.documents[pair->b]));
        if (a && b && pair->relation >= options->fail_on && (is_new(a, seed) || is_new(b, seed)))
            (*out)[n_expected++] =
                (expected){a->id, b->id, pair->relation, pair->equal_tokens, pair->facts_differ};
    }
    kembar_near_deinit(&near);
    kembar_collection_free(collection);
    return n_expected;
}

static int has_id(const kembar_place *place, const char *id) {
    return place->id.size == strlen(id) && memcmp(place->id.data, id, place->id.size) == 0;
}

static int is_of(const kembar_finding *finding, const expected *pair) {
    return (has_id(&finding->subject, pair->a) && has_id(&finding->other, pair->b)) ||
           (has_id(&finding->subject, pair->b) && has_id(&finding->other, pair->a));
}

static void expect_found(const kembar_check *check, const expected *pairs, size_t n_pairs) {
    assert_int_equal(check->n_findings, n_pairs);
    for (size_t i = 0; i < n_pairs; i++) {
        size_t k = 0;
        while (k < check->n_findings && !is_of(&check->findings[k], &pairs[i]))
            k++;
        if (k == check->n_findings)
            fail_msg("%s and %s are missing", pairs[i].a, pairs[i].b);
        const kembar_finding *finding = &check->findings[k];
        assert_true(finding->subject.is_new);
        assert_int_equal(finding->relation, pairs[i].relation);
        assert_int_equal(finding->facts_differ, pairs[i].facts_differ);
        assert_int_equal(finding->equal_tokens, pairs[i].equal_tokens);
    }
}

static const char *const new_paths[] = {"new.jsonl", NULL};
static const char *const old_paths[] = {"old.jsonl", NULL};
static const char *const both_paths[] = {"old.jsonl", "new.jsonl", NULL};
static const char *const turned_paths[] = {"new.jsonl", "old.jsonl", NULL};

static void findings_are_the_pairs_of_a_full_run_that_have_a_new_one(void **state) {
    static const kembar_relation relations[] = {KEMBAR_RELATION_EXCERPT, KEMBAR_RELATION_NEAR,
                                                KEMBAR_RELATION_EXACT};
    size_t n_all = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        made_records records = {0};
        expected *pairs;
        kembar_random random = {seed};
        check_call call = check_call_of(new_paths);
        call.against = old_paths;
        call.options.fail_on = relations[seed % 3];
        call.options.run.across_sources = seed == 4;
        call.options.run.within_days = seed == 5 ? 20 : -1;
        made_records_add_families(&records, &random, 30, 6);
        write_parts(&records, seed);
        size_t n = expect_pairs(&records, &call.options, seed, &pairs);
        kembar_check check = check_run(&call);
        expect_found(&check, pairs, n);
        n_all += n;
        kembar_check_deinit(&check);
        kembar_free(pairs);
        made_records_deinit(&records);
    }
    assert_true(n_all > 600);
}

static void expect_same(const check_call *call, const char *expected_dump) {
    kembar_check check = check_run(call);
    char *dump = check_dump(&check);
    assert_string_equal(dump, expected_dump);
    kembar_free(dump);
    kembar_check_deinit(&check);
}

static void threads_and_the_order_of_arguments_change_nothing(void **state) {
    static const int threads[] = {1, 3, 8};
    const char *const changed[] = {"new.jsonl", NULL};
    made_records records = {0};
    kembar_random random = {11};
    (void)state;
    made_records_add_families(&records, &random, 60, 5);
    write_parts(&records, 3);
    made_records_deinit(&records);
    for (kembar_relation fail_on = KEMBAR_RELATION_RELATED; fail_on <= KEMBAR_RELATION_EXACT;
         fail_on++) {
        check_call call = check_call_of(both_paths);
        call.changed = changed;
        call.options.fail_on = fail_on;
        kembar_check check = check_run(&call);
        char *dump = check_dump(&check);
        assert_true(check.n_findings > 10);
        for (size_t i = 0; i < 3; i++) {
            call.options.run.n_threads = threads[i];
            call.paths = i % 2 ? both_paths : turned_paths;
            expect_same(&call, dump);
        }
        kembar_free(dump);
        kembar_check_deinit(&check);
    }
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(findings_are_the_pairs_of_a_full_run_that_have_a_new_one),
        IN_FOLDER(threads_and_the_order_of_arguments_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
