#include "read/catalogue.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/views.h"
#include "read/catalogue_files.h"
#include "read/file_text.h"
#include "read/record.h"
#include "read/source_options.h"

struct kembar_catalogue {
    kembar_source_options options; /* owned, with all that it points to */
    kembar_read_settings settings; /* borrowed from the options */
    kembar_read_tap tap;           /* its arenas and spools are owned, n_threads of each */
    int n_threads;
    kembar_plan plan;
    kembar_catalogue_files files;
    kembar_read_trace *places; /* owned; in the order of reading */
    size_t n_places;
    uint32_t *ranks; /* owned; of the ids */
    kembar_rejected_list rejected;
    kembar_rejection *rejections; /* owned; views of `rejected` */
};

kembar_status kembar_catalogue_start(kembar_catalogue **out, kembar_source_options *options,
                                     int n_threads, kembar_read_take take, void *take_context,
                                     const kembar_read_memory *memory, kembar_error *error) {
    *out = NULL;
    kembar_catalogue *c = kembar_alloc_zeroed(1, sizeof *c);
    if (c == NULL) {
        return kembar_error_memory(error);
    }
    size_t n = (size_t)n_threads;
    c->n_threads = n_threads;
    c->tap = (kembar_read_tap){.context = take_context, .take = take, .memory = memory};
    c->tap.ids = kembar_alloc_zeroed(n, sizeof *c->tap.ids);
    c->tap.spools = kembar_alloc_zeroed(n, sizeof *c->tap.spools);
    if (c->tap.ids == NULL || c->tap.spools == NULL) {
        kembar_free(c->tap.ids);
        kembar_free(c->tap.spools);
        kembar_free(c);
        return kembar_error_memory(error);
    }
    for (size_t i = 0; i < n; i++) {
        c->tap.spools[i].fd = -1;
    }
    c->options = *options;
    *options = (kembar_source_options){0};
    c->settings = kembar_read_settings_of(&c->options);
    c->settings.tap = &c->tap;
    *out = c;
    return KEMBAR_OK;
}

const kembar_read_settings *kembar_catalogue_settings(const kembar_catalogue *catalogue) {
    return &catalogue->settings;
}

void kembar_catalogue_free(kembar_catalogue *catalogue) {
    if (catalogue == NULL) {
        return;
    }
    kembar_catalogue_files_close(&catalogue->files);
    for (int i = 0; i < catalogue->n_threads; i++) {
        kembar_arena_deinit(&catalogue->tap.ids[i]);
        kembar_spool_close(&catalogue->tap.spools[i]);
    }
    kembar_free(catalogue->tap.ids);
    kembar_free(catalogue->tap.spools);
    kembar_plan_deinit(&catalogue->plan);
    kembar_free(catalogue->places);
    kembar_free(catalogue->ranks);
    kembar_rejected_list_deinit(&catalogue->rejected);
    kembar_free(catalogue->rejections);
    kembar_source_options_deinit(&catalogue->options);
    kembar_free(catalogue);
}

/* Where what was spooled lies in the spool. */
static void shift_offsets(kembar_file_result *result) {
    for (size_t i = 0; result->spool_id >= 0 && i < result->n_traces; i++) {
        result->traces[i].offset += result->spool_begin;
    }
}

/* Moves all traces and rejections over: to those of the first file, so that a large one stays where
 * it is. */
static kembar_status gather(kembar_catalogue *c, kembar_file_result *results, kembar_error *error) {
    kembar_file_result all = {0};
    kembar_status status = KEMBAR_OK;
    all.rejections = c->rejected;
    c->rejected = (kembar_rejected_list){0};
    for (size_t i = 0; i < c->plan.n_entries && status == KEMBAR_OK; i++) {
        shift_offsets(&results[i]);
        status = kembar_file_result_join(&all, &results[i]);
    }
    c->places = all.traces;
    c->n_places = all.n_traces;
    c->rejected = all.rejections;
    if (status != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    return c->n_places < UINT32_MAX ? KEMBAR_OK
                                    : kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                                       "more than 2^32 - 2 documents");
}

/* A record while they are sorted by id: what follows the beginning that all ids have in common
 * decides nearly always. */
typedef struct id_key {
    uint64_t head;
    uint32_t record;
    kembar_view id;
} id_key;

static int compare_ids(const void *left, const void *right) {
    const id_key *a = left;
    const id_key *b = right;
    if (a->head != b->head) {
        return a->head < b->head ? -1 : 1;
    }
    int order = kembar_view_compare(a->id, b->id);
    return order != 0 ? order : (a->record > b->record) - (a->record < b->record);
}

static size_t common_size(const kembar_read_trace *places, size_t n) {
    size_t size = n > 0 ? places[0].id.size : 0;
    for (size_t i = 1; i < n; i++) {
        kembar_view id = places[i].id;
        size = size < id.size ? size : id.size;
        for (size_t k = 0; k < size; k++) {
            size = id.data[k] == places[0].id.data[k] ? size : k;
        }
    }
    return size;
}

/* Eight bytes of an id, so that numbers compare as bytes do; zeros follow its end. */
static uint64_t head_of(kembar_view id, size_t begin) {
    uint64_t head = 0;
    for (size_t k = begin; k < begin + sizeof head; k++) {
        head = head << 8 | (k < id.size ? (unsigned char)id.data[k] : 0);
    }
    return head;
}

static kembar_status reject_repeated(kembar_catalogue *c, const kembar_read_trace *first,
                                     const kembar_read_trace *second) {
    const char *input = c->plan.entries[first->entry].shown;
    const char *shown = c->plan.entries[second->entry].shown;
    int n_shown = strlen(input) > 512 ? 512 : (int)strlen(input);
    kembar_view path = {shown, strlen(shown)};
    kembar_rejected rejected;
    kembar_status status = first->position == 0
                               ? kembar_rejected_init(&rejected, path, second->position, second->id,
                                                      "its id is that of %.*s", n_shown, input)
                               : kembar_rejected_init(&rejected, path, second->position, second->id,
                                                      "its id is that of line %" PRIu64 " of %.*s",
                                                      first->position, n_shown, input);
    return status == KEMBAR_OK ? kembar_rejected_list_add(&c->rejected, &rejected) : status;
}

/* Numbers the ids; of records with one id the first stays, each other becomes a rejection. */
static kembar_status rank_sorted(kembar_catalogue *c, const id_key *keys, size_t n_keys) {
    uint32_t rank = 0;
    const kembar_read_trace *last = NULL;
    for (size_t i = 0; i < n_keys; i++) {
        kembar_read_trace *this = &c->places[keys[i].record];
        if (last != NULL && kembar_view_equal(last->id, this->id)) {
            if (reject_repeated(c, last, this) != KEMBAR_OK) {
                return KEMBAR_ERROR_MEMORY;
            }
            this->id.data = NULL;
            continue;
        }
        c->ranks[keys[i].record] = rank++;
        last = this;
    }
    return KEMBAR_OK;
}

static void drop_repeated(kembar_catalogue *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_places; i++) {
        if (c->places[i].id.data != NULL) {
            c->ranks[n] = c->ranks[i];
            c->places[n++] = c->places[i];
        }
    }
    c->n_places = n;
}

static id_key key_of(const kembar_catalogue *c, size_t record, size_t begin) {
    kembar_view id = c->places[record].id;
    return (id_key){head_of(id, begin), (uint32_t)record, id};
}

static int is_in_order(const kembar_catalogue *c, size_t begin) {
    id_key last = {0};
    for (size_t i = 0; i < c->n_places; i++) {
        id_key this = key_of(c, i, begin);
        int is_next = i == 0 || last.head < this.head ||
                      (last.head == this.head && kembar_view_compare(last.id, this.id) < 0);
        if (!is_next) {
            return 0;
        }
        last = this;
    }
    return 1;
}

static kembar_status sort_and_rank(kembar_catalogue *c, size_t begin) {
    id_key *keys = kembar_alloc(c->n_places, sizeof *keys);
    if (keys == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < c->n_places; i++) {
        keys[i] = key_of(c, i, begin);
    }
    qsort(keys, c->n_places, sizeof *keys, compare_ids);
    kembar_status status = rank_sorted(c, keys, c->n_places);
    kembar_free(keys);
    if (status == KEMBAR_OK) {
        drop_repeated(c);
    }
    return status;
}

static kembar_status rank_ids(kembar_catalogue *c) {
    c->ranks = kembar_alloc(c->n_places, sizeof *c->ranks);
    if (c->ranks == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    size_t begin = common_size(c->places, c->n_places);
    if (!is_in_order(c, begin)) {
        return sort_and_rank(c, begin);
    }
    for (size_t i = 0; i < c->n_places; i++) {
        c->ranks[i] = (uint32_t)i;
    }
    return KEMBAR_OK;
}

kembar_status kembar_catalogue_finish(kembar_catalogue *catalogue, kembar_plan *plan,
                                      kembar_file_result *results, kembar_error *error) {
    catalogue->rejected = plan->rejections;
    plan->rejections = (kembar_rejected_list){0};
    catalogue->plan = *plan;
    kembar_status status =
        kembar_catalogue_files_list(&catalogue->files, plan, results, catalogue->tap.spools, error);
    if (status == KEMBAR_OK) {
        status = gather(catalogue, results, error);
    }
    if (status == KEMBAR_OK &&
        (rank_ids(catalogue) ||
         kembar_rejected_list_views(&catalogue->rejected, &catalogue->rejections))) {
        status = kembar_error_memory(error);
    }
    for (size_t i = 0; i < plan->n_entries; i++) {
        kembar_file_result_deinit(&results[i]);
    }
    *plan = (kembar_plan){0};
    return status;
}

size_t kembar_catalogue_record_count(const kembar_catalogue *catalogue) {
    return catalogue->n_places;
}

kembar_view kembar_catalogue_id(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->places[i].id;
}

size_t kembar_catalogue_rank(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->ranks[i];
}

size_t kembar_catalogue_rejection_count(const kembar_catalogue *catalogue) {
    return catalogue->rejected.n_items;
}

const kembar_rejection *kembar_catalogue_rejection(const kembar_catalogue *catalogue, size_t i) {
    return &catalogue->rejections[i];
}

const void *kembar_catalogue_summary(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->places[i].summary;
}

size_t kembar_catalogue_input(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->plan.entries[catalogue->places[i].entry].root_number;
}

const kembar_plan *kembar_catalogue_plan(const kembar_catalogue *catalogue) {
    return &catalogue->plan;
}

size_t kembar_catalogue_entry(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->places[i].entry;
}

int kembar_catalogue_is_line(const kembar_catalogue *catalogue, size_t i) {
    return catalogue->plan.entries[catalogue->places[i].entry].kind.format == KEMBAR_FORMAT_JSONL;
}

/* What the buffer already holds, or NULL. */
static const char *find_held(const kembar_catalogue *catalogue,
                             const kembar_catalogue_reader *reader, const kembar_read_trace *at) {
    if (reader->catalogue != catalogue || reader->entry != at->entry ||
        at->offset < reader->begin || at->offset - reader->begin > reader->size ||
        reader->size - (at->offset - reader->begin) < at->size_bytes) {
        return NULL;
    }
    return reader->data + (at->offset - reader->begin);
}

/* At least the record's; ahead only as far as records are wanted. */
static size_t wanted_bytes(const kembar_catalogue *catalogue, const kembar_catalogue_reader *reader,
                           const kembar_read_trace *at) {
    size_t wanted = reader->ahead_bytes;
    if (reader->end > 0 && reader->end <= catalogue->n_places) {
        const kembar_read_trace *last = &catalogue->places[reader->end - 1];
        if (last->entry == at->entry && last->offset >= at->offset &&
            last->offset - at->offset + last->size_bytes < wanted)
            wanted = (size_t)(last->offset - at->offset) + last->size_bytes;
    }
    return wanted > at->size_bytes ? wanted : at->size_bytes;
}

static kembar_status read_bytes(const kembar_catalogue *catalogue, kembar_catalogue_reader *reader,
                                const kembar_read_trace *at, kembar_error *error) {
    size_t wanted = wanted_bytes(catalogue, reader, at);
    reader->catalogue = NULL;
    if (kembar_array_reserve((void **)&reader->data, &reader->capacity, wanted, 1)) {
        return kembar_error_memory(error);
    }
    kembar_status status =
        kembar_catalogue_files_read(&catalogue->files, &catalogue->plan, at->entry, at->offset,
                                    reader->data, wanted, &reader->size, error);
    if (status == KEMBAR_OK) {
        reader->catalogue = catalogue;
        reader->entry = at->entry;
        reader->begin = at->offset;
    }
    return status;
}

kembar_status kembar_catalogue_bytes(const kembar_catalogue *catalogue,
                                     kembar_catalogue_reader *reader, size_t i, kembar_view *out,
                                     kembar_error *error) {
    const kembar_read_trace *at = &catalogue->places[i];
    *out = (kembar_view){0};
    const char *held = find_held(catalogue, reader, at);
    if (held == NULL) {
        kembar_status status = read_bytes(catalogue, reader, at, error);
        if (status != KEMBAR_OK) {
            return status;
        }
        held = find_held(catalogue, reader, at);
    }
    if (held == NULL || kembar_hash_bytes(held, at->size_bytes, 0) != at->hash) {
        return kembar_error_set(error, KEMBAR_ERROR_IO, catalogue->plan.entries[at->entry].shown,
                                at->position, "changed while it was in use");
    }
    *out = (kembar_view){held, at->size_bytes};
    return KEMBAR_OK;
}

static kembar_status make_document(const kembar_catalogue *catalogue,
                                   kembar_catalogue_reader *reader, const kembar_read_trace *at,
                                   kembar_view bytes, kembar_record_slot *slot,
                                   kembar_error *error) {
    const kembar_entry *entry = &catalogue->plan.entries[at->entry];
    if (entry->kind.format != KEMBAR_FORMAT_JSONL) {
        return kembar_file_text_make(&catalogue->settings, entry, bytes, slot, error);
    }
    if (reader->parser == NULL && kembar_json_parser_new(&reader->parser) != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    kembar_line line = {
        .bytes = bytes, .size_bytes = bytes.size, .number = at->position, .offset = at->offset};
    return kembar_record_from_line(&catalogue->settings, entry, &line, reader->parser,
                                   &reader->scratch, slot, error);
}

static kembar_status read_again(const kembar_catalogue *catalogue, kembar_catalogue_reader *reader,
                                size_t i, kembar_record_slot *slot, kembar_error *error) {
    kembar_view bytes;
    kembar_status status = kembar_catalogue_bytes(catalogue, reader, i, &bytes, error);
    if (status == KEMBAR_OK) {
        status = make_document(catalogue, reader, &catalogue->places[i], bytes, slot, error);
    }
    if (status == KEMBAR_OK && slot->made == NULL && slot->read.document == NULL) {
        status = kembar_error_set(error, KEMBAR_ERROR_IO, NULL, 0, "a record cannot be read again");
    }
    return status;
}

kembar_status kembar_catalogue_document(const kembar_catalogue *catalogue,
                                        kembar_catalogue_reader *reader, size_t i,
                                        kembar_document_maker *maker, const kembar_document **out,
                                        kembar_error *error) {
    kembar_record_slot slot = {.maker = maker};
    kembar_status status = read_again(catalogue, reader, i, &slot, error);
    *out = status == KEMBAR_OK ? slot.made : NULL;
    kembar_record_slot_deinit(&slot);
    return status;
}

kembar_status kembar_catalogue_whole_document(const kembar_catalogue *catalogue,
                                              kembar_catalogue_reader *reader, size_t i,
                                              kembar_document **out, kembar_error *error) {
    kembar_record_slot slot = {0};
    kembar_status status = read_again(catalogue, reader, i, &slot, error);
    *out = NULL;
    if (status == KEMBAR_OK) {
        *out = slot.read.document;
        slot.read.document = NULL;
    }
    kembar_record_slot_deinit(&slot);
    return status;
}

void kembar_catalogue_reader_deinit(kembar_catalogue_reader *reader) {
    kembar_free(reader->data);
    kembar_json_parser_free(reader->parser);
    kembar_buffer_deinit(&reader->scratch);
    *reader = (kembar_catalogue_reader){0};
}
