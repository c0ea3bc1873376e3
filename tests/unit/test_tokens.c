#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/random.h"
#include "scarce_memory.h"
#include "text/sentences.h"
#include "text/tokens.h"
#include "text/utf8.h"

typedef kembar_status (*append_function)(kembar_tokens *tokens, kembar_view text, size_t begin,
                                         size_t end);

static const append_function both_paths[] = {kembar_tokens_append, kembar_tokens_append_reference};

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

typedef struct token_case {
    const char *text;
    const char *tokens; /* folded, parted by bars */
} token_case;

/* '|'.join(re.findall(r'\w+', unicodedata.normalize('NFKC', text).casefold())), Python 3.11. */
static const token_case cases[] = {
    {"Hello, World_2 x", "hello|world_2|x"},
    {"don\xe2\x80\x99t \xe2\x80\x9cquote\xe2\x80\x9d it\xe2\x80\x94now\xe2\x80\xa6",
     "don|t|quote|it|now"},
    {"caf\xc3\xa9 cafe\xcc\x81 CAF\xc3\x89", "caf\xc3\xa9|caf\xc3\xa9|caf\xc3\xa9"},
    {"e\xcc\xa3\xcc\x82 e\xcc\x82\xcc\xa3", "\xe1\xbb\x87|\xe1\xbb\x87"},
    {"\xef\xac\x81ne \xef\xac\x82ow o\xef\xac\x83"
     "ce",
     "fine|flow|office"},
    {"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93 "
     "\xef\xbd\xb6\xef\xbe\x9e",
     "abc123|\xe3\x82\xac"},
    {"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8 \xea\xb0\x81", "\xea\xb0\x81|\xea\xb0\x81"},
    {"\xe3\x84\xb1\xe3\x85\x8f \xe3\x85\x8b\xe3\x85\x8b\xe3\x85\xa0\xe3\x85\xa0 "
     "\xe3\x89\xa0\xe3\x85\x8f",
     "\xea\xb0\x80|\xe1\x84\x8f\xed\x81\x90\xe1\x85\xb2|\xea\xb0\x80"},
    {"\xea\xb0\x80\xe1\x86\xa7", "\xea\xb0\x80\xe1\x86\xa7"},
    {"\xc4\xb0stanbul I\xc4\x9e"
     "DIR \xc4\xb1",
     "i|stanbul|i\xc4\x9f"
     "dir|\xc4\xb1"},
    {"Stra\xc3\x9f"
     "e STRASSE \xe1\xba\x9e",
     "strasse|strasse|ss"},
    {"\xce\xa3\xce\x8a\xce\xa3\xce\xa5\xce\xa6\xce\x9f\xce\xa3 "
     "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
     "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83|"
     "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83"},
    {"\xe4\xb8\xad\xe6\x96\x87 "
     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88",
     "\xe4\xb8\xad\xe6\x96\x87|"
     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88"},
    {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 family "
     "\xf0\x9f\x87\xae\xf0\x9f\x87\xa9",
     "family"},
    {"bad \xef\xbf\xbd\xef\xbf\xbd"
     "byte",
     "bad|byte"},
    {"\xc2\xbd cup 1\xc2\xbcx2", "1|2|cup|11|4x2"},
    {"x\xc2\xb2 H\xe2\x82\x82O \xe2\x84\xa2 \xe2\x84\x96"
     "5",
     "x2|h2o|tm|no5"},
    {"co\xc2\xadoperate a\xe2\x80\x8b"
     "b",
     "co|operate|a|b"},
    {"Jum'at Jum\xe2\x80\x99"
     "at buku-buku",
     "jum|at|jum|at|buku|buku"},
    {"1.234,56 1,234.56 7,5%", "1|234|56|1|234|56|7|5"},
    {"_a_ __", "_a_|__"},
    {"\xce\x90 \xc7\xb0 \xc5\x89", "\xce\xb9|j|\xca\xbcn"},
    {"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
     "\xe0\xa4\xb9|\xe0\xa4\xa8|\xe0\xa4\xa6"},
    {"\xcd\x85 \xce\xb1\xcd\x85", "\xce\xb9|\xce\xb1\xce\xb9"},
    {"\xef\xb7\xba", "\xd8\xb5\xd9\x84\xd9\x89|\xd8\xa7\xd9\x84\xd9\x84\xd9\x87|"
                     "\xd8\xb9\xd9\x84\xd9\x8a\xd9\x87|\xd9\x88\xd8\xb3\xd9\x84\xd9\x85"},
    {"\xef\xbc\xa1\xcc\x81"
     "b A\xcc\x8a\xcc\x81",
     "\xc3\xa1"
     "b|\xc7\xbb"},
    {"a\xc2\xa0"
     "b\xe2\x80\x83"
     "c",
     "a|b|c"},
    {"\xc7\x85 \xc7\x86 \xc7\x84", "d\xc5\xbe|d\xc5\xbe|d\xc5\xbe"},
    {"\xe2\x85\xa7 \xe2\x85\xb7 \xe3\x88\xa0 \xe2\x91\xa2", "viii|viii|\xe4\xb8\x80|3"},
    {"na\xc3\xafve fa\xc3\xa7"
     "ade jalape\xc3\xb1o",
     "na\xc3\xafve|fa\xc3\xa7"
     "ade|jalape\xc3\xb1o"},
    {"no\xcc\x88\xcc\x88\xcc\x88w", "n\xc3\xb6|w"},
    {"\xd8\x80\xd9\xa1\xd9\xa2", "\xd9\xa1\xd9\xa2"},
    {"(c) \xc2\xa9 \xc2\xae a.b@c.id", "c|a|b|c|id"},
    {"x\xe1\xbe\xb3y \xe1\xbe\xbc", "x\xce\xb1\xce\xb9y|\xce\xb1\xce\xb9"},
    {"\xe2\x93\x90\xe2\x92\xb6 \xe2\x92\x88", "aa|1"},
    {"\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8 \xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa "
     "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2\xe0\xb8\xb3",
     "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8|\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa|"
     "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2|\xe0\xb8\xb2"},
};

static void assert_tokens(append_function append, const token_case *c) {
    kembar_view text = view_of(c->text);
    kembar_tokens tokens = {0};
    kembar_buffer joined = {0};
    assert_int_equal(append(&tokens, text, 0, text.size), KEMBAR_OK);
    for (size_t i = 0; i < tokens.n_items; i++) {
        if (i > 0)
            kembar_buffer_append_char(&joined, '|');
        size_t begin = joined.size;
        kembar_token_fold(text, &tokens, i, &joined);
        assert_int_equal(tokens.items[i].hash,
                         kembar_hash_bytes(joined.data + begin, joined.size - begin, 0));
    }
    assert_int_equal(joined.size, strlen(c->tokens));
    assert_memory_equal(kembar_buffer_view(&joined).data, c->tokens, joined.size);
    kembar_buffer_deinit(&joined);
    kembar_tokens_deinit(&tokens);
}

static void tokens_are_those_of_python(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t path = 0; path < 2; path++)
            assert_tokens(both_paths[path], &cases[i]);
}

static void assert_same_flags(const kembar_tokens *a, const kembar_tokens *b) {
    assert_int_equal(a->n_items, b->n_items);
    for (size_t i = 0; i < a->n_items && i < b->n_items; i++)
        assert_int_equal(a->flags[i], b->flags[i]);
}

/* Tokens of a text that can be cut at once are those of its lines. */
static void assert_plain_tokens(kembar_view text, const kembar_tokens *expected) {
    kembar_tokens whole = {0}, lines = {0};
    int is_plain;
    assert_int_equal(kembar_tokens_append_plain(&whole, text, &is_plain), KEMBAR_OK);
    for (size_t begin = 0, end; begin < text.size && is_plain; begin = end + 1) {
        for (end = begin; end < text.size && text.data[end] != '\n'; end++) {
        }
        assert_int_equal(kembar_tokens_append(&lines, text, begin, end), KEMBAR_OK);
    }
    assert_int_equal(whole.n_items, is_plain ? expected->n_items : 0);
    assert_int_equal(lines.n_items, whole.n_items);
    for (size_t i = 0; i < whole.n_items; i++) {
        assert_memory_equal(&whole.items[i], &expected->items[i], sizeof *whole.items);
        assert_memory_equal(&lines.items[i], &expected->items[i], sizeof *lines.items);
        assert_int_equal(whole.flags[i] & ~KEMBAR_TOKEN_MARKED, expected->flags[i]);
    }
    kembar_sentences_settle(text, &whole);
    kembar_sentences_mark(text, &lines, 0, lines.n_items);
    assert_same_flags(&whole, &lines);
    if (kembar_utf8_ascii_prefix(text) == text.size)
        assert_true(is_plain);
    kembar_tokens_deinit(&whole);
    kembar_tokens_deinit(&lines);
}

static void assert_same_tokens(kembar_view text) {
    kembar_tokens fast = {0};
    kembar_tokens reference = {0};
    assert_int_equal(kembar_tokens_append(&fast, text, 0, text.size), KEMBAR_OK);
    assert_int_equal(kembar_tokens_append_reference(&reference, text, 0, text.size), KEMBAR_OK);
    assert_int_equal(fast.n_items, reference.n_items);
    for (size_t i = 0; i < fast.n_items; i++) {
        const kembar_token *token = &fast.items[i];
        assert_int_equal(token->hash, reference.items[i].hash);
        assert_int_equal(token->begin, reference.items[i].begin);
        assert_int_equal(token->end, reference.items[i].end);
        assert_int_equal(fast.flags[i], reference.flags[i]);
        assert_true(token->begin < token->end && token->end <= text.size);
        assert_int_equal(kembar_utf8_floor(text, token->begin), token->begin);
        assert_int_equal(kembar_utf8_floor(text, token->end), token->end);
    }
    assert_plain_tokens(text, &reference);
    kembar_tokens_deinit(&fast);
    kembar_tokens_deinit(&reference);
}

/* Pieces that a random text is made of: what a fast path could stumble over. */
static const char *const pieces[] = {
    "a",
    "Word",
    "UPPER",
    "x_1",
    "2023",
    "1.234,56",
    " ",
    " ",
    " ",
    ".",
    ", ",
    "-",
    "'",
    "\n",
    "\r\n",
    "\t",
    "\x01",
    "\x7f",
    "\xe2\x80\x9c",
    "\xe2\x80\x9d",
    "\xe2\x80\x99",
    "\xe2\x80\x94",
    "\xe2\x80\xa6",
    "\xc2\xa0",
    "\xc2\xab",
    "\xe2\x80\xa2",
    "\xc3\xa9",
    "\xc3\x89",
    "\xc3\x9f",
    "\xc4\xb0",
    "\xc4\xb1",
    "\xc5\x89",
    "\xc7\xb0",
    "\xc7\x85",
    "\xcc\x81",
    "\xcc\xa3",
    "\xcd\x85",
    "\xe2\x83\x9d",
    "\xe2\x80\x8d",
    "\xe2\x80\x8b",
    "\xc2\xad",
    "\xef\xac\x81",
    "\xef\xac\x83",
    "\xef\xbc\xa1",
    "\xef\xbd\x81",
    "\xef\xbc\x95",
    "\xef\xbe\x9e",
    "\xe1\x84\x80",
    "\xe1\x85\xa1",
    "\xe1\x86\xa8",
    "\xe1\x86\xa7",
    "\xea\xb0\x80",
    "\xe3\x84\xb1",
    "\xe3\x85\x8f",
    "\xef\xbe\xa1",
    "\xef\xbf\x82",
    "\xe3\x89\xa0",
    "\xe4\xb8\xad",
    "\xe3\x81\x8b",
    "\xe3\x82\x99",
    "\xf0\x9f\x98\x80",
    "\xf0\x9f\x91\xa9",
    "\xf0\x9f\x8f\xbd",
    "\xf0\x9f\x87\xae",
    "\xef\xbf\xbd",
    "\xd8\x80",
    "\xd8\xa7",
    "\xe0\xa4\xb9",
    "\xe0\xa4\xbf",
    "\xe0\xb8\xb3",
    "\xef\xb7\xba",
    "\xc2\xbd",
    "\xc2\xb2",
    "\xe2\x84\xa2",
    "\xe2\x85\xa7",
    "\xe2\x80\xa8",
    "\xc2\x85",
    "\xce\xa3",
    "\xcf\x82",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_longer_than_a_word_of_bits"};

static void random_text(kembar_random *random, kembar_buffer *out, size_t n_pieces) {
    size_t n_kinds = sizeof pieces / sizeof *pieces;
    /* Half of the texts are mostly ASCII, as most text is. */
    size_t n_likely = kembar_random_below(random, 2) ? 18 : n_kinds;
    kembar_buffer_clear(out);
    for (size_t i = 0; i < n_pieces; i++) {
        size_t n = kembar_random_below(random, 8) ? n_likely : n_kinds;
        kembar_buffer_append_text(out, pieces[kembar_random_below(random, n)]);
    }
}

static void fast_path_equals_reference_on_short_texts(void **state) {
    (void)state;
    kembar_random random = {2023};
    kembar_buffer text = {0};
    for (int round = 0; round < 20000; round++) {
        random_text(&random, &text, kembar_random_below(&random, 24));
        assert_same_tokens(kembar_buffer_view(&text));
    }
    kembar_buffer_deinit(&text);
}

/* Long enough for several chunks of the fast path. */
static void fast_path_equals_reference_on_long_texts(void **state) {
    (void)state;
    kembar_random random = {2024};
    kembar_buffer text = {0};
    for (int round = 0; round < 60; round++) {
        random_text(&random, &text, 6000);
        assert_same_tokens(kembar_buffer_view(&text));
    }
    kembar_buffer_deinit(&text);
}

static void append_code_point(kembar_buffer *out, uint32_t c) {
    unsigned n_more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0x00, 0xc0, 0xe0, 0xf0};
    kembar_buffer_append_char(out, (char)(leads[n_more] | c >> (6 * n_more)));
    while (n_more-- > 0)
        kembar_buffer_append_char(out, (char)(0x80 | (c >> (6 * n_more) & 0x3f)));
}

static void random_code_points_agree(void **state) {
    (void)state;
    static const uint32_t limits[] = {0x250, 0x800, 0x3000, 0x20000};
    kembar_random random = {99};
    for (int round = 0; round < 20000; round++) {
        kembar_buffer text = {0};
        for (int i = 0; i < 6; i++) {
            uint32_t c = 1 + (uint32_t)kembar_random_below(&random, limits[round % 4]);
            append_code_point(&text, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
            kembar_buffer_append_char(&text, "aZ 9"[i % 4]);
        }
        assert_same_tokens(kembar_buffer_view(&text));
        kembar_buffer_deinit(&text);
    }
}

/* Words of every length at every place around the edges of 64 bits and of a chunk. */
static void words_cross_every_edge(void **state) {
    (void)state;
    enum { SIZE = 4300 };
    static char text[SIZE];
    static const size_t bases[] = {0, 4000};
    for (size_t b = 0; b < 2; b++) {
        for (size_t begin = bases[b]; begin < bases[b] + 130; begin += 3) {
            for (size_t length = 1; length < 140; length += 5) {
                memset(text, ' ', SIZE);
                memset(text + begin, 'Q', length);
                text[begin + length - 1] = 'q';
                kembar_tokens tokens = {0};
                kembar_view view = {text, SIZE};
                assert_int_equal(kembar_tokens_append(&tokens, view, 0, SIZE), KEMBAR_OK);
                assert_int_equal(tokens.n_items, 1);
                assert_int_equal(tokens.items[0].begin, begin);
                assert_int_equal(tokens.items[0].end, begin + length);
                assert_int_equal(tokens.flags[0], length > 1 ? KEMBAR_TOKEN_CAPITAL : 0);
                kembar_tokens_deinit(&tokens);
            }
        }
    }
}

static void a_huge_word_is_one_token(void **state) {
    (void)state;
    enum { SIZE = 3000000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    memset(text, 'A', SIZE);
    kembar_tokens tokens = {0};
    assert_int_equal(kembar_tokens_append(&tokens, (kembar_view){text, SIZE}, 0, SIZE), KEMBAR_OK);
    assert_int_equal(tokens.n_items, 1);
    assert_int_equal(tokens.items[0].end, SIZE);
    assert_int_equal(tokens.flags[0], KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER);
    kembar_buffer folded = {0};
    kembar_token_fold((kembar_view){text, SIZE}, &tokens, 0, &folded);
    memset(text, 'a', SIZE);
    assert_int_equal(tokens.items[0].hash, kembar_hash_bytes(text, SIZE, 0));
    assert_int_equal(folded.size, SIZE);
    assert_memory_equal(folded.data, text, SIZE);
    kembar_buffer_deinit(&folded);
    kembar_tokens_deinit(&tokens);
    free(text);
}

typedef struct span_case {
    const char *text;
    uint32_t begin, end; /* of the last token */
    unsigned flags;
} span_case;

static const span_case span_cases[] = {
    {"word", 0, 4, 0},
    {" Word.", 1, 5, KEMBAR_TOKEN_CAPITAL},
    {"ILO", 0, 3, KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER},
    {"A", 0, 1, KEMBAR_TOKEN_CAPITAL},
    {"iPhone", 0, 6, 0},
    {"COVID_19", 0, 8, KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER | KEMBAR_TOKEN_DIGIT},
    {"2023", 0, 4, KEMBAR_TOKEN_DIGIT},
    {"3A", 0, 2, KEMBAR_TOKEN_DIGIT},
    {"___", 0, 3, 0},
    {"\xc3\x89T\xc3\x89", 0, 5, KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER | KEMBAR_TOKEN_NON_ASCII},
    {"\xc3\x89t\xc3\xa9", 0, 5, KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_NON_ASCII},
    {"x cafe\xcc\x81 ", 2, 8, KEMBAR_TOKEN_NON_ASCII},
    {"a\xc2\xbd"
     "b",
     1, 4, KEMBAR_TOKEN_DIGIT | KEMBAR_TOKEN_NON_ASCII}, /* "a1", "2b" share the fraction */
    {"don\xe2\x80\x99T", 6, 7, KEMBAR_TOKEN_CAPITAL},
    {"\xef\xbc\xa1\xef\xbc\xa2", 0, 6,
     KEMBAR_TOKEN_CAPITAL | KEMBAR_TOKEN_UPPER | KEMBAR_TOKEN_NON_ASCII},
    {"\xe4\xb8\xad\xe6\x96\x87", 0, 6, KEMBAR_TOKEN_NON_ASCII},
};

static void spans_and_flags(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof span_cases / sizeof *span_cases; i++) {
        const span_case *c = &span_cases[i];
        for (size_t path = 0; path < 2; path++) {
            kembar_tokens tokens = {0};
            kembar_view text = view_of(c->text);
            assert_int_equal(both_paths[path](&tokens, text, 0, text.size), KEMBAR_OK);
            assert_true(tokens.n_items > 0);
            size_t last = tokens.n_items - 1;
            assert_int_equal(tokens.items[last].begin, c->begin);
            assert_int_equal(tokens.items[last].end, c->end);
            assert_int_equal(tokens.flags[last], c->flags);
            kembar_tokens_deinit(&tokens);
        }
    }
}

static void ranges_append_and_do_not_look_outside(void **state) {
    (void)state;
    kembar_view text = view_of("one two three four");
    for (size_t path = 0; path < 2; path++) {
        kembar_tokens tokens = {0};
        assert_int_equal(both_paths[path](&tokens, text, 4, 10), KEMBAR_OK);
        assert_int_equal(both_paths[path](&tokens, text, 0, 3), KEMBAR_OK);
        assert_int_equal(both_paths[path](&tokens, text, 5, 5), KEMBAR_OK);
        assert_int_equal(tokens.n_items, 3);
        assert_int_equal(tokens.items[0].hash, kembar_hash_bytes("two", 3, 0));
        assert_int_equal(tokens.items[1].hash, kembar_hash_bytes("th", 2, 0));
        assert_int_equal(tokens.items[1].end, 10);
        assert_int_equal(tokens.items[2].hash, kembar_hash_bytes("one", 3, 0));
        kembar_tokens_deinit(&tokens);
    }
}

/* Whichever allocation fails, earlier tokens stay and nothing leaks. */
static void failed_allocations_take_tokens_back(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_random random = {5};
    random_text(&random, &text, 3000);
    for (size_t path = 0; path < 2; path++) {
        kembar_status status = KEMBAR_ERROR_MEMORY;
        for (size_t n_allowed = 0; status != KEMBAR_OK; n_allowed++) {
            kembar_tokens tokens = {0};
            assert_int_equal(both_paths[path](&tokens, view_of("first"), 0, 5), KEMBAR_OK);
            scarce_memory(n_allowed);
            status = both_paths[path](&tokens, kembar_buffer_view(&text), 0, text.size);
            plenty_of_memory();
            assert_int_equal(tokens.items[0].hash, kembar_hash_bytes("first", 5, 0));
            if (status != KEMBAR_OK) {
                assert_int_equal(status, KEMBAR_ERROR_MEMORY);
                assert_int_equal(tokens.n_items, 1);
            }
            kembar_tokens_deinit(&tokens);
        }
    }
    kembar_buffer_deinit(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_those_of_python),
        cmocka_unit_test(fast_path_equals_reference_on_short_texts),
        cmocka_unit_test(fast_path_equals_reference_on_long_texts),
        cmocka_unit_test(random_code_points_agree),
        cmocka_unit_test(words_cross_every_edge),
        cmocka_unit_test(a_huge_word_is_one_token),
        cmocka_unit_test(spans_and_flags),
        cmocka_unit_test(ranges_append_and_do_not_look_outside),
        cmocka_unit_test(failed_allocations_take_tokens_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
