#include "text/shingles.h"

#include "base/hash.h"

#define BASE KEMBAR_SHINGLE_BASE
/* From this ratio of sizes on, searching for each item of the smaller set beats merging. */
enum { GALLOP_RATIO = 16 };

size_t kembar_shingles_count(size_t n_tokens, unsigned k) {
    if (n_tokens <= k)
        return n_tokens > 0;
    return n_tokens - k + 1;
}

/* A polynomial in BASE over the k hashes, rolled on by one token a step, then mixed. */
typedef struct shingle_roll {
    const uint64_t *hashes;
    size_t k;
    uint64_t top;        /* BASE to the k */
    uint64_t length_key; /* fewer than k tokens are not the k tokens with zeros before them */
} shingle_roll;

static uint64_t first_sum(const shingle_roll *roll, size_t at) {
    uint64_t sum = 0;
    for (size_t i = at; i < at + roll->k; i++)
        sum = sum * BASE + roll->hashes[i];
    return sum;
}

/* Writes the shingle at `at` and rolls on to the next. */
static inline void roll_on(const shingle_roll *roll, uint64_t *sum, size_t at, uint64_t *out) {
    out[at] = kembar_hash_mix(*sum ^ roll->length_key);
    *sum = *sum * BASE + roll->hashes[at + roll->k] - roll->hashes[at] * roll->top;
}

/* Each sum waits for the one before, so four parts are rolled at once. The shingle behind the last
 * part exists. */
static void roll_parts(const shingle_roll *roll, size_t part, uint64_t *out) {
    uint64_t a = first_sum(roll, 0), b = first_sum(roll, part);
    uint64_t c = first_sum(roll, 2 * part), d = first_sum(roll, 3 * part);
    const shingle_roll own = *roll; /* so that it can stay in registers */
    for (size_t i = 0; i < part; i++) {
        roll_on(&own, &a, i, out);
        roll_on(&own, &b, part + i, out);
        roll_on(&own, &c, 2 * part + i, out);
        roll_on(&own, &d, 3 * part + i, out);
    }
}

void kembar_shingles_hash_scalar(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                                 uint64_t *out) {
    size_t n = kembar_shingles_count(n_tokens, k);
    shingle_roll roll = {.hashes = token_hashes, .k = n_tokens < k ? n_tokens : k, .top = 1};
    if (n == 0)
        return;
    for (size_t i = 0; i < roll.k; i++)
        roll.top *= BASE;
    roll.length_key = kembar_hash_mix(roll.k);
    size_t part = (n - 1) / 4;
    if (part > 0)
        roll_parts(&roll, part, out);
    for (size_t i = 4 * part; i < n; i++)
        out[i] = kembar_hash_mix(first_sum(&roll, i) ^ roll.length_key);
}

void kembar_shingles_hash(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                          uint64_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_shingles_hash_avx512(token_hashes, n_tokens, k, out);
        return;
    }
#endif
    kembar_shingles_hash_scalar(token_hashes, n_tokens, k, out);
}

size_t kembar_shingles_shared_scalar(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
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

static size_t shared_by_merge(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
#ifdef KEMBAR_X86
    kembar_cpu_level level = kembar_cpu();
    if (level == KEMBAR_CPU_AVX512)
        return kembar_shingles_shared_avx512(a, n_a, b, n_b);
    if (level == KEMBAR_CPU_AVX2)
        return kembar_shingles_shared_avx2(a, n_a, b, n_b);
#endif
    return kembar_shingles_shared_scalar(a, n_a, b, n_b);
}

size_t kembar_shingles_shared(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    if (n_a / GALLOP_RATIO > n_b)
        return shared_by_gallop(b, n_b, a, n_a);
    if (n_b / GALLOP_RATIO > n_a)
        return shared_by_gallop(a, n_a, b, n_b);
    return shared_by_merge(a, n_a, b, n_b);
}
