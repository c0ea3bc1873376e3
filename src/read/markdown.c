#include "read/markdown.h"

#include <string.h>
#include <yaml.h>

#include "read/text.h"
#include "text/utf8.h"

enum { N_FIELDS = 5 };

static const char *const field_names[N_FIELDS] = {"id", "title", "date", "source", "url"};

/* A field's value in the storage, which may still move. */
typedef struct span {
    size_t begin;
    size_t size;
    int is_set;
} span;

/* Where the walk over the YAML events stands. */
typedef struct walk {
    int depth;
    int expects_key; /* in the outermost mapping */
    int field;       /* whose value comes next, -1: none of ours */
    int is_mapping;
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

static int field_of(const yaml_event_t *event) {
    if (event->type != YAML_SCALAR_EVENT) {
        return -1;
    }
    kembar_view name = {(const char *)event->data.scalar.value, event->data.scalar.length};
    for (int i = 0; i < N_FIELDS; i++) {
        if (name.size == strlen(field_names[i]) &&
            memcmp(name.data, field_names[i], name.size) == 0) {
            return i;
        }
    }
    return -1;
}

static int is_null(const yaml_event_t *event) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
        return event->data.scalar.length == 0;
    }
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++) {
        if (strcmp((const char *)event->data.scalar.value, nulls[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static void take_value(walk *w, const yaml_event_t *event) {
    if (w->field < 0 || w->fields[w->field].is_set || is_null(event)) {
        return;
    }
    w->fields[w->field] = (span){w->storage->size, event->data.scalar.length, 1};
    kembar_buffer_append(w->storage, (const char *)event->data.scalar.value,
                         event->data.scalar.length);
}

/* Takes one node: a key or a value of the outermost mapping, or something deeper. */
static void take_node(walk *w, const yaml_event_t *event) {
    if (w->depth != 1 || !w->is_mapping) {
        return;
    }
    if (w->expects_key) {
        w->field = field_of(event);
    } else if (event->type == YAML_SCALAR_EVENT) {
        take_value(w, event);
    }
    w->expects_key = !w->expects_key;
}

/* 0 when the text is not for us: no mapping, or nested too deep. */
static int take_event(walk *w, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
        take_node(w, event);
        return w->depth > 0;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        take_node(w, event);
        if (w->depth == 0) {
            w->is_mapping = event->type == YAML_MAPPING_START_EVENT;
            w->expects_key = 1;
        }
        w->depth++;
        return w->is_mapping && w->depth <= KEMBAR_FRONT_MATTER_MAX_DEPTH;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        w->depth--;
        return 1;
    default:
        return 1;
    }
}

/* Not 0 when `yaml` (valid UTF-8) is one well-formed mapping, or empty. */
static kembar_status read_yaml(kembar_view yaml, walk *w, int *is_good) {
    *is_good = 0;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return KEMBAR_ERROR_MEMORY;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.data, yaml.size);
    int goes_on = 1;
    while (goes_on) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            break;
        }
        goes_on = take_event(w, &event);
        if (event.type == YAML_STREAM_END_EVENT) {
            *is_good = 1;
            goes_on = 0;
        }
        yaml_event_delete(&event);
    }
    kembar_status status = parser.error == YAML_MEMORY_ERROR ? KEMBAR_ERROR_MEMORY : KEMBAR_OK;
    yaml_parser_delete(&parser);
    return status;
}

static void set_fields(const walk *w, kembar_record *record) {
    kembar_view *const slots[N_FIELDS] = {&record->id, &record->title, &record->date,
                                          &record->source, &record->url};
    for (int i = 0; i < N_FIELDS; i++) {
        if (w->fields[i].is_set) {
            *slots[i] = (kembar_view){w->storage->data + w->fields[i].begin, w->fields[i].size};
        }
    }
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
    int is_good = 0;
    if (status == KEMBAR_OK) {
        status = read_yaml((kembar_view){repaired.size == 0 ? "" : repaired.data, repaired.size},
                           &w, &is_good);
    }
    kembar_buffer_deinit(&repaired);
    if (status == KEMBAR_OK) {
        status = kembar_buffer_status(storage);
    }
    if (status == KEMBAR_OK && is_good) {
        record->text = (kembar_view){bytes.data + body, bytes.size - body};
        set_fields(&w, record);
    }
    return status;
}
