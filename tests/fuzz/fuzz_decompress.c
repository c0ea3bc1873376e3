/* Compressed data, whole or broken, gives the same bytes and the same end however it is cut. Input:
 * two bytes for the cuts, then the data. */
#include "fuzz.h"
#include "read/decompress.h"

enum { MAX_OUT = 1 << 20, WHOLE_STEP = 1 << 16 };

typedef struct decoded {
    kembar_buffer out;
    kembar_status status;
    int is_cut; /* stopped at MAX_OUT */
} decoded;

static decoded decode(kembar_view in, kembar_compression compression, size_t in_step,
                      size_t out_step) {
    static char out[WHOLE_STEP];
    decoded result = {0};
    kembar_decoder *decoder = NULL;
    kembar_error error = {0};
    size_t n_fed = 0;
    FUZZ_CHECK(kembar_decoder_new(&decoder, compression, &error) == KEMBAR_OK);
    for (;;) {
        size_t n_in, n_out, n_left = in.size - n_fed;
        kembar_view piece = {in.data + n_fed, n_left < in_step ? n_left : in_step};
        result.status = kembar_decoder_step(decoder, piece, &n_in, out, out_step, &n_out, &error);
        FUZZ_CHECK(n_in <= piece.size && n_out <= out_step);
        if (result.status != KEMBAR_OK)
            break;
        n_fed += n_in;
        kembar_buffer_append(&result.out, out, n_out);
        result.is_cut = result.out.size >= MAX_OUT;
        if (result.is_cut || (n_in == 0 && n_out == 0))
            break;
    }
    if (result.status == KEMBAR_OK && !result.is_cut) {
        FUZZ_CHECK(n_fed == in.size);
        result.status = kembar_decoder_end(decoder, &error);
    }
    FUZZ_CHECK(result.status == error.code);
    FUZZ_CHECK(result.status == KEMBAR_OK || result.status == KEMBAR_ERROR_FORMAT);
    FUZZ_CHECK(kembar_buffer_status(&result.out) == KEMBAR_OK);
    kembar_decoder_free(decoder);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    size_t in_step = 1 + fuzz_take_byte(&rest), out_step = 1 + fuzz_take_byte(&rest);
    char *copy = fuzz_copy(rest);
    kembar_view in = {copy, rest.size};
    kembar_compression compression = kembar_compression_detect(in);
    if (compression == KEMBAR_COMPRESSION_NONE)
        compression = in_step & 1 ? KEMBAR_COMPRESSION_GZIP : KEMBAR_COMPRESSION_ZSTD;
    decoded whole = decode(in, compression, SIZE_MAX, WHOLE_STEP);
    decoded pieces = decode(in, compression, in_step, out_step);
    if (!whole.is_cut && !pieces.is_cut)
        FUZZ_CHECK(whole.status == pieces.status);
    if (whole.status == KEMBAR_OK && !whole.is_cut && !pieces.is_cut)
        FUZZ_CHECK(
            kembar_view_equal(kembar_buffer_view(&whole.out), kembar_buffer_view(&pieces.out)));
    kembar_buffer_deinit(&whole.out);
    kembar_buffer_deinit(&pieces.out);
    kembar_free(copy);
    return 0;
}
