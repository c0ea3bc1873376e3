#include "facts_of.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "make_document.h"
#include "pair/facts.h"

int facts_differ_in(const char *text_a, const char *text_b) {
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    int result = -2;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b.prepared, &alignment), KEMBAR_OK);
    assert_true(alignment.n_passages > 0);
    assert_int_equal(kembar_facts_differ(&a.prepared, &b.prepared, &alignment, &result), KEMBAR_OK);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
    return result;
}

int facts_differ_between(const char *text_a, const char *text_b) {
    int there = facts_differ_in(text_a, text_b);
    assert_int_equal(there, facts_differ_in(text_b, text_a));
    return there;
}

enum { NOTICE_BYTES = 4096, LINE_BYTES = 60 };

static size_t append_text(char *out, size_t at, const char *text) {
    size_t n = strlen(text);
    assert_true(at + n < NOTICE_BYTES);
    memcpy(out + at, text, n);
    return at + n;
}

/* Writes the form with the values that `with` has, else with those of the story. */
static void fill(char out[NOTICE_BYTES], const notice_form *form, const notice_values *with) {
    size_t n = 0;
    for (const char *at = form->text; *at; at++) {
        if (*at != '{') {
            char c[2] = {*at, 0};
            n = append_text(out, n, c);
            continue;
        }
        int value = at[1] - '0';
        assert_in_range(value, 0, NOTICE_VALUES - 1);
        const char *text =
            with && with->items[value] ? with->items[value] : form->story.items[value];
        n = append_text(out, n, text);
        at += 2;
    }
    out[n] = 0;
}

/* Breaks lines as another program would. */
static void wrap(char *text) {
    size_t begin = 0;
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '\n')
            begin = i;
        if (text[i] != ' ' || i - begin < LINE_BYTES)
            continue;
        text[i] = '\n';
        begin = i;
    }
}

static int is_none(const notice_values *values) {
    for (size_t i = 0; i < NOTICE_VALUES; i++)
        if (values->items[i])
            return 0;
    return 1;
}

static void expect_telling(const notice_form *form, const notice_values *telling, int expected) {
    char a[NOTICE_BYTES], b[NOTICE_BYTES];
    if (is_none(telling))
        return;
    fill(a, form, NULL);
    fill(b, form, telling);
    if (facts_differ_between(a, b) != expected)
        fail_msg("%s", b);
    wrap(b);
    if (facts_differ_between(a, b) != expected)
        fail_msg("wrapped: %s", b);
}

static void expect(const notice_form *form, const notice_values tellings[NOTICE_TELLINGS],
                   int expected) {
    for (size_t k = 0; k < NOTICE_TELLINGS; k++)
        expect_telling(form, &tellings[k], expected);
}

typedef struct notice_forms {
    const notice_form *items;
    size_t n;
} notice_forms;

static void other_stories_of_one_form_have_other_facts(void **state) {
    const notice_forms *forms = *state;
    for (size_t i = 0; i < forms->n; i++)
        expect(&forms->items[i], forms->items[i].others, 1);
}

static void edited_copies_have_the_same_facts(void **state) {
    const notice_forms *forms = *state;
    for (size_t i = 0; i < forms->n; i++)
        expect(&forms->items[i], forms->items[i].edits, 0);
}

int test_notices(const notice_form *forms, size_t n_forms) {
    notice_forms all = {forms, n_forms};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(other_stories_of_one_form_have_other_facts, &all),
        cmocka_unit_test_prestate(edited_copies_have_the_same_facts, &all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
