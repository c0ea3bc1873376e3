/* What a check finds follows from the pairs that a full run verifies: those with a new document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/views.h"
#include "make_collection.h"
#include "make_document.h"
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

/* --- classes of which the head stands for all --- */

/* Many copies of one text and of an edited one, of three sources or none, over some days. */
static void add_large_classes(made_records *records, kembar_random *random, int is_even) {
    static const char *const sources[] = {"harbour", "valley", "hill", NULL};
    static const char *const dates[] = {"2024-03-01", "2024-03-02", "2024-03-09", "2024-03-20",
                                        NULL};
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, random, 60, 400);
    append_edited(&edited, random, text_of(&text), 8);
    size_t n_rare = is_even ? 4 : 1;
    for (size_t i = 0; i < 150; i++) {
        char id[MADE_ID_BYTES];
        int is_common = kembar_random_below(random, 20) != 0;
        (void)snprintf(id, sizeof id, "d%04d", (int)i);
        made_records_add(records, id, sources[is_common ? 0 : kembar_random_below(random, n_rare)],
                         dates[is_common ? 0 : kembar_random_below(random, 5)],
                         text_of(i < 75 || i % 25 ? &text : &edited));
    }
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

static int is_wanted(const kembar_options *options, const made_record *a, const made_record *b) {
    if (options->across_sources && a->source && b->source && strcmp(a->source, b->source) == 0)
        return 0;
    if (options->within_days < 0 || !a->date || !b->date)
        return 1;
    long apart = strtol(a->date + 8, NULL, 10) - strtol(b->date + 8, NULL, 10);
    return labs(apart) <= options->within_days;
}

static int is_found(const kembar_check *check, const char *id) {
    for (size_t i = 0; i < check->n_findings; i++)
        if (has_id(&check->findings[i].subject, id) || has_id(&check->findings[i].other, id))
            return 1;
    return 0;
}

/* All texts are alike, so that a new one is found exactly when one other is wanted. */
static size_t expect_all_found(const made_records *records, const check_call *call, uint64_t seed) {
    kembar_check check = check_run(call);
    size_t n_found = 0;
    for (size_t i = 0; i < records->n_items; i++) {
        const made_record *a = &records->items[i];
        int wants = 0;
        for (size_t k = 0; k < records->n_items && !wants; k++)
            wants = k != i && is_wanted(&call->options.run, a, &records->items[k]);
        if (!is_new(a, seed))
            continue;
        if (is_found(&check, a->id) != wants)
            fail_msg("%s is %sfound", a->id, wants ? "not " : "");
        n_found += (size_t)wants;
    }
    kembar_check_deinit(&check);
    return n_found;
}

static void copies_of_large_classes_are_found_where_one_is_wanted(void **state) {
    static const kembar_relation relations[] = {KEMBAR_RELATION_NEAR, KEMBAR_RELATION_RELATED};
    size_t n_found = 0, n_new = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        check_call call = check_call_of(new_paths);
        call.against = old_paths;
        call.options.fail_on = relations[seed / 2 % 2];
        call.options.run.across_sources = seed % 4 != 3;
        call.options.run.within_days = seed % 3 ? 5 : -1;
        add_large_classes(&records, &random, seed % 2 == 0);
        write_parts(&records, seed);
        n_found += expect_all_found(&records, &call, seed);
        for (size_t i = 0; i < records.n_items; i++)
            n_new += (size_t)is_new(&records.items[i], seed);
        made_records_deinit(&records);
    }
    assert_true(n_found > 100 && n_found < n_new);
}

/* --- findings that are not shown --- */

/* Some hundred near copies of each other: most of their pairs are only counted. */
static void add_near_copies(made_records *records, kembar_random *random, size_t n) {
    kembar_buffer text = {0};
    append_words(&text, random, 80, 5000);
    for (size_t i = 0; i < n; i++) {
        char id[MADE_ID_BYTES];
        kembar_buffer edited = {0};
        append_edited(&edited, random, text_of(&text), i % 3 ? 4 : 0);
        (void)snprintf(id, sizeof id, "d%04d", (int)i);
        made_records_add(records, id, NULL, NULL, text_of(&edited));
        kembar_buffer_deinit(&edited);
    }
    kembar_buffer_deinit(&text);
}

static int is_same_pair(const kembar_baseline_pair *pair, const kembar_finding *finding) {
    return pair->a.high == finding->subject.key.high && pair->b.low == finding->other.key.low &&
           kembar_view_equal(pair->id_a, finding->subject.id) &&
           kembar_view_equal(pair->id_b, finding->other.id) &&
           pair->relation == finding->relation && pair->entry == finding->entry;
}

static void those_that_are_not_shown_count_and_can_be_accepted(void **state) {
    made_records records = {0};
    kembar_random random = {3};
    (void)state;
    add_near_copies(&records, &random, 160);
    write_parts(&records, 2);
    check_call call = check_call_of(new_paths);
    call.against = old_paths;
    kembar_check all = check_run(&call);
    assert_true(all.n_findings > 4000);
    assert_int_equal(all.n_unshown, 0);
    call.options.max_shown = 25;
    call.options.lists_unshown = 1;
    kembar_check some = check_run(&call);
    assert_int_equal(some.n_findings, 25);
    assert_int_equal(some.n_unshown, all.n_findings - 25);
    assert_int_equal(some.n_new, all.n_new);
    assert_int_equal(some.n_noted, all.n_noted);
    assert_true(some.is_tripped);
    size_t n = 0;
    for (size_t i = 0; i < all.n_findings; i++) {
        if (i < 25)
            assert_string_equal(all.findings[i].fingerprint, some.findings[i].fingerprint);
        else if (all.findings[i].state != KEMBAR_FINDING_NOTED)
            assert_true(n < some.n_unshown_pairs &&
                        is_same_pair(&some.unshown[n++], &all.findings[i]));
    }
    assert_int_equal(n, some.n_unshown_pairs);
    kembar_check_deinit(&all);
    kembar_check_deinit(&some);
    made_records_deinit(&records);
}

/* --- a cache --- */

static const char *const cache_footers[] = {
    "Read more stories like this one at the harbour desk of our paper every day",
    "Share this story with your friends and write to the editor of the valley", "Subscribe now"};

/* Texts of three sources, each under a footer that some have; every fifth is an earlier one, now
 * and then under another footer. */
static void add_day(made_records *records, kembar_random *random, size_t n) {
    static const char *const sources[] = {"harbour", "valley", NULL};
    for (size_t i = 0; i < n; i++) {
        char id[MADE_ID_BYTES];
        kembar_buffer text = {0};
        size_t n_before = records->n_items;
        uint64_t of = kembar_random_below(random, 3);
        (void)snprintf(id, sizeof id, "d%04d", (int)n_before);
        if (n_before > 5 && kembar_random_below(random, 5) == 0) {
            const char *earlier = records->items[kembar_random_below(random, n_before)].text;
            const char *end = strstr(earlier, "\\n");
            kembar_buffer_append(&text, earlier, end ? (size_t)(end - earlier) : strlen(earlier));
        } else {
            append_words(&text, random, 40, 5000);
        }
        if (kembar_random_below(random, 4) != 0)
            kembar_buffer_append_format(&text, "\\n\\n%s", cache_footers[of]);
        made_records_add(records, id, sources[of], NULL, text_of(&text));
        kembar_buffer_deinit(&text);
    }
}

/* Removes every other file of the cache. */
static void halve_cache(void) {
    char path[300];
    size_t n = 0;
    DIR *entries = opendir("kept");
    assert_non_null(entries);
    for (const struct dirent *entry; (entry = readdir(entries));)
        if (entry->d_name[0] != '.' && n++ % 2 == 0) {
            (void)snprintf(path, sizeof path, "kept/%s", entry->d_name);
            assert_int_equal(remove(path), 0);
        }
    (void)closedir(entries);
}

/* Footers become furniture day by day, so that what was kept is right in part. */
static void a_cache_changes_nothing(void **state) {
    static const kembar_relation relations[] = {KEMBAR_RELATION_NEAR, KEMBAR_RELATION_EXACT,
                                                KEMBAR_RELATION_RELATED};
    made_records records = {0};
    kembar_random random = {5};
    size_t n_exact = 0;
    (void)state;
    for (unsigned day = 0; day < 14; day++) {
        check_call call = check_call_of(new_paths);
        size_t n_before = records.n_items;
        call.against = day ? old_paths : NULL;
        call.options.fail_on = relations[day % 7 == 6 ? 2 : day % 7 == 4];
        add_day(&records, &random, day == 3 ? 60 : 9);
        made_records_write(&records, 0, n_before, "old.jsonl");
        made_records_write(&records, n_before, records.n_items, "new.jsonl");
        kembar_check check = check_run(&call);
        char *dump = check_dump(&check);
        for (size_t i = 0; i < check.n_findings; i++)
            n_exact += check.findings[i].relation == KEMBAR_RELATION_EXACT;
        call.options.cache_dir = "kept";
        expect_same(&call, dump);
        if (day % 4 == 3)
            halve_cache();
        call.options.run.n_threads = 1 + (int32_t)(day % 3);
        expect_same(&call, dump);
        kembar_free(dump);
        kembar_check_deinit(&check);
    }
    assert_true(n_exact > 10);
    made_records_deinit(&records);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(findings_are_the_pairs_of_a_full_run_that_have_a_new_one),
        IN_FOLDER(threads_and_the_order_of_arguments_change_nothing),
        IN_FOLDER(copies_of_large_classes_are_found_where_one_is_wanted),
        IN_FOLDER(those_that_are_not_shown_count_and_can_be_accepted),
        IN_FOLDER(a_cache_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
