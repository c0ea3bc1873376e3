#include "read/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

enum { RAW_BYTES = 128 * 1024 };

struct kembar_stream {
    int fd;
    int is_owned;             /* fd is closed with the stream */
    int at_end;               /* of the raw bytes */
    kembar_hash_stream *hash; /* NULL: nobody asks for it */
    kembar_decoder *decoder;  /* NULL: plain */
    kembar_spool *copy;       /* borrowed; NULL: none */
    uint64_t raw_bytes;
    uint64_t decoded_bytes;
    size_t begin; /* raw bytes not yet decoded: raw[begin, end) */
    size_t end;
    char raw[RAW_BYTES];
};

const char *kembar_stream_refusal(unsigned mode) {
    mode_t m = (mode_t)mode;
    if (S_ISFIFO(m)) {
        return "a FIFO, not a file";
    }
    if (S_ISSOCK(m)) {
        return "a socket, not a file";
    }
    return S_ISDIR(m) ? "a folder, not a file" : "a device, not a file";
}

static kembar_status open_file(kembar_stream *stream, const char *path, kembar_error *error) {
    /* Without O_NONBLOCK the open of a FIFO would wait for its writer. */
    do {
        stream->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    } while (stream->fd < 0 && errno == EINTR);
    if (stream->fd < 0) {
        int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR) {
            return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "no such file or folder");
        }
        return kembar_error_errno(error, path, reason, "cannot open");
    }
    stream->is_owned = 1;
    struct stat info;
    if (fstat(stream->fd, &info) != 0) {
        return kembar_error_errno(error, path, errno, "cannot look at");
    }
    if (!S_ISREG(info.st_mode)) {
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "%s",
                                kembar_stream_refusal((unsigned)info.st_mode));
    }
    return KEMBAR_OK;
}

/* Reads raw bytes until `out` is full or the file ends. */
static kembar_status read_raw(kembar_stream *stream, char *out, size_t capacity, size_t *n_read,
                              kembar_error *error) {
    *n_read = 0;
    while (*n_read < capacity && !stream->at_end) {
        ssize_t n = read(stream->fd, out + *n_read, capacity - *n_read);
        if (n < 0 && errno != EINTR) {
            return kembar_error_errno(error, NULL, errno, "cannot read");
        }
        stream->at_end = n == 0;
        *n_read += n > 0 ? (size_t)n : 0;
    }
    if (stream->hash != NULL) {
        kembar_hash_stream_add(stream->hash, out, *n_read);
    }
    stream->raw_bytes += *n_read;
    return KEMBAR_OK;
}

/* Appends raw bytes behind `end` until the buffer is full or the file ends. */
static kembar_status refill(kembar_stream *stream, kembar_error *error) {
    if (stream->begin == stream->end) {
        stream->begin = 0;
        stream->end = 0;
    }
    size_t n = 0;
    kembar_status status =
        read_raw(stream, stream->raw + stream->end, RAW_BYTES - stream->end, &n, error);
    stream->end += n;
    return status;
}

/* Holds what the name promises against what the data are. */
static kembar_status start_decoder(kembar_stream *stream, int is_input, kembar_compression named,
                                   kembar_error *error) {
    kembar_view head = {stream->raw, stream->end};
    kembar_compression found = kembar_compression_detect(head);
    if (!is_input && head.size > 0 && found != named) {
        if (named == KEMBAR_COMPRESSION_NONE) {
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0,
                                    "%s data under a name that does not say so",
                                    kembar_compression_name(found));
        }
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0, "not %s data",
                                kembar_compression_name(named));
    }
    return found == KEMBAR_COMPRESSION_NONE ? KEMBAR_OK
                                            : kembar_decoder_new(&stream->decoder, found, error);
}

kembar_status kembar_stream_open(kembar_stream **out, const char *path,
                                 kembar_compression compression, kembar_error *error) {
    *out = NULL;
    kembar_stream *stream = kembar_alloc(1, sizeof *stream);
    if (stream == NULL) {
        return kembar_error_memory(error);
    }
    memset(stream, 0, offsetof(kembar_stream, raw));
    stream->fd = path == NULL ? STDIN_FILENO : -1;
    stream->hash = kembar_hash_stream_new();
    kembar_status status = stream->hash == NULL ? kembar_error_memory(error) : KEMBAR_OK;
    if (status == KEMBAR_OK && path != NULL) {
        status = open_file(stream, path, error);
    }
    if (status == KEMBAR_OK) {
        status = refill(stream, error);
    }
    if (status == KEMBAR_OK) {
        status = start_decoder(stream, path == NULL, compression, error);
    }
    if (status != KEMBAR_OK) {
        kembar_stream_close(stream);
        return status;
    }
    *out = stream;
    return KEMBAR_OK;
}

void kembar_stream_close(kembar_stream *stream) {
    if (stream == NULL) {
        return;
    }
    if (stream->is_owned) {
        (void)close(stream->fd);
    }
    kembar_decoder_free(stream->decoder);
    kembar_hash_stream_free(stream->hash);
    kembar_free(stream);
}

/* Few bytes may unpack to any number. */
static kembar_status check_ratio(const kembar_stream *stream, kembar_error *error) {
    if (stream->decoded_bytes <= KEMBAR_STREAM_UNPACKED_BASE ||
        stream->decoded_bytes / KEMBAR_STREAM_UNPACKED_RATIO <= stream->raw_bytes) {
        return KEMBAR_OK;
    }
    return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                            "unpacks to more than 1 GiB and %d times its size",
                            KEMBAR_STREAM_UNPACKED_RATIO);
}

/* Plain bytes go straight to where they are wanted, but for those that are in the buffer. */
static kembar_status copy_some(kembar_stream *stream, char *out, size_t capacity, size_t *n_out,
                               int *at_end, kembar_error *error) {
    size_t n_held = stream->end - stream->begin;
    kembar_status status = KEMBAR_OK;
    if (n_held > 0) {
        *n_out = n_held < capacity ? n_held : capacity;
        memcpy(out, stream->raw + stream->begin, *n_out);
        stream->begin += *n_out;
    } else {
        status = read_raw(stream, out, capacity, n_out, error);
    }
    *at_end = stream->begin == stream->end && stream->at_end;
    return status;
}

static kembar_status decode_some(kembar_stream *stream, char *out, size_t capacity, size_t *n_out,
                                 int *at_end, kembar_error *error) {
    *n_out = 0;
    if (stream->decoder == NULL) {
        return copy_some(stream, out, capacity, n_out, at_end, error);
    }
    kembar_status status = KEMBAR_OK;
    if (stream->begin == stream->end && !stream->at_end) {
        status = refill(stream, error);
    }
    kembar_view in = {stream->raw + stream->begin, stream->end - stream->begin};
    size_t n_in = 0;
    if (status == KEMBAR_OK) {
        status = kembar_decoder_step(stream->decoder, in, &n_in, out, capacity, n_out, error);
    }
    stream->begin += n_in;
    stream->decoded_bytes += *n_out;
    if (status == KEMBAR_OK) {
        status = check_ratio(stream, error);
    }
    if (status == KEMBAR_OK && n_in == 0 && *n_out == 0 && in.size > 0) {
        status = kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0, "broken data: no way on");
    }
    *at_end = n_in == 0 && *n_out == 0 && stream->at_end;
    if (status == KEMBAR_OK && *at_end) {
        status = kembar_decoder_end(stream->decoder, error);
    }
    return status;
}

kembar_status kembar_stream_read(kembar_stream *stream, char *out, size_t capacity, size_t *n_read,
                                 kembar_error *error) {
    *n_read = 0;
    int at_end = 0;
    while (*n_read < capacity && !at_end) {
        size_t n = 0;
        kembar_status status =
            decode_some(stream, out + *n_read, capacity - *n_read, &n, &at_end, error);
        if (status != KEMBAR_OK) {
            *n_read = 0;
            return status;
        }
        *n_read += n;
    }
    kembar_status status =
        stream->copy ? kembar_spool_append(stream->copy, out, *n_read, error) : KEMBAR_OK;
    if (status != KEMBAR_OK) {
        *n_read = 0;
    }
    return status;
}

void kembar_stream_forgo_digest(kembar_stream *stream) {
    kembar_hash_stream_free(stream->hash);
    stream->hash = NULL;
}

void kembar_stream_copy_to(kembar_stream *stream, kembar_spool *copy) {
    stream->copy = copy;
}

kembar_status kembar_stream_drain(kembar_stream *stream, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    while (status == KEMBAR_OK && !stream->at_end) {
        stream->begin = stream->end;
        status = refill(stream, error);
    }
    stream->begin = stream->end;
    return status;
}

uint64_t kembar_stream_raw_bytes(const kembar_stream *stream) {
    return stream->raw_bytes;
}

kembar_hash128 kembar_stream_digest(const kembar_stream *stream) {
    return stream->hash != NULL ? kembar_hash_stream_digest(stream->hash) : (kembar_hash128){0};
}
