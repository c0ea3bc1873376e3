#include "forged_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "kembar/options.h"

static void write_file(const char *folder, const char *name, const char *bytes, size_t size) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void append_options(kembar_buffer *out) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_options options = kembar_options_default();
    const char *before = "";
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].offset == offsetof(kembar_options, n_threads))
            continue;
        int32_t value = *(const int32_t *)(const void *)((const char *)&options + fields[i].offset);
        kembar_buffer_append_format(out, "%s\"%s\":", before, fields[i].name);
        if (fields[i].is_micro)
            kembar_buffer_append_micro(out, value);
        else
            kembar_buffer_append_format(out, "%d", (int)value);
        before = ",";
    }
}

void forge_run(const char *folder, const char *documents, const char *pairs, const char *clusters) {
    const char *const names[] = {"documents.jsonl", "pairs.jsonl", "clusters.jsonl"};
    const char *const contents[] = {documents, pairs, clusters};
    kembar_buffer run = {0};
    (void)mkdir(folder, 0777);
    kembar_buffer_append_text(&run, "{\"version\":\"0.1.0\",\"options\":{");
    append_options(&run);
    kembar_buffer_append_text(&run, "},\"files\":{");
    for (int i = 0; i < 3; i++) {
        char digest[33];
        size_t size = strlen(contents[i]);
        write_file(folder, names[i], contents[i], size);
        kembar_hash128_format(kembar_hash128_bytes(contents[i], size), digest);
        kembar_buffer_append_format(&run, "%s\"%s\":{\"xxh128\":\"%s\",\"bytes\":%zu}",
                                    i ? "," : "", names[i], digest, size);
    }
    kembar_buffer_append_text(&run, "},\"complete\":true}\n");
    write_file(folder, "run.json", run.data, run.size);
    kembar_buffer_deinit(&run);
}

static char *append(char *text, const char *line) {
    size_t old_size = text ? strlen(text) : 0;
    char *grown = realloc(text, old_size + strlen(line) + 1);
    assert_non_null(grown);
    memcpy(grown + old_size, line, strlen(line) + 1);
    return grown;
}

static const char *quote(char room[64], const char *text) {
    if (!text)
        return "null";
    snprintf(room, 64, "\"%s\"", text);
    return room;
}

char *forge_document(char *text, const char *id, const char *group, const char *story) {
    char line[1024], group_room[64], story_room[64];
    snprintf(line, sizeof line,
             "{\"id\":\"%s\",\"source\":null,\"date\":null,\"title\":null,\"url\":null,"
             "\"language\":\"en\",\"languages\":{},\"tokens\":3,\"content_tokens\":2,\"group\":%s,"
             "\"story\":%s,\"representative\":\"%s\",\"input\":{\"path\":\"in\",\"position\":1}}\n",
             id, quote(group_room, group), quote(story_room, story), id);
    return append(text, line);
}

char *forge_pair(char *text, const char *a, const char *b, const char *relation) {
    char line[1024];
    snprintf(
        line, sizeof line,
        "{\"a\":\"%s\",\"b\":\"%s\",\"relation\":\"%s\",\"score\":0.500000,\"jaccard\":0.250000,"
        "\"containment_a\":1.000000,\"containment_b\":0.000000,\"coverage_a\":0.000001,"
        "\"coverage_b\":0.999999,\"similarity\":null,\"facts_differ\":null,"
        "\"shared\":[[0,1,2,3]],\"link\":null,\"mutual\":null,\"terms\":null}\n",
        a, b, relation);
    return append(text, line);
}
