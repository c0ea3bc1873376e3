#include "kembar/eval.h"

#include <inttypes.h>
#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/answers.h"
#include "messages.h"
#include "numbers.h"

enum { NAME_COLUMNS = 12, COUNT_COLUMNS = 9, FRACTION_COLUMNS = 11, FRACTION_BYTES = 16 };

/* Four decimals, cut and not rounded: 1.0000 is all of it. */
static const char *print_fraction(int32_t micro, char buffer[FRACTION_BYTES]) {
    int32_t size = micro < 0 ? -micro : micro;
    (void)snprintf(buffer, FRACTION_BYTES, "%s%d.%04d", micro < 0 ? "-" : "", size / 1000000,
                   size % 1000000 / 100);
    return buffer;
}

static void print_measure(int32_t micro) {
    char buffer[FRACTION_BYTES];
    printf("%*s", FRACTION_COLUMNS, micro < 0 ? "-" : print_fraction(micro, buffer));
}

static void print_score(const char *name, const kembar_eval_score *score) {
    printf("%-*s%*" PRIu64 "%*" PRIu64 "%*" PRIu64, NAME_COLUMNS, name, COUNT_COLUMNS,
           score->n_truth, COUNT_COLUMNS, score->n_found, COUNT_COLUMNS, score->n_right);
    print_measure(score->precision);
    print_measure(score->recall);
    print_measure(score->f1);
    fputc('\n', stdout);
}

static void print_pairs(const kembar_eval *eval) {
    printf("%-*s%*s%*s%*s%*s%*s%*s\n", NAME_COLUMNS, "Pairs", COUNT_COLUMNS, "truth", COUNT_COLUMNS,
           "found", COUNT_COLUMNS, "right", FRACTION_COLUMNS, "precision", FRACTION_COLUMNS,
           "recall", FRACTION_COLUMNS, "F1");
    for (int i = KEMBAR_RELATION_EXACT; i > KEMBAR_RELATION_NONE; i--)
        if (eval->by_relation[i].n_truth > 0 || i >= KEMBAR_RELATION_EXCERPT)
            print_score(kembar_relation_name((kembar_relation)i), &eval->by_relation[i]);
    print_score("duplicates", &eval->duplicates);
    char names[FRACTION_BYTES];
    if (eval->names_right >= 0)
        printf("Duplicates are exact, near and excerpt together; of those that are right,\n"
               "%s have the right name.\n",
               print_fraction(eval->names_right, names));
}

static void print_stories(const kembar_eval *eval) {
    char fraction[FRACTION_BYTES];
    printf("Stories     %" PRIu64 " documents, %" PRIu64 " stories in truth, %" PRIu64 " found\n",
           eval->n_story_documents, eval->n_story_truth, eval->n_story_found);
    printf("  adjusted Rand index  %s\n", print_fraction(eval->story_ari, fraction));
    printf("  B-cubed precision    %s\n", print_fraction(eval->story_b3_precision, fraction));
    printf("  B-cubed recall       %s\n", print_fraction(eval->story_b3_recall, fraction));
    printf("  B-cubed F1           %s\n", print_fraction(eval->story_b3_f1, fraction));
}

static void print_mistakes(const kembar_eval *eval) {
    printf("\nMistakes    %zu (a, b, truth, found)\n", eval->n_mistakes);
    for (size_t i = 0; i < eval->n_mistakes; i++) {
        const kembar_eval_pair *pair = &eval->mistakes[i];
        kembar_escape_print(stdout, pair->a);
        fputc('\t', stdout);
        kembar_escape_print(stdout, pair->b);
        printf("\t%s\t%s\n", kembar_relation_name((kembar_relation)pair->truth),
               kembar_relation_name((kembar_relation)pair->found));
    }
}

static void print_text(const kembar_eval *eval, const kembar_arguments *arguments) {
    if (arguments->truth)
        print_pairs(eval);
    if (arguments->truth && eval->has_stories)
        fputc('\n', stdout);
    if (eval->has_stories)
        print_stories(eval);
    if (arguments->mistakes)
        print_mistakes(eval);
}

static int print_json(const kembar_eval *eval, const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_eval(&answer, eval, arguments->mistakes, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return 0;
}

static int check_gate(const char *name, int32_t value, int32_t minimum) {
    char shown[KEMBAR_MICRO_BYTES], asked[KEMBAR_MICRO_BYTES];
    if (minimum < 0 || value >= minimum)
        return 0;
    kembar_message("%s is %s, below %s", name, kembar_print_micro(value, shown),
                   kembar_print_micro(minimum, asked));
    return KEMBAR_EXIT_GATE;
}

static int judge(const kembar_eval *eval, const kembar_arguments *arguments) {
    if (eval->n_unknown_ids > 0)
        kembar_message("%" PRIu64 " ids of the truth are not in the run", eval->n_unknown_ids);
    int f1_code = check_gate("F1 of duplicates", eval->duplicates.f1, arguments->min_f1_micro);
    int ari_code =
        check_gate("adjusted Rand index of stories", eval->story_ari, arguments->min_ari_micro);
    return f1_code ? f1_code : ari_code;
}

static int check_arguments(const kembar_arguments *arguments) {
    const kembar_command *command = arguments->command;
    if (!arguments->truth && !arguments->stories)
        return kembar_usage_error(command, "--truth or --stories is missing");
    if (arguments->min_f1_micro >= 0 && !arguments->truth)
        return kembar_usage_error(command, "--min-f1 needs --truth");
    if (arguments->mistakes && !arguments->truth)
        return kembar_usage_error(command, "--mistakes needs --truth");
    if (arguments->min_ari_micro >= 0 && !arguments->stories)
        return kembar_usage_error(command, "--min-ari needs --stories");
    return 0;
}

int kembar_command_eval(const struct kembar_arguments *arguments) {
    int code = check_arguments(arguments);
    if (code)
        return code;
    kembar_error error = {0};
    kembar_results *results = NULL;
    kembar_eval eval = {0};
    kembar_status status = kembar_results_open(&results, arguments->operands.items[0], &error);
    if (status == KEMBAR_OK)
        status = kembar_eval_run(results, arguments->truth, arguments->stories, &eval, &error);
    if (status != KEMBAR_OK)
        code = kembar_library_error(arguments->command, &error);
    else if (arguments->json)
        code = print_json(&eval, arguments);
    else
        print_text(&eval, arguments);
    if (code == 0)
        code = judge(&eval, arguments);
    kembar_eval_deinit(&eval);
    kembar_results_free(results);
    return code;
}
