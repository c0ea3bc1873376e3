#include "read/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/error.h"

/* One walk. */
typedef struct yaml_walk {
    yaml_parser_t parser;
    int depth, max_depth;
    kembar_yaml_take take;
    void *context;
    kembar_error *error;
} yaml_walk;

static int is_null(const yaml_event_t *event) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return event->data.scalar.length == 0;
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (strcmp((const char *)event->data.scalar.value, nulls[i]) == 0)
            return 1;
    return 0;
}

static void set_scalar(const yaml_event_t *event, kembar_yaml_event *out) {
    out->text = (kembar_view){(const char *)event->data.scalar.value, event->data.scalar.length};
    out->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    out->is_null = is_null(event);
}

/* 0 for events that say nothing. */
static int translate(const yaml_event_t *event, kembar_yaml_event *out) {
    out->line = (uint64_t)event->start_mark.line + 1;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        out->kind = KEMBAR_YAML_SCALAR;
        set_scalar(event, out);
        return 1;
    case YAML_ALIAS_EVENT:
        out->kind = KEMBAR_YAML_ALIAS;
        return 1;
    case YAML_MAPPING_START_EVENT:
        out->kind = KEMBAR_YAML_MAPPING;
        return 1;
    case YAML_MAPPING_END_EVENT:
        out->kind = KEMBAR_YAML_MAPPING_END;
        return 1;
    case YAML_SEQUENCE_START_EVENT:
        out->kind = KEMBAR_YAML_SEQUENCE;
        return 1;
    case YAML_SEQUENCE_END_EVENT:
        out->kind = KEMBAR_YAML_SEQUENCE_END;
        return 1;
    case YAML_DOCUMENT_START_EVENT:
        out->kind = KEMBAR_YAML_DOCUMENT;
        return 1;
    default:
        return 0;
    }
}

static int is_begin(kembar_yaml_kind kind) {
    return kind == KEMBAR_YAML_MAPPING || kind == KEMBAR_YAML_SEQUENCE;
}

static int is_end(kembar_yaml_kind kind) {
    return kind == KEMBAR_YAML_MAPPING_END || kind == KEMBAR_YAML_SEQUENCE_END;
}

static kembar_status hand_on(yaml_walk *walk, const yaml_event_t *event) {
    kembar_yaml_event out = {0};
    if (!translate(event, &out))
        return KEMBAR_OK;
    walk->depth -= is_end(out.kind);
    out.depth = walk->depth;
    kembar_status status = walk->take(walk->context, &out, walk->error);
    walk->depth += is_begin(out.kind);
    if (status == KEMBAR_OK && walk->depth > walk->max_depth)
        status = kembar_error_set(walk->error, KEMBAR_ERROR_LIMIT, NULL, out.line,
                                  "nested more than %d deep", walk->max_depth);
    return status;
}

static kembar_status fault_of(const yaml_walk *walk) {
    const yaml_parser_t *parser = &walk->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return kembar_error_memory(walk->error);
    return kembar_error_set(walk->error, KEMBAR_ERROR_FORMAT, NULL,
                            (uint64_t)parser->problem_mark.line + 1, "not YAML: %s",
                            parser->problem ? parser->problem : "it cannot be read");
}

static kembar_status walk_all(yaml_walk *walk) {
    kembar_status status = KEMBAR_OK;
    for (int is_over = 0; status == KEMBAR_OK && !is_over;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&walk->parser, &event))
            return fault_of(walk);
        is_over = event.type == YAML_STREAM_END_EVENT;
        status = hand_on(walk, &event);
        yaml_event_delete(&event);
    }
    return status;
}

kembar_status kembar_yaml_walk(kembar_view text, int max_depth, kembar_yaml_take take,
                               void *context, kembar_error *error) {
    yaml_walk walk = {.max_depth = max_depth, .take = take, .context = context, .error = error};
    if (!yaml_parser_initialize(&walk.parser))
        return kembar_error_memory(error);
    yaml_parser_set_encoding(&walk.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&walk.parser, (const unsigned char *)(text.size ? text.data : ""),
                                 text.size);
    kembar_status status = walk_all(&walk);
    yaml_parser_delete(&walk.parser);
    return status;
}
