#include <stddef.h>
#include <string.h>

#include "pipeline/imprint_bytes.h"

/* Numbers as the machine has them: a cache is of one machine's kind. Arrays follow, those with
 * larger items first. */
typedef struct packed {
    uint64_t content_high, content_low, key_high, key_low, source, trace;
    uint32_t n_tokens, n_content, n_keys, level, n_lines, n_anchors, id_bytes;
    int32_t day;
    uint32_t n_idle, unused;
} packed;

#define NO_ID UINT32_MAX

static uint64_t count_anchors(const packed *head) {
    return head->n_anchors == KEMBAR_IMPRINT_UNANCHORED ? 0 : head->n_anchors;
}

static uint64_t all_bytes(const packed *head) {
    uint64_t id_bytes = head->id_bytes == NO_ID ? 0 : head->id_bytes;
    return sizeof *head + head->n_lines * (uint64_t)sizeof(kembar_furniture_line) +
           (head->n_keys + count_anchors(head)) * sizeof(uint32_t) + head->n_keys + id_bytes;
}

static char *append(char *at, const void *data, size_t size) {
    if (size)
        memcpy(at, data, size);
    return at + size;
}

/* Field by field, so that no padding of theirs is kept. */
static char *append_lines(char *at, const kembar_furniture_line *lines, size_t n_lines) {
    for (size_t i = 0; i < n_lines; i++) {
        memset(at, 0, sizeof *lines);
        memcpy(at + offsetof(kembar_furniture_line, hash), &lines[i].hash, sizeof lines->hash);
        memcpy(at + offsetof(kembar_furniture_line, n_tokens), &lines[i].n_tokens,
               sizeof lines->n_tokens);
        at += sizeof *lines;
    }
    return at;
}

kembar_view kembar_imprint_encode(kembar_arena *arena, const kembar_imprint *imprint,
                                  kembar_view id) {
    packed head = {.content_high = imprint->content.high,
                   .content_low = imprint->content.low,
                   .key_high = imprint->key.high,
                   .key_low = imprint->key.low,
                   .source = imprint->source,
                   .trace = imprint->trace,
                   .n_tokens = imprint->n_tokens,
                   .n_content = imprint->n_content,
                   .n_keys = imprint->n_keys,
                   .level = imprint->level,
                   .n_lines = imprint->n_lines,
                   .n_anchors = imprint->n_anchors,
                   .id_bytes = id.data ? (uint32_t)id.size : NO_ID,
                   .day = imprint->day};
    size_t size = (size_t)all_bytes(&head);
    char *bytes = kembar_arena_take(arena, size);
    if (!bytes)
        return (kembar_view){0};
    char *at = append(bytes, &head, sizeof head);
    at = append_lines(at, imprint->lines, imprint->n_lines);
    at = append(at, imprint->keys, imprint->n_keys * sizeof *imprint->keys);
    at = append(at, imprint->anchors, (size_t)count_anchors(&head) * sizeof *imprint->anchors);
    at = append(at, imprint->places, imprint->n_keys);
    (void)append(at, id.data, id.data ? id.size : 0);
    return (kembar_view){bytes, size};
}

static int is_ascending(const uint32_t *keys, uint32_t n_keys) {
    for (uint32_t i = 1; i < n_keys; i++)
        if (keys[i - 1] >= keys[i])
            return 0;
    return 1;
}

/* What those that use an imprint rely on. */
static int is_sound(const kembar_imprint *imprint) {
    for (uint32_t i = 0; i < imprint->n_keys; i++)
        if (imprint->places[i] >= KEMBAR_SAMPLE_PLACES)
            return 0;
    return imprint->level <= KEMBAR_SAMPLE_MAX_LEVEL &&
           is_ascending(imprint->keys, imprint->n_keys);
}

int kembar_imprint_decode(kembar_view bytes, kembar_imprint *out, kembar_view *id) {
    packed head;
    if (bytes.size < sizeof head)
        return 0;
    memcpy(&head, bytes.data, sizeof head);
    if (all_bytes(&head) != bytes.size)
        return 0;
    const char *at = bytes.data + sizeof head;
    *out = (kembar_imprint){.content = {head.content_high, head.content_low},
                            .key = {head.key_high, head.key_low},
                            .source = head.source,
                            .trace = head.trace,
                            .day = head.day,
                            .n_tokens = head.n_tokens,
                            .n_content = head.n_content,
                            .n_keys = head.n_keys,
                            .level = head.level,
                            .n_lines = head.n_lines,
                            .n_anchors = head.n_anchors};
    out->lines = (const kembar_furniture_line *)(const void *)at;
    at += head.n_lines * sizeof *out->lines;
    out->keys = (const uint32_t *)(const void *)at;
    at += head.n_keys * sizeof *out->keys;
    out->anchors = (const uint32_t *)(const void *)at;
    at += count_anchors(&head) * sizeof *out->anchors;
    out->places = (const uint8_t *)at;
    at += head.n_keys;
    *id = (kembar_view){0};
    if (head.id_bytes != NO_ID)
        *id = (kembar_view){at, head.id_bytes};
    return is_sound(out);
}

uint32_t kembar_imprint_idle(kembar_view bytes) {
    uint32_t n_idle;
    memcpy(&n_idle, bytes.data + offsetof(packed, n_idle), sizeof n_idle);
    return n_idle;
}

kembar_view kembar_imprint_copy_idle(kembar_arena *arena, kembar_view bytes, uint32_t n_idle) {
    char *copy = kembar_arena_copy(arena, bytes.data, bytes.size);
    if (copy)
        memcpy(copy + offsetof(packed, n_idle), &n_idle, sizeof n_idle);
    return (kembar_view){copy, copy ? bytes.size : 0};
}
