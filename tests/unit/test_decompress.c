#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "collected.h"
#include "read/decompress.h"
#include "read/stream.h"
#include "temp_folder.h"

typedef struct packed {
    char data[1 << 16];
    size_t size;
} packed;

/* Appends one gzip member. */
static void gzip(packed *out, const char *text, size_t size) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)text;
    z.avail_in = (unsigned)size;
    z.next_out = (Bytef *)out->data + out->size;
    z.avail_out = (unsigned)(sizeof out->data - out->size);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->size += z.total_out;
    (void)deflateEnd(&z);
}

/* Appends one zstd frame. */
static void zstd(packed *out, const char *text, size_t size) {
    size_t n = ZSTD_compress(out->data + out->size, sizeof out->data - out->size, text, size, 3);
    assert_false(ZSTD_isError(n));
    out->size += n;
}

static void append(packed *out, const void *bytes, size_t size) {
    memcpy(out->data + out->size, bytes, size);
    out->size += size;
}

static void pack(packed *out, kembar_compression compression, const char *text) {
    if (compression == KEMBAR_COMPRESSION_GZIP) {
        gzip(out, text, strlen(text));
    } else {
        zstd(out, text, strlen(text));
    }
}

/* Reads the whole stream in pieces of `piece` bytes into `out`. */
static kembar_status unpack(const packed *in, kembar_compression compression, size_t piece,
                            char *out, size_t *size, kembar_error *error) {
    temp_write("packed", in->data, in->size);
    kembar_stream *stream = NULL;
    *size = 0;
    kembar_status status = kembar_stream_open(&stream, "packed", compression, error);
    size_t n = piece;
    while (status == KEMBAR_OK && n == piece) {
        status = kembar_stream_read(stream, out + *size, piece, &n, error);
        *size += n;
    }
    if (status == KEMBAR_OK) {
        assert_int_equal(kembar_stream_raw_bytes(stream), in->size);
        kembar_hash128 whole = kembar_hash128_bytes(in->data, in->size);
        kembar_hash128 seen = kembar_stream_digest(stream);
        assert_memory_equal(&seen, &whole, sizeof whole);
    }
    kembar_stream_close(stream);
    return status;
}

static void expect_unpacked(const packed *in, kembar_compression compression, const char *text) {
    static char out[1 << 20];
    for (size_t piece = 1; piece < 5000; piece = piece * 8 + 3) {
        size_t size = 0;
        kembar_error error = {0};
        if (unpack(in, compression, piece, out, &size, &error) != KEMBAR_OK) {
            fail_msg("%s", error.message);
        }
        assert_int_equal(size, strlen(text));
        assert_memory_equal(out, text, size);
    }
}

static void expect_fault(const packed *in, kembar_compression compression, const char *message) {
    static char out[1 << 20];
    size_t size = 0;
    kembar_error error = {0};
    assert_int_equal(unpack(in, compression, 1000, out, &size, &error), KEMBAR_ERROR_FORMAT);
    if (strstr(error.message, message) == NULL) {
        fail_msg("%s", error.message);
    }
}

/* Longer than what is read ahead to look at; straight and by way of the buffer. */
static void test_plain(void **state) {
    (void)state;
    enum { SIZE = 300000 };
    static const size_t pieces[] = {1000, 65536, 131072, 131073, SIZE - 1, SIZE, SIZE + 1};
    static char bytes[SIZE], out[SIZE + 1];
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (char)(i * 37 >> 4);
    }
    temp_write("plain", bytes, SIZE);
    kembar_hash128 whole = kembar_hash128_bytes(bytes, SIZE);
    const kembar_hash128 none = {0};
    for (size_t i = 0; i < 2 * sizeof pieces / sizeof *pieces; i++) {
        size_t piece = pieces[i / 2], size = 0, n = piece;
        kembar_stream *stream = NULL;
        assert_int_equal(kembar_stream_open(&stream, "plain", KEMBAR_COMPRESSION_NONE, NULL),
                         KEMBAR_OK);
        if (i % 2 != 0) {
            kembar_stream_forgo_digest(stream);
        }
        while (n == piece) {
            size_t room = SIZE + 1 - size < piece ? SIZE + 1 - size : piece;
            assert_int_equal(kembar_stream_read(stream, out + size, room, &n, NULL), KEMBAR_OK);
            size += n;
        }
        assert_int_equal(size, SIZE);
        assert_memory_equal(out, bytes, SIZE);
        assert_int_equal(kembar_stream_raw_bytes(stream), SIZE);
        kembar_hash128 seen = kembar_stream_digest(stream);
        assert_memory_equal(&seen, i % 2 != 0 ? &none : &whole, sizeof seen);
        kembar_stream_close(stream);
    }
}

static const kembar_compression both[] = {KEMBAR_COMPRESSION_GZIP, KEMBAR_COMPRESSION_ZSTD};

static void test_one_part(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        packed p = {.size = 0};
        pack(&p, both[i], "one text, whole");
        expect_unpacked(&p, both[i], "one text, whole");
        p.size = 0;
        pack(&p, both[i], "");
        expect_unpacked(&p, both[i], "");
    }
}

static void test_several_parts(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        packed p = {.size = 0};
        pack(&p, both[i], "first\n");
        pack(&p, both[i], "");
        pack(&p, both[i], "second\n");
        expect_unpacked(&p, both[i], "first\nsecond\n");
    }
}

static void test_padding(void **state) {
    (void)state;
    packed p = {.size = 0};
    gzip(&p, "text", 4);
    append(&p, "\0\0\0\0\0\0\0", 7);
    expect_unpacked(&p, KEMBAR_COMPRESSION_GZIP, "text");
    packed q = {.size = 0};
    append(&q, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11); /* a frame to be skipped */
    zstd(&q, "text", 4);
    append(&q, "\x5f\x2a\x4d\x18\0\0\0\0", 8);
    expect_unpacked(&q, KEMBAR_COMPRESSION_ZSTD, "text");
}

static void test_empty_file(void **state) {
    (void)state;
    packed p = {.size = 0};
    expect_unpacked(&p, KEMBAR_COMPRESSION_GZIP, "");
    expect_unpacked(&p, KEMBAR_COMPRESSION_ZSTD, "");
}

/* Every cut of a packed text is noticed. */
static void test_cut_short(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        packed p = {.size = 0};
        pack(&p, both[i], "cut anywhere, it must show");
        size_t whole = p.size;
        for (p.size = 1; p.size < whole; p.size++) {
            expect_fault(&p, both[i], p.size < 4 ? "not " : "it ends in the middle");
        }
        pack(&p, both[i], "and a second part");
        p.size -= 3;
        expect_fault(&p, both[i], "it ends in the middle");
    }
}

static void test_garbage(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        packed p = {.size = 0};
        append(&p, "plain text", 10);
        expect_fault(&p, both[i], i == 0 ? "not gzip data" : "not zstd data");
        p.size = 0;
        pack(&p, both[i], "text");
        append(&p, "garbage", 7);
        expect_fault(&p, both[i], "broken");
        p.size = 0;
        pack(&p, both[i], "The checksum or the structure tells of a flipped bit in the middle.");
        p.data[p.size / 2] = (char)(p.data[p.size / 2] ^ 0x55);
        p.data[p.size / 2 + 1] = (char)(p.data[p.size / 2 + 1] ^ 0x55);
        if (i == 0) {
            expect_fault(&p, both[i], "broken gzip data");
        }
    }
    packed p = {.size = 0};
    gzip(&p, "text", 4);
    expect_fault(&p, KEMBAR_COMPRESSION_NONE, "gzip data under a name that does not say so");
    expect_fault(&p, KEMBAR_COMPRESSION_ZSTD, "not zstd data");
}

/* A frame of one raw block that asks for a window of 2^log bytes. */
static void frame_with_window(packed *p, int log) {
    p->size = 0;
    append(p, "\x28\xb5\x2f\xfd\x00", 5);
    p->data[p->size++] = (char)((log - 10) << 3);
    append(p, "\x21\x00\x00text", 7);
}

static void test_window_limit(void **state) {
    (void)state;
    packed p = {.size = 0};
    frame_with_window(&p, KEMBAR_ZSTD_WINDOW_LOG_MAX);
    expect_unpacked(&p, KEMBAR_COMPRESSION_ZSTD, "text");
    frame_with_window(&p, KEMBAR_ZSTD_WINDOW_LOG_MAX + 1);
    expect_fault(&p, KEMBAR_COMPRESSION_ZSTD, "too much memory");
}

/* Much more text than any buffer on the way. */
static void test_large(void **state) {
    (void)state;
    size_t size = 900000;
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)('a' + i * i % 23);
    }
    text[size] = '\0';
    for (size_t i = 0; i < 2; i++) {
        packed p = {.size = 0};
        pack(&p, both[i], text);
        expect_unpacked(&p, both[i], text);
    }
    free(text);
}

/* Appends a frame of `n_mib` MiB of one letter. */
static void bomb(packed *out, size_t n_mib) {
    static char mib[1 << 20];
    memset(mib, 'a', sizeof mib);
    ZSTD_CStream *stream = ZSTD_createCStream();
    assert_false(ZSTD_isError(ZSTD_initCStream(stream, 1)));
    ZSTD_outBuffer place = {out->data, sizeof out->data, out->size};
    for (size_t i = 0; i < n_mib; i++) {
        ZSTD_inBuffer plain = {mib, sizeof mib, 0};
        assert_false(ZSTD_isError(ZSTD_compressStream(stream, &place, &plain)));
        assert_int_equal(plain.pos, plain.size);
    }
    assert_int_equal(ZSTD_endStream(stream, &place), 0);
    out->size = place.pos;
    (void)ZSTD_freeCStream(stream);
}

static void test_bomb(void **state) {
    (void)state;
    static char out[1 << 20];
    for (size_t n_mib = 1024; n_mib <= 1025; n_mib++) {
        packed p = {.size = 0};
        kembar_stream *stream = NULL;
        kembar_error error = {0};
        size_t n = sizeof out, n_pieces = 0;
        bomb(&p, n_mib);
        temp_write("bomb", p.data, p.size);
        kembar_status status = kembar_stream_open(&stream, "bomb", KEMBAR_COMPRESSION_ZSTD, &error);
        while (status == KEMBAR_OK && n == sizeof out) {
            status = kembar_stream_read(stream, out, sizeof out, &n, &error);
            n_pieces += status == KEMBAR_OK && n > 0;
        }
        assert_int_equal(n_pieces, 1024);
        assert_int_equal(status, n_mib > 1024 ? KEMBAR_ERROR_LIMIT : KEMBAR_OK);
        assert_string_equal(
            error.message, n_mib > 1024 ? "unpacks to more than 1 GiB and 256 times its size" : "");
        kembar_stream_close(stream);
    }
}

static void test_detect(void **state) {
    (void)state;
    assert_int_equal(kembar_compression_detect((kembar_view){NULL, 0}), KEMBAR_COMPRESSION_NONE);
    assert_int_equal(kembar_compression_detect((kembar_view){"\x1f\x8b\x08", 3}),
                     KEMBAR_COMPRESSION_NONE);
    assert_int_equal(kembar_compression_detect((kembar_view){"\x1f\x8b\x08\x00", 4}),
                     KEMBAR_COMPRESSION_GZIP);
    assert_int_equal(kembar_compression_detect((kembar_view){"\x28\xb5\x2f\xfd", 4}),
                     KEMBAR_COMPRESSION_ZSTD);
    assert_int_equal(kembar_compression_detect((kembar_view){"text", 4}), KEMBAR_COMPRESSION_NONE);
}

/* What was read before a break is not used; the file is still known by size and digest. */
static void test_broken_file_gives_nothing(void **state) {
    (void)state;
    packed p = {.size = 0};
    gzip(&p, "{\"text\": \"first\"}\n", 18);
    gzip(&p, "{\"text\": \"second\"}\n", 19);
    p.size -= 9;
    temp_write("half.jsonl.gz", p.data, p.size);
    kembar_collection *collection = collect("half.jsonl.gz");
    assert_int_equal(kembar_collection_input_count(collection), 1);
    const kembar_input *input = kembar_collection_input(collection, 0);
    assert_int_equal(input->size_bytes, p.size);
    assert_int_equal(input->n_documents, 0);
    char digest[33];
    kembar_hash128_format(kembar_hash128_bytes(p.data, p.size), digest);
    assert_string_equal(input->digest, digest);
    expect_collected(collection, "", "half.jsonl.gz:0 broken gzip data: it ends in the middle\n");
}

static void test_formats_by_ending(void **state) {
    (void)state;
    packed p = {.size = 0};
    gzip(&p, "A text.", 7);
    temp_write("in/a.TXT.gz", p.data, p.size);
    p.size = 0;
    zstd(&p, "---\ntitle: T\n---\nBody", 21);
    temp_write("in/b.md.zst", p.data, p.size);
    p.size = 0;
    zstd(&p, "{\"text\": \"one\"}\n{\"text\": \"two\"}", 31);
    temp_write("in/c.ndjson.zst", p.data, p.size);
    kembar_collection *collection = collect("in");
    kembar_view title = kembar_document_title(kembar_collection_document(collection, 1));
    expect_view(title, "T");
    expect_collected(collection, "a.TXT.gz b.md.zst c.ndjson.zst#1 c.ndjson.zst#2 ", "");
}

/* A text that unfolds beyond the limit is refused without being held. */
static void test_text_over_limit(void **state) {
    (void)state;
    char *zeros = calloc(1, 4000000);
    assert_non_null(zeros);
    memset(zeros, 'a', 4000000);
    packed p = {.size = 0};
    zstd(&p, zeros, 4000000);
    free(zeros);
    temp_write("bomb.txt.zst", p.data, p.size);
    kembar_source_options options = kembar_source_options_default();
    options.max_document_bytes = 1000;
    const char *paths[] = {"bomb.txt.zst", NULL};
    expect_collected(collect_with(&options, 1, paths), "",
                     "bomb.txt.zst:0 a text of at least 1001 bytes is over the limit of 1000 "
                     "bytes\n");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_plain),
        IN_FOLDER(test_one_part),
        IN_FOLDER(test_several_parts),
        IN_FOLDER(test_padding),
        IN_FOLDER(test_empty_file),
        IN_FOLDER(test_cut_short),
        IN_FOLDER(test_garbage),
        IN_FOLDER(test_window_limit),
        IN_FOLDER(test_large),
        cmocka_unit_test(test_detect),
        IN_FOLDER(test_broken_file_gives_nothing),
        IN_FOLDER(test_formats_by_ending),
        IN_FOLDER(test_text_over_limit),
        IN_FOLDER(test_bomb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
