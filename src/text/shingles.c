#include "text/shingles.h"

#include "base/hash.h"

/* Odd, so that no token hash is lost by multiplying. */
#define BASE 0x9e3779b97f4a7c15u
/* From this ratio of sizes on, searching for each item of the smaller set beats merging. */
enum { GALLOP_RATIO = 16 };

size_t kembar_shingles_count(size_t n_tokens, unsigned k) {
    if (n_tokens <= k)
        return n_tokens > 0;
    return n_tokens - k + 1;
}

/* A polynomial in BASE over the k hashes, rolled on by one token a step, then mixed. */
void kembar_shingles_hash(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                          uint64_t *out) {
    size_t n_first = n_tokens < k ? n_tokens : k;
    uint64_t sum = 0;
    uint64_t top = 1;
    if (n_tokens == 0)
        return;
    for (size_t i = 0; i < n_first; i++) {
        sum = sum * BASE + token_hashes[i];
        top *= BASE;
    }
    /* The length goes in as well: fewer than k tokens are not the k tokens with zeros before them.
     */
    uint64_t length_key = kembar_hash_mix(n_first);
    out[0] = kembar_hash_mix(sum ^ length_key);
    for (size_t i = n_first; i < n_tokens; i++) {
        sum = sum * BASE + token_hashes[i] - token_hashes[i - n_first] * top;
        out[i - n_first + 1] = kembar_hash_mix(sum ^ length_key);
    }
}

static size_t shared_by_merge(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    size_t n_shared = 0;
    size_t i = 0;
    size_t j = 0;
    while (i < n_a && j < n_b) {
        uint64_t x = a[i];
        uint64_t y = b[j];
        n_shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return n_shared;
}

/* First index in [begin, n) with items[index] >= key, by steps that double and then a binary
 * search. */
static size_t gallop(const uint64_t *items, size_t begin, size_t n, uint64_t key) {
    size_t step = 1;
    while (begin + step <= n && items[begin + step - 1] < key) {
        begin += step;
        step *= 2;
    }
    size_t end = begin + step <= n ? begin + step - 1 : n;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (items[middle] < key)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

static size_t shared_by_gallop(const uint64_t *few, size_t n_few, const uint64_t *many,
                               size_t n_many) {
    size_t n_shared = 0;
    size_t at = 0;
    for (size_t i = 0; i < n_few && at < n_many; i++) {
        at = gallop(many, at, n_many, few[i]);
        n_shared += at < n_many && many[at] == few[i];
    }
    return n_shared;
}

size_t kembar_shingles_shared(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    if (n_a / GALLOP_RATIO > n_b)
        return shared_by_gallop(b, n_b, a, n_a);
    if (n_b / GALLOP_RATIO > n_a)
        return shared_by_gallop(a, n_a, b, n_b);
    return shared_by_merge(a, n_a, b, n_b);
}
