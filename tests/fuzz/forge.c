#include "forge.h"

#include <stddef.h>

#include "base/hash.h"
#include "kembar/options.h"

static const char *const names[] = {"documents.jsonl", "pairs.jsonl", "clusters.jsonl"};
enum { N_FILES = 3, DIGEST_BYTES = 33 };

static void append_options(kembar_buffer *out) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_options options = kembar_options_default();
    const char *before = "";
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].offset == offsetof(kembar_options, n_threads))
            continue;
        int32_t value;
        memcpy(&value, (const char *)&options + fields[i].offset, sizeof value);
        kembar_buffer_append_format(out, "%s\"%s\":", before, fields[i].name);
        if (fields[i].is_micro)
            kembar_buffer_append_micro(out, value);
        else
            kembar_buffer_append_format(out, "%d", (int)value);
        before = ",";
    }
}

static void append_run(kembar_buffer *out) {
    kembar_buffer_append_text(out, "{\"options\":{");
    append_options(out);
    kembar_buffer_append_text(out, "},\"files\":{");
    for (int i = 0; i < N_FILES; i++)
        kembar_buffer_append_format(out, "%s\"%s\":{\"xxh128\":\"@%d\"}", i ? "," : "", names[i],
                                    i);
    kembar_buffer_append_text(out, "},\"complete\":true}\n");
}

static void append_filled(kembar_buffer *out, kembar_view run, char digests[][DIGEST_BYTES]) {
    for (size_t i = 0; i < run.size; i++) {
        int is_digest = run.data[i] == '@' && i + 1 < run.size && run.data[i + 1] >= '0' &&
                        run.data[i + 1] < '0' + N_FILES;
        if (is_digest)
            kembar_buffer_append_text(out, digests[run.data[++i] - '0']);
        else
            kembar_buffer_append_char(out, run.data[i]);
    }
}

void forge_folder(const kembar_view rows[3], kembar_view run) {
    char digests[N_FILES][DIGEST_BYTES];
    kembar_buffer made = {0}, filled = {0};
    for (int i = 0; i < N_FILES; i++) {
        (void)fuzz_write(names[i], rows[i]);
        kembar_hash128_format(kembar_hash128_bytes(rows[i].data, rows[i].size), digests[i]);
    }
    if (run.size == 0) {
        append_run(&made);
        run = kembar_buffer_view(&made);
    }
    append_filled(&filled, run, digests);
    FUZZ_CHECK(kembar_buffer_status(&filled) == KEMBAR_OK);
    (void)fuzz_write("run.json", kembar_buffer_view(&filled));
    kembar_buffer_deinit(&made);
    kembar_buffer_deinit(&filled);
}
