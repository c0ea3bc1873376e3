#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cluster/labels.h"
#include "small_collection.h"

static const small_document DOCUMENTS[] = {
    {.id = "a",
     .text = "The crane operators of Samudra went back to school. Inspectors had found that "
             "licences of crane operators at Samudra were forged in 2024."},
    {.id = "b",
     .text = "Police say the forged licences were sold to an operator by a clerk in Samudra. "
             "The operator had climbed the crane for 12 weeks, and operators feared for the port."},
    {.id = "c",
     .text = "The weather in the mountains was fine and the people of the village were glad that "
             "the rain had come, for the rice had been dry."},
    {.id = "d",
     .text = "Polisi menyita lisensi palsu milik para juru derek di pelabuhan itu. Menurut "
             "polisi, lisensi palsu dijual oleh seorang pegawai kepada juru derek."}};

typedef struct fixture {
    small_collection collection;
    kembar_cluster_input input;
    kembar_labeller *labeller;
    kembar_label_set set;
} fixture;

static void begin(fixture *f) {
    small_collection_init(&f->collection, DOCUMENTS, 4);
    f->input = small_collection_input(&f->collection, NULL, 0);
    assert_int_equal(kembar_labeller_new(&f->labeller, &f->input, NULL), KEMBAR_OK);
}

static void label(fixture *f, const uint32_t *documents, size_t n) {
    kembar_member members[4] = {{0}};
    for (size_t i = 0; i < n; i++)
        members[i].doc_id = documents[i];
    assert_int_equal(kembar_labeller_label(f->labeller, members, n, &f->set), KEMBAR_OK);
}

static void end(fixture *f) {
    kembar_label_set_deinit(&f->set);
    kembar_labeller_free(f->labeller);
    small_collection_deinit(&f->collection);
}

static int has_term(const kembar_label *found, const char *term) {
    for (size_t i = 0; i < found->n_terms; i++)
        if (found->terms[i].size == strlen(term) &&
            memcmp(found->terms[i].data, term, strlen(term)) == 0)
            return 1;
    return 0;
}

static void test_words_of_both_documents_as_they_are_used_most(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    label(&f, (uint32_t[]){0, 1}, 2);
    assert_int_equal(f.set.n_labels, 1);
    const kembar_label *english = &f.set.labels[0];
    assert_int_equal(english->language, KEMBAR_LANGUAGE_EN);
    assert_int_equal(english->n_terms, KEMBAR_LABEL_TERMS);
    assert_true(has_term(english, "Samudra"));
    assert_true(has_term(english, "crane"));
    assert_true(has_term(english, "licences"));
    assert_true(has_term(english, "forged"));
    assert_true(has_term(english, "operators"));
    assert_false(has_term(english, "operator")); /* one form a stem */
    assert_false(has_term(english, "clerk"));    /* in one document only */
    end(&f);
}

static void test_each_language_has_its_own(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    label(&f, (uint32_t[]){3, 0}, 2);
    assert_int_equal(f.set.n_labels, 2);
    assert_int_equal(f.set.labels[0].language, KEMBAR_LANGUAGE_EN);
    assert_int_equal(f.set.labels[1].language, KEMBAR_LANGUAGE_ID);
    assert_true(has_term(&f.set.labels[1], "lisensi"));
    assert_true(has_term(&f.set.labels[1], "palsu"));
    assert_false(has_term(&f.set.labels[1], "crane"));
    end(&f);
}

static void test_no_numbers(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    label(&f, (uint32_t[]){1}, 1);
    assert_int_equal(f.set.labels[0].n_terms, KEMBAR_LABEL_TERMS);
    assert_false(has_term(&f.set.labels[0], "12"));
    end(&f);
}

static void test_no_stop_words(void **state) {
    (void)state;
    char folder[4096];
    const char *source = getenv("KEMBAR_SOURCE");
    if (!source)
        skip();
    snprintf(folder, sizeof folder, "%s/src/lexicon/data", source);
    kembar_lexicon *lexicon;
    assert_int_equal(kembar_lexicon_open(&lexicon, folder, NULL), KEMBAR_OK);
    fixture f;
    begin(&f);
    label(&f, (uint32_t[]){2}, 1);
    assert_true(has_term(&f.set.labels[0], "the"));
    kembar_label_set_deinit(&f.set);
    f.input.lexicon = lexicon;
    label(&f, (uint32_t[]){2}, 1);
    assert_int_equal(f.set.labels[0].n_terms, KEMBAR_LABEL_TERMS);
    assert_false(has_term(&f.set.labels[0], "the"));
    end(&f);
    kembar_lexicon_free(lexicon);
}

static void test_labeller_forgets_the_last_cluster(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    label(&f, (uint32_t[]){0, 1}, 2);
    kembar_label_set_deinit(&f.set);
    label(&f, (uint32_t[]){2}, 1);
    assert_int_equal(f.set.n_labels, 1);
    assert_false(has_term(&f.set.labels[0], "crane"));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_both_documents_as_they_are_used_most),
        cmocka_unit_test(test_each_language_has_its_own),
        cmocka_unit_test(test_no_numbers),
        cmocka_unit_test(test_no_stop_words),
        cmocka_unit_test(test_labeller_forgets_the_last_cluster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
