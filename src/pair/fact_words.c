#include "pair/fact_words.h"

#include <limits.h>
#include <string.h>

#include "text/sentences.h"
#include "text/value_words.h"

enum {
    ACRONYM_LETTERS = 5,
    SHORT_FORM = 3,
    MIN_SWAPPED = 3,
    PHONE_TOKENS = 4,
    PHONE_DIGITS = 7,
    YEAR_DIGITS = 4,
    GROUP_DIGITS = 3
};
enum { ASCII_END = 0x80, CASE_BIT = 0x20 };

/* What stands before names, in full or short, changes with the style of the house. */
static const char *const titles[] = {
    "sen",       "sens",     "senator",  "senators", "rep",      "reps",        "representative",
    "gov",       "governor", "mr",       "mrs",      "ms",       "dr",          "prof",
    "president", "chairman", "minister", "mayor",    "sir",      "congressman", "congresswoman",
    "i",         "we",       "bapak",    "ibu",      "pak",      "bu",          "hj",
    "haji",      "presiden", "gubernur", "bupati",   "walikota", "menteri",     "ketua",
    "saya",      "kami",     NULL};

static const char *const weekdays[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "senin",
    "selasa", "rabu",    "kamis",     "jumat",    "jum",    "sabtu",    "minggu", NULL};

static uint32_t token_at(const kembar_prepared *prepared, uint32_t i) {
    return prepared->content.tokens[i];
}

static uint8_t flags_of(const kembar_prepared *prepared, uint32_t i) {
    return prepared->document->tokens.flags[token_at(prepared, i)];
}

static kembar_view written(const kembar_document *document, uint32_t token_i) {
    const kembar_token *token = &document->tokens.items[token_i];
    return (kembar_view){document->text.data + token->begin, token->end - token->begin};
}

/* The value that a token is of, or NULL. */
static const kembar_value *value_at(const kembar_document *document, uint32_t token_i) {
    size_t begin = 0, end = document->n_values;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const kembar_value *value = &document->values[middle];
        if (token_i < value->first_token)
            end = middle;
        else if (token_i >= value->first_token + value->n_tokens)
            begin = middle + 1;
        else
            return value;
    }
    return NULL;
}

static size_t count_digits(kembar_view word) {
    size_t n = 0;
    for (size_t i = 0; i < word.size; i++)
        n += word.data[i] >= '0' && word.data[i] <= '9';
    return n;
}

static int is_zeros(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] != '0')
            return 0;
    return 1;
}

/* "2006", "7th", "10am". */
static int is_date_like(kembar_view word) {
    static const char *const endings[] = {"st", "nd", "rd", "th", "am", "pm", NULL};
    size_t n_digits = count_digits(word);
    if (n_digits == word.size)
        return n_digits == YEAR_DIGITS &&
               (memcmp(word.data, "19", 2) == 0 || memcmp(word.data, "20", 2) == 0);
    if (n_digits + 2 != word.size)
        return 0;
    return kembar_word_is_one_of((kembar_view){word.data + n_digits, 2}, endings);
}

static int is_number_of_its_own(const kembar_document *document, uint32_t token_i) {
    const kembar_value *value = value_at(document, token_i);
    return (document->tokens.flags[token_i] & KEMBAR_TOKEN_DIGIT) &&
           (!value || (value->kind == KEMBAR_VALUE_NUMBER && value->n_tokens == 1));
}

/* 5 490 842 */
static int is_grouped(const kembar_document *document, uint32_t begin, uint32_t end) {
    kembar_view first = written(document, begin);
    for (uint32_t i = begin + 1; i < end; i++)
        if (written(document, i).size != GROUP_DIGITS)
            return 0;
    return end - begin > 1 && first.size <= GROUP_DIGITS && first.data[0] != '0';
}

/* Groups of digits that are no number together, such as 202 224 4524, or a long one alone. */
static int is_of_phone(const kembar_document *document, uint32_t token_i) {
    uint32_t begin = token_i, end = token_i + 1;
    size_t n_digits = 0;
    if (!is_number_of_its_own(document, token_i))
        return 0;
    while (begin > 0 && token_i - begin < PHONE_TOKENS && is_number_of_its_own(document, begin - 1))
        begin--;
    while (end < document->tokens.n_items && end - token_i < PHONE_TOKENS &&
           is_number_of_its_own(document, end))
        end++;
    for (uint32_t i = begin; i < end; i++)
        n_digits += count_digits(written(document, i));
    return n_digits >= PHONE_DIGITS && !is_grouped(document, begin, end);
}

static kembar_fact_kind number_kind(const kembar_prepared *prepared, uint32_t token_i) {
    const kembar_value *value = value_at(prepared->document, token_i);
    kembar_view word = written(prepared->document, token_i);
    if (value && value->kind == KEMBAR_VALUE_DATE)
        return KEMBAR_FACT_DATE;
    if (value && value->kind != KEMBAR_VALUE_NUMBER)
        return is_zeros(word) ? KEMBAR_FACT_NONE : KEMBAR_FACT_AMOUNT;
    if (is_zeros(word) || is_of_phone(prepared->document, token_i))
        return KEMBAR_FACT_NONE;
    return is_date_like(word) ? KEMBAR_FACT_DATE : KEMBAR_FACT_NUMBER;
}

static kembar_view fold(const kembar_prepared *prepared, uint32_t i, kembar_buffer *buffer) {
    kembar_buffer_clear(buffer);
    kembar_token_fold(prepared->document->text, &prepared->document->tokens, token_at(prepared, i),
                      buffer);
    return kembar_buffer_view(buffer);
}

int kembar_fact_may_be(const kembar_prepared *prepared, uint32_t i) {
    uint8_t flags = flags_of(prepared, i);
    if (flags & KEMBAR_TOKEN_DIGIT)
        return 1;
    return (flags & KEMBAR_TOKEN_CAPITAL) &&
           !kembar_sentences_begin_at(prepared->document->text, &prepared->document->tokens,
                                      token_at(prepared, i));
}

int kembar_fact_has_digit(const kembar_prepared *prepared, uint32_t i) {
    return flags_of(prepared, i) & KEMBAR_TOKEN_DIGIT;
}

int kembar_fact_is_all_digits(kembar_view word) {
    return count_digits(word) == word.size;
}

kembar_fact_kind kembar_fact_of(const kembar_prepared *prepared, uint32_t i,
                                kembar_gap_scratch *scratch) {
    if (!kembar_fact_may_be(prepared, i))
        return KEMBAR_FACT_NONE;
    if (flags_of(prepared, i) & KEMBAR_TOKEN_DIGIT)
        return number_kind(prepared, token_at(prepared, i));
    /* Lists of words take ASCII in either case. */
    kembar_view word = flags_of(prepared, i) & KEMBAR_TOKEN_NON_ASCII
                           ? fold(prepared, i, &scratch->a)
                           : written(prepared->document, token_at(prepared, i));
    if (word.size < 2 || kembar_word_is_one_of(word, titles))
        return KEMBAR_FACT_NONE;
    const kembar_value *value = value_at(prepared->document, token_at(prepared, i));
    if ((value && value->kind == KEMBAR_VALUE_DATE) || kembar_word_month(word) ||
        kembar_word_is_one_of(word, weekdays))
        return KEMBAR_FACT_DATE;
    return (flags_of(prepared, i) & KEMBAR_TOKEN_UPPER) && word.size <= ACRONYM_LETTERS
               ? KEMBAR_FACT_ACRONYM
               : KEMBAR_FACT_NAME;
}

const kembar_value *kembar_fact_value(const kembar_prepared *prepared, uint32_t i) {
    return value_at(prepared->document, token_at(prepared, i));
}

kembar_view kembar_fact_value_text(const kembar_value *value) {
    const char *colon = strrchr(value->text, ':');
    const char *text = colon ? colon + 1 : value->text;
    return (kembar_view){text, strlen(text)};
}

/* A number, and what its last digit but zeros is worth: 100 in 31200. */
typedef struct read_value {
    double number, unit;
} read_value;

/* The canonical form has a point for decimals and no other mark. */
static read_value read_number(kembar_view text) {
    double number = 0, place = 1, unit = 1;
    int is_decimal = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.') {
            is_decimal = 1;
            continue;
        }
        number = number * 10 + (text.data[i] - '0');
        place *= is_decimal ? 10 : 1;
        unit = text.data[i] == '0' ? unit * 10 : 1;
    }
    return (read_value){number / place, unit / place};
}

static int are_numbers_alike(const kembar_value *a, const kembar_value *b) {
    return a && b && a->kind != KEMBAR_VALUE_DATE && a->kind == b->kind;
}

/* How far two numbers are apart, in hundredths of the larger one. */
static double percent_apart(double x, double y) {
    double larger = x < y ? y : x;
    return larger > 0 ? 100 * (x < y ? y - x : x - y) / larger : 0;
}

int kembar_fact_rounds(const kembar_value *a, const kembar_value *b) {
    if (!are_numbers_alike(a, b))
        return 0;
    read_value x = read_number(kembar_fact_value_text(a));
    read_value y = read_number(kembar_fact_value_text(b));
    double apart = x.number < y.number ? y.number - x.number : x.number - y.number;
    return percent_apart(x.number, y.number) <= 2 && x.unit != y.unit &&
           apart <= (x.unit < y.unit ? y.unit : x.unit);
}

/* Not 0 when both have the same digits in another order, three at the least. */
static int are_swapped(kembar_view x, kembar_view y) {
    int counts[UCHAR_MAX + 1] = {0};
    if (x.size != y.size || x.size < MIN_SWAPPED)
        return 0;
    for (size_t i = 0; i < x.size; i++) {
        counts[(unsigned char)x.data[i]]++;
        counts[(unsigned char)y.data[i]]--;
    }
    for (size_t i = 0; i < x.size; i++)
        if (counts[(unsigned char)x.data[i]] != 0)
            return 0;
    return 1;
}

int kembar_fact_is_close(const kembar_value *a, const kembar_value *b) {
    if (!are_numbers_alike(a, b))
        return 0;
    kembar_view x = kembar_fact_value_text(a), y = kembar_fact_value_text(b);
    return percent_apart(read_number(x).number, read_number(y).number) <= 5 || are_swapped(x, y);
}

int kembar_fact_is_lower(const kembar_prepared *prepared, uint32_t i) {
    return !(flags_of(prepared, i) &
             (KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER | KEMBAR_TOKEN_DIGIT));
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | CASE_BIT) : c;
}

static int begins_with(kembar_view word, kembar_view beginning) {
    size_t i = 0;
    while (i < beginning.size && lower(word.data[i]) == lower(beginning.data[i]))
        i++;
    return i == beginning.size;
}

int kembar_fact_shortens(const kembar_prepared *a, uint32_t i, const kembar_prepared *b, uint32_t j,
                         kembar_gap_scratch *scratch) {
    if ((flags_of(a, i) | flags_of(b, j)) & KEMBAR_TOKEN_DIGIT)
        return 0;
    /* Most words begin differently, and need no folding to tell. */
    unsigned char first_a = (unsigned char)written(a->document, token_at(a, i)).data[0];
    unsigned char first_b = (unsigned char)written(b->document, token_at(b, j)).data[0];
    if (first_a < ASCII_END && first_b < ASCII_END && (first_a ^ first_b) & ~CASE_BIT)
        return 0;
    int is_ascii = !((flags_of(a, i) | flags_of(b, j)) & KEMBAR_TOKEN_NON_ASCII);
    kembar_view x = is_ascii ? written(a->document, token_at(a, i)) : fold(a, i, &scratch->a);
    kembar_view y = is_ascii ? written(b->document, token_at(b, j)) : fold(b, j, &scratch->b);
    kembar_view shorter = x.size <= y.size ? x : y, longer = x.size <= y.size ? y : x;
    if (shorter.size > SHORT_FORM && lower(shorter.data[shorter.size - 1]) == 's')
        shorter.size--;
    const kembar_prepared *of_shorter = x.size <= y.size ? a : b;
    uint8_t flags = flags_of(of_shorter, x.size <= y.size ? i : j);
    size_t least = flags & KEMBAR_TOKEN_UPPER ? SHORT_FORM - 1 : SHORT_FORM;
    return shorter.size >= least && begins_with(longer, shorter);
}
