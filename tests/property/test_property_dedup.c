/* What dedup decides follows from the pairs that a full run verifies, by a rule that is written
 * down here once more, as simply as can be. */
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
#include "pair/pair_merge.h"
#include "pair/relation.h"
#include "pipeline/dedup_families.h"
#include "pipeline/near.h"
#include "run_dedup.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 1200, NOBODY = -1 };

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
    return kembar_pair_list_find(&run->near.pairs, a < b ? a : b, a < b ? b : a);
}

static int goes_with(const kembar_pair *pair, const kembar_dedup_options *options) {
    if (!pair || pair->relation < KEMBAR_RELATION_NEAR ||
        pair->jaccard < options->min_jaccard_micro)
        return 0;
    return options->on == KEMBAR_ON_EXACT ? pair->relation == KEMBAR_RELATION_EXACT
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
            if (of[other] == NOBODY && goes_with(pair_of(run, kept, other), options))
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
 * has them on one line, where only their runs of words tell them; some are the text alone. */
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
        int is_bare = i % (4 * (1 + COPIES)) == COPIES;
        if (is_bare)
            kembar_buffer_append_text(&page, text.data);
        for (size_t k = 0; k < LINES && !is_bare; k++) {
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

/* Whole texts count: a copy without the lines of its page, or with other edits, may be too far. */
static void a_least_jaccard_is_asked_of_all_that_goes(void **state) {
    static const int32_t levels[] = {1, 300000, 600000, 800000, 1000000};
    (void)state;
    made_records records = {0};
    kembar_random random = {24};
    kembar_dedup_options options = dedup_options();
    add_pages(&records, &random, 60);
    made_records_add_families(&records, &random, 40, 3);
    add_forms(&records, &random, 12);
    size_t n_before = expect_decided(&records, &options);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        options.min_jaccard_micro = levels[i];
        options.lists_pairs = i % 2 == 0;
        size_t n_removed = expect_decided(&records, &options);
        if (i == 0)
            assert_int_equal(n_removed, n_before);
        else
            assert_in_range(n_removed, 1, n_before - (i > 1));
        n_before = n_removed;
    }
    made_records_deinit(&records);
}

/* Texts that hang together by pairs, each nine tenths like the next: more than are verified at one
 * go. */
static void a_family_that_is_parted_goes_as_in_a_full_run(void **state) {
    enum { N = KEMBAR_DEDUP_WHOLE_FAMILY + 100, WORDS = 60, STEP = 6, WORD_BYTES = 9, DAYS = 3 };
    static const char *const days[DAYS] = {"2024-01-03", "2024-01-02", "2024-01-01"};
    (void)state;
    made_records records = {0};
    kembar_random random = {41};
    kembar_buffer words = {0};
    append_words(&words, &random, WORDS + (size_t)STEP * N, 1 << 22);
    (void)text_of(&words);
    for (size_t i = 0; i < N; i++) {
        char id[MADE_ID_BYTES], text[WORD_BYTES * WORDS + 1];
        (void)snprintf(id, sizeof id, "c%04zu", i * 7 % N);
        memcpy(text, words.data + WORD_BYTES * STEP * i, WORD_BYTES * WORDS);
        text[WORD_BYTES * WORDS] = '\0';
        made_records_add(&records, id, NULL, days[i * DAYS / N], text);
    }
    for (int n_threads = 1; n_threads <= 4; n_threads += 3) {
        kembar_dedup_options options = dedup_options();
        options.run.n_threads = n_threads;
        options.lists_pairs = n_threads == 1;
        size_t n_removed = expect_decided(&records, &options);
        assert_true(n_removed > N / 2 && n_removed < N - N / 11);
    }
    made_records_deinit(&records);
    kembar_buffer_deinit(&words);
}

static uint64_t count_of(const kembar_dedup_result *result, const char *name) {
    for (size_t i = 0; i < result->n_counts; i++)
        if (strcmp(result->counts[i].name, name) == 0)
            return result->counts[i].value;
    fail_msg("no count %s", name);
    return 0;
}

static size_t kept_of(const kembar_dedup_result *result) {
    size_t n = 0;
    for (size_t i = 0; i < result->n_rows; i++)
        n += result->rows[i].duplicate_of == UINT32_MAX;
    return n;
}

/* Where pairs are listed all are looked at; else only what who stays depends on, in waves. */
static void a_large_family_goes_as_by_all_its_pairs(void **state) {
    enum { N_OLD = 2, N = KEMBAR_DEDUP_WHOLE_FAMILY + 100 };
    static const char *const new_ones[] = {"new.jsonl", NULL};
    static const char *const old_ones[] = {"old.jsonl", NULL};
    (void)state;
    made_records records = {0};
    kembar_random random = {51};
    kembar_dedup_options options = dedup_options();
    add_notices(&records, &random, N);
    made_records_write(&records, 0, N_OLD, "old.jsonl");
    made_records_write(&records, N_OLD, N, "new.jsonl");
    kembar_dedup_result all = dedup_paths(new_ones, old_ones, &options);
    assert_in_range(kept_of(&all), 2, N / 4);
    options.lists_pairs = 0;
    for (options.run.n_threads = 1; options.run.n_threads <= 3; options.run.n_threads++) {
        kembar_dedup_result result = dedup_paths(new_ones, old_ones, &options);
        assert_int_equal(result.n_rows, all.n_rows);
        for (size_t i = 0; i < all.n_rows; i++) {
            const kembar_dedup_row *row = &result.rows[i], *expected = &all.rows[i];
            assert_int_equal(row->duplicate_of, expected->duplicate_of);
            assert_int_equal(row->of_against, expected->of_against);
            assert_int_equal(row->relation, expected->relation);
            assert_int_equal(row->score, expected->score);
        }
        assert_in_range(count_of(&result, "aligned"), N / 2, count_of(&all, "aligned") / 2);
        kembar_dedup_result_deinit(&result);
    }
    kembar_dedup_result_deinit(&all);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_follows_from_the_pairs_of_a_full_run),
        cmocka_unit_test(facts_are_told_as_in_a_full_run),
        cmocka_unit_test(furniture_is_left_out_as_in_a_full_run),
        cmocka_unit_test(a_least_jaccard_is_asked_of_all_that_goes),
        cmocka_unit_test(a_family_that_is_parted_goes_as_in_a_full_run),
        cmocka_unit_test(a_large_family_goes_as_by_all_its_pairs),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
