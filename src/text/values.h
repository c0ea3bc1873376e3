/* Typed numbers and dates: one canonical form for what two languages write differently. */
#ifndef KEMBAR_TEXT_VALUES_H
#define KEMBAR_TEXT_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/language.h"
#include "text/tokens.h"

typedef enum kembar_value_kind {
    KEMBAR_VALUE_NUMBER = 0, /* num:1234.56 */
    KEMBAR_VALUE_PERCENT,    /* pct:7.5 */
    KEMBAR_VALUE_MONEY,      /* money:IDR:2500000 */
    KEMBAR_VALUE_DATE        /* date:2023-11-02, date:2023-11, date:--11-02 (no year) */
} kembar_value_kind;

enum { KEMBAR_VALUE_TEXT_BYTES = 40 };

/* A run of tokens that is one number or date. */
typedef struct kembar_value {
    uint32_t first_token;
    uint16_t n_tokens;
    uint8_t kind;                       /* kembar_value_kind */
    char text[KEMBAR_VALUE_TEXT_BYTES]; /* canonical form, NUL-terminated */
} kembar_value;

/* Appends to *values (grown with base/array.h, owned by the caller) the values among tokens [first,
 * first + n) of one block, in order, not overlapping. `language` decides what is ambiguous: 1.234
 * and 2/11/2023 are Indonesian (thousands; day first) there and English (decimal; month first)
 * elsewhere; 1,234.56 and 1.234,56 speak for themselves. Multipliers (juta, miliar, triliun, ribu,
 * thousand, million, billion, trillion) and month names in both languages are understood, Rp and $
 * and USD and IDR as currency. */
kembar_status kembar_values_find(kembar_view text, const kembar_tokens *tokens, size_t first,
                                 size_t n, kembar_language language, kembar_value **values,
                                 size_t *n_values, size_t *capacity) KEMBAR_MUST_CHECK;
/* 0 only when the values among these tokens are the same in any language. */
int kembar_values_ask_language(kembar_view text, const kembar_tokens *tokens, size_t first,
                               size_t n);

#endif
