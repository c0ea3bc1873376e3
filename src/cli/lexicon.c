#include "kembar/lexicon.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/answers.h"
#include "messages.h"

enum { NAME_COLUMNS = 24, LICENCE_COLUMNS = 22 };

static int print_answer(const kembar_arguments *arguments, kembar_status status,
                        kembar_answer *answer, const kembar_error *error) {
    if (status != KEMBAR_OK)
        return kembar_library_error(arguments->command, error);
    kembar_escape_print_json(stdout, (kembar_view){answer->data, answer->size});
    kembar_answer_deinit(answer);
    return 0;
}

/* Padded with spaces; the names and licences are ASCII. */
static void print_padded(kembar_view text, size_t columns) {
    kembar_escape_print(stdout, text);
    printf("%*s", (int)(text.size < columns ? columns - text.size : 1), "");
}

static void print_info(const kembar_dictionary_info *info) {
    if (info->version > 0)
        printf("version       %" PRIu32 "\n", info->version);
    else
        fputs("version       none: there is no compiled lexicon\n", stdout);
    printf("words         %" PRIu64 "\n", info->n_words);
    printf("translations  %" PRIu64 "\n", info->n_translations);
    printf("roots         %" PRIu64 "\n", info->n_roots);
    if (info->n_lists > 0)
        fputs("\nWord lists, their licences, and pairs taken from them:\n", stdout);
    for (size_t i = 0; i < info->n_lists; i++) {
        fputs("  ", stdout);
        print_padded(info->lists[i].name, NAME_COLUMNS);
        print_padded(info->lists[i].licence, LICENCE_COLUMNS);
        printf("%9" PRIu64 "\n", info->lists[i].n_pairs);
    }
}

static int show_info(const kembar_arguments *arguments, const kembar_dictionary *dictionary) {
    kembar_dictionary_info info = kembar_dictionary_about(dictionary);
    if (!arguments->json) {
        print_info(&info);
        return 0;
    }
    kembar_error error = {0};
    kembar_answer answer;
    kembar_status status = kembar_answer_lexicon(&answer, &info, &error);
    return print_answer(arguments, status, &answer, &error);
}

/* Weights with three decimals, cut and not rounded. */
static void print_items(const char *name, const kembar_dictionary_item *items, size_t n_items) {
    printf("  %-12s", name);
    for (size_t i = 0; i < n_items; i++) {
        fputs(i > 0 ? ", " : "", stdout);
        kembar_escape_print(stdout, items[i].text);
        printf(" %d.%03d", items[i].weight / 1000000, items[i].weight % 1000000 / 1000);
    }
    fputc('\n', stdout);
}

static void print_form(const char *name, kembar_view form) {
    printf("  %-12s", name);
    kembar_escape_print(stdout, form);
    fputc('\n', stdout);
}

static void print_word(const kembar_dictionary_word *word) {
    kembar_escape_print(stdout, word->word);
    fputc('\n', stdout);
    if (word->by_root)
        print_form("root", word->root);
    if (word->n_english > 0)
        print_items("English", word->english, word->n_english);
    if (word->n_indonesian > 0) {
        print_form("stem", word->stem);
        print_items("Indonesian", word->indonesian, word->n_indonesian);
    }
    if (word->n_english == 0 && word->n_indonesian == 0)
        fputs("  not in the lexicon\n", stdout);
}

static int look_up(const kembar_arguments *arguments, kembar_dictionary *dictionary,
                   const char *text) {
    kembar_error error = {0};
    kembar_dictionary_word word;
    kembar_status status =
        kembar_dictionary_lookup(dictionary, (kembar_view){text, strlen(text)}, &word, &error);
    if (status != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    if (!arguments->json) {
        print_word(&word);
        return 0;
    }
    kembar_answer answer;
    status = kembar_answer_word(&answer, &word, &error);
    return print_answer(arguments, status, &answer, &error);
}

static int look_up_all(const kembar_arguments *arguments, kembar_dictionary *dictionary) {
    int code = 0;
    for (size_t i = 1; i < arguments->operands.n_items && code == 0; i++)
        code = look_up(arguments, dictionary, arguments->operands.items[i]);
    return code;
}

static int check_operands(const kembar_arguments *arguments, int *is_info) {
    const kembar_text_list *operands = &arguments->operands;
    *is_info = strcmp(operands->items[0], "info") == 0;
    if (!*is_info && strcmp(operands->items[0], "lookup") != 0)
        return kembar_usage_error(arguments->command, "\"%.100s\" is neither info nor lookup",
                                  operands->items[0]);
    if (*is_info && operands->n_items > 1)
        return kembar_usage_error(arguments->command, "info takes no words");
    if (!*is_info && operands->n_items < 2)
        return kembar_usage_error(arguments->command, "lookup needs a word");
    return 0;
}

int kembar_command_lexicon(const struct kembar_arguments *arguments) {
    int is_info;
    int code = check_operands(arguments, &is_info);
    if (code)
        return code;
    kembar_error error = {0};
    kembar_dictionary *dictionary = NULL;
    if (kembar_dictionary_open(&dictionary, NULL, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    code = is_info ? show_info(arguments, dictionary) : look_up_all(arguments, dictionary);
    kembar_dictionary_free(dictionary);
    return code;
}
