#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kembar/answers.h"
#include "make_document.h"
#include "scarce_memory.h"

#define A "The ferry left the harbour at dawn with forty crates of rice"
#define B "The ferry left the quay at dusk with forty crates of rice"

typedef struct texts {
    kembar_document *a, *b;
    kembar_passages_style style;
} texts;

static kembar_status ask(const texts *in, kembar_answer *out) {
    kembar_span_pair whole = {0, (uint32_t)kembar_document_text(in->a).size, 0,
                              (uint32_t)kembar_document_text(in->b).size};
    return kembar_answer_passages(out, in->a, in->b, &whole, 1, &in->style, NULL);
}

static void assert_passages(const char *a, const char *b, kembar_passages_style style,
                            const char *expected) {
    texts in = {make_document(a), make_document(b), style};
    kembar_answer answer = {0};
    assert_int_equal(ask(&in, &answer), KEMBAR_OK);
    const char *lines = strchr(answer.data, '\n') + 1;
    assert_string_equal(lines, expected);
    kembar_answer_deinit(&answer);
    kembar_document_free(in.a);
    kembar_document_free(in.b);
}

static void one_below_the_other_on_a_narrow_terminal(void **state) {
    (void)state;
    assert_passages(A, B, (kembar_passages_style){.columns = 80},
                    "A   The ferry left the [harbour] at [dawn] with forty crates of rice\n"
                    "B   The ferry left the [quay] at [dusk] with forty crates of rice\n");
    assert_passages(
        A, A, (kembar_passages_style){.columns = 1},
        "A   The ferry left\n    the harbour at\n    dawn with forty\n    crates of rice\n"
        "B   The ferry left\n    the harbour at\n    dawn with forty\n    crates of rice\n");
}

static void side_by_side_on_a_wide_terminal(void **state) {
    (void)state;
    assert_passages(A, B, (kembar_passages_style){.columns = 100},
                    "The ferry left the [harbour] at [dawn] with      | The ferry left the [quay] "
                    "at [dusk] with "
                    "forty\n"
                    "forty crates of rice                             | crates of rice\n");
}

static void the_longer_side_goes_on_alone(void **state) {
    (void)state;
    assert_passages(
        "one two", "one two three four five six seven eight nine ten eleven twelve thirteen",
        (kembar_passages_style){.columns = 100, .sentences = 1},
        "one two                                          | one two three four five six "
        "seven eight nine ten\n"
        "                                                 | eleven twelve thirteen\n");
    assert_passages("one two three four five six seven eight nine ten eleven twelve thirteen",
                    "one two", (kembar_passages_style){.columns = 100, .sentences = 1},
                    "one two three four five six seven eight nine ten | one two\n"
                    "eleven twelve thirteen\n");
}

static void changes_are_coloured(void **state) {
    (void)state;
    assert_passages("left the harbour", "left the old quay",
                    (kembar_passages_style){.columns = 80, .color = 1},
                    "A   left the \033[1;33mharbour\033[0m\n"
                    "B   left the \033[1;33mold\033[0m \033[1;33mquay\033[0m\n");
}

static void lines_are_never_endless(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_buffer_append_text(&text, "word");
    for (int i = 0; i < 99; i++)
        kembar_buffer_append_text(&text, " word");
    texts in = {.style = {.columns = 5000, .sentences = 1}};
    kembar_answer answer = {0};
    in.a = make_document(text_of(&text));
    in.b = make_document("word");
    assert_int_equal(ask(&in, &answer), KEMBAR_OK);
    for (const char *line = answer.data; *line; line = strchr(line, '\n') + 1)
        assert_true(strcspn(line, "\n") <= 200);
    kembar_answer_deinit(&answer);
    kembar_document_free(in.a);
    kembar_document_free(in.b);
    kembar_buffer_deinit(&text);
}

static void nothing_moves_the_cursor(void **state) {
    (void)state;
    assert_passages("red \033[31m alert\r over", "red \xc2\x9b alert \xe2\x80\xae over",
                    (kembar_passages_style){.columns = 80, .sentences = 1},
                    "A   red \xef\xbf\xbd[31m alert over\n"
                    "B   red \xef\xbf\xbd alert \xef\xbf\xbd over\n");
}

static kembar_status ask_once(void *context) {
    kembar_answer answer = {0};
    kembar_status status = ask(context, &answer);
    kembar_answer_deinit(&answer);
    return status;
}

static void every_failed_allocation_is_survived(void **state) {
    (void)state;
    texts in = {make_document(A), make_document(B), {.columns = 120}};
    assert_true(fail_every_allocation(ask_once, &in) > 4);
    kembar_document_free(in.a);
    kembar_document_free(in.b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_below_the_other_on_a_narrow_terminal),
        cmocka_unit_test(side_by_side_on_a_wide_terminal),
        cmocka_unit_test(the_longer_side_goes_on_alone),
        cmocka_unit_test(changes_are_coloured),
        cmocka_unit_test(lines_are_never_endless),
        cmocka_unit_test(nothing_moves_the_cursor),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
