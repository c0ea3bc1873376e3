/* Groups and stories of whole runs: a copy adds a member and changes nothing else, chains do not
 * become one, a hundred thousand copies are one group. */
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

enum { CLUSTER_ID_BYTES = 20 };

/* The clusters of each document by id; "" where it has none. */
typedef struct membership {
    char group[CLUSTER_ID_BYTES], story[CLUSTER_ID_BYTES];
    uint32_t representative;
} membership;

typedef struct clustered {
    membership *documents; /* owned by the test */
    size_t capacity, n_documents, n_pairs, n_groups, largest_group, largest_story;
    size_t n_untied; /* members of groups without a relation to the representative */
} clustered;

static void copy_id(char *out, const char *id) {
    (void)snprintf(out, CLUSTER_ID_BYTES, "%s", id ? id : "");
}

static kembar_status take_document(void *context, const kembar_document_row *row,
                                   kembar_error *error) {
    clustered *run = context;
    (void)error;
    assert_true(run->n_documents < run->capacity);
    membership *document = &run->documents[run->n_documents++];
    copy_id(document->group, row->group);
    copy_id(document->story, row->story);
    document->representative = row->representative;
    return KEMBAR_OK;
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    (void)row;
    (void)error;
    ((clustered *)context)->n_pairs++;
    return KEMBAR_OK;
}

static kembar_status take_cluster(void *context, const kembar_cluster *cluster,
                                  kembar_error *error) {
    clustered *run = context;
    int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
    size_t *largest = is_story ? &run->largest_story : &run->largest_group;
    (void)error;
    if (cluster->n_members > *largest)
        *largest = cluster->n_members;
    if (is_story)
        return KEMBAR_OK;
    run->n_groups++;
    for (size_t i = 0; i < cluster->n_members; i++)
        run->n_untied += !cluster->members[i].is_self &&
                         cluster->members[i].relation != KEMBAR_RELATION_EXACT &&
                         cluster->members[i].relation != KEMBAR_RELATION_NEAR;
    return KEMBAR_OK;
}

static clustered run_on(const made_records *records) {
    clustered run = {.capacity = records->n_items};
    run.documents = calloc(run.capacity, sizeof *run.documents);
    assert_non_null(run.documents);
    kembar_collection *collection = made_records_read(records);
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    kembar_sink sink = {
        .context = &run, .document = take_document, .pair = take_pair, .cluster = take_cluster};
    kembar_sink *const sinks[] = {&sink};
    assert_int_equal(kembar_run_cluster(collection, &options, &context, sinks, 1, NULL), KEMBAR_OK);
    assert_int_equal(run.n_documents, records->n_items);
    kembar_collection_free(collection);
    return run;
}

static size_t count_members(const clustered *run, const char *id, int is_story) {
    size_t n = 0;
    for (size_t i = 0; i < run->n_documents && id[0]; i++)
        n += strcmp(is_story ? run->documents[i].story : run->documents[i].group, id) == 0;
    return n;
}

/* A cluster is named after its smallest member, which a copy with the last id never is. */
static void expect_one_more(const clustered *before, const clustered *after, size_t original) {
    size_t n = before->n_documents;
    const membership *old = &before->documents[original], *new = &after->documents[original];
    for (size_t i = 0; i < n; i++) {
        int is_touched = i == original && !old->group[0];
        if (!is_touched) {
            assert_string_equal(before->documents[i].group, after->documents[i].group);
            assert_int_equal(before->documents[i].representative,
                             after->documents[i].representative);
        }
        if (i != original || old->story[0])
            assert_string_equal(before->documents[i].story, after->documents[i].story);
    }
    size_t group = count_members(before, old->group, 0),
           story = count_members(before, old->story, 1);
    assert_string_equal(after->documents[n].group, new->group);
    assert_string_equal(after->documents[n].story, new->story);
    assert_int_equal(count_members(after, new->group, 0), (group ? group : 1) + 1);
    assert_int_equal(count_members(after, new->story, 1), (story ? story : 1) + 1);
}

static void a_copy_adds_a_member_and_changes_nothing_else(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        made_records_add_families(&records, &random, 12, seed % 3);
        size_t n = records.n_items;
        clustered before = run_on(&records);
        for (int k = 0; k < 4; k++) {
            size_t original = (size_t)kembar_random_below(&random, n);
            made_records_add(&records, "zz", records.items[original].source,
                             records.items[original].date, records.items[original].text);
            clustered after = run_on(&records);
            expect_one_more(&before, &after, original);
            free(after.documents);
            free(records.items[--records.n_items].text);
        }
        free(before.documents);
        made_records_deinit(&records);
    }
}

/* Each text drops the first words of the one before and goes on where that ended. */
static void a_chain_does_not_become_one_group(void **state) {
    (void)state;
    enum { N = 1000, WORDS = 100, STEP = 10, WORD_BYTES = 9 };
    made_records records = {0};
    kembar_random random = {9};
    kembar_buffer words = {0};
    append_words(&words, &random, N * STEP + WORDS, 20000);
    const char *all = text_of(&words);
    for (size_t i = 0; i < N; i++) {
        char id[MADE_ID_BYTES], text[WORDS * WORD_BYTES + 1];
        (void)snprintf(id, sizeof id, "c%04zu", i);
        memcpy(text, all + i * STEP * WORD_BYTES, WORDS * WORD_BYTES);
        text[WORDS * WORD_BYTES] = '\0';
        made_records_add(&records, id, NULL, NULL, text);
    }
    clustered run = run_on(&records);
    /* Half of a text at least is the representative's: five steps to either side. */
    assert_in_range(run.largest_group, 2, 2 * (WORDS / 2 / STEP) + 1);
    assert_true(run.n_groups >= N / (2 * (WORDS / 2 / STEP) + 1));
    assert_int_equal(run.n_untied, 0);
    assert_in_range(run.largest_story, 2, N / 10);
    free(run.documents);
    kembar_buffer_deinit(&words);
    made_records_deinit(&records);
}

static void many_copies_are_one_group(void **state) {
    (void)state;
    enum { N = 100000 };
    made_records records = {0};
    for (size_t i = 0; i < N; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "p%06zu", i);
        made_records_add(&records, id, NULL, NULL,
                         "The ferry left the harbour at dawn with forty sailors on board.");
    }
    clustered run = run_on(&records);
    assert_int_equal(run.n_groups, 1);
    assert_int_equal(run.largest_group, N);
    assert_int_equal(run.largest_story, N);
    assert_int_equal(run.n_pairs, N - 1);
    free(run.documents);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_adds_a_member_and_changes_nothing_else),
        cmocka_unit_test(a_chain_does_not_become_one_group),
        cmocka_unit_test(many_copies_are_one_group),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
