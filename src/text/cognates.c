#include "text/cognates.h"

#include <string.h>

enum { MIN_LETTERS = 5 };

typedef struct fold_buffer {
    char *data;
    size_t size;
} fold_buffer;

typedef struct ending {
    const char *from;
    const char *to;
} ending;

/* English endings and what Indonesian writes for them. The first that fits is taken. */
static const ending word_endings[] = {
    {"tion", "si"}, {"sion", "si"}, {"ity", "itas"}, {"ical", "ik"}, {"ary", "er"},  {"nce", "nsi"},
    {"age", "ase"}, {"ble", "bel"}, {"que", "k"},    {"gue", "g"},   {"tre", "ter"}, {"ct", "k"},
    {"nt", "n"},    {"st", "s"},    {"pt", "p"},     {"xt", "x"},    {"rd", "r"},    {"nd", "n"},
};

/* What is left to even out once the letters are folded. -ic became -ik, where Indonesian has -is
 * (strategis) as often; both sides go the same way. */
static const ending folded_endings[] = {{"is", "ik"}, {"ks", "k"}, {"e", ""}};

static int is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static int is_front(char c) {
    return c == 'e' || c == 'i' || c == 'y';
}

static int is_foldable(kembar_view word) {
    if (word.size < MIN_LETTERS || word.size > KEMBAR_COGNATE_MAX_BYTES)
        return 0;
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < 'a' || word.data[i] > 'z')
            return 0;
    return 1;
}

static size_t copy_word(kembar_view word, char out[KEMBAR_COGNATE_MAX_BYTES]) {
    size_t size = word.size < KEMBAR_COGNATE_MAX_BYTES ? word.size : KEMBAR_COGNATE_MAX_BYTES;
    if (size > 0)
        memcpy(out, word.data, size);
    return size;
}

static int ends_with(const char *data, size_t size, const char *text) {
    size_t length = strlen(text);
    return size >= length && memcmp(data + size - length, text, length) == 0;
}

/* The English plural: no Indonesian word of the kind ends in a consonant and s but -ns and -ks. */
static size_t drop_plural(char *data, size_t size) {
    if (ends_with(data, size, "ies")) {
        data[size - 3] = 'y';
        return size - 2;
    }
    if (size > 2 && data[size - 1] == 's' && !is_vowel(data[size - 2]) &&
        !strchr("sky", data[size - 2]))
        return size - 1;
    return size;
}

static size_t change_ending(char *data, size_t size, size_t capacity, const ending *endings,
                            size_t n_endings) {
    for (size_t i = 0; i < n_endings; i++) {
        size_t stem = size - strlen(endings[i].from);
        size_t length = strlen(endings[i].to);
        if (ends_with(data, size, endings[i].from) && stem + length <= capacity) {
            memcpy(data + stem, endings[i].to, length);
            return stem + length;
        }
    }
    return size;
}

/* Doubled letters become single here. What no longer fits is dropped. */
static void put(fold_buffer *out, char c) {
    if (out->size < KEMBAR_COGNATE_MAX_BYTES && (out->size == 0 || out->data[out->size - 1] != c))
        out->data[out->size++] = c;
}

/* Two letters that stand for one sound. Returns 0 where there is none, else what it is written as.
 */
static char fold_pair(const char *at, const char *end) {
    if (end - at < 2)
        return 0;
    if (at[1] == 'h')
        switch (at[0]) {
        case 'p':
            return 'f';
        case 'c':
            return end - at > 2 && is_front(at[2]) ? 's' : 'k';
        case 't':
        case 'r':
        case 'g':
        case 'k':
        case 'd':
        case 's':
            return at[0];
        default:
            return 0;
        }
    if (at[0] == 's' && at[1] == 'y' && end - at > 2 && is_vowel(at[2]))
        return 's';
    if (at[0] == 'o' && at[1] == 'u')
        return 'u';
    return at[0] == 'a' && at[1] == 'e' ? 'e' : 0;
}

static char fold_letter(const char *at, const char *end) {
    switch (at[0]) {
    case 'c':
        return end - at > 1 && is_front(at[1]) ? 's' : 'k';
    case 'q':
        return 'k';
    case 'v':
        return 'f';
    case 'y':
    case 'j':
        return 'i';
    case 'z':
        return 's';
    case 't': /* -tional, -tionary */
        return end - at > 3 && memcmp(at, "tion", 4) == 0 ? 's' : 't';
    default:
        return at[0];
    }
}

static void fold_letters(const char *at, const char *end, fold_buffer *out) {
    while (at < end) {
        char pair = fold_pair(at, end);
        if (at[0] == 'x') {
            put(out, 'k');
            put(out, 's');
        } else {
            put(out, pair ? pair : fold_letter(at, end));
        }
        at += pair ? 2 : 1;
    }
}

size_t kembar_cognate_fold(kembar_view word, char out[KEMBAR_COGNATE_MAX_BYTES]) {
    if (!is_foldable(word))
        return copy_word(word, out);
    char letters[KEMBAR_COGNATE_MAX_BYTES];
    size_t size = drop_plural(letters, copy_word(word, letters));
    size = change_ending(letters, size, sizeof letters, word_endings,
                         sizeof word_endings / sizeof *word_endings);
    fold_buffer folded = {out, 0};
    fold_letters(letters, letters + size, &folded);
    size = change_ending(out, folded.size, KEMBAR_COGNATE_MAX_BYTES, folded_endings,
                         sizeof folded_endings / sizeof *folded_endings);
    /* "eeeee" is one letter, which then is a silent e. */
    return size > 0 ? size : copy_word(word, out);
}
