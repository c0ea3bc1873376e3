/* Shingles are a function of their tokens, sets meet as counted one by one, and the radix sorts
 * sort as qsort does. Input: k, then two runs of tokens (a byte each), then keys (eight bytes
 * each). */
#include <stdlib.h>

#include "base/hash.h"
#include "base/sort.h"
#include "fuzz.h"
#include "text/shingles.h"

enum { MAX_TOKENS = 512 };

typedef struct shingled {
    uint64_t tokens[MAX_TOKENS];
    uint64_t shingles[MAX_TOKENS];
    uint64_t set[MAX_TOKENS];
    size_t n_tokens, n_shingles, n_set;
} shingled;

static void shingle(shingled *out, kembar_view part, unsigned k) {
    out->n_tokens = part.size < MAX_TOKENS ? part.size : MAX_TOKENS;
    for (size_t i = 0; i < out->n_tokens; i++)
        out->tokens[i] = kembar_hash_mix(1 + (unsigned char)part.data[i]);
    out->n_shingles = kembar_shingles_count(out->n_tokens, k);
    size_t expected = out->n_tokens == 0 ? 0 : out->n_tokens < k ? 1 : out->n_tokens - k + 1;
    FUZZ_CHECK(out->n_shingles == expected);
    kembar_shingles_hash(out->tokens, out->n_tokens, k, out->shingles);
    memcpy(out->set, out->shingles, out->n_shingles * sizeof *out->set);
    FUZZ_CHECK(kembar_sort_u64(out->set, out->n_shingles) == KEMBAR_OK);
    out->n_set = kembar_unique_u64(out->set, out->n_shingles);
}

static void check_function_of_tokens(const shingled *a, const shingled *b, unsigned k) {
    if (a->n_tokens < k || b->n_tokens < k)
        return;
    for (size_t i = 0; i < a->n_shingles; i += 1 + i / 8)
        for (size_t j = 0; j < b->n_shingles; j++)
            FUZZ_CHECK((a->shingles[i] == b->shingles[j]) ==
                       (memcmp(a->tokens + i, b->tokens + j, k * sizeof *a->tokens) == 0));
}

static void check_shared(const shingled *a, const shingled *b) {
    size_t n_shared = 0;
    for (size_t i = 0; i < a->n_set; i++) {
        FUZZ_CHECK(i == 0 || a->set[i - 1] < a->set[i]);
        n_shared += kembar_holds_u64(b->set, b->n_set, a->set[i]) ? 1 : 0;
    }
    FUZZ_CHECK(kembar_shingles_shared(a->set, a->n_set, b->set, b->n_set) == n_shared);
    FUZZ_CHECK(kembar_shingles_shared(b->set, b->n_set, a->set, a->n_set) == n_shared);
}

static int compare_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static int compare_keyed(const void *a, const void *b) {
    const kembar_keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

static void check_sorts(kembar_view part) {
    size_t n = part.size / sizeof(uint64_t);
    uint64_t *keys = malloc((n + 1) * sizeof *keys), *expected = malloc((n + 1) * sizeof *keys);
    kembar_keyed *keyed = malloc((n + 1) * sizeof *keyed),
                 *by_hand = malloc((n + 1) * sizeof *keyed);
    FUZZ_CHECK(keys && expected && keyed && by_hand);
    if (n > 0)
        memcpy(keys, part.data, n * sizeof *keys);
    for (size_t i = 0; i < n; i++) {
        expected[i] = keys[i];
        keyed[i] = by_hand[i] = (kembar_keyed){keys[i] & 0xffff, (uint32_t)i, (uint32_t)keys[i]};
    }
    FUZZ_CHECK(kembar_sort_u64(keys, n) == KEMBAR_OK);
    FUZZ_CHECK(kembar_sort_keyed(keyed, n, 1) == KEMBAR_OK);
    qsort(expected, n, sizeof *expected, compare_u64);
    qsort(by_hand, n, sizeof *by_hand, compare_keyed);
    FUZZ_CHECK(memcmp(keys, expected, n * sizeof *keys) == 0);
    FUZZ_CHECK(memcmp(keyed, by_hand, n * sizeof *keyed) == 0);
    for (size_t i = 0; i < n; i++) {
        size_t at = kembar_lower_bound_u64(keys, n, keys[i]);
        FUZZ_CHECK(at <= i && keys[at] == keys[i] && (at == 0 || keys[at - 1] < keys[i]));
    }
    free(keys);
    free(expected);
    free(keyed);
    free(by_hand);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    unsigned k = 2 + fuzz_take_byte(&rest) % 15;
    shingled a = {0}, b = {0};
    shingle(&a, fuzz_take_part(&rest), k);
    shingle(&b, fuzz_take_part(&rest), k);
    check_function_of_tokens(&a, &b, k);
    check_shared(&a, &b);
    check_sorts(rest);
    return 0;
}
