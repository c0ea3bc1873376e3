#include "base/json_writer.h"

#include "base/views.h"

/* A newline and the indentation of the current depth, when laid out on lines. */
static void break_line(kembar_json_writer *json) {
    if (json->indent <= 0)
        return;
    kembar_buffer_append_char(json->out, '\n');
    kembar_buffer_append_spaces(json->out, (size_t)json->indent * (size_t)json->depth);
}

/* What stands between the previous item and the one that starts now. */
static void start_item(kembar_json_writer *json) {
    if (json->after_key) {
        json->after_key = 0;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->has_item[json->depth])
        kembar_buffer_append_char(json->out, ',');
    json->has_item[json->depth] = 1;
    break_line(json);
}

static void begin(kembar_json_writer *json, char bracket) {
    start_item(json);
    if (json->depth >= KEMBAR_JSON_MAX_DEPTH) {
        json->out->failed = 1;
        return;
    }
    kembar_buffer_append_char(json->out, bracket);
    json->depth++;
    json->has_item[json->depth] = 0;
}

static void end(kembar_json_writer *json, char bracket) {
    if (json->depth == 0) {
        json->out->failed = 1;
        return;
    }
    int has_item = json->has_item[json->depth];
    json->depth--;
    if (has_item)
        break_line(json);
    kembar_buffer_append_char(json->out, bracket);
}

void kembar_json_begin_object(kembar_json_writer *json) {
    begin(json, '{');
}

void kembar_json_end_object(kembar_json_writer *json) {
    end(json, '}');
}

void kembar_json_begin_array(kembar_json_writer *json) {
    begin(json, '[');
}

void kembar_json_end_array(kembar_json_writer *json) {
    end(json, ']');
}

static void append_u_escape(kembar_buffer *out, unsigned code) {
    char escape[6] = {'\\', 'u'};
    for (int i = 5; i >= 2; i--, code >>= 4)
        escape[i] = "0123456789abcdef"[code & 15];
    kembar_buffer_append(out, escape, sizeof escape);
}

static void append_ascii_escape(kembar_buffer *out, unsigned char c) {
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    for (size_t i = 0; i < sizeof from - 1; i++)
        if (c == (unsigned char)from[i]) {
            char escape[2] = {'\\', to[i]};
            kembar_buffer_append(out, escape, 2);
            return;
        }
    append_u_escape(out, c);
}

typedef struct code_range {
    uint32_t first, last;
} code_range;

/* Beyond ASCII: what a terminal or an editor obeys or hides rather than shows. C1 controls, the
 * soft hyphen, marks of direction, spaces without width, ends of lines, annotations, tags. The two
 * joiners stay: several scripts are spelled with them. */
static const code_range escaped_ranges[] = {{0x80, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                                            {0x180e, 0x180e}, {0x200b, 0x200b},  {0x200e, 0x200f},
                                            {0x2028, 0x202e}, {0x2060, 0x206f},  {0xfeff, 0xfeff},
                                            {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};

/* ASCII to escape, or a lead byte of one of the ranges: c2, d8, e1, e2, ef, f3. */
static int is_special(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7f || c == 0xc2 || c == 0xd8 || c == 0xe1 ||
           c == 0xe2 || c == 0xef || c == 0xf3;
}

/* The code point of well-formed UTF-8 beyond ASCII; 0 where bytes are missing. */
static uint32_t decode(const unsigned char *s, size_t n_left, size_t *length) {
    *length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (*length > n_left)
        return 0;
    uint32_t code = s[0] & (0x7fu >> *length);
    for (size_t i = 1; i < *length; i++)
        code = code << 6 | (s[i] & 0x3fu);
    return code;
}

/* The character at `s` if it is escaped, else 0; *length is that of its bytes. */
static uint32_t escaped_code(const unsigned char *s, size_t n_left, size_t *length) {
    uint32_t code = decode(s, n_left, length);
    for (size_t i = 0; i < sizeof escaped_ranges / sizeof *escaped_ranges; i++)
        if (code >= escaped_ranges[i].first && code <= escaped_ranges[i].last)
            return code;
    return 0;
}

static void append_wide_escape(kembar_buffer *out, uint32_t code) {
    if (code < 0x10000) {
        append_u_escape(out, code);
        return;
    }
    append_u_escape(out, 0xd800 + ((code - 0x10000) >> 10));
    append_u_escape(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

static void append_escaped(kembar_buffer *out, kembar_view text) {
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t run_begin = 0;
    size_t at = 0;
    while (at < text.size) {
        size_t length = 1;
        int is_wide = bytes[at] >= 0x80;
        uint32_t code = 0;
        if (is_special(bytes[at]) && is_wide)
            code = escaped_code(bytes + at, text.size - at, &length);
        if (!is_special(bytes[at]) || (is_wide && code == 0)) {
            at++;
            continue;
        }
        kembar_buffer_append(out, text.data + run_begin, at - run_begin);
        if (is_wide)
            append_wide_escape(out, code);
        else
            append_ascii_escape(out, bytes[at]);
        at += length;
        run_begin = at;
    }
    kembar_buffer_append(out, text.data + run_begin, at - run_begin);
}

static void append_quoted(kembar_buffer *out, kembar_view text) {
    kembar_buffer_append_char(out, '"');
    if (text.size != 0)
        append_escaped(out, text);
    kembar_buffer_append_char(out, '"');
}

void kembar_json_key(kembar_json_writer *json, const char *key) {
    start_item(json);
    append_quoted(json->out, kembar_view_of(key));
    kembar_buffer_append_text(json->out, json->indent > 0 ? ": " : ":");
    json->after_key = 1;
}

void kembar_json_string(kembar_json_writer *json, kembar_view text) {
    if (!text.data) {
        kembar_json_null(json);
        return;
    }
    start_item(json);
    append_quoted(json->out, text);
}

void kembar_json_text(kembar_json_writer *json, const char *text) {
    kembar_json_string(json, kembar_view_of(text));
}

void kembar_json_u64(kembar_json_writer *json, uint64_t value) {
    start_item(json);
    kembar_buffer_append_u64(json->out, value);
}

void kembar_json_i64(kembar_json_writer *json, int64_t value) {
    start_item(json);
    kembar_buffer_append_i64(json->out, value);
}

void kembar_json_micro(kembar_json_writer *json, int64_t micro) {
    start_item(json);
    kembar_buffer_append_micro(json->out, micro);
}

void kembar_json_bool(kembar_json_writer *json, int value) {
    start_item(json);
    kembar_buffer_append_text(json->out, value ? "true" : "false");
}

void kembar_json_null(kembar_json_writer *json) {
    start_item(json);
    kembar_buffer_append_text(json->out, "null");
}
