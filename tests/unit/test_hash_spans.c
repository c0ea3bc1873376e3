#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/hash_spans.h"
#include "base/random.h"

enum { N_BYTES = 4096, MAX_SPANS = 300, MAX_SIZE = 40, UNTOUCHED = 77 };

typedef void (*hash_function)(const kembar_hash_spans *spans, uint64_t *hashes);

typedef struct span_set {
    char bytes[N_BYTES + KEMBAR_HASH_SPAN_SLACK];
    uint16_t begins[MAX_SPANS], ends[MAX_SPANS];
} span_set;

static void fill_bytes(span_set *set, kembar_random *random) {
    for (size_t i = 0; i < sizeof set->bytes; i++)
        set->bytes[i] = (char)kembar_random_next(random);
}

/* Anywhere. */
static void fill(span_set *set, kembar_random *random) {
    fill_bytes(set, random);
    for (size_t i = 0; i < MAX_SPANS; i++) {
        /* Sizes around every border of XXH3's short forms, and the very end of the bytes. */
        size_t size = 1 + kembar_random_below(random, i % 2 ? 9 : MAX_SIZE);
        size_t begin = i == 0 ? N_BYTES - size : kembar_random_below(random, N_BYTES - size + 1);
        set->begins[i] = (uint16_t)begin;
        set->ends[i] = (uint16_t)(begin + size);
    }
}

/* One behind the other, as the words of a text: mostly short, so that eight of them lie within what
 * two registers hold, and now and then farther apart. */
static size_t fill_in_order(span_set *set, kembar_random *random) {
    size_t n = 0, at = 0;
    fill_bytes(set, random);
    while (n < MAX_SPANS) {
        size_t most = kembar_random_below(random, 20) == 0 ? MAX_SIZE : 12;
        size_t size = 1 + kembar_random_below(random, most);
        if (at + size > N_BYTES)
            break;
        set->begins[n] = (uint16_t)at;
        set->ends[n++] = (uint16_t)(at + size);
        at += size + 1 + kembar_random_below(random, kembar_random_below(random, 30) ? 3 : 90);
    }
    return n;
}

static void assert_hashes(hash_function hash, const span_set *set, size_t n_spans) {
    uint64_t hashes[MAX_SPANS + 1];
    kembar_hash_spans spans = {set->bytes, set->begins, set->ends, n_spans};
    hashes[n_spans] = UNTOUCHED;
    hash(&spans, hashes);
    assert_int_equal(hashes[n_spans], UNTOUCHED);
    for (size_t i = 0; i < n_spans; i++) {
        size_t size = (size_t)set->ends[i] - set->begins[i];
        assert_true(hashes[i] == kembar_hash_bytes(set->bytes + set->begins[i], size, 0));
    }
}

/* Any number of spans: the last ones do not fill a vector. */
static void check(hash_function hash) {
    span_set set;
    kembar_random random = {17};
    for (size_t n = 0; n <= MAX_SPANS; n++) {
        fill(&set, &random);
        assert_hashes(hash, &set, n);
        assert_hashes(hash, &set, fill_in_order(&set, &random));
    }
}

static void scalar_is_xxh3(void **state) {
    (void)state;
    check(kembar_hash_spans_scalar);
}

static void what_is_chosen_is_xxh3(void **state) {
    (void)state;
    check(kembar_hash_spans_make);
}

static void avx512_is_xxh3(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        check(kembar_hash_spans_avx512);
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalar_is_xxh3),
        cmocka_unit_test(what_is_chosen_is_xxh3),
        cmocka_unit_test(avx512_is_xxh3),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
