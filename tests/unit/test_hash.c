#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "base/random.h"
#include "scarce_memory.h"

enum { N_BYTES = 1000 };

static void fill(unsigned char *bytes) {
    for (size_t i = 0; i < N_BYTES; i++)
        bytes[i] = (unsigned char)(i * 7);
}

/* The values that xxHash 0.8 gives; files and ids depend on them. */
static void matches_known_values(void **state) {
    (void)state;
    unsigned char bytes[N_BYTES];
    fill(bytes);
    assert_true(kembar_hash_bytes("", 0, 0) == 0x2d06800538d394c2u);
    assert_true(kembar_hash_bytes("kembar", 6, 0) == 0x3af036eea6ef6462u);
    assert_true(kembar_hash_bytes("kembar", 6, 42) == 0xb0cc50e2b7e137beu);
    assert_true(kembar_hash_bytes(bytes, N_BYTES, 42) == 0x715c5bbc12530d92u);
    kembar_hash128 empty = kembar_hash128_bytes(NULL, 0);
    assert_true(empty.high == 0x99aa06d3014798d8u && empty.low == 0x6001c324468d497fu);
    kembar_hash128 word = kembar_hash128_bytes("kembar", 6);
    assert_true(word.high == 0xb2bb00b3ba90efd4u && word.low == 0xde56427ed67fb51du);
    kembar_hash128 longer = kembar_hash128_bytes(bytes, N_BYTES);
    assert_true(longer.high == 0xabee229cdadad76du && longer.low == 0x10ad30264426c830u);
}

static void streams_in_any_pieces(void **state) {
    (void)state;
    static const size_t piece_sizes[] = {1, 7, 64, 255, 256, 257, N_BYTES};
    unsigned char bytes[N_BYTES];
    fill(bytes);
    kembar_hash128 expected = kembar_hash128_bytes(bytes, N_BYTES);
    for (size_t p = 0; p < sizeof piece_sizes / sizeof *piece_sizes; p++) {
        kembar_hash_stream *stream = kembar_hash_stream_new();
        assert_non_null(stream);
        for (size_t at = 0; at < N_BYTES; at += piece_sizes[p]) {
            size_t n_left = N_BYTES - at;
            kembar_hash_stream_add(stream, bytes + at,
                                   n_left < piece_sizes[p] ? n_left : piece_sizes[p]);
            kembar_hash_stream_add(stream, NULL, 0);
            (void)kembar_hash_stream_digest(stream); /* looking changes nothing */
        }
        kembar_hash128 digest = kembar_hash_stream_digest(stream);
        assert_true(digest.high == expected.high && digest.low == expected.low);
        kembar_hash_stream_free(stream);
    }
}

static void stream_tells_when_memory_is_out(void **state) {
    (void)state;
    scarce_memory(0);
    kembar_hash_stream *stream = kembar_hash_stream_new();
    plenty_of_memory();
    assert_null(stream);
    kembar_hash_stream_free(stream);
}

static void formats_big_endian(void **state) {
    (void)state;
    char text[33];
    memset(text, 'x', sizeof text);
    kembar_hash128_format((kembar_hash128){0x0123456789abcdefu, 0xfedcba9876543210u}, text);
    assert_string_equal(text, "0123456789abcdeffedcba9876543210");
    kembar_hash128_format((kembar_hash128){0, 1}, text);
    assert_string_equal(text, "00000000000000000000000000000001");
}

/* The first numbers of splitmix64 from seed 0, as its author publishes them. */
static void random_is_splitmix64(void **state) {
    (void)state;
    kembar_random random = {0};
    assert_true(kembar_random_next(&random) == 0xe220a8397b1dcdafu);
    assert_true(kembar_random_next(&random) == 0x6e789e6aa1b965f4u);
    assert_true(kembar_random_next(&random) == 0x06c45d188009454fu);
}

static void random_stays_below(void **state) {
    (void)state;
    kembar_random random = {5};
    size_t counts[10] = {0};
    for (int i = 0; i < 10000; i++) {
        uint64_t value = kembar_random_below(&random, 10);
        assert_true(value < 10);
        counts[value]++;
    }
    for (size_t i = 0; i < 10; i++)
        assert_in_range(counts[i], 850, 1150);
    assert_true(kembar_random_below(&random, 1) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_known_values),
        cmocka_unit_test(streams_in_any_pieces),
        cmocka_unit_test(stream_tells_when_memory_is_out),
        cmocka_unit_test(formats_big_endian),
        cmocka_unit_test(random_is_splitmix64),
        cmocka_unit_test(random_stays_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
