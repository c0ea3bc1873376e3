#include "document/document.h"
#include "report/answers.h"
#include "report/json_put.h"
#include "report/track_tally.h"

static void put_document(kembar_json_writer *json, const kembar_document *document) {
    kembar_json_put_string(json, "id", document->id);
    kembar_json_put_string(json, "title", document->title);
    kembar_json_put_string(json, "date", document->date);
    kembar_json_put_string(json, "source", document->source);
    kembar_json_put_string(json, "url", document->url);
    kembar_json_put_text(json, "language", kembar_language_name(document->language));
    kembar_json_put_input(json, document);
}

static const char *kind_name(uint8_t kind) {
    switch ((kembar_change_kind)kind) {
    case KEMBAR_CHANGE_CUT:
        return "cut";
    case KEMBAR_CHANGE_ADDED:
        return "added";
    case KEMBAR_CHANGE_REPLACED:
        break;
    }
    return "replaced";
}

static void put_example(kembar_json_writer *json, const kembar_change *change) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "kind", kind_name(change->kind));
    kembar_json_put_string(json, "release", change->release);
    kembar_json_put_string(json, "coverage", change->coverage);
    kembar_json_put_u64(json, "release_words", change->release_words);
    kembar_json_put_u64(json, "coverage_words", change->coverage_words);
    kembar_json_put_bool(json, "headline", change->is_headline);
    kembar_json_put_bool(json, "fact", change->has_fact);
    kembar_json_end_object(json);
}

static void put_changes(kembar_json_writer *json, const kembar_track *track,
                        const kembar_track_row *row) {
    kembar_json_key(json, "changes");
    if (!row->has_changes) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "replaced", row->n_replaced);
    kembar_json_put_u64(json, "cut", row->n_cut);
    kembar_json_put_u64(json, "added", row->n_added);
    kembar_json_key(json, "examples");
    kembar_json_begin_array(json);
    for (uint32_t i = 0; i < row->n_changes; i++)
        put_example(json, &track->changes[row->first_change + i]);
    kembar_json_end_array(json);
    kembar_json_end_object(json);
}

static void put_row(kembar_json_writer *json, const kembar_tracked *tracked,
                    const kembar_track_row *row) {
    kembar_json_begin_object(json);
    put_document(json, kembar_collection_document(tracked->coverage, row->coverage));
    kembar_json_key(json, "days");
    if (row->days == INT32_MIN)
        kembar_json_null(json);
    else
        kembar_json_i64(json, row->days);
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)row->relation));
    kembar_json_put_micro(json, "score", row->score);
    kembar_json_put_micro(json, "kept", row->kept);
    kembar_json_put_micro(json, "share", row->share);
    kembar_json_put_tristate(json, "facts_differ", row->facts_differ);
    put_changes(json, tracked->track, row);
    kembar_json_end_object(json);
}

kembar_status kembar_answer_track_json(kembar_answer *out, const kembar_tracked *tracked,
                                       kembar_error *error) {
    kembar_buffer text = {0};
    const kembar_track *track = tracked->track;
    for (size_t i = 0; i < track->n_releases && !text.failed; i++) {
        kembar_json_writer json = {.out = &text};
        kembar_track_tally tally = {0};
        kembar_track_tally_add(&tally, track, i);
        kembar_json_begin_object(&json);
        put_document(&json, kembar_collection_document(tracked->releases, i));
        kembar_json_put_u64(&json, "ran", tally.n_ran);
        kembar_json_key(&json, "coverage");
        kembar_json_begin_array(&json);
        for (size_t k = track->first_row[i]; k < track->first_row[i + 1]; k++)
            put_row(&json, tracked, &track->rows[k]);
        kembar_json_end_array(&json);
        kembar_json_end_object(&json);
        kembar_buffer_append_char(&text, '\n');
    }
    return kembar_answer_take(out, &text, error);
}
