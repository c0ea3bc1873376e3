#include "read/markdown.h"

#include <string.h>

#include "read/text.h"
#include "read/yaml.h"
#include "text/utf8.h"

enum { FIELD_TITLE = 1, N_FIELDS = 5 };

static const char *const field_names[N_FIELDS] = {"id", "title", "date", "source", "url"};

/* A field's value in the storage, which may still move. */
typedef struct span {
    size_t begin;
    size_t size;
    uint64_t line; /* of the YAML */
    int is_set;
} span;

/* Where the walk over the YAML events stands. */
typedef struct walk {
    int expects_key; /* in the outermost mapping */
    int field;       /* whose value comes next, -1: none of ours */
    span fields[N_FIELDS];
    kembar_buffer *storage;
} walk;

/* Bytes of the line at `at` with its end. */
static size_t line_size(kembar_view bytes, size_t at) {
    const char *end = memchr(bytes.data + at, '\n', bytes.size - at);
    return end == NULL ? bytes.size - at : (size_t)(end - bytes.data) - at + 1;
}

/* Not 0 when the line is `mark` and nothing but white space behind it. */
static int is_fence(const char *line, size_t size, const char *mark) {
    size_t n = strlen(mark);
    if (size < n || memcmp(line, mark, n) != 0) {
        return 0;
    }
    return kembar_text_is_blank((kembar_view){line + n, size - n});
}

/* Finds the fenced part: the YAML and where the body begins. 0 when there is none. */
static int find_front_matter(kembar_view bytes, kembar_view *yaml, size_t *body) {
    if (bytes.size == 0) {
        return 0;
    }
    size_t first = line_size(bytes, 0);
    if (!is_fence(bytes.data, first, "---")) {
        return 0;
    }
    for (size_t at = first; at < bytes.size && at <= KEMBAR_FRONT_MATTER_MAX_BYTES;) {
        size_t n = line_size(bytes, at);
        if (is_fence(bytes.data + at, n, "---") || is_fence(bytes.data + at, n, "...")) {
            *yaml = (kembar_view){bytes.data + first, at - first};
            *body = at + n;
            return 1;
        }
        at += n;
    }
    return 0;
}

static int field_of(const kembar_yaml_event *event) {
    if (event->kind != KEMBAR_YAML_SCALAR) {
        return -1;
    }
    for (int i = 0; i < N_FIELDS; i++) {
        if (event->text.size == strlen(field_names[i]) &&
            memcmp(event->text.data, field_names[i], event->text.size) == 0) {
            return i;
        }
    }
    return -1;
}

static void take_value(walk *w, const kembar_yaml_event *event) {
    if (w->field < 0 || w->fields[w->field].is_set || event->is_null) {
        return;
    }
    w->fields[w->field] = (span){w->storage->size, event->text.size, event->line, 1};
    kembar_buffer_append_view(w->storage, event->text);
}

/* Takes a key or a value of the outermost mapping; what lies deeper is passed over. The front
 * matter is none of ours when it is no mapping. */
static kembar_status take_event(void *context, const kembar_yaml_event *event,
                                kembar_error *error) {
    walk *w = context;
    (void)error;
    int is_end = event->kind == KEMBAR_YAML_MAPPING_END || event->kind == KEMBAR_YAML_SEQUENCE_END;
    if (event->kind == KEMBAR_YAML_DOCUMENT || is_end) {
        return KEMBAR_OK;
    }
    if (event->depth == 0) {
        w->expects_key = 1;
        return event->kind == KEMBAR_YAML_MAPPING ? KEMBAR_OK : KEMBAR_ERROR_FORMAT;
    }
    if (event->depth > 1) {
        return KEMBAR_OK;
    }
    if (w->expects_key) {
        w->field = field_of(event);
    } else if (event->kind == KEMBAR_YAML_SCALAR) {
        take_value(w, event);
    }
    w->expects_key = !w->expects_key;
    return KEMBAR_OK;
}

static uint64_t count_lines(const char *data, size_t size) {
    uint64_t n = 0;
    const char *end = data + size;
    for (const char *at = data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        n++;
    }
    return n;
}

/* The YAML begins on the second line. */
static void set_fields(const walk *w, kembar_record *record) {
    kembar_view *const slots[N_FIELDS] = {&record->id, &record->title, &record->date,
                                          &record->source, &record->url};
    for (int i = 0; i < N_FIELDS; i++) {
        if (w->fields[i].is_set) {
            *slots[i] = (kembar_view){w->storage->data + w->fields[i].begin, w->fields[i].size};
        }
    }
    record->title_line = w->fields[FIELD_TITLE].line + 1;
}

kembar_status kembar_markdown_read(kembar_view bytes, kembar_record *record,
                                   kembar_buffer *storage) {
    bytes = kembar_text_skip_mark(bytes);
    record->text = bytes;
    kembar_view yaml;
    size_t body = 0;
    if (!find_front_matter(bytes, &yaml, &body)) {
        return KEMBAR_OK;
    }
    kembar_buffer repaired = {0};
    (void)kembar_utf8_repair(yaml, &repaired);
    kembar_status status = kembar_buffer_status(&repaired);
    walk w = {.field = -1, .storage = storage};
    if (status == KEMBAR_OK) {
        status = kembar_yaml_walk(kembar_buffer_view(&repaired), KEMBAR_FRONT_MATTER_MAX_DEPTH,
                                  take_event, &w, NULL);
    }
    int is_good = status == KEMBAR_OK;
    kembar_buffer_deinit(&repaired);
    if (status != KEMBAR_ERROR_MEMORY) {
        status = kembar_buffer_status(storage);
    }
    if (status == KEMBAR_OK && is_good) {
        record->text = (kembar_view){bytes.data + body, bytes.size - body};
        record->text_line = count_lines(bytes.data, body) + 1;
        set_fields(&w, record);
    }
    return status;
}
