/* A common word speaks by a row of its own, any other by its trigrams: set between two edges, a
 * word of L letters has L of them. What a word may say is bounded, by four nats, and by one when
 * it begins with a capital: runs of names carry another language's letters, not its grammar.
 *
 * How the table was made, so that it can be made again.
 *
 * Texts, cut into windows of eight words between blanks. English and Indonesian: the two sides of
 * NTREX, TICO-19, open technical documentation, aid reports, agency news, of the Debian
 * Administrator's Handbook, the GNOME user documentation and the messages of Django and Battle for
 * Wesnoth; also English, every sixth of the US Senate releases, ECB+ articles and feed teasers;
 * also Indonesian, the documents of a text-reuse collection. Others: the Universal Declaration of
 * Human Rights, the same four by Debian. Groups: Romance; Germanic; Austronesian without Malay,
 * Minangkabau and Acehnese; Slavic in Latin letters; Baltic, Finnic, Celtic, Turkic and the rest in
 * Latin letters; other scripts. At most 5,000 windows of a set in English or Indonesian, 200 in any
 * other language, of which the training takes at most 3,000. Windows without a stop word of their
 * own language but with two of the other are left out, and windows of others that are in English.
 *
 * Words with rows, of at most 12 letters a-z: by frequency averaged over the sets of a language,
 * the 1,200 first of English and of Indonesian and the 30 first of each other. Trigrams: the 4,000
 * of the largest weight, which is the largest of 3 p in English, 3 p in Indonesian and p in another
 * language; row 0 is all others'.
 *
 * Weights: one a class for each such word and each trigram. A word's value is the sum of its
 * trigrams' weights and, with a row, its own; less the largest class's; at least -4, or -1 with a
 * capital. A window's is the sum of its words', and softmax of it the probability of each class.
 * The cross-entropy is weighed: English .35, Indonesian .35, others .3 by equal parts a group and
 * a language; a language's sets by the root of their windows. Plus 0.000005 times the squared
 * weights; 80 steps of Adam (.9, .99) on all windows from zero, rate .06 and from step 49 .018.
 * Rows hold round(32 x): a word's value before the cap for capitals, a trigram's weights about the
 * middle of their range.
 *
 * Held-out sets, each with tables that were made without it, gave the bounds and the margin. */
#include "text/language.h"

#include "text/language_table.h"
#include "text/utf8.h"

enum {
    N_COLUMNS = KEMBAR_LANGUAGE_N_COLUMNS,
    N_LETTERS = KEMBAR_LANGUAGE_N_LETTERS,
    BITS_PER_LETTER = 5,
    OTHER_LETTER = N_LETTERS - 1,
    MAX_LETTERS = 64, /* a longer run of letters is measured in pieces */
    UNITS_PER_NAT = 1024,
    UNITS_PER_STEP = UNITS_PER_NAT / KEMBAR_LANGUAGE_STEPS_PER_NAT,
    WORD_STEPS = 4 * KEMBAR_LANGUAGE_STEPS_PER_NAT, /* what a word can say at most, */
    NAME_STEPS = 1 * KEMBAR_LANGUAGE_STEPS_PER_NAT, /* and one with a capital, often a name */
    CLEAR_LEAD =
        5 * UNITS_PER_NAT /* of a group of others: held-out texts of ours rarely reach it */
};

typedef struct word_letters {
    uint8_t letters[MAX_LETTERS + 2]; /* between two edges */
    uint32_t n;
    int has_capital; /* the first, also for the further pieces of a long run */
    uint64_t packed; /* true while n <= KEMBAR_LANGUAGE_MAX_KNOWN_LETTERS */
} word_letters;

typedef struct tally {
    int64_t sums[N_COLUMNS]; /* in steps */
    uint32_t n_trigrams;
    uint32_t n_known;
} tally;

static const kembar_language_word *find_word(const word_letters *word) {
    if (word->n > KEMBAR_LANGUAGE_MAX_KNOWN_LETTERS)
        return NULL;
    uint64_t slot = word->packed * UINT64_C(0x9E3779B97F4A7C15) >> (64 - KEMBAR_LANGUAGE_SLOT_BITS);
    while (kembar_language_words[slot].letters != word->packed) {
        if (kembar_language_words[slot].letters == 0)
            return NULL;
        slot = (slot + 1) % KEMBAR_LANGUAGE_N_SLOTS;
    }
    return &kembar_language_words[slot];
}

/* Sums the rows of a word's trigrams. Returns how many of them are common. */
static uint32_t sum_trigrams(const word_letters *word, int16_t sums[N_COLUMNS]) {
    uint32_t n_known = 0;
    for (uint32_t i = 0; i < word->n; i++) {
        const uint8_t *at = &word->letters[i];
        uint16_t row =
            kembar_language_index[((uint32_t)at[0] * N_LETTERS + at[1]) * N_LETTERS + at[2]];
        for (int k = 0; k < N_COLUMNS; k++)
            sums[k] = (int16_t)(sums[k] + kembar_language_rows[row][k]);
        n_known += row != 0 && row < KEMBAR_LANGUAGE_N_PLAIN_ROWS;
    }
    return n_known;
}

/* From the column that fits best, which becomes 0, down to `most` below it: a word of which little
 * is known, a name above all, must not outweigh those that are known. */
static void level(int16_t row[N_COLUMNS]) {
    int16_t best = row[0];
    for (int k = 1; k < N_COLUMNS; k++)
        best = row[k] > best ? row[k] : best;
    for (int k = 0; k < N_COLUMNS; k++)
        row[k] = (int16_t)(row[k] - best);
}

static void add_word(tally *t, const word_letters *word) {
    int16_t row[N_COLUMNS] = {0};
    const kembar_language_word *known = find_word(word);
    if (known) {
        for (int k = 0; k < N_COLUMNS; k++)
            row[k] = (int16_t)known->row[k];
        t->n_known += word->n;
    } else {
        t->n_known += sum_trigrams(word, row);
        level(row);
    }
    t->n_trigrams += word->n;
    const int16_t lowest = word->has_capital ? -NAME_STEPS : -WORD_STEPS;
    for (int k = 0; k < N_COLUMNS; k++)
        t->sums[k] += row[k] > lowest ? row[k] : lowest;
}

static void end_word(tally *t, word_letters *word) {
    if (word->n == 0)
        return;
    word->letters[word->n + 1] = 0;
    add_word(t, word);
    word->n = 0;
    word->packed = 0;
}

/* The ASCII letters from `at` on, of which there is one: returns where they end or the word is
 * full.
 */
static size_t take_letters(tally *t, word_letters *word, kembar_view text, size_t at) {
    if (word->n == MAX_LETTERS)
        end_word(t, word);
    else if (word->n == 0)
        word->has_capital = !((unsigned char)text.data[at] & 0x20);
    uint64_t packed = word->packed;
    uint32_t n = word->n;
    for (; at < text.size && n < MAX_LETTERS; at++) {
        unsigned letter = ((unsigned char)text.data[at] | 0x20U) - 'a';
        if (letter >= 26)
            break;
        packed = packed << BITS_PER_LETTER | (letter + 1);
        word->letters[++n] = (uint8_t)(letter + 1);
    }
    word->packed = packed;
    word->n = n;
    return at;
}

static size_t take_non_ascii(tally *t, word_letters *word, kembar_view rest) {
    size_t size = 1;
    unsigned kind = kembar_utf8_kind(kembar_utf8_decode(rest, &size));
    int is_letter = (kind & KEMBAR_CHAR_WORD) && !(kind & KEMBAR_CHAR_DIGIT);
    if (!is_letter || word->n == MAX_LETTERS)
        end_word(t, word);
    else if (word->n == 0)
        word->has_capital = 0;
    if (!is_letter)
        return size;
    word->packed = word->packed << BITS_PER_LETTER | OTHER_LETTER;
    word->letters[++word->n] = OTHER_LETTER;
    return size;
}

kembar_language_score kembar_language_measure(kembar_view text) {
    tally t = {{0}, 0, 0};
    word_letters word = {.n = 0};
    for (size_t at = 0; at < text.size;) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte >= 0x80) {
            at += take_non_ascii(&t, &word, (kembar_view){text.data + at, text.size - at});
        } else if ((byte | 0x20U) - 'a' < 26) {
            at = take_letters(&t, &word, text, at);
            /* The byte behind the letters has just been looked at. */
            if (at < text.size && word.n < MAX_LETTERS && (unsigned char)text.data[at] < 0x80) {
                end_word(&t, &word);
                at++;
            }
        } else {
            end_word(&t, &word);
            at++;
        }
    }
    end_word(&t, &word);

    kembar_language_score score = {0, {0}, t.n_trigrams, t.n_known};
    score.balance = (t.sums[0] - t.sums[1]) * UNITS_PER_STEP;
    for (int i = 0; i < KEMBAR_LANGUAGE_N_GROUPS; i++)
        score.over_group[i] = (t.sums[0] - t.sums[2 + i]) * UNITS_PER_STEP;
    return score;
}

kembar_language_score kembar_language_add(kembar_language_score a, kembar_language_score b) {
    a.balance += b.balance;
    for (int i = 0; i < KEMBAR_LANGUAGE_N_GROUPS; i++)
        a.over_group[i] += b.over_group[i];
    a.n_trigrams += b.n_trigrams;
    a.n_known += b.n_known;
    return a;
}

/* By how much the best group beats the better of the two languages, in 1/1024 nat. */
static int64_t lead_of_others(const kembar_language_score *score) {
    int64_t lowest = score->over_group[0];
    for (int i = 1; i < KEMBAR_LANGUAGE_N_GROUPS; i++)
        lowest = score->over_group[i] < lowest ? score->over_group[i] : lowest;
    int64_t indonesian_over_english = score->balance < 0 ? -score->balance : 0;
    return -(lowest + indonesian_over_english);
}

static int others_lead_clearly(const kembar_language_score *score) {
    return lead_of_others(score) > CLEAR_LEAD;
}

/* Less than three fifths are known, two given for a rare name in a heading. */
static int knows_too_few(const kembar_language_score *score) {
    return score->n_known == 0 ||
           ((uint64_t)score->n_known + 2) * 5 < (uint64_t)score->n_trigrams * 3;
}

kembar_language kembar_language_decide(kembar_language_score score) {
    if (knows_too_few(&score) || others_lead_clearly(&score))
        return KEMBAR_LANGUAGE_OTHER;
    return score.balance >= 0 ? KEMBAR_LANGUAGE_EN : KEMBAR_LANGUAGE_ID;
}

const char *kembar_language_name(kembar_language language) {
    switch (language) {
    case KEMBAR_LANGUAGE_EN:
        return "en";
    case KEMBAR_LANGUAGE_ID:
        return "id";
    default:
        return "other";
    }
}
