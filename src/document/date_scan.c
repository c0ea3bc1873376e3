#include "document/date_scan.h"

#include <stddef.h>
#include <string.h>

int kembar_date_peek(const kembar_date_scan *scan) {
    return scan->at < scan->end ? (unsigned char)*scan->at : 0;
}

int kembar_date_take(kembar_date_scan *scan, int c) {
    if (scan->at == scan->end || kembar_date_peek(scan) != c)
        return 0;
    scan->at++;
    return 1;
}

static int take_bytes(kembar_date_scan *scan, const char *bytes) {
    size_t size = strlen(bytes);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, bytes, size) != 0)
        return 0;
    scan->at += size;
    return 1;
}

void kembar_date_skip(kembar_date_scan *scan, const char *marks) {
    for (;;) {
        int c = kembar_date_peek(scan);
        if (c == 0)
            return;
        if (c == ' ' || (c >= 9 && c <= 13) || strchr(marks, c))
            scan->at++;
        else if (!take_bytes(scan, "\xc2\xa0"))
            return;
    }
}

static int is_digit(int c) {
    return c >= '0' && c <= '9';
}

int kembar_date_number(kembar_date_scan *scan, int *n_digits) {
    enum { MAX_DIGITS = 8 };
    int value = 0;
    int n = 0;
    for (; is_digit(kembar_date_peek(scan)); scan->at++) {
        if (n < MAX_DIGITS)
            value = value * 10 + (*scan->at - '0');
        n += n <= MAX_DIGITS;
    }
    *n_digits = n <= MAX_DIGITS ? n : 0;
    return value;
}

static int is_letter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

void kembar_date_word(kembar_date_scan *scan, char out[KEMBAR_DATE_WORD_BYTES]) {
    size_t n = 0;
    for (;;) {
        int c = kembar_date_peek(scan);
        if (n > 0 && (kembar_date_take(scan, '\'') || take_bytes(scan, "\xe2\x80\x99")))
            continue;
        if (!is_letter(c))
            break;
        if (n < KEMBAR_DATE_WORD_BYTES)
            out[n++] = (char)(c | 0x20);
        scan->at++;
    }
    out[n < KEMBAR_DATE_WORD_BYTES ? n : 0] = '\0';
}

int kembar_date_take_word(kembar_date_scan *scan, const char *const *words) {
    char word[KEMBAR_DATE_WORD_BYTES];
    kembar_date_scan ahead = *scan;
    kembar_date_word(&ahead, word);
    for (int i = 0; word[0] != '\0' && words[i]; i++) {
        if (strcmp(word, words[i]) == 0) {
            *scan = ahead;
            return i + 1;
        }
    }
    return 0;
}
