/* Duplicate groups never chain: every member is a verified copy of the one that stands for it, and
 * what only shares a form, a quotation, a round-up or page furniture stays apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kembar/run.h"
#include "make_collection.h"
#include "make_document.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 1000, FAMILY_BYTES = 4 };

/* What a run says of groups. Ids are a family's name of four characters, '-', and a number. */
typedef struct grouped {
    uint32_t representative[MAX_DOCUMENTS];
    char family[MAX_DOCUMENTS][FAMILY_BYTES];
    uint8_t *copies; /* owned; n x n: 1 where a verified pair is a copy, 2 where its facts differ */
    size_t n, n_groups, largest_group, largest_story;
} grouped;

static kembar_status take_document(void *context, const kembar_document_row *row,
                                   kembar_error *error) {
    grouped *run = context;
    (void)error;
    assert_true(row->doc_id < MAX_DOCUMENTS);
    run->representative[row->doc_id] = row->representative;
    memcpy(run->family[row->doc_id], kembar_document_id(row->document).data, FAMILY_BYTES);
    return KEMBAR_OK;
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    grouped *run = context;
    const kembar_pair *pair = row->pair;
    (void)error;
    int is_copy = pair->relation >= KEMBAR_RELATION_NEAR && pair->facts_differ != 1;
    uint8_t kind = is_copy ? 1 : pair->facts_differ == 1 ? 2 : 0;
    run->copies[pair->a * run->n + pair->b] = run->copies[pair->b * run->n + pair->a] = kind;
    return KEMBAR_OK;
}

static kembar_status take_cluster(void *context, const kembar_cluster *cluster,
                                  kembar_error *error) {
    grouped *run = context;
    (void)error;
    int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
    size_t *largest = is_story ? &run->largest_story : &run->largest_group;
    run->n_groups += is_story ? 0 : 1;
    if (cluster->n_members > *largest)
        *largest = cluster->n_members;
    for (size_t i = 1; i < cluster->n_members && !is_story; i++)
        assert_true(cluster->members[i].relation >= KEMBAR_RELATION_NEAR);
    return KEMBAR_OK;
}

/* Clusters the records and checks what holds of all groups; frees the records. */
static void run_groups(grouped *run, made_records *records) {
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    kembar_sink sink = {
        .context = run, .document = take_document, .pair = take_pair, .cluster = take_cluster};
    kembar_sink *const sinks[] = {&sink};
    kembar_collection *collection = made_records_read(records);
    options.n_threads = 2;
    *run = (grouped){.n = kembar_collection_document_count(collection)};
    assert_int_equal(run->n, records->n_items);
    run->copies = calloc(run->n * run->n, 1);
    assert_non_null(run->copies);
    assert_int_equal(kembar_run_cluster(collection, &options, &context, sinks, 1, NULL), KEMBAR_OK);
    for (uint32_t i = 0; i < run->n; i++) {
        uint32_t of = run->representative[i];
        assert_int_equal(run->representative[of], of);
        assert_true(of == i || run->copies[i * run->n + of] == 1);
        for (uint32_t j = 0; j < i; j++)
            assert_true(run->representative[j] != of || run->copies[i * run->n + j] != 2);
    }
    kembar_collection_free(collection);
    made_records_deinit(records);
}

static void end(grouped *run) {
    free(run->copies);
}

/* Two documents are in one group when, and only when, they are of one family. */
static void expect_families(const grouped *run) {
    for (size_t i = 0; i < run->n; i++)
        for (size_t j = 0; j < i; j++) {
            int is_family = memcmp(run->family[i], run->family[j], FAMILY_BYTES) == 0;
            if (is_family != (run->representative[i] == run->representative[j]))
                fail_msg("%.4s and %.4s", run->family[j], run->family[i]);
        }
}

static void add(made_records *records, char kind, size_t family, size_t number, const char *source,
                const char *text) {
    char id[MADE_ID_BYTES];
    (void)snprintf(id, sizeof id, "%c%03zu-%zu", kind, family, number);
    made_records_add(records, id, source, "2024-03-01", text);
}

/* A name: a word with a capital. */
static void append_name(kembar_buffer *out, uint64_t number) {
    size_t at = out->size;
    append_word(out, number);
    if (!out->failed)
        out->data[at] = (char)(out->data[at] - 'a' + 'A');
}

/* One form for sixty towns, each run by two papers of which one leaves the last sentence out. */
static void a_template_makes_no_group(void **state) {
    (void)state;
    made_records records = {0};
    grouped run;
    for (size_t town = 0; town < 60; town++) {
        kembar_buffer text = {0};
        kembar_buffer_append_text(&text, "The ministry of public works has granted ");
        kembar_buffer_append_format(&text, "$%zu,500 to the town of ", 120 + 7 * town);
        append_name(&text, 3000 + town);
        kembar_buffer_append_text(
            &text, " for a new water line. The money comes from the fund for small towns and will "
                   "be paid when the contract has been signed. Clean water is not a luxury, said "
                   "the minister, and every child in ");
        append_name(&text, 3000 + town);
        kembar_buffer_append_text(&text, " should have it at home and at school.");
        size_t whole = text.size;
        kembar_buffer_append_text(&text, " The works will begin before the end of the year.");
        add(&records, 't', town, 1, "wire", text_of(&text));
        text.data[whole] = '\0';
        add(&records, 't', town, 2, "daily", text.data);
        kembar_buffer_deinit(&text);
    }
    run_groups(&run, &records);
    expect_families(&run);
    end(&run);
}

/* Round-ups that hold the half of five stories each, and stories of which each has an edited copy.
 */
static void a_round_up_joins_nothing(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {21};
    grouped run;
    kembar_buffer stories[20] = {{0}}, text = {0};
    for (size_t i = 0; i < 20; i++) {
        append_words(&stories[i], &random, 110, 1 << 20);
        add(&records, 's', i, 1, "wire", text_of(&stories[i]));
        kembar_buffer_clear(&text);
        append_edited(&text, &random, stories[i].data, 4);
        add(&records, 's', i, 2, "daily", text_of(&text));
    }
    for (size_t i = 0; i < 8; i++) {
        kembar_buffer_clear(&text);
        for (size_t k = 0; k < 5; k++) {
            kembar_buffer_append(&text, stories[(5 * i + k) % 20].data, 60 * 9);
            kembar_buffer_append_text(&text, "\\n\\n");
        }
        append_words(&text, &random, 20, 1 << 20);
        add(&records, 'r', i, 1, "weekly", text_of(&text));
    }
    run_groups(&run, &records);
    /* The same five stories make the same round-up. */
    for (size_t i = 0; i < run.n; i++)
        if (run.family[i][0] == 'r')
            run.family[i][3] = (char)('0' + (run.family[i][3] - '0') % 4);
    expect_families(&run);
    end(&run);
    for (size_t i = 0; i < 20; i++)
        kembar_buffer_deinit(&stories[i]);
    kembar_buffer_deinit(&text);
}

/* A thousand documents of 300 words, each nine tenths like the next. */
static void a_chain_is_cut(void **state) {
    (void)state;
    enum { STEP = 30, WORDS = 300 };
    made_records records = {0};
    kembar_random random = {22};
    grouped run;
    kembar_buffer words = {0};
    append_words(&words, &random, WORDS + (size_t)STEP * MAX_DOCUMENTS, 1 << 22);
    (void)text_of(&words);
    for (size_t i = 0; i < MAX_DOCUMENTS; i++) {
        char text[9 * WORDS + 1];
        memcpy(text, words.data + 9 * STEP * i, 9 * WORDS);
        text[9 * WORDS] = '\0';
        add(&records, 'c', i, 1, "wire", text);
    }
    run_groups(&run, &records);
    /* Half of the words are shared up to five steps away, before and behind. */
    assert_in_range(run.largest_group, 2, 11);
    assert_true(run.n_groups > MAX_DOCUMENTS / 11);
    end(&run);
    kembar_buffer_deinit(&words);
}

/* News of 60 words above an imprint of 200 in so many lines, and two papers that share one piece of
 * news. */
static void check_imprints(const char *const sources[2], size_t n_lines) {
    made_records records = {0};
    kembar_random random = {23};
    grouped run;
    kembar_buffer imprints[2] = {{0}}, text = {0};
    for (size_t i = 0; i < 2; i++)
        for (size_t line = 0; line < n_lines; line++) {
            append_words(&imprints[i], &random, 200 / n_lines, 1 << 20);
            kembar_buffer_append_text(&imprints[i], "\\n");
        }
    for (size_t i = 0; i < 50; i++) {
        kembar_buffer news = {0};
        append_words(&news, &random, 60, 1 << 20);
        for (size_t paper = 0; paper < (i < 10 ? 2U : 1U); paper++) {
            kembar_buffer_clear(&text);
            kembar_buffer_append_text(&text, text_of(&news));
            kembar_buffer_append_text(&text, "\\n\\n");
            kembar_buffer_append_text(&text, text_of(&imprints[(i + paper) % 2]));
            add(&records, 'n', i, paper, sources[(i + paper) % 2], text_of(&text));
        }
        kembar_buffer_deinit(&news);
    }
    run_groups(&run, &records);
    expect_families(&run);
    end(&run);
    kembar_buffer_deinit(&text);
    for (size_t i = 0; i < 2; i++)
        kembar_buffer_deinit(&imprints[i]);
}

static void furniture_longer_than_the_news_joins_nothing(void **state) {
    static const char *const named[] = {"post", "daily"}, *const unnamed[] = {NULL, NULL};
    (void)state;
    check_imprints(named, 12);
    check_imprints(unnamed, 12);
    check_imprints(named, 1);
    check_imprints(unnamed, 1);
}

/* Thirty articles without a source around one quotation of 50 words; one has an edited copy. */
static void a_quotation_joins_nothing(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {24};
    grouped run;
    kembar_buffer quotation = {0}, text = {0};
    append_words(&quotation, &random, 50, 1 << 20);
    for (size_t i = 0; i < 30; i++) {
        kembar_buffer_clear(&text);
        append_words(&text, &random, 40 + 5 * (i % 10), 1 << 20);
        kembar_buffer_append_text(&text, i % 2 ? "\\n\\n" : " ");
        kembar_buffer_append_text(&text, text_of(&quotation));
        kembar_buffer_append_text(&text, i % 2 ? "\\n\\n" : " ");
        append_words(&text, &random, 40, 1 << 20);
        add(&records, 'q', i, 1, NULL, text_of(&text));
        if (i == 4) {
            kembar_buffer edited = {0};
            append_edited(&edited, &random, text.data, 5);
            add(&records, 'q', i, 2, NULL, text_of(&edited));
            kembar_buffer_deinit(&edited);
        }
    }
    run_groups(&run, &records);
    expect_families(&run);
    assert_int_equal(run.n_groups, 1);
    end(&run);
    kembar_buffer_deinit(&quotation);
    kembar_buffer_deinit(&text);
}

/* The same in longer articles, among others: a quotation joins no stories either, whether it is too
 * short for an excerpt or makes one of every two. */
static void check_stories_around_quotation(size_t n_words) {
    made_records records = {0};
    kembar_random random = {25};
    grouped run;
    kembar_buffer quotation = {0}, text = {0};
    append_words(&quotation, &random, n_words, 1 << 20);
    for (size_t i = 0; i < 30; i++) {
        kembar_buffer_clear(&text);
        append_words(&text, &random, 80 + 5 * (i % 10), 1 << 20);
        kembar_buffer_append_text(&text, " ");
        kembar_buffer_append_text(&text, text_of(&quotation));
        kembar_buffer_append_text(&text, " ");
        append_words(&text, &random, 60, 1 << 20);
        add(&records, 'q', i, 1, NULL, text_of(&text));
        if (i == 4) {
            kembar_buffer edited = {0};
            append_edited(&edited, &random, text.data, 5);
            add(&records, 'q', i, 2, NULL, text_of(&edited));
            kembar_buffer_deinit(&edited);
        }
    }
    for (size_t i = 0; i < 60; i++) {
        kembar_buffer_clear(&text);
        append_words(&text, &random, 150, 1 << 20);
        add(&records, 'o', i, 1, NULL, text_of(&text));
    }
    run_groups(&run, &records);
    expect_families(&run);
    assert_int_equal(run.n_groups, 1);
    assert_int_equal(run.largest_story, 2);
    end(&run);
    kembar_buffer_deinit(&quotation);
    kembar_buffer_deinit(&text);
}

static void a_quotation_joins_no_stories(void **state) {
    const size_t n_words[] = {35, 50, 80, 120};
    (void)state;
    for (size_t i = 0; i < sizeof n_words / sizeof *n_words; i++)
        check_stories_around_quotation(n_words[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_makes_no_group),
        cmocka_unit_test(a_round_up_joins_nothing),
        cmocka_unit_test(a_chain_is_cut),
        cmocka_unit_test(furniture_longer_than_the_news_joins_nothing),
        cmocka_unit_test(a_quotation_joins_nothing),
        cmocka_unit_test(a_quotation_joins_no_stories),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
