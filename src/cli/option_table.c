#include "option_table.h"

#include <stdio.h>
#include <string.h>

#include "option_keys.h"
#include "suggest.h"

#define CLUSTER KEMBAR_COMMAND_CLUSTER
#define DEDUP KEMBAR_COMMAND_DEDUP
#define COMPARE KEMBAR_COMMAND_COMPARE
#define EVAL KEMBAR_COMMAND_EVAL
#define EXPLAIN KEMBAR_COMMAND_EXPLAIN
#define READ KEMBAR_COMMAND_READ
#define LEXICON KEMBAR_COMMAND_LEXICON
#define PARAMETERS KEMBAR_COMMAND_PARAMETERS
#define TRACK KEMBAR_COMMAND_TRACK
#define DIFF KEMBAR_COMMAND_DIFF
#define BASELINE KEMBAR_COMMAND_BASELINE
#define CONFIG KEMBAR_COMMAND_CONFIG
#define CHECK KEMBAR_COMMAND_CHECK

enum {
    READS_INPUTS = CLUSTER | DEDUP | READ | TRACK | BASELINE | CHECK,
    RUNS = CLUSTER | TRACK | CHECK,
    READS_FILES = READS_INPUTS | COMPARE,
    FINDS = CLUSTER | DEDUP | TRACK | PARAMETERS | CHECK,
    RELATES = RUNS | PARAMETERS,
    JUDGES = FINDS | COMPARE,
    CONFIGURED = READS_INPUTS | JUDGES | CONFIG,
    ALL = ~0
};

#define PLACE(member) offsetof(kembar_arguments, member)
#define QUALITY KEMBAR_SECTION_QUALITY
#define RESULTS KEMBAR_SECTION_RESULTS
#define INPUT KEMBAR_SECTION_INPUT
#define GENERAL KEMBAR_SECTION_GENERAL

static const char *const format_choices[] = {"auto", "text", "markdown", "jsonl", NULL};
static const char *const color_choices[] = {"auto", "always", "never", NULL};
static const char *const progress_choices[] = {"auto", "bar", "lines", "never", NULL};

static const char *const keep_choices[] = {"earliest", "longest", "first", "source-order", NULL};
static const char *const fail_on_choices[] = {"exact",       "near",    "excerpt",
                                              "translation", "related", NULL};
static const char *const on_choices[] = {"near", "exact", "excerpt", NULL};

static const kembar_option rows[] = {
    {NULL, 'o', CLUSTER, KEMBAR_OPTION_TEXT, RESULTS, PLACE(output), "DIR",
     "write the reports to this folder, which is made where it is missing", NULL},
    {NULL, 'o', DEDUP, KEMBAR_OPTION_TEXT, RESULTS, PLACE(output), "FILE",
     "write the kept records here; - is standard output", NULL},
    {"in", 0, TRACK, KEMBAR_OPTION_LIST, RESULTS, PLACE(coverage), "INPUT",
     "where the coverage lies; may be given several times", NULL},
    {NULL, 'o', TRACK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(output), "FILE",
     "write the result here; - is standard output", NULL},
    {"csv", 0, TRACK, KEMBAR_OPTION_FLAG, RESULTS, PLACE(csv), NULL,
     "a table for spreadsheets: a line for each release and document", NULL},
    {"json", 0, TRACK, KEMBAR_OPTION_FLAG, RESULTS, PLACE(json), NULL,
     "JSON: an object a release, each on a line", NULL},
    {"removed", 0, DEDUP, KEMBAR_OPTION_TEXT, RESULTS, PLACE(removed), "FILE",
     "write a line for each removed document: its id, the one it duplicates, relation, score",
     NULL},
    {"pairs", 0, DEDUP, KEMBAR_OPTION_TEXT, RESULTS, PLACE(pairs), "FILE",
     "write every verified pair with its measures", NULL},
    {"keep", 0, DEDUP, KEMBAR_OPTION_CHOICE, RESULTS, PLACE(keep), "WHICH",
     "which one of a group stays: earliest (the default: by date, undated last), longest, first "
     "(in "
     "the order of paths and lines), or source-order (whose source comes first, inputs taken as "
     "named here)",
     keep_choices},
    {"on", 0, DEDUP, KEMBAR_OPTION_CHOICE, RESULTS, PLACE(on), "WHAT",
     "what goes: near (the default: copies and edited copies), exact (only copies with the same "
     "words), or excerpt (also what lies for the most part in a longer document)",
     on_choices},
    {"min-jaccard", 0, DEDUP, KEMBAR_OPTION_MICRO, RESULTS, PLACE(min_jaccard_micro), "F",
     "only copies go whose whole texts share so much of their shingles: the Jaccard index that "
     "MinHash tools estimate, but exact (default 0: what counts is the share in common, page "
     "furniture left out)",
     NULL},
    {"against", 0, DEDUP, KEMBAR_OPTION_LIST, RESULTS, PLACE(against), "INPUT",
     "also remove what duplicates a document of this file or folder, which itself is not changed",
     NULL},
    {"against", 0, BASELINE, KEMBAR_OPTION_LIST, RESULTS, PLACE(against), "INPUT",
     "prune: documents also lie here", NULL},
    {"dry-run", 0, BASELINE, KEMBAR_OPTION_FLAG, RESULTS, PLACE(dry_run), NULL,
     "prune: print what would be removed, and change nothing", NULL},
    {"against", 0, CHECK, KEMBAR_OPTION_LIST, RESULTS, PLACE(against), "INPUT",
     "what is carried already: a file or folder; may be given several times", NULL},
    {"changed", 0, CHECK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(changed), "FILE",
     "only the files that this list names are new, the rest of the inputs is old: as git diff "
     "--name-only prints it, or with -z; - is standard input",
     NULL},
    {"fail-on", 0, CHECK, KEMBAR_OPTION_CHOICE, RESULTS, PLACE(fail_on), "RELATION",
     "look for this and stronger ones: exact, near (the default), excerpt, translation or related",
     fail_on_choices},
    {"max", 0, CHECK, KEMBAR_OPTION_COUNT, RESULTS, PLACE(max_findings), "N",
     "exit with 0 as long as there are at most so many new findings (default 0)", NULL},
    {"show", 0, CHECK, KEMBAR_OPTION_COUNT, RESULTS, PLACE(max_shown), "N",
     "tell so many findings with places and words, the largest first (default 10000); all count",
     NULL},
    {"facts-differ", 0, CHECK, KEMBAR_OPTION_FLAG, RESULTS, PLACE(facts_differ), NULL,
     "near pairs with other names, numbers or dates count too", NULL},
    {"baseline", 0, CHECK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(baseline), "FILE",
     "pairs that were accepted: they do not count", NULL},
    {"update-baseline", 0, CHECK, KEMBAR_OPTION_FLAG, RESULTS, PLACE(update_baseline), NULL,
     "accept all new findings: write them to the baseline, which is made where it is missing, and "
     "drop what is expired or gone",
     NULL},
    {"note", 0, CHECK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(note), "TEXT",
     "with --update-baseline: why they are accepted", NULL},
    {"expires", 0, CHECK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(expires), "DAY",
     "with --update-baseline: the last day on which that holds, as 2027-01-31", NULL},
    {"cache", 0, CHECK, KEMBAR_OPTION_TEXT, RESULTS, PLACE(cache), "DIR",
     "keep here what was found in each document, so that the next check need not look again; may "
     "be deleted at any time",
     NULL},
    {"output", 0, CHECK, KEMBAR_OPTION_LIST, RESULTS, PLACE(outputs), "FORMAT:PATH",
     "also write the findings as text, json, sarif, github, gitlab, junit, markdown or csv; - is "
     "standard output, where without this option text goes; may be given several times",
     NULL},
    {"json", 0, CHECK, KEMBAR_OPTION_FLAG, RESULTS, PLACE(json), NULL,
     "the same as --output json:-", NULL},
    {"with-text", 0, CLUSTER, KEMBAR_OPTION_FLAG, RESULTS, PLACE(with_text), NULL,
     "documents.jsonl also carries the texts", NULL},
    {"with-text", 0, READ, KEMBAR_OPTION_FLAG, RESULTS, PLACE(with_text), NULL,
     "also print the texts", NULL},
    {"truth", 0, EVAL, KEMBAR_OPTION_TEXT, RESULTS, PLACE(truth), "FILE",
     "the true pairs: lines of id, id and relation, divided by tabs", NULL},
    {"stories", 0, EVAL, KEMBAR_OPTION_TEXT, RESULTS, PLACE(stories), "FILE",
     "the true stories: lines of id and story, divided by a tab", NULL},
    {"mistakes", 0, EVAL, KEMBAR_OPTION_FLAG, RESULTS, PLACE(mistakes), NULL,
     "also list every missed, wrong and misnamed pair", NULL},
    {"min-f1", 0, EVAL, KEMBAR_OPTION_MICRO, RESULTS, PLACE(min_f1_micro), "F",
     "exit with 1 when the F1 of exact, near and excerpt together is below this", NULL},
    {"min-ari", 0, EVAL, KEMBAR_OPTION_MICRO, RESULTS, PLACE(min_ari_micro), "F",
     "exit with 1 when the adjusted Rand index of the stories is below this", NULL},
    {"json", 0, CLUSTER, KEMBAR_OPTION_FLAG, RESULTS, PLACE(json), NULL,
     "print the counts as JSON instead of the summary", NULL},
    {"json", 0, READ, KEMBAR_OPTION_FLAG, RESULTS, PLACE(json), NULL,
     "print JSON Lines, as it does anyway", NULL},
    {"json", 0, COMPARE | EVAL | EXPLAIN | DIFF | LEXICON | PARAMETERS | BASELINE | CONFIG,
     KEMBAR_OPTION_FLAG, RESULTS, PLACE(json), NULL, "print JSON", NULL},

    {"files-from", 0, READS_INPUTS, KEMBAR_OPTION_LIST, INPUT, PLACE(files_from), "FILE",
     "also read the inputs that this file names, one a line; - is standard input", NULL},
    {"exclude", 0, READS_INPUTS, KEMBAR_OPTION_LIST, INPUT, PLACE(excludes), "GLOB",
     "skip files whose path below the folder, or whose name, matches: '*' stays within a folder, "
     "'**' does not",
     NULL},
    {"input-format", 0, READS_FILES, KEMBAR_OPTION_CHOICE, INPUT, PLACE(input_format), "FORMAT",
     "auto (by the ending), text, markdown or jsonl", format_choices},
    {"field", 0, READS_FILES, KEMBAR_OPTION_LIST, INPUT, PLACE(fields), "KEY=PATH",
     "where a JSONL record holds id, text, title, date, source or url: text=body.content", NULL},
    {"source", 0, READS_INPUTS, KEMBAR_OPTION_LIST, INPUT, PLACE(sources), "GLOB=NAME",
     "the source of documents that name none, by their files: matches the path or what of it comes "
     "after any '/'; the first that matches counts",
     NULL},
    {"max-doc-bytes", 0, READS_FILES, KEMBAR_OPTION_SIZE, INPUT, PLACE(max_document_bytes), "SIZE",
     "reject documents larger than this; 500k, 64M, 1G (default 64M)", NULL},

    {"near", 0, JUDGES, KEMBAR_OPTION_MICRO, QUALITY, PLACE(options.near_micro), "F",
     "share of both texts that an edited copy has in common", NULL},
    {"excerpt-tokens", 0, JUDGES, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.excerpt_tokens), "N",
     "equal words in one passage that make an excerpt by themselves", NULL},
    {"min-tokens", 0, JUDGES, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.min_tokens), "N",
     "words below which a text can only have exact copies", NULL},
    {"across-sources", 0, FINDS, KEMBAR_OPTION_FLAG, QUALITY, PLACE(options.across_sources), NULL,
     "leave out pairs within one source", NULL},
    {"within", 0, FINDS, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.within_days), "DAYS",
     "leave out pairs whose dates lie further apart", NULL},
    {"prefer", 0, CLUSTER | DEDUP | TRACK, KEMBAR_OPTION_LIST, QUALITY, PLACE(preferred), "SOURCE",
     "of copies of one day the one of this source stands for the others; may be given several "
     "times, the first comes first",
     NULL},
    {"shingle", 0, JUDGES, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.shingle_tokens), "N",
     "words in a shingle, the unit of comparison", NULL},
    {"bands", 0, FINDS, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.n_bands), "N",
     "bands of the sketch that cluster finds pairs by; dedup needs none", NULL},
    {"rows", 0, FINDS, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.band_rows), "N",
     "rows in a band; bands x rows may be 256", NULL},
    {"rare-max", 0, FINDS, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.rare_shingle_max), "N",
     "documents that may hold a shingle that still counts as rare", NULL},
    {"neighbours", 0, RELATES, KEMBAR_OPTION_COUNT, QUALITY, PLACE(options.n_neighbours), "N",
     "nearest documents that are looked at for the same event", NULL},
    {"related", 0, RELATES, KEMBAR_OPTION_MICRO, QUALITY, PLACE(options.related_micro), "F",
     "similarity from which two documents tell of the same event", NULL},

    {"threads", 0, READS_INPUTS, KEMBAR_OPTION_COUNT, GENERAL, PLACE(options.n_threads), "N",
     "threads to work with; 0, the default, is one for each processor", NULL},
    {"memory", 0, READS_FILES | EXPLAIN, KEMBAR_OPTION_SIZE, GENERAL, PLACE(memory_bytes), "SIZE",
     "give up rather than use more memory than this: 800M, 16G", NULL},
    {"quiet", 'q', READS_INPUTS, KEMBAR_OPTION_FLAG, GENERAL, PLACE(quiet), NULL,
     "print nothing but results that were asked for and errors", NULL},
    {"verbose", 'v', CLUSTER | DEDUP, KEMBAR_OPTION_FLAG, GENERAL, PLACE(verbose), NULL,
     "also print how long each stage took", NULL},
    {"progress", 0, READS_INPUTS, KEMBAR_OPTION_CHOICE, GENERAL, PLACE(progress), "HOW",
     "auto (a bar on a terminal, a line now and then elsewhere), bar, lines or never",
     progress_choices},
    {"config", 0, CONFIGURED, KEMBAR_OPTION_TEXT, GENERAL, PLACE(config), "FILE",
     "take settings from this file, or with none from no file; else from .kembar.yml in the folder "
     "of the first input or the nearest one above it",
     NULL},
    {"color", 0, (unsigned)ALL, KEMBAR_OPTION_CHOICE, GENERAL, PLACE(color), "WHEN",
     "auto (on a terminal, unless NO_COLOR is set), always or never", color_choices},
    {"help", 'h', (unsigned)ALL, KEMBAR_OPTION_FLAG, GENERAL, PLACE(help), NULL, "print this",
     NULL},
};

enum { N_ROWS = sizeof rows / sizeof *rows };
_Static_assert((int)N_ROWS <= (int)KEMBAR_MAX_OPTIONS, "each row has its origin");

int kembar_option_is_of(const kembar_option *option, const kembar_command *command) {
    return (option->commands & command->bit) ||
           (command->bit == CONFIG && kembar_option_has_key(option));
}

const kembar_option *kembar_option_rows(size_t *n_rows) {
    *n_rows = N_ROWS;
    return rows;
}

const kembar_option *kembar_option_by_name(const kembar_command *command, const char *name,
                                           size_t size) {
    for (size_t i = 0; i < N_ROWS; i++)
        if (kembar_option_is_of(&rows[i], command) && rows[i].name &&
            strlen(rows[i].name) == size && memcmp(rows[i].name, name, size) == 0)
            return &rows[i];
    return NULL;
}

const kembar_option *kembar_option_by_letter(const kembar_command *command, char letter) {
    for (size_t i = 0; i < N_ROWS; i++)
        if (kembar_option_is_of(&rows[i], command) && rows[i].letter == letter)
            return &rows[i];
    return NULL;
}

const char *kembar_option_suggest(const kembar_command *command, const char *name, size_t size) {
    const char *names[N_ROWS];
    size_t n_names = 0;
    for (size_t i = 0; i < N_ROWS; i++)
        if (kembar_option_is_of(&rows[i], command) && rows[i].name)
            names[n_names++] = rows[i].name;
    return kembar_suggest(names, n_names, name, size);
}

const char *kembar_option_shown(const kembar_option *option, char buffer[64]) {
    if (option->name)
        (void)snprintf(buffer, 64, "--%s", option->name);
    else
        (void)snprintf(buffer, 64, "-%c", option->letter);
    return buffer;
}

const kembar_option_field *kembar_option_bounds(const kembar_option *option) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    for (size_t i = 0; i < n_fields; i++)
        if (offsetof(kembar_arguments, options) + fields[i].offset == option->offset)
            return &fields[i];
    return NULL;
}
