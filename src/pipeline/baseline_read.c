#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/views.h"
#include "pipeline/baseline.h"
#include "pipeline/content_key.h"
#include "read/json.h"
#include "text/utf8.h"

/* A line that kembar_baseline_save writes is shorter, whatever it escapes. */
enum { MAX_LINE_BYTES = 128 * 1024, NAME_SHOWN = 40, KEY_DIGITS = 32 };

static const uint64_t max_bytes = UINT64_C(1) << 30;

/* The members of an entry, as bits of what a line has. */
enum { HAS_A = 1, HAS_B = 2, HAS_RELATION = 4, HAS_IDS = 8, HAS_EXPIRES = 16, HAS_NOTE = 32 };

static const struct {
    const char *name;
    unsigned bit;
} members[] = {{"a", HAS_A},
               {"b", HAS_B},
               {"relation", HAS_RELATION},
               {"ids", HAS_IDS},
               {"expires", HAS_EXPIRES},
               {"note", HAS_NOTE}};

enum { N_MEMBERS = sizeof members / sizeof *members };

/* One line while it is read. */
typedef struct line_reader {
    kembar_baseline *baseline;
    kembar_json_parser *parser;
    const char *path;
    uint64_t position;
    kembar_baseline_entry entry;
    size_t n_ids;
    unsigned has;
    kembar_status status;
    kembar_error *error;
} line_reader;

static int fail(line_reader *reader, const char *what) {
    reader->status = kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path,
                                      reader->position, "%s", what);
    return 0;
}

static int read_key(line_reader *reader, kembar_json_value value, kembar_content_key *out) {
    kembar_view text = kembar_json_as_string(value);
    uint64_t halves[2] = {0, 0};
    if (text.size != KEY_DIGITS)
        return fail(reader, "a and b must be keys of 32 hex digits");
    for (size_t i = 0; i < KEY_DIGITS; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = text.data[i] ? strchr(digits, text.data[i]) : NULL;
        if (!digit)
            return fail(reader, "a and b must be keys of 32 hex digits in lower case");
        halves[i / 16] = halves[i / 16] << 4 | (uint64_t)(digit - digits);
    }
    *out = (kembar_content_key){halves[0], halves[1]};
    return 1;
}

/* Copies a text of a bounded size; absent when it is null. */
static int read_text(line_reader *reader, kembar_json_value value, const char *what,
                     kembar_view *out) {
    kembar_view text = kembar_json_as_string(value);
    if (value.kind != KEMBAR_JSON_STRING || text.size > KEMBAR_BASELINE_TEXT_BYTES)
        return fail(reader, what);
    char *copy = kembar_arena_copy(&reader->baseline->texts, text.data, text.size);
    if (!copy) {
        reader->status = kembar_error_memory(reader->error);
        return 0;
    }
    *out = (kembar_view){copy, text.size};
    return 1;
}

static int read_id(void *context, kembar_view key, kembar_json_value value) {
    line_reader *reader = context;
    kembar_view *ids[] = {&reader->entry.id_a, &reader->entry.id_b};
    (void)key;
    if (reader->n_ids == 2)
        return fail(reader, "ids must be a list of two");
    return read_text(reader, value, "ids must be texts of at most 4096 bytes",
                     ids[reader->n_ids++]);
}

static int read_ids(line_reader *reader, kembar_json_value value) {
    if (value.kind == KEMBAR_JSON_ARRAY)
        kembar_json_each(value, read_id, reader);
    if (reader->status == KEMBAR_OK && reader->n_ids != 2)
        return fail(reader, "ids must be a list of two");
    return reader->status == KEMBAR_OK;
}

static int read_expires(line_reader *reader, kembar_json_value value) {
    char day[16] = "";
    kembar_view text = kembar_json_as_string(value);
    if (value.kind == KEMBAR_JSON_NULL)
        return 1;
    if (text.size > 0 && text.size < sizeof day)
        memcpy(day, text.data, text.size);
    /* A NUL in the text would end the day for whoever reads it as a string. */
    if (strlen(day) != text.size || !kembar_baseline_is_day(day))
        return fail(reader, "expires must be a day, YYYY-MM-DD, or null");
    return read_text(reader, value, "", &reader->entry.expires);
}

static int read_member(line_reader *reader, unsigned bit, kembar_json_value value) {
    kembar_baseline_entry *entry = &reader->entry;
    switch (bit) {
    case HAS_A:
        return read_key(reader, value, &entry->a);
    case HAS_B:
        return read_key(reader, value, &entry->b);
    case HAS_RELATION:
        entry->relation = (uint8_t)kembar_relation_parse(kembar_json_as_string(value));
        return entry->relation != KEMBAR_RELATION_NONE || fail(reader, "relation is none of ours");
    case HAS_IDS:
        return read_ids(reader, value);
    case HAS_EXPIRES:
        return read_expires(reader, value);
    default:
        return value.kind == KEMBAR_JSON_NULL ||
               read_text(reader, value, "note must be a text of at most 4096 bytes, or null",
                         &entry->note);
    }
}

/* A member of another name is a slip: a misspelt "expires" would hold for ever. */
static int take_member(void *context, kembar_view key, kembar_json_value value) {
    line_reader *reader = context;
    for (size_t i = 0; i < N_MEMBERS; i++) {
        if (!kembar_view_equal(key, (kembar_view){members[i].name, strlen(members[i].name)}))
            continue;
        if (reader->has & members[i].bit)
            return fail(reader, "a member stands there twice");
        reader->has |= members[i].bit;
        return read_member(reader, members[i].bit, value);
    }
    int shown = key.size < NAME_SHOWN ? (int)key.size : (int)kembar_utf8_floor(key, NAME_SHOWN);
    reader->status = kembar_error_set(
        reader->error, KEMBAR_ERROR_FORMAT, reader->path, reader->position,
        "an entry has no \"%.*s\": it has a, b, relation, ids, expires and note", shown, key.data);
    return 0;
}

static int is_merge_mark(kembar_view line) {
    static const char *const marks[] = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"};
    enum { MARK_BYTES = 7 };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (line.size >= MARK_BYTES && memcmp(line.data, marks[i], MARK_BYTES) == 0)
            return 1;
    return 0;
}

static int check_line(line_reader *reader, kembar_view line) {
    if (is_merge_mark(line))
        return fail(reader, "the mark of an unfinished merge: keep the lines of both sides and "
                            "take out the marks");
    if (kembar_utf8_valid_prefix(line) != line.size)
        return fail(reader, "not valid UTF-8");
    if (line.size <= MAX_LINE_BYTES)
        return 1;
    reader->status =
        kembar_error_set(reader->error, KEMBAR_ERROR_LIMIT, reader->path, reader->position,
                         "a line of more than %d bytes", (int)MAX_LINE_BYTES);
    return 0;
}

static int parse_line(line_reader *reader, kembar_view line) {
    enum { REQUIRED = HAS_A | HAS_B | HAS_RELATION | HAS_IDS };
    kembar_json_value root;
    kembar_error cause = {0};
    reader->status = kembar_json_parse(reader->parser, line, &root, &cause);
    if (reader->status == KEMBAR_ERROR_MEMORY)
        reader->status = kembar_error_memory(reader->error);
    else if (reader->status != KEMBAR_OK)
        return fail(reader, cause.message);
    else if (root.kind != KEMBAR_JSON_OBJECT)
        return fail(reader, "not a JSON object");
    if (reader->status == KEMBAR_OK)
        kembar_json_each(root, take_member, reader);
    if (reader->status == KEMBAR_OK && (reader->has & REQUIRED) != REQUIRED)
        return fail(reader, "an entry must have a, b, relation and ids");
    return reader->status == KEMBAR_OK;
}

static kembar_status add_entry(line_reader *reader) {
    kembar_baseline *baseline = reader->baseline;
    kembar_baseline_entry entry = reader->entry;
    kembar_pair_name name = kembar_pair_name_of(entry.a, entry.id_a, entry.b, entry.id_b);
    entry.a = name.a;
    entry.b = name.b;
    entry.id_a = name.id_a;
    entry.id_b = name.id_b;
    entry.line = reader->position;
    if (kembar_array_reserve((void **)&baseline->entries, &baseline->capacity,
                             baseline->n_entries + 1, sizeof entry))
        return kembar_error_memory(reader->error);
    baseline->entries[baseline->n_entries++] = entry;
    return KEMBAR_OK;
}

static kembar_status read_line(line_reader *reader, kembar_view line) {
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    reader->entry = (kembar_baseline_entry){0};
    reader->n_ids = 0;
    reader->has = 0;
    if (line.size == 0)
        return KEMBAR_OK;
    if (!check_line(reader, line) || !parse_line(reader, line))
        return reader->status;
    return add_entry(reader);
}

static kembar_status read_lines(line_reader *reader, kembar_view rest) {
    static const char mark[] = "\xef\xbb\xbf";
    kembar_status status = KEMBAR_OK;
    if (rest.size >= 3 && memcmp(rest.data, mark, 3) == 0)
        rest = (kembar_view){rest.data + 3, rest.size - 3};
    while (rest.size > 0 && status == KEMBAR_OK) {
        const char *end = memchr(rest.data, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        reader->position++;
        status = read_line(reader, (kembar_view){rest.data, size});
        size += end != NULL;
        rest = (kembar_view){rest.data + size, rest.size - size};
    }
    return status;
}

kembar_status kembar_baseline_parse(kembar_baseline **out, kembar_view text, const char *path,
                                    kembar_error *error) {
    line_reader reader = {.path = path, .error = error};
    *out = NULL;
    reader.baseline = kembar_alloc_zeroed(1, sizeof *reader.baseline);
    if (!reader.baseline || kembar_json_parser_new(&reader.parser)) {
        kembar_free(reader.baseline);
        return kembar_error_memory(error);
    }
    kembar_status status = read_lines(&reader, text);
    kembar_json_parser_free(reader.parser);
    if (status != KEMBAR_OK) {
        kembar_baseline_free(reader.baseline);
        return status;
    }
    reader.baseline->n_entries =
        kembar_baseline_sort(reader.baseline->entries, reader.baseline->n_entries);
    *out = reader.baseline;
    return KEMBAR_OK;
}

kembar_status kembar_baseline_open(kembar_baseline **out, const char *path, kembar_error *error) {
    char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    kembar_status status = kembar_file_read(path, max_bytes, &bytes, &size, error);
    if (status == KEMBAR_OK)
        status = kembar_baseline_parse(out, (kembar_view){bytes, size}, path, error);
    kembar_free(bytes);
    return status;
}
