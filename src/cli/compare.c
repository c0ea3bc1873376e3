#include <inttypes.h>
#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/answers.h"
#include "kembar/compare.h"
#include "messages.h"
#include "print_pair.h"
#include "record.h"

static void print_head(const char *name, const kembar_document *document) {
    kembar_view title = kembar_document_title(document);
    printf("%s  ", name);
    kembar_escape_print(stdout, kembar_document_id(document));
    if (title.size > 0) {
        fputs(", \"", stdout);
        kembar_escape_print(stdout, title);
        fputc('"', stdout);
    }
    printf(" (%s, %" PRIu64 " words)\n", kembar_language_name(kembar_document_language(document)),
           kembar_document_token_count(document));
}

static int print_passages(const kembar_document *a, const kembar_document *b,
                          const kembar_comparison *comparison, const kembar_arguments *arguments) {
    kembar_passages_style style = {.columns = kembar_terminal_columns(stdout),
                                   .color = kembar_color_wanted(arguments, stdout),
                                   .sentences = comparison->terms != NULL};
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_passages(&answer, a, b, comparison->spans, comparison->pair.n_spans, &style,
                               &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    if (answer.size > 0)
        printf("\n%s", answer.data);
    kembar_answer_deinit(&answer);
    return 0;
}

static void print_terms(const kembar_comparison *comparison) {
    if (comparison->pair.n_terms == 0)
        return;
    fputs("  matched words    ", stdout);
    for (uint32_t i = 0; i < comparison->pair.n_terms; i++)
        kembar_print_term(stdout, comparison->terms[i].a, comparison->terms[i].b, i);
    fputc('\n', stdout);
}

static int print_text(const kembar_document *a, const kembar_document *b,
                      const kembar_comparison *comparison, const kembar_arguments *arguments) {
    print_head("A", a);
    print_head("B", b);
    fputc('\n', stdout);
    kembar_print_pair_words(stdout, &comparison->pair, "A", "B");
    fputc('\n', stdout);
    kembar_print_pair_measures(stdout, &comparison->pair);
    kembar_print_pair_counts(stdout, &comparison->pair);
    print_terms(comparison);
    fputc('\n', stdout);
    kembar_print_rules(stdout, comparison);
    return print_passages(a, b, comparison, arguments);
}

static int print_json(const kembar_document *a, const kembar_document *b,
                      const kembar_comparison *comparison, const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_comparison(&answer, a, b, comparison, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return 0;
}

static int compare(const kembar_document *a, const kembar_document *b,
                   const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_comparison comparison = {0};
    if (kembar_compare(a, b, &arguments->options, &comparison, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    int code = arguments->json ? print_json(a, b, &comparison, arguments)
                               : print_text(a, b, &comparison, arguments);
    kembar_comparison_deinit(&comparison);
    return code;
}

int kembar_command_compare(const struct kembar_arguments *arguments) {
    kembar_found_record a = {0}, b = {0};
    int code = kembar_record_find(arguments, arguments->operands.items[0], &a);
    if (code == 0)
        code = kembar_record_find(arguments, arguments->operands.items[1], &b);
    if (code == 0)
        code = compare(a.document, b.document, arguments);
    kembar_found_record_deinit(&a);
    kembar_found_record_deinit(&b);
    return code;
}
