#include "kembar/baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "baseline_file.h"
#include "escape.h"
#include "inputs.h"
#include "kembar/answers.h"
#include "messages.h"
#include "today.h"

enum { RELATION_COLUMNS = 13, EXPIRES_COLUMNS = 22, EXPIRES_BYTES = 64 };

/* What prune works with. */
typedef struct pruning {
    const kembar_arguments *arguments;
    const char *today;
    kembar_baseline *baseline; /* owned */
    size_t n_entries;
    uint8_t *states;                     /* owned */
    kembar_collection *collections[2];   /* owned; inputs, and those of --against */
    kembar_baseline_document *documents; /* owned; of both */
    size_t n_documents, n_rejected;
} pruning;

static void print_entry(const kembar_baseline_entry *entry, const char *state) {
    char expires[EXPIRES_BYTES];
    kembar_view day = entry->expires;
    (void)snprintf(expires, sizeof expires, "%.*s%s%s%s", day.data ? (int)day.size : 5,
                   day.data ? day.data : "never", *state ? " (" : "", state, *state ? ")" : "");
    printf("%-*s%-*s", RELATION_COLUMNS, kembar_relation_name((kembar_relation)entry->relation),
           EXPIRES_COLUMNS, expires);
    kembar_escape_print(stdout, entry->id_a);
    fputs(" ~ ", stdout);
    kembar_escape_print(stdout, entry->id_b);
    fputc('\n', stdout);
    if (!entry->note.data)
        return;
    printf("%*s", RELATION_COLUMNS + EXPIRES_COLUMNS, "");
    kembar_escape_print(stdout, entry->note);
    fputc('\n', stdout);
}

static void print_head(void) {
    printf("%-*s%-*s%s\n", RELATION_COLUMNS, "Relation", EXPIRES_COLUMNS, "Expires", "Documents");
}

static int print_answer(const kembar_arguments *arguments, kembar_status status,
                        kembar_answer *answer, const kembar_error *error) {
    if (status != KEMBAR_OK)
        return kembar_library_error(arguments->command, error);
    kembar_escape_print_json(stdout, (kembar_view){answer->data, answer->size});
    kembar_answer_deinit(answer);
    return 0;
}

static int show_json(const kembar_arguments *arguments, const kembar_baseline *baseline,
                     const char *today) {
    kembar_error error = {0};
    kembar_answer answer;
    kembar_status status = kembar_answer_baseline(&answer, baseline, today, &error);
    return print_answer(arguments, status, &answer, &error);
}

static void show_table(const kembar_baseline *baseline, const char *today) {
    size_t n_entries, n_expired = 0;
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n_entries);
    if (n_entries > 0)
        print_head();
    for (size_t i = 0; i < n_entries; i++) {
        int is_expired = kembar_baseline_is_expired(&entries[i], today);
        n_expired += (size_t)is_expired;
        print_entry(&entries[i], is_expired ? "expired" : "");
    }
    printf("%s%zu %s", n_entries > 0 ? "\n" : "", n_entries, n_entries == 1 ? "pair" : "pairs");
    if (n_expired > 0)
        printf(", %zu expired", n_expired);
    fputc('\n', stdout);
}

static int show(const kembar_arguments *arguments, const char *today) {
    kembar_baseline *baseline = NULL;
    int code = kembar_baseline_file_open(arguments, arguments->operands.items[1], &baseline);
    if (code)
        return code;
    if (arguments->json)
        code = show_json(arguments, baseline, today);
    else
        show_table(baseline, today);
    kembar_baseline_free(baseline);
    return code;
}

static void pruning_deinit(pruning *in) {
    kembar_baseline_free(in->baseline);
    kembar_collection_free(in->collections[0]);
    kembar_collection_free(in->collections[1]);
    free(in->documents);
    free(in->states);
}

static int read_inputs(pruning *in) {
    const kembar_arguments *arguments = in->arguments;
    const kembar_text_list operands = {arguments->operands.items + 2,
                                       arguments->operands.n_items - 2};
    kembar_bar bar;
    int code = 0;
    kembar_bar_init(&bar, arguments);
    if (operands.n_items + arguments->files_from.n_items > 0)
        code = kembar_inputs_read(arguments, &operands, &arguments->files_from, &bar,
                                  &in->collections[0]);
    if (code == 0 && arguments->against.n_items > 0)
        code = kembar_inputs_read(arguments, &arguments->against, NULL, &bar, &in->collections[1]);
    return code;
}

static size_t count_documents(const pruning *in, size_t side) {
    return in->collections[side] ? kembar_collection_document_count(in->collections[side]) : 0;
}

static int list_documents(pruning *in) {
    size_t n_most = count_documents(in, 0) + count_documents(in, 1);
    in->documents = calloc(n_most + 1, sizeof *in->documents);
    if (!in->documents)
        return kembar_out_of_memory();
    for (size_t side = 0; side < 2; side++) {
        const kembar_collection *collection = in->collections[side];
        if (!collection)
            continue;
        kembar_print_rejections(collection);
        in->n_rejected += kembar_collection_rejection_count(collection);
        for (size_t i = 0; i < count_documents(in, side); i++) {
            const kembar_document *document = kembar_collection_document(collection, i);
            in->documents[in->n_documents++] = (kembar_baseline_document){
                .key = kembar_document_content_key(document), .id = kembar_document_id(document)};
        }
    }
    return 0;
}

/* Of what was rejected nobody knows whether it is gone. Without inputs nothing is. */
static void keep_unseen(pruning *in, int has_inputs) {
    size_t n = in->states && (!has_inputs || in->n_rejected > 0) ? in->n_entries : 0;
    for (size_t i = 0; i < n; i++)
        if (in->states[i] == KEMBAR_ENTRY_UNUSED)
            in->states[i] = KEMBAR_ENTRY_UNSEEN;
    if (in->n_rejected > 0)
        kembar_message("inputs were rejected: pairs whose documents were not found are kept");
}

static int judge(pruning *in) {
    const kembar_arguments *arguments = in->arguments;
    kembar_error error = {0};
    (void)kembar_baseline_entries(in->baseline, &in->n_entries);
    in->states = calloc(in->n_entries + 1, 1);
    int has_inputs = arguments->operands.n_items > 2 || arguments->files_from.n_items > 0 ||
                     arguments->against.n_items > 0;
    int code = in->states ? read_inputs(in) : kembar_out_of_memory();
    if (code == 0)
        code = list_documents(in);
    if (code)
        return code;
    if (has_inputs && in->n_documents == 0) {
        kembar_message("no documents; nothing was written");
        return KEMBAR_EXIT_FAILED;
    }
    if (kembar_baseline_match(in->baseline, in->today, NULL, 0, in->documents, in->n_documents,
                              in->states, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    keep_unseen(in, has_inputs);
    return 0;
}

static int is_removed(const pruning *in, size_t i) {
    return in->states[i] == KEMBAR_ENTRY_EXPIRED || in->states[i] == KEMBAR_ENTRY_UNUSED;
}

static void print_removed(const pruning *in) {
    size_t n_entries, n_removed = 0;
    const kembar_baseline_entry *entries = kembar_baseline_entries(in->baseline, &n_entries);
    for (size_t i = 0; i < n_entries; i++) {
        if (!is_removed(in, i))
            continue;
        if (n_removed++ == 0)
            print_head();
        print_entry(&entries[i], in->states[i] == KEMBAR_ENTRY_EXPIRED ? "expired" : "gone");
    }
    printf("%s%zu of %zu pairs %s\n", n_removed > 0 ? "\n" : "", n_removed, n_entries,
           in->arguments->dry_run ? "would be removed" : "removed");
}

static int print_pruned(const pruning *in) {
    if (!in->arguments->json) {
        print_removed(in);
        return 0;
    }
    kembar_error error = {0};
    kembar_answer answer;
    kembar_status status =
        kembar_answer_pruned(&answer, in->baseline, in->states, in->arguments->dry_run, &error);
    return print_answer(in->arguments, status, &answer, &error);
}

static int prune_file(pruning *in) {
    kembar_error error = {0};
    const char *path = in->arguments->operands.items[1];
    int code = judge(in);
    if (code)
        return code;
    kembar_baseline_update update = {.states = in->states};
    if (!in->arguments->dry_run &&
        kembar_baseline_save(in->baseline, &update, path, in->arguments->temporaries, &error) !=
            KEMBAR_OK)
        return kembar_library_error(in->arguments->command, &error);
    code = print_pruned(in);
    return code == 0 && in->n_rejected > 0 ? KEMBAR_EXIT_REJECTED : code;
}

static int prune(const kembar_arguments *arguments, const char *today) {
    pruning in = {.arguments = arguments, .today = today};
    int code = kembar_baseline_file_open(arguments, arguments->operands.items[1], &in.baseline);
    if (code == 0)
        code = prune_file(&in);
    pruning_deinit(&in);
    return code;
}

static int check_operands(const kembar_arguments *arguments, int *is_prune) {
    const kembar_text_list *operands = &arguments->operands;
    const char *what = operands->n_items > 0 ? operands->items[0] : "";
    *is_prune = strcmp(what, "prune") == 0;
    if (!*is_prune && strcmp(what, "show") != 0)
        return kembar_usage_error(arguments->command, "\"%.100s\" is neither show nor prune", what);
    if (operands->n_items < 2)
        return kembar_usage_error(arguments->command, "%s needs the file of the baseline", what);
    if (*is_prune)
        return 0;
    if (operands->n_items > 2 || arguments->files_from.n_items + arguments->against.n_items > 0)
        return kembar_usage_error(arguments->command, "show takes no inputs");
    if (arguments->dry_run)
        return kembar_usage_error(arguments->command,
                                  "show changes nothing: --dry-run is for prune");
    return 0;
}

int kembar_command_baseline(const struct kembar_arguments *arguments) {
    int is_prune;
    char today[KEMBAR_TODAY_BYTES];
    int code = check_operands(arguments, &is_prune);
    if (code == 0)
        code = kembar_today(today);
    if (code)
        return code;
    return is_prune ? prune(arguments, today) : show(arguments, today);
}
