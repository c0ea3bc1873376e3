/* Values are runs of tokens in order, in canonical form; a number's canonical form means itself.
 * Input: a byte for the language, then text. */
#include "fuzz.h"
#include "text/values.h"

typedef struct found {
    kembar_tokens tokens;
    kembar_value *items;
    size_t n_items, capacity;
} found;

static found find(kembar_view text, kembar_language language) {
    found out = {0};
    FUZZ_CHECK(kembar_tokens_append(&out.tokens, text, 0, text.size) == KEMBAR_OK);
    FUZZ_CHECK(kembar_values_find(text, &out.tokens, 0, out.tokens.n_items, language, &out.items,
                                  &out.n_items, &out.capacity) == KEMBAR_OK);
    return out;
}

static void free_found(found *values) {
    kembar_tokens_deinit(&values->tokens);
    kembar_free(values->items);
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* No leading zeros, no trailing ones behind the point, no empty part. */
static int is_decimal(const char *text) {
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || (whole > 1 && text[0] == '0'))
        return 0;
    if (text[whole] == '\0')
        return 1;
    size_t fraction = strspn(text + whole + 1, "0123456789");
    return text[whole] == '.' && fraction > 0 && text[whole + fraction] != '0' &&
           text[whole + 1 + fraction] == '\0';
}

static int is_money(const char *text) {
    for (int i = 0; i < 3; i++)
        if (text[i] < 'A' || text[i] > 'Z')
            return 0;
    return text[3] == ':' && is_decimal(text + 4);
}

static int is_date(const char *text) {
    int has_year = is_digit(text[0]);
    const char *at = text + (has_year ? 4 : 1);
    if (has_year ? strspn(text, "0123456789") != 4 : text[0] != '-')
        return 0;
    for (int i = 0; i < 2; i++, at += 3) {
        if (i == 1 && has_year && at[0] == '\0')
            return 1;
        if (at[0] != '-' || !is_digit(at[1]) || !is_digit(at[2]))
            return 0;
    }
    return at[0] == '\0';
}

static int is_canonical(const kembar_value *value) {
    const char *text = value->text;
    if (strlen(text) >= KEMBAR_VALUE_TEXT_BYTES)
        return 0;
    switch (value->kind) {
    case KEMBAR_VALUE_NUMBER:
        return strncmp(text, "num:", 4) == 0 && is_decimal(text + 4);
    case KEMBAR_VALUE_PERCENT:
        return strncmp(text, "pct:", 4) == 0 && is_decimal(text + 4);
    case KEMBAR_VALUE_MONEY:
        return strncmp(text, "money:", 6) == 0 && is_money(text + 6);
    default:
        return strncmp(text, "date:", 5) == 0 && is_date(text + 5);
    }
}

/* "num:1234" read again is the same number; a point means the same in English only. */
static void check_again(const kembar_value *value) {
    if (value->kind != KEMBAR_VALUE_NUMBER)
        return;
    const char *digits = value->text + 4;
    found again = find((kembar_view){digits, strlen(digits)}, KEMBAR_LANGUAGE_EN);
    if (again.n_items > 0) {
        FUZZ_CHECK(again.n_items == 1);
        FUZZ_CHECK(again.items[0].kind != KEMBAR_VALUE_NUMBER ||
                   strcmp(again.items[0].text, value->text) == 0);
    }
    free_found(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_language language = (kembar_language)(fuzz_take_byte(&rest) % KEMBAR_N_LANGUAGES);
    kembar_buffer repaired = {0};
    fuzz_repair(rest, &repaired);
    found values = find(kembar_buffer_view(&repaired), language);
    size_t next = 0;
    for (size_t i = 0; i < values.n_items; i++) {
        const kembar_value *value = &values.items[i];
        FUZZ_CHECK(value->n_tokens > 0 && value->first_token >= next);
        next = (size_t)value->first_token + value->n_tokens;
        FUZZ_CHECK(next <= values.tokens.n_items);
        FUZZ_CHECK(is_canonical(value));
        check_again(value);
    }
    free_found(&values);
    kembar_buffer_deinit(&repaired);
    return 0;
}
