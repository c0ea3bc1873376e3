#include "read/record.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/path.h"
#include "read/text.h"
#include "text/utf8.h"

/* Escapes of JSON take at most three bytes for each byte of a text that is not of control
 * characters. */
enum { LINE_FACTOR = 3, LINE_EXTRA_BYTES = 1024 * 1024, LINE_MAX_BYTES = 0x7FFFFFF0 };

void kembar_record_slot_deinit(kembar_record_slot *slot) {
    kembar_read_document_deinit(&slot->read);
    kembar_rejected_deinit(&slot->rejected);
}

kembar_status kembar_record_slot_move(kembar_record_slot *slot, kembar_file_result *result) {
    if (slot->trace.id.data != NULL) {
        return kembar_file_result_add_trace(result, &slot->trace);
    }
    return slot->read.document != NULL
               ? kembar_file_result_add(result, &slot->read)
               : kembar_rejected_list_add(&result->rejections, &slot->rejected);
}

/* Rejects for the fault in `fault`, which only MEMORY makes a failure. */
static kembar_status reject_fault(const kembar_record *record, kembar_status status,
                                  const kembar_error *fault, kembar_record_slot *slot,
                                  kembar_error *error) {
    if (status == KEMBAR_ERROR_MEMORY) {
        return kembar_error_memory(error);
    }
    status = kembar_rejected_init(&slot->rejected, record->input, record->position, record->id,
                                  "%s", fault->message);
    return status == KEMBAR_OK ? status : kembar_error_memory(error);
}

/* Says in `fault` what keeps the record from being a document. */
static kembar_status check_record(const kembar_read_settings *settings, kembar_record *record,
                                  kembar_error *fault) {
    if (record->id.size > KEMBAR_ID_MAX_BYTES) {
        size_t n_bytes = record->id.size;
        record->id = (kembar_view){NULL, 0};
        return kembar_error_set(fault, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "an id of %zu bytes is over the limit of %d bytes", n_bytes,
                                KEMBAR_ID_MAX_BYTES);
    }
    if (kembar_text_is_blank(record->title)) {
        record->title = (kembar_view){NULL, 0};
    }
    if (record->title.data == NULL && kembar_text_is_blank(record->text)) {
        return kembar_error_set(fault, KEMBAR_ERROR_FORMAT, NULL, 0, "%s",
                                record->position == 0 ? "no text" : "no text and no title");
    }
    uint64_t n_bytes = (uint64_t)record->title.size + record->text.size;
    if (n_bytes > settings->max_document_bytes) {
        return kembar_error_set(fault, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "a text of %" PRIu64 " bytes is over the limit of %" PRIu64
                                " bytes",
                                n_bytes, settings->max_document_bytes);
    }
    return KEMBAR_OK;
}

static kembar_status make_document(const kembar_record *record, kembar_record_slot *slot,
                                   kembar_error *fault) {
    if (slot->maker == NULL) {
        return kembar_document_new(&slot->read.document, record, fault);
    }
    kembar_status status = slot->is_valid
                               ? kembar_document_maker_next_valid(slot->maker, record, fault)
                               : kembar_document_maker_next(slot->maker, record, fault);
    slot->made = status == KEMBAR_OK ? &slot->maker->document : NULL;
    return status;
}

kembar_status kembar_record_make(const kembar_read_settings *settings, const kembar_record *record,
                                 kembar_record_slot *slot, kembar_error *error) {
    kembar_record checked = *record;
    kembar_error fault = {0};
    kembar_status status = check_record(settings, &checked, &fault);
    if (status == KEMBAR_OK) {
        status = make_document(&checked, slot, &fault);
    }
    return status == KEMBAR_OK ? status : reject_fault(&checked, status, &fault, slot, error);
}

size_t kembar_record_line_limit(const kembar_read_settings *settings) {
    uint64_t most = (LINE_MAX_BYTES - LINE_EXTRA_BYTES) / LINE_FACTOR;
    return settings->max_document_bytes > most
               ? LINE_MAX_BYTES
               : (size_t)settings->max_document_bytes * LINE_FACTOR + LINE_EXTRA_BYTES;
}

/* The line as valid UTF-8 without NULs and byte order mark: itself, or repaired in `scratch`. */
static kembar_view repair_line(kembar_view line, kembar_buffer *scratch) {
    line = kembar_text_skip_mark(line);
    if (kembar_utf8_valid_prefix(line) == line.size) {
        return line;
    }
    kembar_buffer_clear(scratch);
    (void)kembar_utf8_repair(line, scratch);
    return kembar_buffer_view(scratch);
}

kembar_view kembar_record_number_id(const kembar_entry *entry, uint64_t number,
                                    kembar_buffer *scratch) {
    kembar_buffer_clear(scratch);
    kembar_buffer_append_text(scratch, entry->id);
    kembar_buffer_append_char(scratch, '#');
    kembar_buffer_append_u64(scratch, number);
    return kembar_buffer_view(scratch);
}

static kembar_status keep_line(const kembar_line *line, kembar_record_slot *slot,
                               kembar_error *error) {
    kembar_view bytes = kembar_text_skip_mark(line->bytes);
    slot->read.raw = kembar_path_copy(bytes);
    slot->read.raw_bytes = bytes.size;
    return slot->read.raw == NULL ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Parses the line into *record; a reason not to is said in `fault`. */
static kembar_status parse_line(const kembar_read_settings *settings, const kembar_line *line,
                                kembar_json_parser *parser, kembar_buffer *scratch,
                                kembar_jsonl_row *row, kembar_error *fault) {
    *row = (kembar_jsonl_row){0};
    if (line->size_bytes > kembar_record_line_limit(settings)) {
        return kembar_error_set(fault, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "a line of %" PRIu64 " bytes is over the limit of %zu bytes",
                                line->size_bytes, kembar_record_line_limit(settings));
    }
    kembar_view text = repair_line(line->bytes, scratch);
    if (kembar_buffer_status(scratch) != KEMBAR_OK) {
        return KEMBAR_ERROR_MEMORY;
    }
    kembar_status status = kembar_jsonl_read(parser, settings->fields, text, row);
    if (status == KEMBAR_OK && row->reason[0] != '\0') {
        return kembar_error_set(fault, KEMBAR_ERROR_FORMAT, NULL, 0, "%s", row->reason);
    }
    return status;
}

kembar_status kembar_record_from_line(const kembar_read_settings *settings,
                                      const kembar_entry *entry, const kembar_line *line,
                                      kembar_json_parser *parser, kembar_buffer *scratch,
                                      kembar_record_slot *slot, kembar_error *error) {
    kembar_jsonl_row row;
    kembar_error fault = {0};
    kembar_status status = parse_line(settings, line, parser, scratch, &row, &fault);
    kembar_record record = {.id = row.id,
                            .title = row.title,
                            .date = row.date,
                            .source = row.source.size > 0 ? row.source : kembar_entry_source(entry),
                            .url = row.url,
                            .text = row.text,
                            .input = {entry->shown, strlen(entry->shown)},
                            .position = line->number};
    if (status != KEMBAR_OK) {
        return reject_fault(&record, status, &fault, slot, error);
    }
    slot->says_id = record.id.data != NULL;
    slot->is_valid = row.is_valid;
    if (!slot->says_id) {
        record.id = kembar_record_number_id(entry, line->number, scratch);
        if (kembar_buffer_status(scratch) != KEMBAR_OK) {
            return kembar_error_memory(error);
        }
    }
    status = kembar_record_make(settings, &record, slot, error);
    if (status == KEMBAR_OK && settings->keep_raw && slot->read.document != NULL) {
        status = keep_line(line, slot, error);
    }
    return status;
}
