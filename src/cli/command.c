#include "command.h"

#include <stdint.h>
#include <string.h>

#include "messages.h"
#include "suggest.h"

#define INPUTS                                                                                  \
    "An input is a file, a folder, whose files below are read (hidden ones are skipped), or - " \
    "for "                                                                                      \
    "standard input, which is JSONL. Files end in .txt, .md, .jsonl or .ndjson, and may be "    \
    "compressed: .gz, .zst. "

static const kembar_command commands[] = {
    {"cluster", KEMBAR_COMMAND_CLUSTER, "find copies and stories, and write the reports",
     "INPUT... -o DIR [OPTION...]",
     "Reads documents, finds which of them are copies, edited copies, excerpts or other coverage "
     "of the same event, and writes documents.jsonl, pairs.jsonl, clusters.jsonl, report.html and "
     "run.json to a folder. A short summary goes to standard output.\n" INPUTS
     "The same inputs and options give the same files.",
     "  kembar cluster articles/ archive.jsonl.gz -o report\n", 1, SIZE_MAX,
     kembar_command_cluster},
    {"dedup", KEMBAR_COMMAND_DEDUP, "leave out near-duplicates", "INPUT... -o FILE [OPTION...]",
     "Keeps one document of each group of copies and edited copies, and writes the kept ones as "
     "JSONL: records that came as JSONL byte for byte as they came.\n" INPUTS,
     "  kembar dedup crawl.jsonl.zst -o kept.jsonl --removed removed.jsonl\n"
     "  kembar dedup new.jsonl --against archive.jsonl -o - | wc -l\n",
     1, SIZE_MAX, kembar_command_dedup},
    {"compare", KEMBAR_COMMAND_COMPARE, "compare two documents, side by side", "A B [OPTION...]",
     "Says what two documents are to each other, with every measure, every rule that was met or "
     "missed, and the passages that both share, where words that differ are marked.\n"
     "A and B are files. A record of a JSONL file is FILE#ID or FILE#LINE.",
     "  kembar compare release.txt coverage.jsonl#daily-2024-17\n", 2, 2, kembar_command_compare},
    {"explain", KEMBAR_COMMAND_EXPLAIN, "say why documents are together, or why not",
     "DIR ID [ID] [OPTION...]",
     "Reads the folder of a finished run. With one id: the document's group and story, every pair "
     "that it is in, what was looked at as a copy of it, and what was rejected by how much. With "
     "two: their pair and what led to it, or what was missing for one, and why two near ones are "
     "not in one group.\nWhat a run looked at is in no file: its inputs are read again and the "
     "stages that find copies done once more, if all inputs still lie where the run found them and "
     "are the same; else that is said.",
     "  kembar explain report wire/quake.txt daily/quake-2.txt\n", 2, 3, kembar_command_explain},
    {"eval", KEMBAR_COMMAND_EVAL, "measure a run against the truth",
     "DIR [--truth FILE] [--stories FILE] [OPTION...]",
     "Compares the pairs and stories of a finished run with those that people found. Pairs: "
     "precision, recall and F1 of each relation, and of exact, near and excerpt together. "
     "Stories: the adjusted Rand index and B-cubed.",
     "  kembar eval report --truth truth.tsv --stories stories.tsv --min-f1 0.95\n", 1, 1,
     kembar_command_eval},
    {"track", KEMBAR_COMMAND_TRACK, "say who ran which release",
     "RELEASES... --in COVERAGE [OPTION...]",
     "For each release: who ran it, when, as what (exact, near, excerpt, translation, related), "
     "how much of it was kept, and what was changed. Kept is the share of the release that stands "
     "in the document, of a translation the share that has its counterpart there; Share is the "
     "share of the document that comes from the release. Changed words are counted, and the most "
     "telling shown. A copy with other facts (names, numbers, dates) does not count as run, and "
     "is marked.\n" INPUTS "A document that is in both is not its own coverage.",
     "  kembar track releases/ --in clippings/ --in wire.jsonl.gz\n"
     "  kembar track releases/ --in clippings/ --csv -o coverage.csv\n",
     1, SIZE_MAX, kembar_command_track},
    {"diff", KEMBAR_COMMAND_DIFF, "say what changed between two runs", "RUN1 RUN2 [OPTION...]",
     "Reads the folders of two finished runs and says which documents appeared or left, which "
     "pairs appeared, left or changed their relation, and which groups and stories are new, gone, "
     "grew, shrank, split or merged. Clusters are matched by their members. Exits with 0 whether "
     "the runs differ or not.",
     "  kembar diff monday/ tuesday/\n", 2, 2, kembar_command_diff},
    {"check", KEMBAR_COMMAND_CHECK, "stop new documents that are carried already",
     "NEW... [--against INPUT] [OPTION...]",
     "Looks for new documents that are copies of old ones, or of each other, and exits with 1 when "
     "there are any: for a continuous integration job, or a hook. Old ones are not compared with "
     "each other. Each finding names both places, the relation, how much is shared, and the words "
     "that show it.\nWhat is old lies in --against; or, where new and old lie in one tree, is all "
     "that --changed does not name. A file that is in both is new. Of two new ones the finding is "
     "of the later one, of one day of the one with the larger id, whatever the priorities of "
     ".kembar.yml say. Pairs that were accepted stand "
     "in a baseline, and do not count; a further copy of an accepted one does.\n" INPUTS
     "The day that expiry is judged by is today's in UTC, or what KEMBAR_TODAY says.",
     "  kembar check drafts/ --against archive/ --baseline known.jsonl\n"
     "  git diff --name-only main | kembar check content/ --changed - --output sarif:check.sarif\n",
     1, SIZE_MAX, kembar_command_check},
    {"baseline", KEMBAR_COMMAND_BASELINE, "look at accepted pairs, and clear them out",
     "show FILE | prune FILE [INPUT...] [OPTION...]",
     "A baseline holds pairs that were accepted once, a line of JSON each.\nshow: the pairs, when "
     "they expire, and their notes.\nprune: removes pairs that have expired and, with inputs, "
     "those "
     "whose documents are not among them any more, wherever they lie now; prints what it removed. "
     "The file is written anew, sorted, whole or not at all. The day is that of UTC, or the one in "
     "KEMBAR_TODAY.",
     "  kembar baseline show known.jsonl\n"
     "  kembar baseline prune known.jsonl articles/ --against archive.jsonl\n",
     1, SIZE_MAX, kembar_command_baseline},
    {"config", KEMBAR_COMMAND_CONFIG, "show the settings that count here",
     "show [INPUT...] [OPTION...]",
     "Prints each setting that .kembar.yml may have, its value, and where that came from: an "
     "option, "
     "a variable of the environment, a line of the file, or nowhere, the default. In this order "
     "the "
     "first counts, a list as a whole. The file is looked for in the folder of the first input (or "
     "this folder) and those above it, up to one that holds .git. A variable is KEMBAR_ and the "
     "setting's name in capitals: KEMBAR_NEAR, KEMBAR_ACROSS_SOURCES; a list has one item a line.",
     "  kembar config show articles/\n  KEMBAR_NEAR=0.7 kembar config show --json\n", 1, SIZE_MAX,
     kembar_command_config},
    {"read", KEMBAR_COMMAND_READ, "print documents as kembar sees them", "INPUT... [OPTION...]",
     "Prints a line of JSON for each document: its fields, language, number of tokens, and where "
     "its blocks begin and end in the text, in bytes.\n" INPUTS,
     "  kembar read corpus.jsonl --field text=body.content --with-text\n", 1, SIZE_MAX,
     kembar_command_read},
    {"lexicon", KEMBAR_COMMAND_LEXICON, "look into the lexicon of both languages",
     "info | lookup WORD... [OPTION...]",
     "info: the lexicon's version, what it holds, the word lists that it was made of and their "
     "licences.\nlookup: the English stems that an Indonesian word, or its root, goes to, and the "
     "Indonesian words that go to the stem of an English word, with their weights.",
     "  kembar lexicon lookup perumahan houses\n", 1, SIZE_MAX, kembar_command_lexicon},
    {"parameters", KEMBAR_COMMAND_PARAMETERS, "say what a threshold means", "[OPTION...]",
     "Prints the chance with which two documents are looked at, by how much they have in common: "
     "because their sketches share a band, or because they share rare shingles; then what each "
     "option means, and the rules that decide on a pair that was looked at. Takes the options that "
     "cluster takes, and reads nothing.",
     "  kembar parameters --bands 20 --rows 6\n", 0, 0, kembar_command_parameters},
    {"version", KEMBAR_COMMAND_VERSION, "print the version", "", "Prints the version.",
     "  kembar version\n", 0, 0, kembar_command_version},
    {"help", KEMBAR_COMMAND_HELP, "print this, or the help of a command", "[COMMAND]",
     "Prints what kembar can do, or what one of its commands can.", "  kembar help cluster\n", 0, 1,
     kembar_command_help},
};

enum { N_COMMANDS = sizeof commands / sizeof *commands, NAME_SHOWN = 100 };

const kembar_command *kembar_commands(size_t *n_commands) {
    *n_commands = N_COMMANDS;
    return commands;
}

const kembar_command *kembar_command_find(const char *name) {
    for (size_t i = 0; i < N_COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int kembar_command_unknown(const char *name) {
    const char *names[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++)
        names[i] = commands[i].name;
    const char *near = kembar_suggest(names, N_COMMANDS, name, strlen(name));
    return kembar_usage_error(NULL, "there is no command \"%.*s\"%s%s%s", NAME_SHOWN, name,
                              near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}
