#include "text/sentences.h"

#include <string.h>

#include "text/marks.h"
#include "text/utf8.h"

enum { MAX_ABBREVIATION = 6 };

/* English and Indonesian words that a full stop follows inside sentences. */
static const char *const abbreviations[] = {
    "mr",  "mrs",  "ms",   "dr",  "prof", "sen", "sens", "rep", "reps", "gov", "gen",  "lt",
    "col", "sgt",  "capt", "maj", "rev",  "hon", "st",   "jr",  "sr",   "vs",  "inc",  "ltd",
    "co",  "corp", "dept", "jan", "feb",  "mar", "apr",  "jun", "jul",  "aug", "sept", "sep",
    "oct", "nov",  "dec",  "etc", "dll",  "dsb", "dst",  "dkk", "jl",   "jln", "drs",  "dra",
    "ir",  "kh",   "tn",   "ny",  "sdr",  "yth", "bpk",  "kab", "kec",  "kel", "rp",   "pt",
    "cv",  "tbk",  "gg",   "agt", "okt",  "des", "bhd",  NULL};

/* Words that are abbreviations only before a number: "no. 5", but "He said no." */
static const char *const numbered[] = {"no",  "nos", "fig", "pp",  "vol",
                                       "hal", "hlm", "tgl", "art", NULL};

static int is_opening(uint32_t c) {
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xab || c == 0x2018 ||
           c == 0x201c || c == 0x201e;
}

static int is_one_of(const char *word, const char *const *words) {
    for (size_t i = 0; words[i]; i++)
        if (strcmp(word, words[i]) == 0)
            return 1;
    return 0;
}

/* Does a full stop between `word` and the next token belong to the word? So it does after a lone
 * capital letter. */
static int is_abbreviation(kembar_view word, int before_number) {
    char lower[MAX_ABBREVIATION + 1] = {0};
    if (word.size == 1)
        return word.data[0] >= 'A' && word.data[0] <= 'Z';
    if (word.size > MAX_ABBREVIATION)
        return 0;
    for (size_t i = 0; i < word.size; i++) {
        char c = word.data[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return is_one_of(lower, abbreviations) || (before_number && is_one_of(lower, numbered));
}

/* What a gap between two tokens holds. */
typedef struct gap_marks {
    int ends;     /* an end mark with its closing quotes, then white space */
    int opens;    /* an opening quote or bracket after that */
    int lone_dot; /* the gap begins with a single full stop */
} gap_marks;

static gap_marks read_gap(kembar_view gap) {
    gap_marks marks = {0};
    int after_end = 0; /* an end mark, and nothing but closing marks since */
    size_t size;
    for (size_t at = 0; at < gap.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){gap.data + at, gap.size - at}, &size);
        if ((kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) != 0)
            marks.ends |= after_end;
        else if (marks.ends && is_opening(c))
            marks.opens = 1;
        after_end = kembar_mark_ends(c) || (after_end && kembar_mark_closes(c));
    }
    marks.lone_dot = gap.size > 0 && gap.data[0] == '.' && (gap.size == 1 || gap.data[1] != '.');
    return marks;
}

static int starts_sentence(kembar_view text, const kembar_tokens *tokens, size_t i) {
    const kembar_token *before = &tokens->items[i - 1];
    const kembar_token *token = &tokens->items[i];
    /* An end mark and a space are two bytes. */
    if (token->begin < (size_t)before->end + 2)
        return 0;
    gap_marks gap = read_gap((kembar_view){text.data + before->end, token->begin - before->end});
    int can_start =
        gap.opens || (tokens->flags[i] & (KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_DIGIT)) != 0;
    if (!gap.ends || !can_start)
        return 0;
    kembar_view word = {text.data + before->begin, before->end - before->begin};
    int before_number = (tokens->flags[i] & KEMBAR_TOKEN_DIGIT) != 0;
    return !(gap.lone_dot && is_abbreviation(word, before_number));
}

void kembar_sentences_mark(kembar_view text, kembar_tokens *tokens, size_t first, size_t n) {
    if (n == 0)
        return;
    tokens->flags[first] |= KEMBAR_TOKEN_SENTENCE;
    for (size_t i = first + 1; i < first + n; i++)
        if (starts_sentence(text, tokens, i))
            tokens->flags[i] |= KEMBAR_TOKEN_SENTENCE;
}
