#include "read/decompress.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/alloc.h"
#include "base/error.h"

struct kembar_decoder {
    kembar_compression compression;
    z_stream gzip;
    ZSTD_DStream *zstd;
    int between;  /* no member or frame is open */
    int has_data; /* a member or frame has been completed */
};

kembar_compression kembar_compression_detect(kembar_view head) {
    if (head.size < 4) {
        return KEMBAR_COMPRESSION_NONE;
    }
    const unsigned char *b = (const unsigned char *)head.data;
    if (b[0] == 0x1f && b[1] == 0x8b && b[2] == 8) {
        return KEMBAR_COMPRESSION_GZIP;
    }
    int is_frame = b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd;
    int is_skippable = (b[0] & 0xf0) == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18;
    return is_frame || is_skippable ? KEMBAR_COMPRESSION_ZSTD : KEMBAR_COMPRESSION_NONE;
}

const char *kembar_compression_name(kembar_compression compression) {
    static const char *const names[] = {"plain", "gzip", "zstd"};
    return names[compression];
}

static void *gzip_alloc(void *context, unsigned count, unsigned size) {
    (void)context;
    return kembar_alloc(count, size);
}

static void gzip_free(void *context, void *pointer) {
    (void)context;
    kembar_free(pointer);
}

static int decoder_open(kembar_decoder *decoder) {
    if (decoder->compression == KEMBAR_COMPRESSION_GZIP) {
        decoder->gzip.zalloc = gzip_alloc;
        decoder->gzip.zfree = gzip_free;
        return inflateInit2(&decoder->gzip, 16 + MAX_WBITS) == Z_OK; /* 16: gzip frames only */
    }
    decoder->zstd = ZSTD_createDStream();
    return decoder->zstd != NULL &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax,
                                                KEMBAR_ZSTD_WINDOW_LOG_MAX));
}

kembar_status kembar_decoder_new(kembar_decoder **out, kembar_compression compression,
                                 kembar_error *error) {
    *out = NULL;
    kembar_decoder *decoder = kembar_alloc_zeroed(1, sizeof *decoder);
    if (decoder == NULL) {
        return kembar_error_memory(error);
    }
    decoder->compression = compression;
    decoder->between = 1;
    if (!decoder_open(decoder)) {
        kembar_decoder_free(decoder);
        return kembar_error_memory(error);
    }
    *out = decoder;
    return KEMBAR_OK;
}

void kembar_decoder_free(kembar_decoder *decoder) {
    if (decoder == NULL) {
        return;
    }
    if (decoder->compression == KEMBAR_COMPRESSION_GZIP) {
        (void)inflateEnd(&decoder->gzip);
    } else {
        (void)ZSTD_freeDStream(decoder->zstd);
    }
    kembar_free(decoder);
}

static kembar_status gzip_fault(const kembar_decoder *decoder, int code, kembar_error *error) {
    if (code == Z_MEM_ERROR) {
        return kembar_error_memory(error);
    }
    const char *said = decoder->gzip.msg;
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0, "broken gzip data: %s",
                            said == NULL ? "unexpected end" : said);
}

/* Moves past the zeros that pad a gzip file to full blocks, as tape archives do. */
static size_t count_padding(kembar_view in) {
    size_t n = 0;
    while (n < in.size && in.data[n] == '\0') {
        n++;
    }
    return n;
}

static kembar_status gzip_step(kembar_decoder *decoder, kembar_view in, size_t *n_in, char *out,
                               size_t capacity, size_t *n_out, kembar_error *error) {
    size_t skipped = decoder->between && decoder->has_data ? count_padding(in) : 0;
    *n_in = skipped;
    if (skipped == in.size && decoder->between) {
        return KEMBAR_OK;
    }
    if (decoder->between) {
        (void)inflateReset(&decoder->gzip);
        decoder->between = 0;
    }
    z_stream *gzip = &decoder->gzip;
    size_t n_left = in.size - skipped;
    gzip->next_in = (z_const Bytef *)(in.data == NULL ? "" : in.data) + skipped;
    gzip->avail_in = n_left > UINT_MAX ? UINT_MAX : (unsigned)n_left;
    gzip->next_out = (Bytef *)out;
    gzip->avail_out = capacity > UINT_MAX ? UINT_MAX : (unsigned)capacity;
    unsigned avail_in = gzip->avail_in;
    unsigned avail_out = gzip->avail_out;
    int code = inflate(gzip, Z_NO_FLUSH);
    *n_in = skipped + (avail_in - gzip->avail_in);
    *n_out = avail_out - gzip->avail_out;
    if (code == Z_STREAM_END) {
        decoder->between = 1;
        decoder->has_data = 1;
        return KEMBAR_OK;
    }
    return code == Z_OK || code == Z_BUF_ERROR ? KEMBAR_OK : gzip_fault(decoder, code, error);
}

static kembar_status zstd_step(kembar_decoder *decoder, kembar_view in, size_t *n_in, char *out,
                               size_t capacity, size_t *n_out, kembar_error *error) {
    if (in.size == 0 && decoder->between) {
        return KEMBAR_OK;
    }
    ZSTD_inBuffer input = {in.data, in.size, 0};
    ZSTD_outBuffer output = {out, capacity, 0};
    size_t code = ZSTD_decompressStream(decoder->zstd, &output, &input);
    *n_in = input.pos;
    *n_out = output.pos;
    if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation) {
        return kembar_error_memory(error);
    }
    if (ZSTD_isError(code)) {
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0, "broken zstd data: %s",
                                ZSTD_getErrorName(code));
    }
    if (input.pos > 0 || output.pos > 0) {
        decoder->between = code == 0;
    }
    return KEMBAR_OK;
}

kembar_status kembar_decoder_step(kembar_decoder *decoder, kembar_view in, size_t *n_in, char *out,
                                  size_t capacity, size_t *n_out, kembar_error *error) {
    *n_in = 0;
    *n_out = 0;
    return decoder->compression == KEMBAR_COMPRESSION_GZIP
               ? gzip_step(decoder, in, n_in, out, capacity, n_out, error)
               : zstd_step(decoder, in, n_in, out, capacity, n_out, error);
}

kembar_status kembar_decoder_end(const kembar_decoder *decoder, kembar_error *error) {
    if (decoder->between) {
        return KEMBAR_OK;
    }
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0,
                            "broken %s data: it ends in the middle",
                            kembar_compression_name(decoder->compression));
}
