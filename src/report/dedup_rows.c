#include "report/dedup_rows.h"

#include "report/json_put.h"

static void put_relation(kembar_json_writer *json, uint8_t relation, int32_t score) {
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)relation));
    kembar_json_put_micro(json, "score", score);
}

static kembar_view id_of(const kembar_dedup_row_writer *writer, int in_against, uint32_t record) {
    const kembar_dedup_result *result = writer->result;
    return kembar_catalogue_id(in_against ? result->against : result->catalogue, record);
}

/* The text without the title that the document joined to it. */
static kembar_view body_of(const kembar_document *document) {
    kembar_view text = kembar_document_text(document);
    size_t title_size = kembar_document_title(document).size;
    if (title_size == 0)
        return text;
    size_t begin = title_size < text.size ? title_size + 1 : text.size;
    return (kembar_view){text.data + begin, text.size - begin};
}

static void put_document(kembar_buffer *out, const kembar_document *document) {
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "id", kembar_document_id(document));
    kembar_json_put_string(&json, "title", kembar_document_title(document));
    kembar_json_put_string(&json, "date", kembar_document_date(document));
    kembar_json_put_string(&json, "source", kembar_document_source(document));
    kembar_json_put_string(&json, "url", kembar_document_url(document));
    kembar_json_put_string(&json, "text", body_of(document));
    kembar_json_end_object(&json);
}

static kembar_status put_kept_line(kembar_dedup_row_writer *writer, size_t i, kembar_error *error) {
    kembar_view line;
    kembar_status status =
        kembar_catalogue_bytes(writer->result->catalogue, &writer->reader, i, &line, error);
    if (status == KEMBAR_OK)
        kembar_buffer_append_view(writer->text, line);
    return status;
}

static kembar_status put_kept_document(kembar_dedup_row_writer *writer, size_t i,
                                       kembar_error *error) {
    const kembar_document *document;
    kembar_status status = kembar_catalogue_document(writer->result->catalogue, &writer->reader, i,
                                                     &writer->maker, &document, error);
    if (status == KEMBAR_OK)
        put_document(writer->text, document);
    return status;
}

kembar_status kembar_dedup_put_kept(kembar_dedup_row_writer *writer, size_t i,
                                    kembar_error *error) {
    if (writer->result->rows[i].duplicate_of != UINT32_MAX)
        return KEMBAR_OK;
    kembar_status status = kembar_catalogue_is_line(writer->result->catalogue, i)
                               ? put_kept_line(writer, i, error)
                               : put_kept_document(writer, i, error);
    kembar_buffer_append_char(writer->text, '\n');
    return status;
}

kembar_status kembar_dedup_put_removed(kembar_dedup_row_writer *writer, size_t i,
                                       kembar_error *error) {
    const kembar_dedup_row *row = &writer->result->rows[i];
    (void)error;
    if (row->duplicate_of == UINT32_MAX)
        return KEMBAR_OK;
    kembar_json_writer json = {.out = writer->text};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "id", id_of(writer, 0, (uint32_t)i));
    kembar_json_put_string(&json, "duplicate_of",
                           id_of(writer, row->of_against, row->duplicate_of));
    kembar_json_put_bool(&json, "in_against", row->of_against != 0);
    put_relation(&json, row->relation, row->score);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(writer->text, '\n');
    return KEMBAR_OK;
}

kembar_status kembar_dedup_put_pair(kembar_dedup_row_writer *writer, size_t i,
                                    kembar_error *error) {
    const kembar_pair *pair = &writer->result->pairs[i];
    int in_against = writer->result->pairs_against && writer->result->pairs_against[i];
    kembar_json_writer json = {.out = writer->text};
    (void)error;
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "a", id_of(writer, in_against, pair->a));
    kembar_json_put_string(&json, "b", id_of(writer, 0, pair->b));
    kembar_json_put_bool(&json, "in_against", in_against);
    put_relation(&json, pair->relation, pair->score);
    kembar_json_put_tristate(&json, "facts_differ", pair->facts_differ);
    kembar_json_put_micro(&json, "jaccard", pair->jaccard);
    kembar_json_put_micro(&json, "containment_a", pair->containment_a);
    kembar_json_put_micro(&json, "containment_b", pair->containment_b);
    kembar_json_put_micro(&json, "coverage_a", pair->coverage_a);
    kembar_json_put_micro(&json, "coverage_b", pair->coverage_b);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(writer->text, '\n');
    return KEMBAR_OK;
}

void kembar_dedup_row_writer_deinit(kembar_dedup_row_writer *writer) {
    kembar_catalogue_reader_deinit(&writer->reader);
    kembar_document_maker_deinit(&writer->maker);
}
