/* A line of JSON becomes a valid document or a rejection with a reason in one line. Input: a byte
 * for the names of the fields, then the line. */
#include "document/document.h"
#include "fuzz.h"
#include "read/record.h"

static const char *const plain_paths[KEMBAR_N_FIELDS] = {"id",   "text",   "title",
                                                         "date", "source", "url"};
static const char *const deep_paths[KEMBAR_N_FIELDS] = {"a.b", "body.content", "a", "a.c",
                                                        "",    "url"};

static void check_row(const char *const *paths, kembar_view line) {
    kembar_json_parser *parser = NULL;
    kembar_jsonl_row row;
    kembar_buffer text = {0};
    fuzz_repair(line, &text);
    FUZZ_CHECK(kembar_json_parser_new(&parser) == KEMBAR_OK);
    FUZZ_CHECK(kembar_jsonl_read(parser, paths, kembar_buffer_view(&text), &row) == KEMBAR_OK);
    FUZZ_CHECK(memchr(row.reason, '\0', sizeof row.reason) != NULL);
    const kembar_view optional[] = {row.id, row.title, row.date, row.source, row.url};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        FUZZ_CHECK((optional[i].data == NULL) == (optional[i].size == 0));
    kembar_json_parser_free(parser);
    kembar_buffer_deinit(&text);
}

static void check_slot(const kembar_record_slot *slot) {
    if (slot->read.document) {
        kembar_error error = {0};
        FUZZ_CHECK(kembar_document_validate(slot->read.document, &error) == KEMBAR_OK);
        FUZZ_CHECK(slot->read.document->text.size <= 4096 + 1);
        FUZZ_CHECK(slot->read.document->id.size <= 3 * KEMBAR_ID_MAX_BYTES);
        FUZZ_CHECK(slot->rejected.text.size == 0);
        return;
    }
    const char *reason = slot->rejected.text.data;
    FUZZ_CHECK(reason != NULL && reason[0] != '\0' &&
               strlen(reason) == slot->rejected.reason_bytes);
    fuzz_check_shown((kembar_view){reason, slot->rejected.reason_bytes}, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    const char *const *paths = fuzz_take_byte(&rest) & 1 ? deep_paths : plain_paths;
    kembar_read_settings settings = {.max_document_bytes = 4096, .keep_raw = 1};
    memcpy(settings.fields, paths, sizeof settings.fields);
    char shown[] = "in.jsonl";
    kembar_entry entry = {.path = shown, .shown = shown, .id = shown};
    char *copy = fuzz_copy(rest);
    kembar_line line = {.bytes = {copy, rest.size}, .size_bytes = rest.size, .number = 7};
    kembar_json_parser *parser = NULL;
    kembar_buffer scratch = {0};
    kembar_record_slot slot = {0};
    check_row(paths, rest);
    FUZZ_CHECK(kembar_json_parser_new(&parser) == KEMBAR_OK);
    FUZZ_CHECK(kembar_record_from_line(&settings, &entry, &line, parser, &scratch, &slot, NULL) ==
               KEMBAR_OK);
    check_slot(&slot);
    kembar_record_slot_deinit(&slot);
    kembar_json_parser_free(parser);
    kembar_buffer_deinit(&scratch);
    kembar_free(copy);
    return 0;
}
