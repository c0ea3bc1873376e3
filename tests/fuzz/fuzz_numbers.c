/* Numbers of the command line mean what their digits say, or nothing. */
#include "cli/numbers.h"
#include "fuzz.h"

__extension__ typedef unsigned __int128 wide;

/* The digits at the start of *text as a number; *n receives how many. */
static wide take_digits(const char **text, size_t *n) {
    const wide most = (wide)1 << 80;
    wide value = 0;
    for (*n = 0; **text >= '0' && **text <= '9'; ++*n, ++*text) {
        value *= 10;
        value += (unsigned)(**text - '0');
        if (value > most)
            value = most;
    }
    return value;
}

static void check_count(const char *text) {
    int32_t out = -7;
    size_t n;
    const char *at = text;
    wide value = take_digits(&at, &n);
    int expected = n > 0 && *at == '\0' && value <= INT32_MAX;
    FUZZ_CHECK(kembar_parse_count(text, &out) == expected);
    FUZZ_CHECK(out == (expected ? (int32_t)value : -7));
}

static int shift_of(char c) {
    switch (c) {
    case 'k':
    case 'K':
        return 10;
    case 'M':
    case 'm':
        return 20;
    case 'G':
    case 'g':
        return 30;
    default:
        return 0;
    }
}

static void check_size(const char *text) {
    uint64_t out = 77;
    size_t n;
    const char *at = text;
    wide value = take_digits(&at, &n);
    int shift = shift_of(*at);
    value <<= shift;
    int expected = n > 0 && at[shift > 0] == '\0' && value <= UINT64_MAX >> 1;
    FUZZ_CHECK(kembar_parse_size(text, &out) == expected);
    FUZZ_CHECK(out == (expected ? (uint64_t)value : 77));
}

static void check_micro(const char *text) {
    char printed[KEMBAR_MICRO_BYTES];
    int32_t out = -7, again = -7;
    if (!kembar_parse_micro(text, &out)) {
        FUZZ_CHECK(out == -7);
        return;
    }
    size_t n_whole, n_fraction = 0;
    const char *at = text;
    wide value = take_digits(&at, &n_whole);
    if (*at == '.') {
        at++;
        for (; *at >= '0' && *at <= '9'; at++, n_fraction++)
            if (n_fraction < 6) {
                value *= 10;
                value += (unsigned)(*at - '0');
            }
    }
    FUZZ_CHECK(*at == '\0' && n_whole + n_fraction > 0);
    for (size_t i = n_fraction; i < 6; i++)
        value *= 10;
    FUZZ_CHECK(value == (wide)out);
    FUZZ_CHECK(kembar_parse_micro(kembar_print_micro(out, printed), &again) && again == out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = fuzz_copy(fuzz_view(data, size));
    check_count(text);
    check_size(text);
    check_micro(text);
    kembar_free(text);
    return 0;
}
