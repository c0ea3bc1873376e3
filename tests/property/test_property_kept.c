/* What dedup keeps: whom the options prefer, what they leave out, and what must never go. */
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
#include "make_document.h"
#include "run_dedup.h"
#include "temp_folder.h"

static const char *duplicate_of(const kembar_dedup_result *result, const char *id) {
    static char text[64];
    const kembar_dedup_row *row = &result->rows[record_of(result->catalogue, id)];
    if (row->duplicate_of == UINT32_MAX)
        return "";
    kembar_view of = kembar_catalogue_id(row->of_against ? result->against : result->catalogue,
                                         row->duplicate_of);
    (void)snprintf(text, sizeof text, "%.*s", (int)of.size, of.data);
    return text;
}

static void sources_are_ranked_as_inputs_are_named(void **state) {
    static const char *const one[] = {"b.jsonl", "a.jsonl", NULL};
    static const char *const other[] = {"a.jsonl", "b.jsonl", NULL};
    (void)state;
    made_records records = {0};
    kembar_random random = {3};
    kembar_buffer text = {0};
    append_words(&text, &random, 80, 1 << 20);
    made_records_add(&records, "a1", "hill", "2024-01-01", text_of(&text));
    made_records_add(&records, "a2", "valley", "2024-01-02", text.data);
    made_records_add(&records, "b1", "valley", "2024-01-03", text.data);
    made_records_add(&records, "b2", "harbour", "2024-01-04", text.data);
    made_records_write(&records, 0, 2, "a.jsonl");
    made_records_write(&records, 2, 4, "b.jsonl");
    kembar_dedup_options options = dedup_options();
    options.keep = KEMBAR_KEEP_SOURCE_ORDER;
    kembar_dedup_result result = dedup_paths(one, NULL, &options);
    /* b.jsonl names valley first; of two documents from there the earlier one stays. */
    assert_string_equal(duplicate_of(&result, "a2"), "");
    assert_string_equal(duplicate_of(&result, "a1"), "a2");
    assert_string_equal(duplicate_of(&result, "b1"), "a2");
    assert_string_equal(duplicate_of(&result, "b2"), "a2");
    kembar_dedup_result_deinit(&result);
    result = dedup_paths(other, NULL, &options);
    assert_string_equal(duplicate_of(&result, "b1"), "a1");
    assert_string_equal(duplicate_of(&result, "a1"), "");
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&text);
    made_records_deinit(&records);
}

/* Two local editions of one text differ in their facts from each other, but not from the text that
 * has them all; nor do they from one that has none. The same form for another town stays. */
static void copies_of_one_text_go_together(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {12};
    kembar_buffer form = {0}, end = {0}, text = {0};
    append_words(&form, &random, 90, 1 << 20);
    append_words(&end, &random, 90, 1 << 20);
    (void)text_of(&form);
    (void)text_of(&end);
    static const char *const towns[] = {
        "Ashford will get 210 pumps and Brackley will get 345 pumps", "Ashford will get 210 pumps",
        "Brackley will get 345 pumps", "Corwen will get 512 pumps"};
    for (size_t i = 0; i < 4; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "t%zu", i);
        kembar_buffer_clear(&text);
        kembar_buffer_append_format(&text, "%s in the town of %s said the mayor %s", form.data,
                                    towns[i], end.data);
        made_records_add(&records, id, NULL, NULL, text_of(&text));
    }
    made_records_write(&records, 0, 4, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    assert_int_equal(result.n_pairs, 6);
    for (size_t i = 0; i < result.n_pairs; i++) {
        const kembar_pair *pair = &result.pairs[i];
        assert_int_equal(pair->facts_differ, pair->a > 0 || pair->b == 3);
    }
    assert_string_equal(duplicate_of(&result, "t0"), "");
    assert_string_equal(duplicate_of(&result, "t1"), "t0");
    assert_string_equal(duplicate_of(&result, "t2"), "t0");
    assert_string_equal(duplicate_of(&result, "t3"), "");
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&form);
    kembar_buffer_deinit(&end);
    kembar_buffer_deinit(&text);
    made_records_deinit(&records);
}

/* Each word cut to n_letters; of the letters six in a hundred are misread. */
static void append_misread(kembar_buffer *out, kembar_random *random, const char *text,
                           size_t n_letters, uint64_t percent) {
    kembar_buffer_clear(out);
    for (size_t at = 0, in_word = 0; text[at]; at++) {
        in_word = text[at] == ' ' ? 0 : in_word + 1;
        if (in_word > n_letters)
            continue;
        char letter = (char)('a' + kembar_random_below(random, 26));
        int is_misread = in_word > 0 && kembar_random_below(random, 100) < percent;
        kembar_buffer_append_view(out, (kembar_view){is_misread ? &letter : text + at, 1});
    }
}

/* Samples must suffice, in the short words of English and the longer ones of Indonesian. */
static void misread_copies_go(void **state) {
    enum { N = 100 };
    static const struct { size_t n_letters, least; } languages[] = {{5, N}, {6, N * 96 / 100}};
    (void)state;
    for (size_t k = 0; k < sizeof languages / sizeof *languages; k++) {
        made_records records = {0};
        kembar_random random = {41 + k};
        kembar_buffer text = {0}, copy = {0};
        for (size_t i = 0; i < 2 * N; i++) {
            char id[MADE_ID_BYTES];
            (void)snprintf(id, sizeof id, "m%03zu", i);
            if (i % 2 == 0) {
                kembar_buffer_clear(&text);
                append_words(&text, &random, 150 + kembar_random_below(&random, 300), 1 << 20);
                (void)text_of(&text);
            }
            append_misread(&copy, &random, text.data, languages[k].n_letters, i % 2 ? 6 : 0);
            made_records_add(&records, id, NULL, NULL, text_of(&copy));
        }
        made_records_write(&records, 0, records.n_items, "records.jsonl");
        kembar_dedup_options options = kembar_dedup_options_default();
        kembar_dedup_result result = dedup_file("records.jsonl", &options);
        size_t n_removed = 0;
        for (uint32_t i = 0; i < result.n_rows; i++) {
            if (result.rows[i].duplicate_of == UINT32_MAX)
                continue;
            assert_int_equal(result.rows[i].duplicate_of / 2, i / 2);
            n_removed++;
        }
        assert_true(n_removed >= languages[k].least);
        kembar_dedup_result_deinit(&result);
        kembar_buffer_deinit(&text);
        kembar_buffer_deinit(&copy);
        made_records_deinit(&records);
    }
}

/* A part that came out first still goes for the whole. */
static void a_part_goes_for_its_whole(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {4};
    kembar_buffer part = {0}, whole = {0};
    append_words(&part, &random, 60, 1 << 20);
    kembar_buffer_append_text(&whole, text_of(&part));
    append_words(&whole, &random, 200, 1 << 20);
    made_records_add(&records, "part", NULL, "2024-01-01", part.data);
    made_records_add(&records, "whole", NULL, "2024-01-02", text_of(&whole));
    made_records_write(&records, 0, 2, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    assert_string_equal(duplicate_of(&result, "part"), "");
    assert_string_equal(duplicate_of(&result, "whole"), "");
    assert_int_equal(result.n_pairs, 0);
    kembar_dedup_result_deinit(&result);
    options.on = KEMBAR_ON_EXCERPT;
    options.sample_shingles = 64;
    result = dedup_file("records.jsonl", &options);
    assert_string_equal(duplicate_of(&result, "part"), "whole");
    assert_string_equal(duplicate_of(&result, "whole"), "");
    assert_int_equal(result.n_pairs, 1);
    assert_int_equal(result.pairs[0].relation, KEMBAR_RELATION_EXCERPT);
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&part);
    kembar_buffer_deinit(&whole);
    made_records_deinit(&records);
}

/* The other way round the part is the later document of the pair; and what two long texts quote of
 * a third makes neither a part of the other. */
static void a_part_goes_for_an_earlier_whole_and_a_quote_for_none(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {14};
    kembar_buffer part = {0}, whole = {0}, other = {0}, quote = {0};
    append_words(&part, &random, 90, 1 << 20);
    append_words(&quote, &random, 45, 1 << 20);
    append_words(&whole, &random, 100, 1 << 20);
    append_words(&other, &random, 300, 1 << 20);
    kembar_buffer_append_text(&whole, text_of(&part));
    kembar_buffer_append_text(&whole, text_of(&quote));
    kembar_buffer_append_text(&other, quote.data);
    made_records_add(&records, "a", NULL, "2024-01-01", text_of(&whole));
    made_records_add(&records, "b", NULL, "2024-01-02", part.data);
    made_records_add(&records, "c", NULL, "2024-01-03", text_of(&other));
    made_records_write(&records, 0, 3, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    options.on = KEMBAR_ON_EXCERPT;
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    assert_string_equal(duplicate_of(&result, "a"), "");
    assert_string_equal(duplicate_of(&result, "b"), "a");
    assert_string_equal(duplicate_of(&result, "c"), "");
    assert_int_equal(result.n_pairs, 2);
    for (size_t i = 0; i < result.n_pairs; i++)
        assert_int_equal(result.pairs[i].relation, KEMBAR_RELATION_EXCERPT);
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&part);
    kembar_buffer_deinit(&whole);
    kembar_buffer_deinit(&other);
    kembar_buffer_deinit(&quote);
    made_records_deinit(&records);
}

static void large_classes_leave_one(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {5};
    kembar_buffer text = {0}, near = {0};
    append_words(&text, &random, 100, 1 << 20);
    append_edited(&near, &random, text_of(&text), 3);
    made_records_add(&records, "a-near", NULL, "2024-01-01", text_of(&near));
    for (size_t i = 0; i < 200; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "c%03zu", i);
        made_records_add(&records, id, NULL, i == 7 ? "2024-01-01" : NULL, text.data);
    }
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    size_t n_kept = 0;
    for (size_t i = 0; i < result.n_rows; i++)
        n_kept += result.rows[i].duplicate_of == UINT32_MAX;
    assert_int_equal(n_kept, 1);
    assert_string_not_equal(duplicate_of(&result, "c199"), "");
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&near);
    made_records_deinit(&records);
}

static void old_documents_win(void **state) {
    static const char *const new_ones[] = {"records.jsonl", NULL};
    static const char *const old_ones[] = {"old.jsonl", NULL};
    (void)state;
    made_records records = {0};
    kembar_random random = {10};
    kembar_dedup_options options = dedup_options();
    made_records_add_families(&records, &random, 20, 2);
    made_records_write(&records, 0, 60, "records.jsonl");
    made_records_write(&records, 0, 30, "old.jsonl"); /* the first ten families */
    kembar_dedup_result result = dedup_paths(new_ones, old_ones, &options);
    assert_int_equal(result.n_rows, 60);
    for (size_t i = 0; i < 30; i++) {
        assert_true(result.rows[i].of_against);
        assert_true(result.rows[i].duplicate_of < 30);
    }
    for (size_t i = 30; i < 60; i++)
        assert_false(result.rows[i].of_against);
    size_t n_against = 0;
    for (size_t i = 0; i < result.n_pairs; i++) {
        n_against += result.pairs_against[i];
        assert_true(result.pairs[i].a < (result.pairs_against[i] ? 30 : 60));
        assert_true(result.pairs[i].b < 60);
    }
    assert_true(n_against >= 30 && n_against < result.n_pairs);
    kembar_dedup_result_deinit(&result);
    made_records_deinit(&records);
}

/* Pairs that are left out do not count, between members of one class either. */
static void pairs_that_are_left_out_let_documents_stay(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {11};
    kembar_dedup_options options = dedup_options();
    options.run.across_sources = 1;
    made_records_add_families(&records, &random, 30, 5);
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    size_t n_removed = 0;
    for (size_t i = 0; i < result.n_rows; i++) {
        if (result.rows[i].duplicate_of == UINT32_MAX)
            continue;
        const char *of = records.items[result.rows[i].duplicate_of].source;
        const char *own = records.items[i].source;
        assert_true(!of || !own || strcmp(of, own) != 0);
        n_removed++;
    }
    assert_true(n_removed > 40);
    kembar_dedup_result_deinit(&result);
    made_records_deinit(&records);
}

static void copies_of_other_days_stay(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {15};
    kembar_buffer text = {0};
    append_words(&text, &random, 80, 1 << 20);
    made_records_add(&records, "a", NULL, "2024-01-01", text_of(&text));
    made_records_add(&records, "b", NULL, "2024-01-06", text.data);
    made_records_add(&records, "c", NULL, "2024-01-07", text.data);
    made_records_write(&records, 0, 3, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    options.run.within_days = 5;
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    assert_string_equal(duplicate_of(&result, "a"), "");
    assert_string_equal(duplicate_of(&result, "b"), "a");
    assert_string_equal(duplicate_of(&result, "c"), "");
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&text);
    made_records_deinit(&records);
}

/* A source that says one thing a hundred times keeps it all; the copy of another source goes. */
static void a_source_may_repeat_itself(void **state) {
    enum { N = 100 };
    (void)state;
    made_records records = {0};
    kembar_random random = {16};
    kembar_buffer text = {0};
    append_words(&text, &random, 30, 1 << 20);
    for (size_t i = 0; i <= N; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "c%03zu", i);
        made_records_add(&records, id, i == N ? "other" : "one", NULL, text_of(&text));
    }
    made_records_write(&records, 0, records.n_items, "records.jsonl");
    kembar_dedup_options options = dedup_options();
    options.run.across_sources = 1;
    kembar_dedup_result result = dedup_file("records.jsonl", &options);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(result.rows[i].duplicate_of, UINT32_MAX);
    assert_string_equal(duplicate_of(&result, "c100"), "c000");
    kembar_dedup_result_deinit(&result);
    kembar_buffer_deinit(&text);
    made_records_deinit(&records);
}

static void documents_without_words_stay(void **state) {
    static const char text[] = "{\"id\":\"a\",\"text\":\"...\"}\n"
                               "{\"id\":\"b\",\"text\":\"!\"}\n"
                               "{\"id\":\"c\",\"text\":\"...\"}\n";
    (void)state;
    kembar_dedup_options options = dedup_options();
    temp_write_text("signs.jsonl", text);
    kembar_dedup_result result = dedup_file("signs.jsonl", &options);
    assert_int_equal(result.n_rows, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(result.rows[i].duplicate_of, UINT32_MAX);
    kembar_dedup_result_deinit(&result);
}

static void expect_refused(const kembar_dedup_options *options) {
    static const char *const paths[] = {"some.jsonl", NULL};
    kembar_run_context context = {0};
    kembar_dedup_result result;
    kembar_source *source = source_of(paths);
    assert_int_equal(kembar_run_dedup(source, NULL, options, &context, &result, NULL),
                     KEMBAR_ERROR_ARGUMENT);
    assert_null(result.rows);
    assert_null(result.catalogue);
    kembar_source_free(source);
}

static void values_that_are_none_are_refused(void **state) {
    (void)state;
    temp_write_text("some.jsonl", "{\"id\":\"a\",\"text\":\"word\"}\n");
    kembar_dedup_options options = dedup_options();
    options.keep = (kembar_dedup_keep)(KEMBAR_KEEP_SOURCE_ORDER + 1);
    expect_refused(&options);
    options = dedup_options();
    options.on = (kembar_dedup_on)-1;
    expect_refused(&options);
    options = dedup_options();
    options.sample_shingles = -1;
    expect_refused(&options);
    options = dedup_options();
    options.min_jaccard_micro = 1000001;
    expect_refused(&options);
    options = dedup_options();
    options.min_jaccard_micro = 1;
    options.on = KEMBAR_ON_EXCERPT;
    expect_refused(&options);
    options = dedup_options();
    options.run.n_bands = 0;
    expect_refused(&options);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_are_ranked_as_inputs_are_named),
        cmocka_unit_test(copies_of_one_text_go_together),
        cmocka_unit_test(misread_copies_go),
        cmocka_unit_test(a_part_goes_for_its_whole),
        cmocka_unit_test(a_part_goes_for_an_earlier_whole_and_a_quote_for_none),
        cmocka_unit_test(large_classes_leave_one),
        cmocka_unit_test(old_documents_win),
        cmocka_unit_test(pairs_that_are_left_out_let_documents_stay),
        cmocka_unit_test(copies_of_other_days_stay),
        cmocka_unit_test(a_source_may_repeat_itself),
        cmocka_unit_test(documents_without_words_stay),
        cmocka_unit_test(values_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
