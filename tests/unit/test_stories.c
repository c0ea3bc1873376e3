#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "scarce_memory.h"
#include "small_collection.h"

static const char FERRY_1[] =
    "The passenger ferry Nangalili caught fire in the Sape Strait before dawn and forty sailors "
    "and travellers jumped overboard. Harbour master Komang Suardika said a cracked fuel pipe "
    "sprayed diesel onto the hot exhaust manifold of the ferry.";
static const char FERRY_2[] =
    "Investigators boarded the burnt ferry Nangalili in the Sape Strait and found a cracked fuel "
    "pipe above the exhaust manifold. Harbour master Komang Suardika praised sailors who pulled "
    "travellers out of the water.";
static const char FERRY_3[] =
    "Owners of the Nangalili apologised to travellers whose ferry burned in the Sape Strait. "
    "Diesel from a cracked fuel pipe hit the exhaust manifold, harbour master Komang Suardika "
    "told reporters.";
static const char STRIKE_1[] =
    "Garment stitchers at Cipta Busana in Kota Randu sat down beside their sewing machines and "
    "demanded permanent contracts. Union organiser Ratna Wulandari said twelve hundred stitchers "
    "joined the strike.";
static const char STRIKE_2[] =
    "The strike of garment stitchers at Cipta Busana in Kota Randu entered its second week. "
    "Ratna Wulandari, the union organiser, said managers refused permanent contracts for "
    "stitchers at the sewing lines.";
static const char LONELY[] =
    "Seaweed farmers won an export prize for handmade soap; judges liked the packaging and a "
    "scent of lemongrass grown on volcanic slopes near the lagoon.";

/* Three events on one topic: what they share is general vocabulary. */
static const char MIGRANTS_1[] =
    "The government and the labour organisation opened a programme that supports the rights of "
    "migrant workers. The ministry said protection of workers needs better training and "
    "cooperation between countries. The minister, Hendra Wibawa, spoke at a workshop in Cirebon "
    "with trade unions and local officials.";
static const char MIGRANTS_2[] =
    "A new guideline of the ministry and the labour organisation supports the rights of women "
    "migrant workers. It covers services and protection before departure, training centres and "
    "trade unions. The programme was launched by the minister, Lestari Puspita, who thanked the "
    "government's partners.";
static const char MIGRANTS_3[] =
    "The government asked the governing body of the labour organisation in Geneva to support "
    "better protection of migrant workers. Cooperation between countries on training and the "
    "rights of workers is a priority, said the director of the ministry, Gunawan Saputra, before "
    "member states.";
/* Two events in one town, alike enough that they may well be one. */
static const char FAIR[] =
    "Job seekers crowded the fair in Kota Samudra for three days. The labour office brought eighty "
    "companies and four thousand openings to the Bahari hall, most of them in warehouses, "
    "shipyards and hotels. Forty computers stood in a side room for visitors without a telephone.";
static const char LICENCES[] =
    "Police in Kota Samudra arrested two brokers who sold forged licences to crane operators. "
    "Seventeen of them held papers with the same serial number. The labour office suspended them "
    "until they pass a new test.";

/* A collection and its clusters. */
typedef struct fixture {
    small_collection collection;
    kembar_clusters clusters;
    kembar_lexicon *lexicon; /* may be NULL */
} fixture;

static void build_with(fixture *f, const small_document *documents, size_t n_documents,
                       const kembar_pair *pairs, size_t n_pairs, int n_threads,
                       kembar_lexicon *lexicon) {
    f->lexicon = lexicon;
    small_collection_init(&f->collection, documents, n_documents);
    kembar_cluster_input input = small_collection_input(&f->collection, pairs, n_pairs);
    input.n_threads = n_threads;
    input.lexicon = lexicon;
    assert_int_equal(kembar_clusters_build(&f->clusters, &input, NULL), KEMBAR_OK);
}

static void build(fixture *f, const small_document *documents, size_t n_documents,
                  const kembar_pair *pairs, size_t n_pairs, int n_threads) {
    build_with(f, documents, n_documents, pairs, n_pairs, n_threads, NULL);
}

/* The lists that the project ships: without stop words everything is alike. */
static kembar_lexicon *open_lists(void) {
    char folder[4096];
    const char *source = getenv("KEMBAR_SOURCE");
    if (!source)
        skip();
    kembar_lexicon *lexicon = NULL;
    snprintf(folder, sizeof folder, "%s/src/lexicon/data", source);
    assert_int_equal(kembar_lexicon_open(&lexicon, folder, NULL), KEMBAR_OK);
    return lexicon;
}

static void end(fixture *f) {
    kembar_clusters_deinit(&f->clusters);
    kembar_lexicon_free(f->lexicon);
    small_collection_deinit(&f->collection);
}

static int are_together(const fixture *f, uint32_t a, uint32_t b) {
    const uint32_t *story = f->clusters.story_of;
    return story[a] != UINT32_MAX && story[a] == story[b];
}

static void test_empty_collection(void **state) {
    (void)state;
    fixture f;
    build(&f, NULL, 0, NULL, 0, 1);
    assert_int_equal(f.clusters.n_items, 0);
    end(&f);
}

static void test_articles_on_one_event_make_a_story(void **state) {
    (void)state;
    const small_document documents[] = {
        {.id = "a", .text = FERRY_1, .date = "2024-08-19", .source = "x"},
        {.id = "b", .text = STRIKE_1, .date = "2024-09-10", .source = "x"},
        {.id = "c", .text = FERRY_2, .date = "2024-08-18", .source = "y"},
        {.id = "d", .text = LONELY},
        {.id = "e", .text = STRIKE_2, .source = "z"},
        {.id = "f", .text = FERRY_3}};
    fixture f;
    build(&f, documents, 6, NULL, 0, 1);
    assert_int_equal(f.clusters.n_items, 2);
    assert_true(are_together(&f, 0, 2) && are_together(&f, 0, 5));
    assert_true(are_together(&f, 1, 4) && !are_together(&f, 0, 1));
    assert_int_equal(f.clusters.story_of[3], UINT32_MAX);
    assert_int_equal(f.clusters.group_of[0], UINT32_MAX);

    const kembar_cluster *ferry = &f.clusters.items[0];
    assert_int_equal(ferry->kind, KEMBAR_CLUSTER_STORY);
    assert_int_equal(ferry->n_members, 3);
    assert_int_equal(ferry->representative, 2);
    assert_int_equal(ferry->members[0].doc_id, 2);
    assert_true(ferry->members[0].is_self);
    assert_int_equal(ferry->members[1].doc_id, 0);
    assert_int_equal(ferry->members[1].relation, KEMBAR_RELATION_NONE);
    assert_int_equal(ferry->members[1].score, -1);
    assert_int_equal(ferry->n_sources, 2);
    assert_memory_equal(ferry->sources[0].data, "x", 1);
    assert_memory_equal(ferry->first_date.data, "2024-08-18", 10);
    assert_memory_equal(ferry->last_date.data, "2024-08-19", 10);
    assert_int_equal(ferry->weakest_score, -1);
    assert_int_equal(ferry->weakest_a, 2);
    assert_int_equal(ferry->weakest_b, 2);
    char digits[33];
    kembar_hash128_format(kembar_hash128_bytes("a", 1), digits);
    assert_memory_equal(ferry->id, "s-", 2);
    assert_memory_equal(ferry->id + 2, digits, 16);
    assert_int_equal(ferry->id[18], '\0');
    end(&f);
}

static void test_group_lies_in_a_story_of_its_own(void **state) {
    (void)state;
    const small_document documents[] = {
        {.id = "a", .text = LONELY}, {.id = "b", .text = FERRY_1}, {.id = "c", .text = LONELY}};
    const kembar_pair pairs[] = {small_pair(0, 2, KEMBAR_RELATION_EXACT, 1000000)};
    fixture f;
    build(&f, documents, 3, pairs, 1, 1);
    assert_int_equal(f.clusters.n_items, 2);
    assert_int_equal(f.clusters.items[0].kind, KEMBAR_CLUSTER_DUPLICATES);
    assert_int_equal(f.clusters.items[1].kind, KEMBAR_CLUSTER_STORY);
    assert_string_equal(f.clusters.items[0].id + 1, f.clusters.items[1].id + 1);
    assert_int_equal(f.clusters.group_of[2], 0);
    assert_int_equal(f.clusters.story_of[2], 1);
    assert_int_equal(f.clusters.items[0].members[1].relation, KEMBAR_RELATION_EXACT);
    assert_int_equal(f.clusters.items[0].weakest_score, 1000000);
    end(&f);
}

/* The same form for two places: alike in nearly every word, yet two events. */
static void test_other_facts_do_not_join_by_that_alone(void **state) {
    (void)state;
    const small_document documents[] = {
        {.id = "a",
         .text = "The ministry grants forty farmers in Lembata seeds, tools and training so that "
                 "families of migrant workers can earn a living at home."},
        {.id = "b",
         .text = "The ministry grants forty farmers in Indramayu seeds, tools and training so that "
                 "families of migrant workers can earn a living at home."},
        {.id = "c", .text = FERRY_1},
        {.id = "d", .text = STRIKE_1}};
    kembar_pair pairs[] = {small_pair(0, 1, KEMBAR_RELATION_NEAR, 950000)};
    fixture f;
    build(&f, documents, 4, pairs, 1, 1);
    assert_true(are_together(&f, 0, 1));
    end(&f);
    pairs[0].facts_differ = 1;
    build(&f, documents, 4, pairs, 1, 1);
    assert_false(are_together(&f, 0, 1));
    assert_int_equal(f.clusters.n_items, 0);
    end(&f);
}

static void test_round_up_joins_one_story_and_merges_none(void **state) {
    (void)state;
    char round_up[2 * sizeof FERRY_1];
    (void)snprintf(round_up, sizeof round_up, "%s\n\n%s", FERRY_1, STRIKE_1);
    const small_document documents[] = {
        {.id = "a", .text = FERRY_1},  {.id = "b", .text = FERRY_2},  {.id = "c", .text = STRIKE_1},
        {.id = "d", .text = STRIKE_2}, {.id = "e", .text = round_up}, {.id = "f", .text = LONELY}};
    kembar_pair pairs[] = {small_pair(0, 4, KEMBAR_RELATION_EXCERPT, 1000000),
                           small_pair(2, 4, KEMBAR_RELATION_EXCERPT, 1000000)};
    pairs[0].coverage_b = 560000;
    pairs[1].coverage_b = 440000;
    fixture f;
    build(&f, documents, 6, pairs, 2, 1);
    assert_true(are_together(&f, 0, 1) && are_together(&f, 2, 3));
    assert_false(are_together(&f, 0, 2));
    assert_true(are_together(&f, 0, 4));
    const kembar_cluster *ferry = &f.clusters.items[f.clusters.story_of[0]];
    assert_int_equal(ferry->n_members, 3);
    assert_int_equal(ferry->weakest_score, 1000000);
    end(&f);
}

/* Twenty lonely texts lie behind the three, so that words of the town are rare. The first of them
 * translates the third text: what is taken for a round-up leads nobody into its story. */
enum { FIRST = 0, SECOND = 1, WEEK = 2, TRANSLATED = 3 };
static void build_week(fixture *f, const char *first, const char *second, const char *week) {
    enum { N_OTHERS = 20 };
    small_document documents[3 + N_OTHERS] = {
        {.id = "a", .text = first}, {.id = "b", .text = second}, {.id = "c", .text = week}};
    char ids[N_OTHERS][3], texts[N_OTHERS][64];
    for (size_t i = 0; i < N_OTHERS; i++) {
        memcpy(ids[i], (char[]){'d', (char)('a' + i), '\0'}, sizeof ids[i]);
        memset(texts[i], 0, sizeof texts[i]);
        for (size_t j = 0; j < 40; j++)
            texts[i][j] = j % 8 == 7 ? ' ' : (char)('a' + (i + j / 8 * 3) % 26);
        documents[3 + i] = (small_document){.id = ids[i], .text = texts[i]};
    }
    kembar_pair pairs[] = {small_pair(FIRST, WEEK, KEMBAR_RELATION_EXCERPT, 450000),
                           small_pair(SECOND, WEEK, KEMBAR_RELATION_EXCERPT, 400000),
                           small_pair(WEEK, TRANSLATED, KEMBAR_RELATION_TRANSLATION, 900000)};
    pairs[2].link = 900000;
    build_with(f, documents, 3 + N_OTHERS, pairs, 3, 1, open_lists());
}

/* Its parts are similar, but not so much that they would be one story without it. */
static void test_round_up_of_similar_events_merges_none(void **state) {
    (void)state;
    char week[sizeof FAIR + sizeof LICENCES];
    (void)snprintf(week, sizeof week, "%s %s", FAIR, LICENCES);
    fixture f;
    build_week(&f, FAIR, LICENCES, week);
    assert_false(are_together(&f, FIRST, SECOND));
    assert_true(are_together(&f, FIRST, WEEK));
    assert_false(are_together(&f, FIRST, TRANSLATED));
    end(&f);
}

/* A text whose parts are one story without it is no round-up: it holds the story together. */
static void test_parts_of_one_story_stay_together(void **state) {
    (void)state;
    char whole[sizeof FERRY_1 + sizeof FERRY_2];
    (void)snprintf(whole, sizeof whole, "%s %s", FERRY_1, FERRY_2);
    fixture f;
    build_week(&f, FERRY_1, FERRY_2, whole);
    assert_true(are_together(&f, FIRST, SECOND) && are_together(&f, FIRST, WEEK));
    assert_true(are_together(&f, FIRST, TRANSLATED));
    end(&f);
}

static void test_one_topic_is_not_one_event(void **state) {
    (void)state;
    const small_document documents[] = {{.id = "a", .text = MIGRANTS_1},
                                        {.id = "b", .text = MIGRANTS_2},
                                        {.id = "c", .text = MIGRANTS_3}};
    fixture f;
    build_with(&f, documents, 3, NULL, 0, 1, open_lists());
    assert_int_equal(f.clusters.n_items, 0);
    end(&f);
}

static int has_cluster(const kembar_clusters *clusters, const char *id, size_t n_members) {
    for (size_t i = 0; i < clusters->n_items; i++)
        if (strcmp(clusters->items[i].id, id) == 0)
            return clusters->items[i].n_members == n_members;
    return 0;
}

/* "f" stands behind all others, so that the copy moves nobody's index. */
static void test_copy_adds_a_member_and_changes_nothing_else(void **state) {
    (void)state;
    const small_document documents[] = {
        {.id = "a", .text = FERRY_1}, {.id = "b", .text = STRIKE_1}, {.id = "c", .text = FERRY_2},
        {.id = "d", .text = LONELY},  {.id = "e", .text = STRIKE_2}, {.id = "f", .text = FERRY_2}};
    const kembar_pair pairs[] = {small_pair(2, 5, KEMBAR_RELATION_EXACT, 1000000)};
    fixture before, after;
    build(&before, documents, 5, NULL, 0, 1);
    build(&after, documents, 6, pairs, 1, 1);
    assert_int_equal(before.clusters.n_items, 2);
    assert_int_equal(after.clusters.n_items, 3);
    const char *ferry = before.clusters.items[before.clusters.story_of[0]].id;
    const char *strike = before.clusters.items[before.clusters.story_of[1]].id;
    assert_true(has_cluster(&after.clusters, ferry, 3));
    assert_true(has_cluster(&after.clusters, strike, 2));
    end(&before);
    end(&after);
}

static void test_threads_change_nothing(void **state) {
    (void)state;
    enum { N = 60 };
    static const char *const texts[] = {FERRY_1, STRIKE_1, FERRY_2, LONELY, STRIKE_2, FERRY_3};
    small_document documents[N];
    char ids[N][4], buffers[N][512];
    for (size_t i = 0; i < N; i++) {
        ids[i][0] = (char)('a' + i / 26);
        ids[i][1] = (char)('a' + i % 26);
        ids[i][2] = '\0';
        (void)snprintf(buffers[i], sizeof buffers[i], "%s %s %s", texts[i % 6],
                       i / 6 % 2 ? "More of" : "Also", ids[i]);
        documents[i] = (small_document){.id = ids[i], .text = buffers[i]};
    }
    fixture one, four;
    build(&one, documents, N, NULL, 0, 1);
    build(&four, documents, N, NULL, 0, 4);
    assert_true(one.clusters.n_items > 0);
    assert_int_equal(one.clusters.n_items, four.clusters.n_items);
    assert_memory_equal(one.clusters.story_of, four.clusters.story_of, N * sizeof(uint32_t));
    for (size_t i = 0; i < one.clusters.n_items; i++) {
        const kembar_cluster *x = &one.clusters.items[i], *y = &four.clusters.items[i];
        assert_string_equal(x->id, y->id);
        assert_int_equal(x->n_labels, y->n_labels);
        for (size_t j = 0; j < x->n_labels; j++) {
            assert_int_equal(x->labels[j].n_terms, y->labels[j].n_terms);
            for (size_t k = 0; k < x->labels[j].n_terms; k++) {
                assert_int_equal(x->labels[j].terms[k].size, y->labels[j].terms[k].size);
                assert_memory_equal(x->labels[j].terms[k].data, y->labels[j].terms[k].data,
                                    x->labels[j].terms[k].size);
            }
        }
    }
    end(&one);
    end(&four);
}

static void test_failed_allocations_leave_nothing(void **state) {
    (void)state;
    const small_document documents[] = {{.id = "a", .text = FERRY_1},
                                        {.id = "b", .text = FERRY_2},
                                        {.id = "c", .text = FERRY_1},
                                        {.id = "d", .text = STRIKE_1}};
    const kembar_pair pairs[] = {small_pair(0, 2, KEMBAR_RELATION_EXACT, 1000000),
                                 small_pair(1, 3, KEMBAR_RELATION_EXCERPT, 400000)};
    small_collection collection;
    small_collection_init(&collection, documents, 4);
    kembar_cluster_input input = small_collection_input(&collection, pairs, 2);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    size_t k = 0;
    for (; status != KEMBAR_OK && k < 5000; k++) {
        kembar_clusters clusters;
        kembar_error error = {0};
        scarce_memory(k);
        status = kembar_clusters_build(&clusters, &input, &error);
        plenty_of_memory();
        if (status) {
            assert_int_equal(status, KEMBAR_ERROR_MEMORY);
            assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
            assert_null(clusters.items);
        } else {
            kembar_clusters_deinit(&clusters);
        }
    }
    assert_int_equal(status, KEMBAR_OK);
    assert_true(k > 50);
    small_collection_deinit(&collection);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_collection),
        cmocka_unit_test(test_articles_on_one_event_make_a_story),
        cmocka_unit_test(test_group_lies_in_a_story_of_its_own),
        cmocka_unit_test(test_other_facts_do_not_join_by_that_alone),
        cmocka_unit_test(test_round_up_joins_one_story_and_merges_none),
        cmocka_unit_test(test_round_up_of_similar_events_merges_none),
        cmocka_unit_test(test_parts_of_one_story_stay_together),
        cmocka_unit_test(test_one_topic_is_not_one_event),
        cmocka_unit_test(test_copy_adds_a_member_and_changes_nothing_else),
        cmocka_unit_test(test_threads_change_nothing),
        cmocka_unit_test(test_failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
