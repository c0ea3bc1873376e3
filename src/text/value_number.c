/* Numbers, percentages and sums of money. */
#include <string.h>

#include "text/value_decimal.h"
#include "text/value_scan.h"
#include "text/value_words.h"

enum { MAX_GROUPS = 10 };

/* Groups of digits joined by one '.' or ',' each: 1.234,56 has three. */
typedef struct digit_run {
    kembar_view groups[MAX_GROUPS];
    char marks[MAX_GROUPS]; /* marks[k] stands before groups[k]; marks[0] is unused */
    int n_groups;           /* 0: too many */
    kembar_view suffix;     /* letters glued to the last group */
    size_t next;            /* first token after the run */
} digit_run;

typedef struct amount {
    kembar_decimal number;
    const char *currency; /* NULL: none */
    int is_percent;
    size_t next;
} amount;

/* `skip` bytes of token i are a currency. */
static void read_run(const kembar_value_scan *scan, size_t i, size_t skip, digit_run *run) {
    memset(run, 0, sizeof *run);
    run->next = kembar_value_skip_digits(scan, i);
    for (size_t at = i; at < scan->end; at++) {
        kembar_view token = kembar_value_token(scan, at);
        token.data += skip;
        token.size -= skip;
        skip = 0;
        size_t n = kembar_value_leading_digits(token);
        run->groups[run->n_groups++] = (kembar_view){token.data, n};
        run->suffix = (kembar_view){token.data + n, token.size - n};
        kembar_view gap = kembar_value_gap(scan, at);
        int goes_on = run->suffix.size == 0 && gap.size == 1 &&
                      (gap.data[0] == '.' || gap.data[0] == ',') &&
                      kembar_value_starts_with_digit(scan, at + 1);
        if (!goes_on) {
            run->next = at + 1;
            return;
        }
        if (run->n_groups == MAX_GROUPS) {
            run->n_groups = 0;
            return;
        }
        run->marks[run->n_groups] = gap.data[0];
    }
}

/* Groups before `last` are thousands: at most three digits, then three each, all with the same
 * mark. */
static int are_thousands(const digit_run *run, int last) {
    if (run->groups[0].size > 3 || run->groups[0].data[0] == '0')
        return 0;
    for (int k = 1; k <= last; k++)
        if (run->groups[k].size != 3 || run->marks[k] != run->marks[1])
            return 0;
    return 1;
}

/* Index of the group that is a fraction, n_groups when there is none, -1 when it is no number. */
static int fraction_group(const digit_run *run, int is_indonesian) {
    int last = run->n_groups - 1;
    if (last == 0)
        return 1;
    if (last == 1) {
        char point = is_indonesian ? ',' : '.';
        return run->marks[1] != point && are_thousands(run, 1) ? 2 : 1;
    }
    if (are_thousands(run, last))
        return last + 1;
    return are_thousands(run, last - 1) && run->marks[last] != run->marks[1] ? last : -1;
}

static int read_decimal(const digit_run *run, int is_indonesian, kembar_decimal *d) {
    if (run->n_groups == 0)
        return 0;
    int fraction = fraction_group(run, is_indonesian);
    if (fraction < 0)
        return 0;
    memset(d, 0, sizeof *d);
    for (int k = 0; k < run->n_groups && k < fraction; k++)
        if (!kembar_decimal_append(d, run->groups[k]))
            return 0;
    return fraction >= run->n_groups || kembar_decimal_append_fraction(d, run->groups[fraction]);
}

/* 16:14 anywhere; 17.55 before WIB, p.m. and the like. */
static int is_time(const kembar_value_scan *scan, size_t i, const digit_run *run) {
    static const char *const zones[] = {"wib", "wita", "wit", "am", "pm", "gmt", "utc", NULL};
    static const char *const halves[] = {"a", "p", NULL};
    if (kembar_value_byte_after(scan, run->next - 1, 0) == ':' &&
        kembar_value_starts_with_digit(scan, run->next))
        return 1;
    if (kembar_value_byte_before(scan, i, 1) == ':' &&
        kembar_value_byte_before(scan, i, 2) >= '0' && kembar_value_byte_before(scan, i, 2) <= '9')
        return 1;
    if (run->next >= scan->end)
        return 0;
    kembar_view after = kembar_value_token(scan, run->next);
    if (kembar_word_is_one_of(run->suffix, zones) || kembar_word_is_one_of(after, zones))
        return 1;
    return kembar_word_is_one_of(after, halves) && run->next + 1 < scan->end &&
           kembar_value_gap_is(scan, run->next, '.') &&
           kembar_word_equals(kembar_value_token(scan, run->next + 1), "m");
}

/* Letters glued to digits that leave a number a number: 17th, 1990s, 5km. */
static int is_plain_suffix(kembar_view suffix) {
    static const char *const plain[] = {"st", "nd", "rd", "th", "s",  "an", "km", "kg",
                                        "cm", "mm", "m",  "ha", "mw", "gw", "kw", NULL};
    return suffix.size == 0 || kembar_word_is_one_of(suffix, plain);
}

static int starts_with(const kembar_value_scan *scan, size_t at, const char *bytes, size_t size) {
    return at <= scan->text.size && size <= scan->text.size - at &&
           memcmp(scan->text.data + at, bytes, size) == 0;
}

/* A sign directly before token i, at most one blank between. */
static const char *sign_before(const kembar_value_scan *scan, size_t i) {
    static const struct {
        const char *bytes, *code;
        size_t size;
    } signs[] = {{"$", "USD", 1},
                 {"\xE2\x82\xAC", "EUR", 3},
                 {"\xC2\xA3", "GBP", 2},
                 {"\xC2\xA5", "JPY", 2}};
    size_t end = scan->tokens->items[i].begin;
    if (end > 0 && scan->text.data[end - 1] == ' ')
        end--;
    for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++)
        if (end >= signs[k].size &&
            starts_with(scan, end - signs[k].size, signs[k].bytes, signs[k].size))
            return signs[k].code;
    return NULL;
}

/* Size of a currency glued before digits in token i (Rp2), with its code. */
static size_t glued_currency(kembar_view token, const char **code) {
    size_t n = 0;
    while (n < token.size && n < 4 && (token.data[n] < '0' || token.data[n] > '9'))
        n++;
    *code =
        n > 0 && n < token.size ? kembar_word_currency_before((kembar_view){token.data, n}) : NULL;
    return *code ? n : 0;
}

/* Currency in a token of its own: Rp 5, Rp. 5, US$5, A$ 5. */
static const char *currency_token(const kembar_value_scan *scan, size_t i) {
    if (!kembar_value_starts_with_digit(scan, i + 1))
        return NULL;
    kembar_view word = kembar_value_token(scan, i);
    kembar_view gap = kembar_value_gap(scan, i);
    if (gap.size > 0 && gap.size <= 2 && gap.data[0] == '$' &&
        (gap.size == 1 || gap.data[1] == ' '))
        return kembar_word_dollar_country(word);
    int is_near = kembar_value_gap_is_space(scan, i) || kembar_value_gap_is(scan, i, '.') ||
                  (gap.size == 2 && gap.data[0] == '.' && gap.data[1] == ' ');
    return is_near ? kembar_word_currency_before(word) : NULL;
}

static int is_word_gap(const kembar_value_scan *scan, size_t i) {
    return kembar_value_gap_is_space(scan, i) || kembar_value_gap_is(scan, i, '-');
}

/* juta, million, ribu triliun. */
static int read_multipliers(const kembar_value_scan *scan, amount *a) {
    for (int k = 0; k < 2 && a->next < scan->end && is_word_gap(scan, a->next - 1); k++) {
        int power = kembar_word_multiplier(kembar_value_token(scan, a->next));
        if (power == 0)
            break;
        if (!kembar_decimal_shift(&a->number, power))
            return 0;
        a->next++;
    }
    return 1;
}

static void read_percent(const kembar_value_scan *scan, amount *a) {
    char sign = kembar_value_byte_after(scan, a->next - 1, 0);
    if (sign == ' ')
        sign = kembar_value_byte_after(scan, a->next - 1, 1);
    if (sign == '%') {
        a->is_percent = 1;
        return;
    }
    static const char *const words[] = {"persen", "percent", "pct", NULL};
    if (a->next >= scan->end || !is_word_gap(scan, a->next - 1))
        return;
    kembar_view word = kembar_value_token(scan, a->next);
    if (kembar_word_is_one_of(word, words)) {
        a->is_percent = 1;
        a->next++;
    } else if (kembar_word_equals(word, "per") && a->next + 1 < scan->end &&
               kembar_value_gap_is_space(scan, a->next) &&
               kembar_word_equals(kembar_value_token(scan, a->next + 1), "cent")) {
        a->is_percent = 1;
        a->next += 2;
    }
}

/* rupiah, dollars, dolar AS, US dollars. */
static void read_currency_after(const kembar_value_scan *scan, amount *a) {
    size_t at = a->next;
    if (at >= scan->end || !is_word_gap(scan, at - 1))
        return;
    const char *adjective = kembar_word_dollar_adjective(kembar_value_token(scan, at));
    int has_noun = at + 1 < scan->end && kembar_value_gap_is_space(scan, at);
    if (adjective) {
        const char *noun =
            has_noun ? kembar_word_currency_after(kembar_value_token(scan, at + 1)) : NULL;
        if (!noun || strcmp(noun, "USD") != 0)
            return;
        a->currency = adjective;
        a->next = at + 2;
        return;
    }
    a->currency = kembar_word_currency_after(kembar_value_token(scan, at));
    if (!a->currency)
        return;
    a->next = at + 1;
    if (!has_noun || !kembar_word_equals(kembar_value_token(scan, at), "dolar"))
        return;
    adjective = kembar_word_dollar_adjective(kembar_value_token(scan, at + 1));
    if (adjective) {
        a->currency = adjective;
        a->next = at + 2;
    }
}

static int read_suffix(const kembar_value_scan *scan, kembar_view suffix, amount *a) {
    int is_indonesian = scan->language == KEMBAR_LANGUAGE_ID;
    int power = a->currency ? kembar_word_glued_multiplier(suffix, is_indonesian)
                            : kembar_word_multiplier(suffix);
    if (power > 0)
        return kembar_decimal_shift(&a->number, power);
    return is_plain_suffix(suffix);
}

/* The number that starts in token i after `skip` bytes, with what follows it. */
static int read_amount(const kembar_value_scan *scan, size_t i, size_t skip, amount *a) {
    digit_run run;
    read_run(scan, i, skip, &run);
    if (!read_decimal(&run, scan->language == KEMBAR_LANGUAGE_ID, &a->number))
        return 0;
    if (!a->currency && is_time(scan, i, &run))
        return 0;
    a->next = run.next;
    if (!read_suffix(scan, run.suffix, a) || !read_multipliers(scan, a))
        return 0;
    if (!a->currency)
        read_percent(scan, a);
    if (!a->currency && !a->is_percent)
        read_currency_after(scan, a);
    return 1;
}

static char *put(char *out, const char *text) {
    size_t size = strlen(text);
    memcpy(out, text, size);
    return out + size;
}

static void write_value(const amount *a, size_t i, kembar_value *value) {
    char *out = value->text;
    const char *kind = a->is_percent ? "pct:" : a->currency ? "money:" : "num:";
    out = put(out, kind);
    if (a->currency) {
        out = put(out, a->currency);
        *out++ = ':';
    }
    kembar_decimal_print(&a->number, out);
    value->kind = a->is_percent ? KEMBAR_VALUE_PERCENT
                  : a->currency ? KEMBAR_VALUE_MONEY
                                : KEMBAR_VALUE_NUMBER;
    value->first_token = (uint32_t)i;
    value->n_tokens = (uint16_t)(a->next - i);
}

size_t kembar_value_find_number(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    amount a;
    memset(&a, 0, sizeof a);
    size_t start = i, skip = 0;
    if (kembar_value_starts_with_digit(scan, i)) {
        a.currency = sign_before(scan, i);
    } else if ((a.currency = currency_token(scan, i)) != NULL) {
        start = i + 1;
    } else if ((skip = glued_currency(kembar_value_token(scan, i), &a.currency)) == 0) {
        return i;
    }
    if (!read_amount(scan, start, skip, &a))
        return i;
    write_value(&a, i, value);
    return a.next;
}
