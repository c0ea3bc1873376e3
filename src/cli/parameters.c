#include "kembar/parameters.h"

#include <inttypes.h>
#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/answers.h"
#include "messages.h"
#include "numbers.h"
#include "option_table.h"
#include "wrap.h"

enum { PERMILLE = 1000, MEANING_COLUMN = 26, RULE_COLUMNS = 50 };

/* Per cent with one decimal, rounded down: only what is certain is 100. */
static void print_percent(int columns, int32_t micro) {
    char number[16];
    int32_t permille = micro / PERMILLE;
    (void)snprintf(number, sizeof number, "%d.%d", permille / 10, permille % 10);
    printf("%*s", columns, number);
}

static void print_sketch(const kembar_options *options) {
    printf("Sketch: %d bands of %d rows, %d places, of the %d-word shingles of the content.\n",
           options->n_bands, options->band_rows, options->n_bands * options->band_rows,
           options->shingle_tokens);
    printf("Two documents are looked at when they share a band, or %d shingles that at most\n"
           "%d documents hold. Those are aligned word by word; the rules below decide.\n",
           options->rare_shingles_shared, options->rare_shingle_max);
}

static void print_curve(const kembar_options *options) {
    const uint32_t *lengths = kembar_curve_lengths();
    fputs("\nChance to be looked at, in per cent; words changed: the share that leaves such a\n"
          "Jaccard index; by rare shingles: if all that two texts of a length share are rare.\n\n"
          "           words     by         by rare shingles, of texts with\n"
          "  Jaccard  changed  bands ",
          stdout);
    for (size_t k = 0; k < KEMBAR_N_CURVE_LENGTHS; k++)
        printf("%8" PRIu32, lengths[k]);
    fputs(" words\n", stdout);
    for (size_t i = 0; i < KEMBAR_N_CURVE_POINTS; i++) {
        kembar_curve_point point = kembar_curve_at(options, i);
        printf("     %d.%02d", point.jaccard / 1000000, point.jaccard / 10000 % 100);
        print_percent(9, point.changed_words);
        print_percent(7, point.by_bands);
        fputc(' ', stdout);
        for (size_t k = 0; k < KEMBAR_N_CURVE_LENGTHS; k++)
            print_percent(8, point.by_rare[k]);
        fputc('\n', stdout);
    }
}

static void print_quantiles(const kembar_options *options) {
    static const int32_t chances[] = {50000, 500000, 950000};
    char number[3][KEMBAR_MICRO_BYTES];
    for (int i = 0; i < 3; i++) {
        int32_t jaccard = kembar_jaccard_of_chance(options, chances[i]);
        kembar_print_micro(jaccard - jaccard % PERMILLE, number[i]);
    }
    printf("\nBands alone find 5%% of the pairs with a Jaccard index of %s, half of those with\n"
           "%s, and 95%% of those with %s.\n",
           number[0], number[1], number[2]);
}

static const char *print_value(const kembar_option_field *field, int32_t value,
                               char buffer[KEMBAR_MICRO_BYTES]) {
    if (field->is_micro)
        return kembar_print_micro(value, buffer);
    if (field->is_flag)
        return value ? "yes" : "no";
    if (field->is_nullable && value < 0)
        return "any";
    (void)snprintf(buffer, KEMBAR_MICRO_BYTES, "%" PRId32, value);
    return buffer;
}

static void print_meaning(const kembar_arguments *arguments, const kembar_option *option) {
    const kembar_option_field *field = kembar_option_bounds(option);
    const char *meaning = field ? kembar_option_meaning(field) : NULL;
    char left[128], value[KEMBAR_MICRO_BYTES];
    if (!meaning || !(option->commands & KEMBAR_COMMAND_PARAMETERS))
        return;
    const void *place = (const char *)arguments + option->offset;
    int n_bytes = snprintf(left, sizeof left, "  --%s %s", option->name,
                           print_value(field, *(const int32_t *)place, value));
    printf("%-*s", MEANING_COLUMN, left);
    if (n_bytes + 2 > MEANING_COLUMN)
        printf("\n%*s", MEANING_COLUMN, "");
    kembar_print_wrapped(stdout, meaning, MEANING_COLUMN);
}

static void print_meanings(const kembar_arguments *arguments) {
    size_t n_rows;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    fputs("\nWhat the options mean:\n", stdout);
    for (size_t i = 0; i < n_rows; i++)
        print_meaning(arguments, &rows[i]);
}

static void print_rules(const kembar_options *options) {
    kembar_reason rules[KEMBAR_MAX_REASONS];
    char number[KEMBAR_MICRO_BYTES];
    size_t n_rules = kembar_rules_of(options, rules);
    fputs("\nRules for a pair that was looked at; kembar compare shows what two texts reach:\n",
          stdout);
    for (size_t i = 0; i < n_rules; i++) {
        if (rules[i].is_micro)
            kembar_print_micro(rules[i].threshold, number);
        else
            (void)snprintf(number, sizeof number, "%" PRId32, rules[i].threshold);
        printf("  %-*s %9s\n", RULE_COLUMNS, rules[i].rule, number);
    }
}

static int print_json(const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_parameters(&answer, &arguments->options, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return KEMBAR_EXIT_DONE;
}

int kembar_command_parameters(const struct kembar_arguments *arguments) {
    if (arguments->json)
        return print_json(arguments);
    print_sketch(&arguments->options);
    print_curve(&arguments->options);
    print_quantiles(&arguments->options);
    print_meanings(arguments);
    print_rules(&arguments->options);
    return KEMBAR_EXIT_DONE;
}
