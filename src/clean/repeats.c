#include "clean/repeats.h"

#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "document/block_hash.h"
#include "text/sentences.h"

/* One bit for each of the first N_BITS flags: tokens that begin a sentence or may do so. */
enum { N_BITS = 64 };
static uint64_t candidates_of(const uint8_t *flags, size_t n) {
    enum { CANDIDATE = KEMBAR_TOKEN_SENTENCE | KEMBAR_TOKEN_MARKED };
    uint64_t bits = 0;
    size_t i = 0;
    n = n < N_BITS ? n : N_BITS;
#ifdef __SSE2__
    const __m128i candidate = _mm_set1_epi8(CANDIDATE), none = _mm_setzero_si128();
    for (; n - i >= 16; i += 16) {
        __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(flags + i));
        __m128i is_none = _mm_cmpeq_epi8(_mm_and_si128(part, candidate), none);
        bits |= (uint64_t)((unsigned)_mm_movemask_epi8(is_none) ^ 0xffff) << i;
    }
#endif
    for (; i < n; i++)
        bits |= (uint64_t)((flags[i] & CANDIDATE) != 0) << i;
    return bits;
}

/* The first of them in [begin, last), or `last`. */
static uint32_t next_candidate(const uint8_t *flags, uint32_t begin, uint32_t last) {
    for (; begin < last; begin += N_BITS) {
        uint64_t bits = candidates_of(flags + begin, last - begin);
        if (bits != 0)
            return begin + (uint32_t)__builtin_ctzll(bits);
    }
    return last;
}

static uint32_t next_sentence(const kembar_document *document, uint32_t begin, uint32_t last) {
    const kembar_tokens *tokens = &document->tokens;
    begin = next_candidate(tokens->flags, begin, last);
    while (begin < last && !kembar_sentences_begin_at(document->text, tokens, begin))
        begin = next_candidate(tokens->flags, begin + 1, last);
    return begin;
}

/* The same for equal openings, and hardly ever for others. */
static uint64_t opening_key(const kembar_token tokens[KEMBAR_REPEAT_MIN_TOKENS]) {
    return kembar_hash_fold(tokens[0].hash ^ tokens[1].hash << 1,
                            (tokens[2].hash ^ tokens[3].hash << 1) | 1);
}

/* Whether two sentences may open with the same tokens, wherever sentences may begin and end: nearly
 * always not, and then it need not be known where they do. */
static int may_open_alike(const kembar_document *document, const uint8_t *marks) {
    enum { N_SEEN = 8192, MIN_TOKENS = KEMBAR_REPEAT_MIN_TOKENS };
    const kembar_tokens *tokens = &document->tokens;
    size_t n = tokens->n_items < MIN_TOKENS ? 0 : tokens->n_items - MIN_TOKENS + 1;
    uint64_t seen[N_SEEN / 64] = {0};
    for (size_t at = 0; at < n; at += N_BITS)
        for (uint64_t bits = candidates_of(tokens->flags + at, n - at); bits; bits &= bits - 1) {
            size_t begin = at + (size_t)__builtin_ctzll(bits);
            uint64_t key = opening_key(tokens->items + begin);
            uint64_t *word = &seen[key % N_SEEN / 64], bit = (uint64_t)!marks[begin] << key % 64;
            if (*word & bit)
                return 1;
            *word |= bit;
        }
    return 0;
}

/* The same for equal sentences, and hardly ever for others; quicker than a hash of all tokens. */
static uint64_t quick_key(const kembar_token *tokens, size_t n_tokens) {
    uint64_t first = tokens[0].hash, middle = tokens[n_tokens / 2].hash;
    return kembar_hash_fold(first + n_tokens, (middle ^ tokens[n_tokens - 1].hash << 1) | 1);
}

/* With their quick keys. */
static size_t list_sentences(const kembar_document *document, const uint8_t *marks,
                             kembar_keyed *out) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        uint32_t last = block->first_token + block->n_tokens;
        for (uint32_t begin = block->first_token, end; begin < last; begin = end) {
            end = next_sentence(document, begin + 1, last);
            if (end - begin < KEMBAR_REPEAT_MIN_TOKENS || marks[begin])
                continue;
            uint64_t key = quick_key(document->tokens.items + begin, end - begin);
            out[n++] = (kembar_keyed){key, begin, end - begin};
        }
    }
    return n;
}

/* Whether two keys may be the same: nearly always not, and then nothing needs sorting. */
static int may_repeat(const kembar_keyed *items, size_t n) {
    enum { N_SEEN = 8192, MANY = 256 };
    uint64_t seen[N_SEEN / 64] = {0};
    uint64_t twice = n > MANY;
    for (size_t i = 0; i < n && !twice; i++) {
        uint64_t *word = &seen[items[i].key % N_SEEN / 64];
        twice = *word >> (items[i].key % 64) & 1;
        *word |= (uint64_t)1 << (items[i].key % 64);
    }
    return twice != 0;
}

kembar_status kembar_repeats_mark(const kembar_document *document, kembar_sentence_list *list,
                                  uint8_t *marks) {
    size_t most = document->tokens.n_items / KEMBAR_REPEAT_MIN_TOKENS;
    if (!may_open_alike(document, marks))
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)&list->items, &list->capacity, most, sizeof *list->items))
        return KEMBAR_ERROR_MEMORY;
    size_t n = list_sentences(document, marks, list->items);
    if (!may_repeat(list->items, n))
        return KEMBAR_OK;
    for (size_t i = 0; i < n; i++)
        list->items[i].key = kembar_block_hash_tokens(document->tokens.items + list->items[i].value,
                                                      list->items[i].extra);
    /* The sort is stable: of equal sentences the first in the document comes first. */
    if (kembar_sort_keyed(list->items, n, 1))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 1; i < n; i++)
        if (list->items[i].key == list->items[i - 1].key)
            memset(marks + list->items[i].value, 1, list->items[i].extra);
    return KEMBAR_OK;
}

void kembar_sentence_list_deinit(kembar_sentence_list *list) {
    kembar_free(list->items);
    *list = (kembar_sentence_list){0};
}
