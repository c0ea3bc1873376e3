/* Classes of copies with more members than are all compared, where sources and days leave pairs
 * out: what goes is what a plain reading of the rule says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/random.h"
#include "make_document.h"
#include "run_dedup.h"
#include "temp_folder.h"

enum { N_WORDS = 150, N_DOCUMENTS = 480, N_DAYS = 140, N_SOURCES = 4, UNDATED = -1000 };

#define NOBODY UINT32_MAX

/* Three texts that are near copies of each other: 19, 11 and 2 of 32 documents. */
typedef struct copies {
    int days[N_DOCUMENTS];    /* or UNDATED */
    int sources[N_DOCUMENTS]; /* 0: none */
    int texts[N_DOCUMENTS];
} copies;

static copies draw(uint64_t seed) {
    kembar_random random = {seed};
    copies out;
    for (int i = 0; i < N_DOCUMENTS; i++) {
        uint64_t text = kembar_random_below(&random, 32);
        out.texts[i] = text < 19 ? 0 : text < 30 ? 1 : 2;
        out.days[i] =
            kembar_random_below(&random, 12) ? (int)kembar_random_below(&random, N_DAYS) : UNDATED;
        out.sources[i] =
            kembar_random_below(&random, 12) ? 1 + (int)kembar_random_below(&random, N_SOURCES) : 0;
    }
    return out;
}

static void write_one(FILE *out, const copies *of, int i) {
    kembar_buffer text = {0};
    for (uint64_t k = 0; k < N_WORDS; k++) {
        append_word(&text, k == 40 && of->texts[i] ? 1000 + (uint64_t)of->texts[i] : k);
        kembar_buffer_append_char(&text, ' ');
    }
    (void)fprintf(out, "{\"id\":\"%03d\",\"text\":\"%s\"", i, text_of(&text));
    if (of->sources[i])
        (void)fprintf(out, ",\"source\":\"s%d\"", of->sources[i]);
    if (of->days[i] != UNDATED)
        (void)fprintf(out, ",\"date\":\"2023-%02d-%02d\"", 1 + of->days[i] / 25,
                      1 + of->days[i] % 25);
    (void)fprintf(out, "}\n");
    kembar_buffer_deinit(&text);
}

static void write_range(const char *path, const copies *of, int begin, int end) {
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    for (int i = begin; i < end; i++)
        write_one(out, of, i);
    assert_int_equal(fclose(out), 0);
}

/* Months of 25 days, each in one of the year 2023's. */
static int day_of_year(int day) {
    static const int before[] = {0, 31, 59, 90, 120, 151};
    return before[day / 25] + day % 25;
}

static int counts(const copies *of, const kembar_options *options, int a, int b) {
    if (options->across_sources && of->sources[a] && of->sources[a] == of->sources[b])
        return 0;
    return options->within_days < 0 || of->days[a] == UNDATED || of->days[b] == UNDATED ||
           abs(day_of_year(of->days[a]) - day_of_year(of->days[b])) <= options->within_days;
}

/* In the order of reading, who is still there is kept, and its copies go; old ones never do. */
static void decide(const copies *of, const kembar_options *options, int n_old, uint32_t *out) {
    for (int i = 0; i < N_DOCUMENTS; i++)
        out[i] = NOBODY;
    for (int i = 0; i < N_DOCUMENTS; i++)
        for (int k = 0; out[i] == NOBODY && k < N_DOCUMENTS; k++)
            if (k != i && k >= n_old && out[k] == NOBODY && (k > i || i < n_old) &&
                counts(of, options, i, k))
                out[k] = (uint32_t)i;
}

static void check(const copies *of, int n_old, int within, int across, int lists_pairs) {
    static const char *const new_paths[] = {"new.jsonl", NULL}, *const old_paths[] = {"old.jsonl",
                                                                                      NULL};
    uint32_t expected[N_DOCUMENTS];
    kembar_dedup_options options = dedup_options();
    options.keep = KEMBAR_KEEP_FIRST;
    options.lists_pairs = lists_pairs;
    options.run.within_days = within;
    options.run.across_sources = across;
    kembar_dedup_result result = dedup_paths(new_paths, n_old ? old_paths : NULL, &options);
    decide(of, &options.run, n_old, expected);
    assert_int_equal(result.n_rows, N_DOCUMENTS - n_old);
    for (int i = n_old; i < N_DOCUMENTS; i++) {
        const kembar_dedup_row *row = &result.rows[i - n_old];
        uint32_t found = row->duplicate_of;
        if (found != NOBODY && !row->of_against)
            found += (uint32_t)n_old;
        if (found != expected[i])
            fail_msg("document %d of %d, within %d, across %d: copy of %d, not of %d", i, n_old,
                     within, across, (int)found, (int)expected[i]);
    }
    kembar_dedup_result_deinit(&result);
}

static void check_options(const copies *of, int n_old) {
    static const int within[] = {-1, 0, 3, 20};
    for (size_t i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            check(of, n_old, within[i], k & 1, k >> 1);
}

static void all_that_may_stand_for_others_do(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        copies of = draw(seed);
        write_range("new.jsonl", &of, 0, N_DOCUMENTS);
        check_options(&of, 0);
    }
}

static void old_ones_stand_for_new_ones(void **state) {
    (void)state;
    copies of = draw(5);
    write_range("old.jsonl", &of, 0, N_DOCUMENTS / 3);
    write_range("new.jsonl", &of, N_DOCUMENTS / 3, N_DOCUMENTS);
    check_options(&of, N_DOCUMENTS / 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_that_may_stand_for_others_do, temp_folder_enter,
                                        temp_folder_leave),
        cmocka_unit_test_setup_teardown(old_ones_stand_for_new_ones, temp_folder_enter,
                                        temp_folder_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
