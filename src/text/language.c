/* How the table was made, so that it can be made again.
 *
 * Words are runs of letters, lower-cased; a word of L letters, set between two edges, gives L
 * trigrams. Counts are taken over sets of text, each set normalised to 1 and all sets of a language
 * averaged, so that a large set has no louder voice than a small one.
 *
 * English: every sixth of the US Senate releases, ECB+ articles, feed teasers, and the English
 * sides of NTREX, TICO-19, open technical documentation, aid reports and agency news.
 *
 * Indonesian: the other sides of those five and the documents of a text-reuse collection.
 *
 * Others: the Universal Declaration of Human Rights, averaged by group. Romance: French, Spanish,
 * Portuguese, Italian, Catalan, Latin, Romanian. Germanic: German, Dutch, Swedish, Danish,
 * Norwegian. Austronesian: Tagalog, Cebuano, Ilocano, Javanese, Sundanese, Madurese. The rest:
 * Polish, Turkish, Finnish, Czech, Croatian, Hungarian.
 *
 * The 2,500 trigrams that weigh most have rows: weight is the largest of 3 p in English, 3 p in
 * Indonesian and p in a group; ties by bytes. A row holds round(16 ln((p + e) / 0.0001)) with
 * e = 0.000001 in the first two columns and 0.00001 in the groups. All other trigrams share row 0,
 * where p + e = 0.00001 in every column. */
#include "text/language.h"

#include "text/language_table.h"
#include "text/utf8.h"

enum {
    UNITS_PER_NAT = 1024,
    UNITS_PER_STEP = 64, /* a step of the table is 1/16 nat */
    FOREIGN_LETTER = KEMBAR_LANGUAGE_N_LETTERS,
    FOREIGN_STEPS = 50 /* for the groups, of a trigram with a letter beyond a-z */
};

typedef struct counter {
    int64_t sums[KEMBAR_LANGUAGE_N_COLUMNS]; /* in steps */
    uint32_t n_trigrams;
    uint32_t n_known;
    uint32_t n_foreign;
    uint32_t first; /* the last two letters */
    uint32_t second;
} counter;

static void count_trigram(counter *c, uint32_t third) {
    if (c->first == FOREIGN_LETTER || c->second == FOREIGN_LETTER || third == FOREIGN_LETTER) {
        c->n_foreign++;
    } else {
        uint32_t at =
            (c->first * KEMBAR_LANGUAGE_N_LETTERS + c->second) * KEMBAR_LANGUAGE_N_LETTERS;
        uint16_t row = kembar_language_index[at + third];
        for (int i = 0; i < KEMBAR_LANGUAGE_N_COLUMNS; i++)
            c->sums[i] += kembar_language_rows[row][i];
        c->n_known += row != 0;
    }
    c->n_trigrams++;
}

/* `letter` 0 ends a word. Edge, letter, edge is a trigram; edge, edge is the gap between words. */
static void push_letter(counter *c, uint32_t letter) {
    if (c->second != 0)
        count_trigram(c, letter);
    c->first = c->second;
    c->second = letter;
}

static size_t push_non_ascii(counter *c, kembar_view rest) {
    size_t size = 1;
    unsigned kind = kembar_utf8_kind(kembar_utf8_decode(rest, &size));
    int is_letter = (kind & KEMBAR_CHAR_WORD) && !(kind & KEMBAR_CHAR_DIGIT);
    push_letter(c, is_letter ? FOREIGN_LETTER : 0);
    return size;
}

kembar_language_score kembar_language_measure(kembar_view text) {
    counter c = {{0}, 0, 0, 0, 0, 0};
    for (size_t at = 0; at < text.size;) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte >= 0x80) {
            at += push_non_ascii(&c, (kembar_view){text.data + at, text.size - at});
            continue;
        }
        unsigned letter = (unsigned)(byte | 0x20) - 'a';
        push_letter(&c, letter < 26 ? letter + 1 : 0);
        at++;
    }
    push_letter(&c, 0);

    kembar_language_score score = {0, {0}, c.n_trigrams, c.n_known};
    score.balance = (c.sums[0] - c.sums[1]) * UNITS_PER_STEP;
    for (int i = 0; i < KEMBAR_LANGUAGE_N_GROUPS; i++)
        score.over_group[i] =
            (c.sums[0] - c.sums[2 + i] - (int64_t)c.n_foreign * FOREIGN_STEPS) * UNITS_PER_STEP;
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

/* The lead of a wrong model over n trigrams spreads like sqrt(n): the margin is one nat times that,
 * and two more for the sake of headings of two or three words. */
static int others_lead_clearly(const kembar_language_score *score) {
    int64_t lead = lead_of_others(score) - 2 * UNITS_PER_NAT;
    if (lead <= 0)
        return 0;
    if (lead > INT64_C(1) << 30) /* beyond any margin, and too large to square */
        return 1;
    return (uint64_t)(lead * lead) > (uint64_t)UNITS_PER_NAT * UNITS_PER_NAT * score->n_trigrams;
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
