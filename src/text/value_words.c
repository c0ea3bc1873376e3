#include "text/value_words.h"

typedef struct word_number {
    const char *word;
    int number;
} word_number;

typedef struct word_code {
    const char *word;
    const char *code;
} word_code;

static const word_number MONTHS[] = {
    {"january", 1},  {"januari", 1},   {"jan", 1},       {"february", 2},  {"februari", 2},
    {"pebruari", 2}, {"feb", 2},       {"march", 3},     {"maret", 3},     {"mar", 3},
    {"april", 4},    {"apr", 4},       {"may", 5},       {"mei", 5},       {"june", 6},
    {"juni", 6},     {"jun", 6},       {"july", 7},      {"juli", 7},      {"jul", 7},
    {"august", 8},   {"agustus", 8},   {"aug", 8},       {"agu", 8},       {"agt", 8},
    {"ags", 8},      {"september", 9}, {"sept", 9},      {"sep", 9},       {"october", 10},
    {"oktober", 10}, {"oct", 10},      {"okt", 10},      {"november", 11}, {"nopember", 11},
    {"nov", 11},     {"nop", 11},      {"december", 12}, {"desember", 12}, {"dec", 12},
    {"des", 12},     {NULL, 0}};

static const word_number MULTIPLIERS[] = {
    {"thousand", 3},  {"ribu", 3},     {"rb", 3},       {"million", 6}, {"juta", 6},    {"jt", 6},
    {"mln", 6},       {"billion", 9},  {"miliar", 9},   {"milyar", 9},  {"miliard", 9}, {"bn", 9},
    {"trillion", 12}, {"triliun", 12}, {"trilyun", 12}, {NULL, 0}};

static const word_code BEFORE[] = {{"rp", "IDR"},  {"idr", "IDR"}, {"usd", "USD"}, {"eur", "EUR"},
                                   {"gbp", "GBP"}, {"jpy", "JPY"}, {"sgd", "SGD"}, {"aud", "AUD"},
                                   {"myr", "MYR"}, {"rm", "MYR"},  {NULL, NULL}};

static const word_code AFTER[] = {{"rupiah", "IDR"},  {"rupiahs", "IDR"}, {"idr", "IDR"},
                                  {"dollars", "USD"}, {"dollar", "USD"},  {"dolar", "USD"},
                                  {"usd", "USD"},     {"euros", "EUR"},   {"euro", "EUR"},
                                  {"yen", "JPY"},     {"ringgit", "MYR"}, {NULL, NULL}};

static const word_code DOLLAR_COUNTRIES[] = {
    {"us", "USD"}, {"as", "USD"},  {"a", "AUD"}, {"au", "AUD"}, {"aud", "AUD"},
    {"s", "SGD"},  {"sg", "SGD"},  {"c", "CAD"}, {"ca", "CAD"}, {"nz", "NZD"},
    {"hk", "HKD"}, {"usd", "USD"}, {NULL, NULL}};

static const word_code DOLLAR_ADJECTIVES[] = {
    {"us", "USD"},         {"as", "USD"},        {"american", "USD"},  {"amerika", "USD"},
    {"australian", "AUD"}, {"australia", "AUD"}, {"singapore", "SGD"}, {"singapura", "SGD"},
    {"canadian", "CAD"},   {"kanada", "CAD"},    {NULL, NULL}};

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

int kembar_word_equals(kembar_view word, const char *lower) {
    for (size_t i = 0; i < word.size; i++)
        if (lower[i] == '\0' || ascii_lower(word.data[i]) != lower[i])
            return 0;
    return lower[word.size] == '\0';
}

/* The first byte tells most words of a list apart. */
static char first_of(kembar_view word) {
    return word.size > 0 ? ascii_lower(word.data[0]) : '\0';
}

static int is_word(kembar_view word, char first, const char *lower) {
    return *lower == first && kembar_word_equals(word, lower);
}

int kembar_word_is_one_of(kembar_view word, const char *const *words) {
    for (char first = first_of(word); *words; words++)
        if (is_word(word, first, *words))
            return 1;
    return 0;
}

static int number_of(const word_number *table, kembar_view word) {
    for (char first = first_of(word); table->word; table++)
        if (is_word(word, first, table->word))
            return table->number;
    return 0;
}

static const char *code_of(const word_code *table, kembar_view word) {
    for (char first = first_of(word); table->word; table++)
        if (is_word(word, first, table->word))
            return table->code;
    return NULL;
}

int kembar_word_month(kembar_view word) {
    return number_of(MONTHS, word);
}

int kembar_word_multiplier(kembar_view word) {
    return number_of(MULTIPLIERS, word);
}

int kembar_word_glued_multiplier(kembar_view suffix, int is_indonesian) {
    if (kembar_word_equals(suffix, "m"))
        return is_indonesian ? 9 : 6;
    if (kembar_word_equals(suffix, "t"))
        return is_indonesian ? 12 : 0;
    static const word_number glued[] = {{"k", 3}, {"mn", 6}, {"b", 9}, {"tn", 12}, {NULL, 0}};
    int power = number_of(glued, suffix);
    return power ? power : kembar_word_multiplier(suffix);
}

const char *kembar_word_currency_before(kembar_view word) {
    return code_of(BEFORE, word);
}

const char *kembar_word_currency_after(kembar_view word) {
    return code_of(AFTER, word);
}

const char *kembar_word_dollar_country(kembar_view word) {
    return code_of(DOLLAR_COUNTRIES, word);
}

const char *kembar_word_dollar_adjective(kembar_view word) {
    return code_of(DOLLAR_ADJECTIVES, word);
}
