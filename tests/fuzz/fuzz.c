#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/types.h>

#include "read/json.h"
#include "text/utf8.h"

enum { PATH_BYTES = 512, NAMES = 16, NAME_BYTES = 32 };

static char folder[PATH_BYTES];
static char written[NAMES][NAME_BYTES]; /* names of files to remove at the end */
static pid_t owner;

void fuzz_broken(const char *file, int line, const char *what) {
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

kembar_view fuzz_view(const uint8_t *data, size_t size) {
    return (kembar_view){size > 0 ? (const char *)data : "", size};
}

kembar_view fuzz_take_part(kembar_view *rest) {
    const char *end = memchr(rest->data, FUZZ_SEPARATOR, rest->size);
    kembar_view part = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    size_t n_taken = end ? part.size + 1 : part.size;
    rest->data += n_taken;
    rest->size -= n_taken;
    return part;
}

unsigned fuzz_take_byte(kembar_view *rest) {
    if (rest->size == 0)
        return 0;
    rest->size--;
    return (unsigned char)*rest->data++;
}

char *fuzz_copy(kembar_view bytes) {
    char *copy = kembar_alloc(bytes.size + 1, 1);
    FUZZ_CHECK(copy != NULL);
    if (bytes.size > 0)
        memcpy(copy, bytes.data, bytes.size);
    copy[bytes.size] = '\0';
    return copy;
}

void fuzz_repair(kembar_view bytes, kembar_buffer *out) {
    kembar_buffer_append_text(out, "");
    (void)kembar_utf8_repair(bytes, out);
    if (!out->data)
        kembar_buffer_append_char(out, ' ');
    FUZZ_CHECK(kembar_buffer_status(out) == KEMBAR_OK);
}

static void path_of(const char *name, char path[PATH_BYTES + NAME_BYTES]) {
    (void)snprintf(path, PATH_BYTES + NAME_BYTES, "%s/%s", fuzz_folder(), name);
}

static void remove_folder(void) {
    if (getpid() != owner)
        return;
    for (size_t i = 0; i < NAMES; i++)
        if (written[i][0])
            fuzz_remove(written[i]);
    (void)rmdir(folder);
}

const char *fuzz_folder(void) {
    if (folder[0])
        return folder;
    const char *parent = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/kembar-fuzz-XXXXXX", parent ? parent : P_tmpdir);
    FUZZ_CHECK(mkdtemp(folder) != NULL);
    owner = getpid();
    FUZZ_CHECK(atexit(remove_folder) == 0);
    return folder;
}

static void remember(const char *name) {
    size_t i = 0;
    while (i < NAMES && written[i][0] && strcmp(written[i], name) != 0)
        i++;
    FUZZ_CHECK(i < NAMES && strlen(name) < NAME_BYTES);
    (void)snprintf(written[i], NAME_BYTES, "%s", name);
}

const char *fuzz_write(const char *name, kembar_view bytes) {
    static char path[PATH_BYTES + NAME_BYTES];
    path_of(name, path);
    remember(name);
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file != NULL);
    FUZZ_CHECK(fwrite(bytes.data, 1, bytes.size, file) == bytes.size);
    FUZZ_CHECK(fclose(file) == 0);
    return path;
}

void fuzz_remove(const char *name) {
    char path[PATH_BYTES + NAME_BYTES];
    path_of(name, path);
    (void)unlink(path);
}

static int in_range(uint32_t c, uint32_t low, uint32_t high) {
    return c >= low && c <= high;
}

static int is_harmful(uint32_t c) {
    return c < 0x20 || in_range(c, 0x7f, 0x9f) || c == 0xad || c == 0x61c || c == 0x180e ||
           c == 0x200b || in_range(c, 0x200e, 0x200f) || in_range(c, 0x2028, 0x202e) ||
           in_range(c, 0x2060, 0x206f) || c == 0xfeff || in_range(c, 0xfff9, 0xfffb) ||
           in_range(c, 0xe0000, 0xe007f);
}

void fuzz_check_shown(kembar_view text, int line_feeds) {
    FUZZ_CHECK(kembar_utf8_valid_prefix(text) == text.size);
    for (size_t at = 0, size = 0; at < text.size; at += size) {
        uint32_t c = kembar_utf8_decode((kembar_view){text.data + at, text.size - at}, &size);
        FUZZ_CHECK(!is_harmful(c) || (c == '\n' && line_feeds));
    }
}

void fuzz_check_json(kembar_view text) {
    kembar_json_parser *parser = NULL;
    kembar_json_value root;
    FUZZ_CHECK(kembar_utf8_valid_prefix(text) == text.size);
    FUZZ_CHECK(kembar_json_parser_new(&parser) == KEMBAR_OK);
    FUZZ_CHECK(kembar_json_parse(parser, text, &root, NULL) == KEMBAR_OK);
    kembar_json_parser_free(parser);
}

void fuzz_check_json_lines(kembar_view text) {
    while (text.size > 0) {
        const char *end = memchr(text.data, '\n', text.size);
        FUZZ_CHECK(end != NULL);
        size_t size = (size_t)(end - text.data);
        fuzz_check_json((kembar_view){text.data, size});
        text = (kembar_view){end + 1, text.size - size - 1};
    }
}

void fuzz_check_span(kembar_view text, size_t begin, size_t end) {
    FUZZ_CHECK(begin <= end && end <= text.size);
    FUZZ_CHECK(kembar_utf8_floor(text, begin) == begin);
    FUZZ_CHECK(kembar_utf8_floor(text, end) == end);
}
