#include <string.h>

#include "base/hash.h"
#include "text/tokens_run.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

enum { N_WORDS = KEMBAR_ASCII_CHUNK / 64 };

/* One bit a byte of the chunk; a word more, so that a window of 64 bits can start anywhere. */
typedef struct ascii_chunk {
    char folded[KEMBAR_ASCII_CHUNK];
    uint64_t word[N_WORDS + 1];
    uint64_t upper[N_WORDS + 1];
    uint64_t lower[N_WORDS + 1];
    uint64_t digit[N_WORDS + 1];
    uint16_t edges[KEMBAR_ASCII_CHUNK + 2]; /* begin, end, begin, end ... of the tokens */
    size_t n_edges;
} ascii_chunk;

/* Bytes of text in the order of their addresses, the first lowest, on any machine. */
static uint64_t load_bytes(const char *data, size_t size) {
    uint64_t word = 0;
    memcpy(&word, data, size);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static void store_bytes(char *data, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(data, &word, sizeof word);
}

/* The high bit of each byte (all below 0x80) that lies in [low, high]. */
static uint64_t bytes_between(uint64_t word, unsigned low, unsigned high) {
    uint64_t at_least = word + (0x80 - low) * ONES;
    uint64_t above = word + (0x7f - high) * ONES;
    return at_least & ~above & HIGHS;
}

/* Eight high bits to eight bits, the lowest byte's first. */
static uint64_t gather_bits(uint64_t highs) {
    return ((highs >> 7) * 0x0102040810204080u) >> 56;
}

static void classify_word(ascii_chunk *chunk, size_t at, uint64_t word) {
    uint64_t upper = bytes_between(word, 'A', 'Z');
    uint64_t lower = bytes_between(word, 'a', 'z');
    uint64_t digit = bytes_between(word, '0', '9');
    uint64_t underscore = bytes_between(word, '_', '_');
    unsigned shift = (unsigned)(at & 63);
    size_t i = at >> 6;
    store_bytes(chunk->folded + at, word | upper >> 2);
    chunk->word[i] |= gather_bits(upper | lower | digit | underscore) << shift;
    chunk->upper[i] |= gather_bits(upper) << shift;
    chunk->lower[i] |= gather_bits(lower) << shift;
    chunk->digit[i] |= gather_bits(digit) << shift;
}

static void classify(ascii_chunk *chunk, const char *data, size_t size) {
    size_t n_bytes = (size / 64 + 1) * sizeof(uint64_t);
    memset(chunk->word, 0, n_bytes);
    memset(chunk->upper, 0, n_bytes);
    memset(chunk->lower, 0, n_bytes);
    memset(chunk->digit, 0, n_bytes);
    size_t at = 0;
    for (; size - at >= 8; at += 8)
        classify_word(chunk, at, load_bytes(data + at, 8));
    if (at < size)
        classify_word(chunk, at, load_bytes(data + at, size - at));
}

/* An edge is where a word bit differs from the one before it. */
static void find_edges(ascii_chunk *chunk, size_t size) {
    size_t n = 0;
    uint64_t carry = 0;
    for (size_t i = 0; i * 64 < size; i++) {
        uint64_t word = chunk->word[i];
        uint64_t edges = word ^ (word << 1 | carry);
        carry = word >> 63;
        while (edges != 0) {
            chunk->edges[n++] = (uint16_t)(i * 64 + (size_t)__builtin_ctzll(edges));
            edges &= edges - 1;
        }
    }
    if (n % 2 != 0)
        chunk->edges[n++] = (uint16_t)size;
    chunk->n_edges = n;
}

/* The bits of [begin, end), cut at 64. */
static uint64_t bit_window(const uint64_t *bits, size_t begin, size_t end) {
    unsigned shift = (unsigned)(begin & 63);
    const uint64_t *at = bits + (begin >> 6);
    uint64_t window = at[0] >> shift;
    if (shift + (end - begin) > 64)
        window |= at[1] << 1 << (63 - shift);
    return end - begin < 64 ? window & (((uint64_t)1 << (end - begin)) - 1) : window;
}

static unsigned span_flags(const ascii_chunk *chunk, size_t begin, size_t end) {
    int has_digit = 0;
    int has_lower = 0;
    size_t n_upper = 0;
    for (size_t at = begin; at < end; at += 64) {
        uint64_t upper = bit_window(chunk->upper, at, end);
        has_digit |= bit_window(chunk->digit, at, end) != 0;
        has_lower |= bit_window(chunk->lower, at, end) != 0;
        n_upper += (size_t)__builtin_popcountll(upper);
    }
    unsigned flags = (chunk->upper[begin >> 6] >> (begin & 63) & 1) != 0 ? KEMBAR_TOKEN_CAPITAL : 0;
    flags |= has_digit ? KEMBAR_TOKEN_DIGIT : 0;
    return flags | (n_upper >= 2 && !has_lower ? KEMBAR_TOKEN_UPPER : 0);
}

static void emit(kembar_tokens *tokens, const ascii_chunk *chunk, size_t base, size_t first_edge,
                 size_t last_edge) {
    for (size_t e = first_edge; e < last_edge; e += 2) {
        size_t begin = chunk->edges[e];
        size_t end = chunk->edges[e + 1];
        size_t i = tokens->n_items++;
        tokens->items[i] = (kembar_token){kembar_hash_bytes(chunk->folded + begin, end - begin, 0),
                                          (uint32_t)(base + begin), (uint32_t)(base + end)};
        tokens->flags[i] = (uint8_t)span_flags(chunk, begin, end);
    }
}

static void extend(kembar_token_run *run, const ascii_chunk *chunk, size_t base,
                   size_t first_edge) {
    size_t begin = chunk->edges[first_edge];
    size_t end = chunk->edges[first_edge + 1];
    kembar_view folded = {chunk->folded + begin, end - begin};
    kembar_token_run_extend(run, base + begin, base + end, folded);
    run->has_digit |= (span_flags(chunk, begin, end) & KEMBAR_TOKEN_DIGIT) != 0;
}

kembar_status kembar_token_run_add_ascii(kembar_token_run *run, size_t begin, size_t size,
                                         int is_final) {
    ascii_chunk chunk;
    classify(&chunk, run->text.data + begin, size);
    find_edges(&chunk, size);
    size_t first = 0;
    size_t last = chunk.n_edges;
    if (run->is_open && last > 0 && chunk.edges[0] == 0) {
        extend(run, &chunk, begin, 0);
        if (chunk.edges[1] == size)
            return KEMBAR_OK;
        first = 2;
    }
    kembar_status status = kembar_token_run_close(run);
    if (status == KEMBAR_OK)
        status = kembar_tokens_reserve(run->tokens, (last - first) / 2);
    if (status != KEMBAR_OK)
        return status;
    int stays_open = !is_final && last > first && chunk.edges[last - 1] == size;
    if (stays_open)
        last -= 2;
    emit(run->tokens, &chunk, begin, first, last);
    if (stays_open)
        extend(run, &chunk, begin, last);
    return KEMBAR_OK;
}
