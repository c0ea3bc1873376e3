/* Front matter of any bytes: the body is the end of the file, the fields are what YAML says. */
#include "fuzz.h"
#include "read/markdown.h"
#include "text/utf8.h"

static void check_field(kembar_view field, kembar_view given) {
    if (kembar_view_equal(field, given))
        return;
    FUZZ_CHECK(field.data != NULL && field.size > 0);
    FUZZ_CHECK(kembar_utf8_valid_prefix(field) == field.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(fuzz_view(data, size));
    kembar_view bytes = {copy, size}, given = {"given", 5};
    kembar_record record = {.id = given, .title = given, .date = given, .source = given};
    kembar_buffer storage = {0};
    FUZZ_CHECK(kembar_markdown_read(bytes, &record, &storage) == KEMBAR_OK);
    size_t n_before = (size_t)(record.text.data - bytes.data);
    FUZZ_CHECK(n_before + record.text.size == size);
    int has_mark = size >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0;
    int is_all = n_before == (has_mark ? 3u : 0u);
    FUZZ_CHECK(is_all || (n_before >= 6 && memcmp(copy + (has_mark ? 3 : 0), "---", 3) == 0));
    FUZZ_CHECK(n_before <= KEMBAR_FRONT_MATTER_MAX_BYTES + 64);
    const kembar_view fields[] = {record.id, record.title, record.date, record.source};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        check_field(fields[i], given);
        FUZZ_CHECK(!is_all || kembar_view_equal(fields[i], given));
    }
    check_field(record.url, (kembar_view){NULL, 0});
    kembar_buffer_deinit(&storage);
    kembar_free(copy);
    return 0;
}
