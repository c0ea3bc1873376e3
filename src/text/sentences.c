#include "text/sentences.h"

#include <string.h>

#include "text/byte_bits.h"
#include "text/marks.h"
#include "text/utf8.h"

/* MAX_BYTES are of a word in lower case, with zeros behind it. */
enum { MAX_ABBREVIATION = 6, MAX_BYTES = 8, MAX_OF_A_LETTER = 10 };

/* English and Indonesian words that a full stop follows inside sentences, by their first letter. */
static const char abbreviations[26][MAX_OF_A_LETTER][MAX_BYTES] = {
    ['a' - 'a'] = {"apr", "aug", "agt"},
    ['b' - 'a'] = {"bpk", "bhd"},
    ['c' - 'a'] = {"col", "capt", "co", "corp", "cv"},
    ['d' - 'a'] = {"dr", "dept", "dec", "dll", "dsb", "dst", "dkk", "drs", "dra", "des"},
    ['e' - 'a'] = {"etc"},
    ['f' - 'a'] = {"feb"},
    ['g' - 'a'] = {"gov", "gen", "gg"},
    ['h' - 'a'] = {"hon"},
    ['i' - 'a'] = {"inc", "ir"},
    ['j' - 'a'] = {"jr", "jan", "jun", "jul", "jl", "jln"},
    ['k' - 'a'] = {"kh", "kab", "kec", "kel"},
    ['l' - 'a'] = {"lt", "ltd"},
    ['m' - 'a'] = {"mr", "mrs", "ms", "maj", "mar"},
    ['n' - 'a'] = {"nov", "ny"},
    ['o' - 'a'] = {"oct", "okt"},
    ['p' - 'a'] = {"prof", "pt"},
    ['r' - 'a'] = {"rep", "reps", "rev", "rp"},
    ['s' - 'a'] = {"sen", "sens", "sgt", "st", "sr", "sept", "sep", "sdr"},
    ['t' - 'a'] = {"tn", "tbk"},
    ['v' - 'a'] = {"vs"},
    ['y' - 'a'] = {"yth"}};

/* Words that are abbreviations only before a number: "no. 5", but "He said no." */
static const char numbered[][MAX_BYTES] = {"no",  "nos", "fig", "pp", "vol",
                                           "hal", "hlm", "tgl", "art"};

/* What a character in a gap is. */
enum { GAP_SPACE = 1, GAP_OPENS = 2, GAP_ENDS = 4, GAP_CLOSES = 8 };

static const uint8_t ascii_kinds[128] = {
    ['\t'] = GAP_SPACE,
    ['\n'] = GAP_SPACE,
    ['\v'] = GAP_SPACE,
    ['\f'] = GAP_SPACE,
    ['\r'] = GAP_SPACE,
    [' '] = GAP_SPACE,
    ['"'] = GAP_OPENS | GAP_CLOSES,
    ['\''] = GAP_OPENS | GAP_CLOSES,
    ['('] = GAP_OPENS,
    ['['] = GAP_OPENS,
    [')'] = GAP_CLOSES,
    [']'] = GAP_CLOSES,
    ['.'] = GAP_ENDS,
    ['!'] = GAP_ENDS,
    ['?'] = GAP_ENDS,
};

/* Of the character at the start of the gap; *size receives its bytes. */
static unsigned gap_kind(kembar_view gap, size_t *size) {
    *size = 1;
    if ((unsigned char)gap.data[0] < 0x80)
        return ascii_kinds[(unsigned char)gap.data[0]];
    uint32_t c = kembar_utf8_decode(gap, size);
    unsigned kind = (kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) != 0 ? GAP_SPACE : 0;
    kind |= c == 0xab || c == 0x2018 || c == 0x201c || c == 0x201e ? GAP_OPENS : 0;
    kind |= kembar_mark_ends(c) ? GAP_ENDS : 0;
    return kind | (kembar_mark_closes(c) ? GAP_CLOSES : 0);
}

/* All of them are looked at: where to stop could not be foretold. */
static int is_one_of(const char word[MAX_BYTES], const char (*words)[MAX_BYTES], size_t n_words) {
    uint64_t wanted, item;
    int is_found = 0;
    memcpy(&wanted, word, sizeof wanted);
    for (size_t i = 0; i < n_words; i++) {
        memcpy(&item, words[i], sizeof item);
        is_found |= item == wanted;
    }
    return is_found;
}

/* The word in lower case, with zeros behind it. `text` begins with it and may go on. */
static void fold_short(kembar_view text, size_t size, char lower[MAX_BYTES]) {
    memset(lower, 0, MAX_BYTES);
    if (text.size >= MAX_BYTES)
        memcpy(lower, text.data, MAX_BYTES);
    else
        memcpy(lower, text.data, size);
    for (size_t i = 0; i < MAX_BYTES; i++) {
        unsigned char c = (unsigned char)lower[i];
        unsigned folded = c + ((unsigned)(c - 'A') < 26 ? 32U : 0U);
        lower[i] = (char)(i < size ? folded : 0U);
    }
}

/* Does a full stop behind the word of `size` bytes that `text` begins with belong to it? So it does
 * after a lone capital letter. */
static int is_abbreviation(kembar_view text, size_t size, int before_number) {
    char lower[MAX_BYTES];
    if (size == 1)
        return text.data[0] >= 'A' && text.data[0] <= 'Z';
    if (size > MAX_ABBREVIATION)
        return 0;
    fold_short(text, size, lower);
    if (lower[0] < 'a' || lower[0] > 'z')
        return 0;
    return is_one_of(lower, abbreviations[lower[0] - 'a'], MAX_OF_A_LETTER) ||
           (before_number && is_one_of(lower, numbered, sizeof numbered / sizeof *numbered));
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
        unsigned kind = gap_kind((kembar_view){gap.data + at, gap.size - at}, &size);
        if (kind & GAP_SPACE)
            marks.ends |= after_end;
        else if (marks.ends && (kind & GAP_OPENS))
            marks.opens = 1;
        after_end = (kind & GAP_ENDS) || (after_end && (kind & GAP_CLOSES));
    }
    marks.lone_dot = gap.size > 0 && gap.data[0] == '.' && (gap.size == 1 || gap.data[1] != '.');
    return marks;
}

int kembar_sentences_start_at(kembar_view text, const kembar_tokens *tokens, size_t i) {
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
    kembar_view word = {text.data + before->begin, text.size - before->begin};
    int before_number = (tokens->flags[i] & KEMBAR_TOKEN_DIGIT) != 0;
    return !(gap.lone_dot && is_abbreviation(word, before->end - before->begin, before_number));
}

/* One bit for each of the first 64 bytes that is . ! ? or begins an ellipsis. */
static uint64_t end_marks(const char *data, size_t size) {
    static const kembar_byte_set marks = {{'.', '!', '?', '\xe2'}};
    char last[KEMBAR_BYTE_BITS] = {0};
    if (size >= KEMBAR_BYTE_BITS)
        return kembar_bits_in(data, marks);
    return kembar_bits_in(memcpy(last, data, size), marks);
}

/* Goes through the gaps that hold a byte with which an end mark begins; no other ends a sentence,
 * and a page has some twenty of them. */
typedef struct gap_walk {
    kembar_view text;
    kembar_tokens *tokens;
    size_t token; /* the first that begins behind the last mark */
    size_t end;
    size_t seen_to; /* marks before it lie in a gap that has been judged */
} gap_walk;

enum { STRIDE = 8 }; /* tokens stepped over at once */

static void judge_gap(gap_walk *walk, size_t mark) {
    kembar_tokens *tokens = walk->tokens;
    if (mark < walk->seen_to)
        return;
    while (walk->end - walk->token >= STRIDE &&
           tokens->items[walk->token + STRIDE - 1].begin <= mark)
        walk->token += STRIDE;
    while (walk->token < walk->end && tokens->items[walk->token].begin <= mark)
        walk->token++;
    if (walk->token == walk->end)
        return;
    walk->seen_to = tokens->items[walk->token].begin;
    if (kembar_sentences_start_at(walk->text, tokens, walk->token))
        tokens->flags[walk->token] |= KEMBAR_TOKEN_SENTENCE;
}

void kembar_sentences_mark(kembar_view text, kembar_tokens *tokens, size_t first, size_t n) {
    if (n == 0)
        return;
    gap_walk walk = {.text = text, .tokens = tokens, .token = first + 1, .end = first + n};
    size_t end = tokens->items[first + n - 1].begin;
    tokens->flags[first] |= KEMBAR_TOKEN_SENTENCE;
    for (size_t at = tokens->items[first].end; at < end; at += KEMBAR_BYTE_BITS)
        for (uint64_t marks = end_marks(text.data + at, end - at); marks != 0; marks &= marks - 1)
            judge_gap(&walk, at + (size_t)__builtin_ctzll(marks));
}

/* One bit for each of 64 tokens that is marked. */
static uint64_t marked_tokens(const uint8_t *flags, size_t n) {
    uint64_t bits = 0;
#ifdef __SSE2__
    if (n >= KEMBAR_BYTE_BITS) {
        const __m128i *at = (const __m128i *)(const void *)flags;
        enum { TO_HIGH_BIT = 2 }; /* from that of KEMBAR_TOKEN_MARKED */
        return kembar_bits_join(_mm_slli_epi16(_mm_loadu_si128(at), TO_HIGH_BIT),
                                _mm_slli_epi16(_mm_loadu_si128(at + 1), TO_HIGH_BIT),
                                _mm_slli_epi16(_mm_loadu_si128(at + 2), TO_HIGH_BIT),
                                _mm_slli_epi16(_mm_loadu_si128(at + 3), TO_HIGH_BIT));
    }
#endif
    for (size_t i = 0; i < n && i < KEMBAR_BYTE_BITS; i++)
        bits |= (uint64_t)((flags[i] & KEMBAR_TOKEN_MARKED) != 0) << i;
    return bits;
}

void kembar_sentences_settle(kembar_view text, kembar_tokens *tokens) {
    for (size_t at = 0; at < tokens->n_items; at += KEMBAR_BYTE_BITS)
        for (uint64_t bits = marked_tokens(tokens->flags + at, tokens->n_items - at); bits != 0;
             bits &= bits - 1) {
            size_t i = at + (size_t)__builtin_ctzll(bits);
            unsigned flags = tokens->flags[i] & ~(unsigned)KEMBAR_TOKEN_MARKED;
            int starts = i == 0 || kembar_sentences_start_at(text, tokens, i);
            tokens->flags[i] = (uint8_t)(flags | (starts ? KEMBAR_TOKEN_SENTENCE : 0));
        }
}
