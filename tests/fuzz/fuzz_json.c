/* JSON of any bytes: refused, or a tree that can be walked; written again by our own writer it is
 * read as the same tree. */
#include <stdio.h>

#include "base/json_writer.h"
#include "flat_check.h"
#include "fuzz.h"
#include "read/json.h"
#include "read/surrogates.h"
#include "text/utf8.h"

typedef struct writer {
    kembar_json_writer json;
    int depth, max_depth; /* what lies deeper is left out */
} writer;

static void write_value(writer *out, kembar_json_value value);

static int write_member(void *context, kembar_view key, kembar_json_value value) {
    writer *out = context;
    /* A key of ours is text of our own: as a string it goes through the escapes. */
    kembar_json_begin_array(&out->json);
    kembar_json_string(&out->json, key);
    write_value(out, value);
    kembar_json_end_array(&out->json);
    return 1;
}

static int write_item(void *context, kembar_view key, kembar_json_value value) {
    FUZZ_CHECK(key.size == 0);
    write_value(context, value);
    return 1;
}

static void write_number(writer *out, kembar_json_value value) {
    char text[KEMBAR_JSON_NUMBER_BYTES];
    size_t size = kembar_json_number_text(value, text);
    int64_t number, micro;
    FUZZ_CHECK(size > 0 && size <= sizeof text);
    if (kembar_json_as_i64(value, &number)) {
        char expected[KEMBAR_JSON_NUMBER_BYTES];
        FUZZ_CHECK((size_t)snprintf(expected, sizeof expected, "%lld", (long long)number) == size);
        FUZZ_CHECK(memcmp(expected, text, size) == 0);
        if (kembar_json_as_micro(value, &micro))
            FUZZ_CHECK(micro == number * 1000000);
    }
    kembar_json_string(&out->json, (kembar_view){text, size});
}

static void write_container(writer *out, kembar_json_value value) {
    int is_object = value.kind == KEMBAR_JSON_OBJECT;
    if (out->depth == out->max_depth) {
        kembar_json_null(&out->json);
        return;
    }
    out->depth++;
    kembar_json_begin_array(&out->json);
    kembar_json_each(value, is_object ? write_member : write_item, out);
    kembar_json_end_array(&out->json);
    out->depth--;
}

static void write_value(writer *out, kembar_json_value value) {
    int is_true;
    switch (value.kind) {
    case KEMBAR_JSON_BOOL:
        FUZZ_CHECK(kembar_json_as_bool(value, &is_true));
        kembar_json_bool(&out->json, is_true);
        break;
    case KEMBAR_JSON_NUMBER:
        write_number(out, value);
        break;
    case KEMBAR_JSON_STRING:
        kembar_json_string(&out->json, kembar_json_as_string(value));
        break;
    case KEMBAR_JSON_ARRAY:
    case KEMBAR_JSON_OBJECT:
        write_container(out, value);
        break;
    default:
        FUZZ_CHECK(value.kind == KEMBAR_JSON_NULL);
        kembar_json_null(&out->json);
    }
}

/* Objects become lists of [key, value], numbers strings: then a second round changes nothing. */
static void check_round(kembar_json_parser *parser, kembar_json_value root) {
    kembar_buffer once = {0}, twice = {0};
    writer first = {.json = {.out = &once}, .max_depth = 6};
    writer second = {.json = {.out = &twice}, .max_depth = 14};
    write_value(&first, root);
    FUZZ_CHECK(kembar_buffer_status(&once) == KEMBAR_OK);
    kembar_view written = kembar_buffer_view(&once);
    FUZZ_CHECK(kembar_utf8_valid_prefix(written) == written.size);
    FUZZ_CHECK(kembar_json_parse(parser, written, &root, NULL) == KEMBAR_OK);
    write_value(&second, root);
    FUZZ_CHECK(kembar_view_equal(kembar_buffer_view(&twice), written));
    kembar_buffer_deinit(&once);
    kembar_buffer_deinit(&twice);
}

/* Mending half pairs changes no byte but of their escapes, and is done after one time. */
static void check_surrogates(kembar_view bytes) {
    char *mended = fuzz_copy(bytes);
    size_t n = kembar_surrogates_mend(mended, bytes.size);
    FUZZ_CHECK(n > 0 || bytes.size == 0 || memcmp(mended, bytes.data, bytes.size) == 0);
    FUZZ_CHECK(kembar_surrogates_mend(mended, bytes.size) == 0);
    kembar_free(mended);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_json_parser *parser = NULL;
    kembar_json_value root;
    kembar_error error = {0};
    kembar_buffer text = {0};
    check_surrogates(fuzz_view(data, size));
    fuzz_repair(fuzz_view(data, size), &text);
    FUZZ_CHECK(kembar_json_parser_new(&parser) == KEMBAR_OK);
    int is_flat;
    FUZZ_CHECK(flat_check(parser, kembar_buffer_view(&text), &is_flat) == NULL);
    kembar_status status = kembar_json_parse(parser, kembar_buffer_view(&text), &root, &error);
    FUZZ_CHECK(status == KEMBAR_OK || (status == KEMBAR_ERROR_FORMAT && error.message[0]));
    if (status == KEMBAR_OK)
        check_round(parser, root);
    kembar_json_parser_free(parser);
    kembar_buffer_deinit(&text);
    return 0;
}
