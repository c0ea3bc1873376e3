/* What dedup decides follows from the pairs that a full run verifies, by a rule that is written
 * down here once more, as simply as can be; and what it reads from other kinds of input is the
 * same. */
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
#include "pair/relation.h"
#include "pipeline/near.h"
#include "run_dedup.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 400, NOBODY = -1 };

/* --- the rule --- */

/* A full run's pairs; documents are in the order of ids. */
typedef struct full_run {
    kembar_collection *collection; /* owned */
    kembar_near near;
} full_run;

static full_run run_all(const made_records *records, const kembar_options *options) {
    full_run run = {.collection = made_records_read(records)};
    size_t n = records->n_items;
    kembar_clock_start(&run.near.clock, NULL, NULL);
    assert_int_equal(kembar_near_set_options(&run.near, options, NULL), KEMBAR_OK);
    run.near.documents = kembar_alloc(n, sizeof *run.near.documents);
    assert_non_null(run.near.documents);
    for (size_t i = 0; i < n; i++)
        run.near.documents[i] = kembar_collection_document(run.collection, i);
    run.near.n_documents = n;
    assert_int_equal(kembar_near_run(&run.near, NULL), KEMBAR_OK);
    return run;
}

static void free_run(full_run *run) {
    kembar_near_deinit(&run->near);
    kembar_collection_free(run->collection);
}

static int comes_first(const full_run *run, kembar_dedup_keep keep, size_t a, size_t b) {
    const kembar_prepared *x = &run->near.prepared[a], *y = &run->near.prepared[b];
    int64_t day_x = kembar_document_day(x->document), day_y = kembar_document_day(y->document);
    day_x = day_x == INT32_MIN ? INT64_MAX : day_x;
    day_y = day_y == INT32_MIN ? INT64_MAX : day_y;
    int longer =
        (x->content.n_tokens > y->content.n_tokens) - (x->content.n_tokens < y->content.n_tokens);
    if (keep == KEMBAR_KEEP_LONGEST && longer)
        return longer > 0;
    if (keep != KEMBAR_KEEP_FIRST && day_x != day_y)
        return day_x < day_y;
    if (keep == KEMBAR_KEEP_EARLIEST && longer)
        return longer > 0;
    return a < b;
}

static const kembar_pair *pair_of(const full_run *run, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < run->near.pairs.n_items; i++) {
        const kembar_pair *pair = &run->near.pairs.items[i];
        if ((pair->a == a && pair->b == b) || (pair->a == b && pair->b == a))
            return pair;
    }
    return NULL;
}

static int goes_with(const kembar_pair *pair, kembar_dedup_on on) {
    if (!pair || pair->relation < KEMBAR_RELATION_NEAR)
        return 0;
    return on == KEMBAR_ON_EXACT ? pair->relation == KEMBAR_RELATION_EXACT
                                 : kembar_relation_is_copy(pair);
}

/* In the order of keeping: who is still there is kept, and its copies go. */
static void decide(const full_run *run, const kembar_dedup_options *options, int *of) {
    uint32_t order[MAX_DOCUMENTS], n = (uint32_t)run->near.n_documents;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        for (; at > 0 && comes_first(run, options->keep, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
        of[i] = NOBODY;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kept = order[i];
        if (of[kept] != NOBODY)
            continue;
        of[kept] = (int)kept;
        for (uint32_t k = 0; k < n; k++) {
            uint32_t other = order[k];
            if (of[other] == NOBODY && goes_with(pair_of(run, kept, other), options->on))
                of[other] = (int)kept;
        }
    }
}

/* Compares with what dedup says; returns how many go. */
static size_t expect_decided(const made_records *records, const kembar_dedup_options *options) {
    int of[MAX_DOCUMENTS];
    size_t n_removed = 0;
    assert_true(records->n_items <= MAX_DOCUMENTS);
    full_run run = run_all(records, &options->run);
    decide(&run, options, of);
    kembar_dedup_result result = dedup_file("records.jsonl", options);
    for (uint32_t i = 0; i < result.n_rows; i++) {
        const kembar_dedup_row *row = &result.rows[i];
        int expected = of[kembar_catalogue_rank(result.catalogue, i)];
        int found = row->duplicate_of == UINT32_MAX
                        ? (int)kembar_catalogue_rank(result.catalogue, i)
                        : (int)kembar_catalogue_rank(result.catalogue, row->duplicate_of);
        assert_int_equal(found, expected);
        n_removed += row->duplicate_of != UINT32_MAX;
        if (row->duplicate_of != UINT32_MAX) {
            const kembar_pair *pair = pair_of(&run, (uint32_t)expected,
                                              (uint32_t)kembar_catalogue_rank(result.catalogue, i));
            assert_int_equal(row->score, pair->score);
            assert_int_equal(row->relation, pair->relation);
        }
    }
    kembar_dedup_result_deinit(&result);
    free_run(&run);
    return n_removed;
}

/* One form filled in again and again: other names, dates and sums. */
static void add_forms(made_records *records, kembar_random *random, size_t n) {
    kembar_buffer form = {0}, text = {0};
    append_words(&form, random, 120, 1 << 20);
    (void)text_of(&form);
    for (size_t i = 0; i < n; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "f%03zu", i);
        kembar_buffer_clear(&text);
        kembar_buffer_append_format(&text, "the town of Place%d paid %d dollars ",
                                    (int)kembar_random_below(random, 3),
                                    (int)kembar_random_below(random, 4));
        kembar_buffer_append_text(&text, form.data);
        kembar_buffer_append_format(&text, "said mayor Name%d on day %d of it ",
                                    (int)kembar_random_below(random, 4),
                                    (int)kembar_random_below(random, 3));
        kembar_buffer_append_text(&text, form.data);
        made_records_add(records, id, NULL, NULL, text_of(&text));
    }
    kembar_buffer_deinit(&form);
    kembar_buffer_deinit(&text);
}

/* One notice again and again, in which dates, sums and words change: what is a date or a sum shows
 * only where values are looked for, and decides whether the facts are others. */
static void add_notices(made_records *records, kembar_random *random, size_t n) {
    static const char *const dates[] = {"March 3, 2024", "3 March", "4 April 2024", "May 2024"};
    static const char *const sums[] = {"$2.15 million", "$2,150,000", "$2.2 million", "$910,000"};
    static const char *const counts[] = {"7 500", "7,500", "8.100", "Rp 7,5 juta"};
    const char *const *const lists[] = {dates, sums, counts};
    kembar_buffer forms[3] = {{0}}, edited = {0}, text = {0};
    for (int part = 0; part < 3; part++) {
        append_words(&forms[part], random, 40, 1 << 20);
        (void)text_of(&forms[part]);
    }
    for (size_t i = 0; i < n; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "n%03zu", i);
        kembar_buffer_clear(&text);
        for (int part = 0; part < 3; part++) {
            size_t which = kembar_random_below(random, 5);
            kembar_buffer_clear(&edited);
            append_edited(&edited, random, forms[part].data, 2);
            kembar_buffer_append_format(&text, "%s of the %s which ", text_of(&edited),
                                        lists[part][which < 4 ? which : 0]);
        }
        made_records_add(records, id, NULL, NULL, text_of(&text));
    }
    for (int part = 0; part < 3; part++)
        kembar_buffer_deinit(&forms[part]);
    kembar_buffer_deinit(&edited);
    kembar_buffer_deinit(&text);
}

static void facts_are_told_as_in_a_full_run(void **state) {
    (void)state;
    for (uint64_t seed = 31; seed <= 36; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_dedup_options options = dedup_options();
        add_notices(&records, &random, 20);
        made_records_add_families(&records, &random, 4, 1);
        size_t n_removed = expect_decided(&records, &options);
        assert_true(n_removed > 4 + 2 && n_removed < 4 + 20 - 1);
        made_records_deinit(&records);
    }
}

static void what_goes_follows_from_the_pairs_of_a_full_run(void **state) {
    static const kembar_dedup_keep keeps[] = {KEMBAR_KEEP_EARLIEST, KEMBAR_KEEP_LONGEST,
                                              KEMBAR_KEEP_FIRST};
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_dedup_options options = dedup_options();
        options.lists_pairs = seed % 2;
        options.keep = keeps[seed % 3];
        options.on = seed > 4 ? KEMBAR_ON_EXACT : KEMBAR_ON_NEAR;
        made_records_add_families(&records, &random, 40, 4);
        add_forms(&records, &random, 12);
        made_records_add_families(&records, &random, 20, 0);
        size_t n_removed = expect_decided(&records, &options);
        assert_true(n_removed > (seed > 4 ? 5 : 80));
        made_records_deinit(&records);
    }
}

/* Pages: a text among lines that every page has, which make up more than half of it. Every fourth
 * has them on one line, where only their runs of words tell them. */
static void add_pages(made_records *records, kembar_random *random, size_t n_families) {
    enum { LINES = 6, COPIES = 2 };
    kembar_buffer lines[LINES] = {{0}}, text = {0}, edited = {0}, page = {0};
    for (size_t i = 0; i < LINES; i++) {
        append_words(&lines[i], random, 12, 1 << 20);
        (void)text_of(&lines[i]);
    }
    for (size_t i = 0; i < n_families * (1 + COPIES); i++) {
        const char *end = i % 4 == 3 ? " " : "\\n\\n";
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "p%03zu", i);
        kembar_buffer_clear(i % (1 + COPIES) ? &edited : &text);
        if (i % (1 + COPIES))
            append_edited(&edited, random, text.data, 5);
        else
            append_words(&text, random, 50, 1 << 20);
        kembar_buffer_clear(&page);
        for (size_t k = 0; k < LINES; k++) {
            if (k == LINES / 2) {
                kembar_buffer_append_text(&page, text_of(i % (1 + COPIES) ? &edited : &text));
                kembar_buffer_append_text(&page, end);
            }
            kembar_buffer_append_text(&page, lines[k].data);
            kembar_buffer_append_text(&page, end);
        }
        made_records_add(records, id, NULL, NULL, text_of(&page));
    }
    for (size_t i = 0; i < LINES; i++)
        kembar_buffer_deinit(&lines[i]);
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
    kembar_buffer_deinit(&page);
}

static void furniture_is_left_out_as_in_a_full_run(void **state) {
    (void)state;
    for (uint64_t seed = 21; seed <= 23; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_dedup_options options = dedup_options();
        add_pages(&records, &random, 60);
        made_records_add_families(&records, &random, 20, 2);
        /* By the lines alone all pages would be copies of one. */
        size_t n_removed = expect_decided(&records, &options);
        assert_true(n_removed > 120 && n_removed <= 160);
        /* Whether it is guessed early, late or never. */
        for (options.early_documents = 0; options.early_documents <= 30;
             options.early_documents += 10)
            assert_int_equal(expect_decided(&records, &options), n_removed);
        made_records_deinit(&records);
    }
}

/* --- what is kept, in other ways --- */

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
    options.run.n_bands = 0;
    expect_refused(&options);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_follows_from_the_pairs_of_a_full_run),
        cmocka_unit_test(facts_are_told_as_in_a_full_run),
        cmocka_unit_test(furniture_is_left_out_as_in_a_full_run),
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
