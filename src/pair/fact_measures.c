#include "pair/fact_measures.h"

#include "text/value_words.h"

/* Bytes that a number with its marks may have, and a unit. */
enum { NUMBER_BYTES = 15, UNIT_BYTES = 16, GROUP_DIGITS = 3 };
enum { LENGTH = 1, MASS, VOLUME, AREA };

typedef struct unit {
    int dimension;
    double factor;
    const char *names[9]; /* ends with NULL */
} unit;

static const unit units[] = {
    {LENGTH, 0.001, {"mm", "millimetre", "millimetres", "millimeter", "millimeters", "milimeter"}},
    {LENGTH, 0.01, {"cm", "centimetre", "centimetres", "centimeter", "centimeters", "sentimeter"}},
    {LENGTH, 1, {"m", "metre", "metres", "meter", "meters"}},
    {LENGTH,
     1000,
     {"km", "kilometre", "kilometres", "kilometer", "kilometers", "kmh", "kph", "kmph"}},
    {LENGTH, 0.0254, {"inch", "inches", "inci"}},
    {LENGTH, 0.3048, {"ft", "foot", "feet", "kaki"}},
    {LENGTH, 0.9144, {"yd", "yard", "yards"}},
    {LENGTH, 1609.344, {"mile", "miles", "mil", "mph"}},
    {MASS, 1, {"kg", "kilogram", "kilograms", "kilo", "kilos"}},
    {MASS, 1000, {"ton", "tons", "tonne", "tonnes"}},
    {MASS, 0.45359237, {"lb", "lbs", "pound", "pounds", "pon"}},
    {MASS, 0.028349523, {"oz", "ounce", "ounces"}},
    {VOLUME, 1, {"litre", "litres", "liter", "liters"}},
    {VOLUME, 3.785411784, {"gallon", "gallons", "galon"}},
    {AREA, 10000, {"ha", "hectare", "hectares", "hektare", "hektar"}},
    {AREA, 4046.8564224, {"acre", "acres"}}};

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_mark(char c) {
    return c == '.' || c == ',';
}

/* Where the number that holds the digits at `at` begins: "2,000ft" is two tokens. */
static size_t find_begin(kembar_view text, size_t at) {
    size_t begin = at;
    while (begin > 0 && at - begin < NUMBER_BYTES &&
           (is_digit(text.data[begin - 1]) ||
            (begin > 1 && is_mark(text.data[begin - 1]) && is_digit(text.data[begin - 2]))))
        begin--;
    return begin;
}

static size_t count_digits(kembar_view text, size_t at) {
    size_t n = 0;
    while (n < NUMBER_BYTES && at + n < text.size && is_digit(text.data[at + n]))
        n++;
    return n;
}

/* Reads a number and returns where it ends. Marks before three digits part thousands, in either
 * language; another one is the decimal mark. */
static size_t read_number(kembar_view text, size_t at, double *number) {
    size_t begin = at;
    double divisor = 1;
    int is_decimal = 0;
    *number = 0;
    for (; at < text.size && at - begin < NUMBER_BYTES; at++) {
        if (is_digit(text.data[at])) {
            *number = *number * 10 + (text.data[at] - '0');
            divisor *= is_decimal ? 10 : 1;
        } else if (is_mark(text.data[at]) && count_digits(text, at + 1) > 0) {
            is_decimal |= count_digits(text, at + 1) != GROUP_DIGITS;
        } else {
            break;
        }
    }
    *number /= divisor;
    return at;
}

/* The letters behind at most one space or hyphen; *at moves behind them. */
static kembar_view read_word(kembar_view text, size_t *at) {
    size_t begin = *at;
    if (begin < text.size && (text.data[begin] == ' ' || text.data[begin] == '-'))
        begin++;
    size_t end = begin;
    while (end < text.size && end - begin < UNIT_BYTES && is_letter(text.data[end]))
        end++;
    *at = end;
    return (kembar_view){text.data + begin, end - begin};
}

/* The row of a unit, or -1. */
static int find_unit(kembar_view word) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (kembar_word_is_one_of(word, units[i].names))
            return (int)i;
    return -1;
}

kembar_fact_measure kembar_fact_measure_at(const kembar_prepared *prepared, uint32_t i) {
    kembar_fact_measure none = {0, 0, 0}, found = {0, 0, 0};
    const kembar_document *document = prepared->document;
    kembar_view text = document->text;
    size_t at = document->tokens.items[prepared->content.tokens[i]].begin;
    if (!is_digit(text.data[at]))
        return none;
    at = read_number(text, find_begin(text, at), &found.amount);
    kembar_view word = read_word(text, &at);
    static const char *const squares[] = {"square", "sq", NULL};
    int is_square = kembar_word_is_one_of(word, squares);
    if (is_square)
        word = read_word(text, &at);
    found.unit = find_unit(word);
    if (found.unit < 0)
        return none;
    const unit *row = &units[found.unit];
    is_square |= kembar_word_equals(read_word(text, &at), "persegi");
    found.amount *= is_square ? row->factor * row->factor : row->factor;
    found.dimension = is_square && row->dimension == LENGTH ? AREA : row->dimension;
    return found;
}

int kembar_fact_measure_converts(const kembar_fact_measure *a, const kembar_fact_measure *b) {
    if (a->dimension == 0 || a->dimension != b->dimension || a->unit == b->unit)
        return 0;
    double smaller = a->amount < b->amount ? a->amount : b->amount;
    double larger = a->amount < b->amount ? b->amount : a->amount;
    return larger - smaller <= larger * 0.1;
}
