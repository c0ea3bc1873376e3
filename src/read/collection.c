#include "read/collection.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "read/source_options.h"

struct kembar_collection {
    double read_seconds;
    kembar_source_options options;   /* owned, with all that it points to */
    kembar_read_document *documents; /* owned; by id */
    size_t n_documents;
    int is_borrowed;      /* the documents themselves are others' */
    kembar_input *inputs; /* owned; their paths too */
    size_t n_inputs;
    kembar_rejected_list rejected;
    kembar_rejection *rejections; /* owned; views of `rejected` */
    kembar_ending *endings;       /* owned; one for each item of `skipped` */
    kembar_skipped *skipped;      /* owned; views of `endings` */
    size_t n_skipped;
};

/* By id, then in the order of reading: by file, by record. */
static int compare_documents(const void *left, const void *right) {
    const kembar_read_document *a = left;
    const kembar_read_document *b = right;
    int order =
        kembar_view_compare(kembar_document_id(a->document), kembar_document_id(b->document));
    if (order == 0) {
        order = (a->input > b->input) - (a->input < b->input);
    }
    if (order != 0) {
        return order;
    }
    uint64_t place_a = kembar_document_position(a->document);
    uint64_t place_b = kembar_document_position(b->document);
    return (place_a > place_b) - (place_a < place_b);
}

/* Moves all documents and rejections over; documents get the index of their entry as input. */
static kembar_status gather(kembar_collection *c, kembar_plan *plan, kembar_file_result *results) {
    size_t n_documents = 0;
    for (size_t i = 0; i < plan->n_entries; i++) {
        n_documents += results[i].n_documents;
    }
    c->documents = kembar_alloc(n_documents, sizeof *c->documents);
    if (c->documents == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    c->rejected = plan->rejections;
    plan->rejections = (kembar_rejected_list){0};
    for (size_t i = 0; i < plan->n_entries; i++) {
        kembar_file_result *result = &results[i];
        for (size_t d = 0; d < result->n_documents; d++) {
            result->documents[d].input = i;
            c->documents[c->n_documents++] = result->documents[d];
        }
        result->n_documents = 0;
        for (size_t j = 0; j < result->rejections.n_items; j++) {
            if (kembar_rejected_list_add(&c->rejected, &result->rejections.items[j]) != KEMBAR_OK) {
                return KEMBAR_ERROR_MEMORY;
            }
        }
        kembar_file_result_clear(result);
    }
    return KEMBAR_OK;
}

static kembar_status reject_repeated(kembar_collection *c, const kembar_document *first,
                                     const kembar_document *second) {
    kembar_view input = kembar_document_input(first);
    uint64_t line = kembar_document_position(first);
    int n_shown = input.size > 512 ? 512 : (int)input.size;
    kembar_rejected rejected;
    kembar_status status =
        line == 0
            ? kembar_rejected_init(&rejected, kembar_document_input(second),
                                   kembar_document_position(second), kembar_document_id(second),
                                   "its id is that of %.*s", n_shown, input.data)
            : kembar_rejected_init(&rejected, kembar_document_input(second),
                                   kembar_document_position(second), kembar_document_id(second),
                                   "its id is that of line %" PRIu64 " of %.*s", line, n_shown,
                                   input.data);
    return status == KEMBAR_OK ? kembar_rejected_list_add(&c->rejected, &rejected) : status;
}

/* Sorts by id; of documents with one id the first stays, each other becomes a rejection. */
static kembar_status order_documents(kembar_collection *c) {
    if (c->n_documents == 0) {
        return KEMBAR_OK;
    }
    qsort(c->documents, c->n_documents, sizeof *c->documents, compare_documents);
    size_t n_kept = 1;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 1; i < c->n_documents; i++) {
        const kembar_document *last = c->documents[n_kept - 1].document;
        const kembar_document *this = c->documents[i].document;
        if (!kembar_view_equal(kembar_document_id(last), kembar_document_id(this))) {
            c->documents[n_kept++] = c->documents[i];
            continue;
        }
        if (status == KEMBAR_OK) {
            status = reject_repeated(c, last, this);
        }
        kembar_read_document_deinit(&c->documents[i]);
    }
    c->n_documents = n_kept;
    return status;
}

/* Lists the files that were opened, and turns the documents' entry indices into input indices. */
static kembar_status list_inputs(kembar_collection *c, kembar_plan *plan,
                                 const kembar_file_result *results) {
    size_t *input_of_entry = kembar_alloc(plan->n_entries, sizeof *input_of_entry);
    c->inputs = kembar_alloc_zeroed(plan->n_entries, sizeof *c->inputs);
    if (c->inputs == NULL || input_of_entry == NULL) {
        kembar_free(input_of_entry);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < plan->n_entries; i++) {
        input_of_entry[i] = c->n_inputs;
        if (results[i].was_opened) {
            kembar_input *input = &c->inputs[c->n_inputs++];
            input->path = (kembar_view){plan->entries[i].shown, strlen(plan->entries[i].shown)};
            plan->entries[i].shown = NULL;
            input->size_bytes = results[i].size_bytes;
            memcpy(input->digest, results[i].digest, sizeof input->digest);
        }
    }
    for (size_t d = 0; d < c->n_documents; d++) {
        c->documents[d].input = input_of_entry[c->documents[d].input];
        c->inputs[c->documents[d].input].n_documents++;
    }
    kembar_free(input_of_entry);
    return KEMBAR_OK;
}

static int compare_endings(const void *left, const void *right) {
    return strcmp(((const kembar_ending *)left)->text, ((const kembar_ending *)right)->text);
}

static kembar_status list_skipped(kembar_collection *c, kembar_plan *plan) {
    c->skipped = kembar_alloc_zeroed(plan->n_skipped, sizeof *c->skipped);
    if (c->skipped == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    size_t n_files = plan->n_skipped;
    c->endings = plan->skipped;
    plan->skipped = NULL;
    plan->n_skipped = 0;
    if (n_files > 0) {
        qsort(c->endings, n_files, sizeof *c->endings, compare_endings);
    }
    for (size_t i = 0; i < n_files; i++) {
        if (i == 0 || strcmp(c->endings[c->n_skipped - 1].text, c->endings[i].text) != 0) {
            c->endings[c->n_skipped] = c->endings[i];
            c->skipped[c->n_skipped].ending = c->endings[c->n_skipped].text;
            c->n_skipped++;
        }
        c->skipped[c->n_skipped - 1].n_files++;
    }
    return KEMBAR_OK;
}

kembar_status kembar_collection_new(kembar_collection **out, kembar_plan *plan,
                                    kembar_file_result *results, kembar_error *error) {
    *out = NULL;
    kembar_collection *c = kembar_alloc_zeroed(1, sizeof *c);
    if (c == NULL) {
        return kembar_error_memory(error);
    }
    kembar_status status = gather(c, plan, results);
    status = status == KEMBAR_OK ? order_documents(c) : status;
    status = status == KEMBAR_OK ? list_inputs(c, plan, results) : status;
    status =
        status == KEMBAR_OK ? kembar_rejected_list_views(&c->rejected, &c->rejections) : status;
    status = status == KEMBAR_OK ? list_skipped(c, plan) : status;
    if (status != KEMBAR_OK) {
        kembar_collection_free(c);
        return kembar_error_memory(error);
    }
    *out = c;
    return KEMBAR_OK;
}

kembar_status kembar_collection_borrow(kembar_collection **out,
                                       const kembar_document *const *documents, size_t n_documents,
                                       kembar_error *error) {
    *out = NULL;
    kembar_collection *c = kembar_alloc_zeroed(1, sizeof *c);
    if (c != NULL) {
        c->is_borrowed = 1;
        c->documents = kembar_alloc_zeroed(n_documents, sizeof *c->documents);
    }
    if (c == NULL || c->documents == NULL) {
        kembar_collection_free(c);
        return kembar_error_memory(error);
    }
    for (size_t i = 0; i < n_documents; i++) {
        /* Only ever handed out as const again, and not freed here. */
        c->documents[c->n_documents++].document = (kembar_document *)(uintptr_t)documents[i];
    }
    *out = c;
    return KEMBAR_OK;
}

void kembar_collection_free(kembar_collection *collection) {
    if (collection == NULL) {
        return;
    }
    for (size_t i = 0; i < collection->n_documents && !collection->is_borrowed; i++) {
        kembar_read_document_deinit(&collection->documents[i]);
    }
    kembar_free(collection->documents);
    for (size_t i = 0; i < collection->n_inputs; i++) {
        kembar_free((char *)(uintptr_t)collection->inputs[i].path.data);
    }
    kembar_free(collection->inputs);
    kembar_rejected_list_deinit(&collection->rejected);
    kembar_free(collection->rejections);
    kembar_free(collection->endings);
    kembar_free(collection->skipped);
    kembar_source_options_deinit(&collection->options);
    kembar_free(collection);
}

size_t kembar_collection_document_count(const kembar_collection *collection) {
    return collection->n_documents;
}

const kembar_document *kembar_collection_document(const kembar_collection *collection, size_t i) {
    return collection->documents[i].document;
}

size_t kembar_collection_find(const kembar_collection *collection, kembar_view id) {
    size_t begin = 0;
    size_t end = collection->n_documents;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        int order =
            kembar_view_compare(kembar_document_id(collection->documents[middle].document), id);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return SIZE_MAX;
}

kembar_view kembar_collection_raw(const kembar_collection *collection, size_t i) {
    const kembar_read_document *read = &collection->documents[i];
    return (kembar_view){read->raw, read->raw_bytes};
}

size_t kembar_collection_input_count(const kembar_collection *collection) {
    return collection->n_inputs;
}

const kembar_input *kembar_collection_input(const kembar_collection *collection, size_t i) {
    return &collection->inputs[i];
}

size_t kembar_collection_rejection_count(const kembar_collection *collection) {
    return collection->rejected.n_items;
}

const kembar_rejection *kembar_collection_rejection(const kembar_collection *collection, size_t i) {
    return &collection->rejections[i];
}

size_t kembar_collection_skipped_count(const kembar_collection *collection) {
    return collection->n_skipped;
}

const kembar_skipped *kembar_collection_skipped(const kembar_collection *collection, size_t i) {
    return &collection->skipped[i];
}

void kembar_collection_set_options(kembar_collection *collection, kembar_source_options *options) {
    kembar_source_options_deinit(&collection->options);
    collection->options = *options;
    *options = (kembar_source_options){0};
}

const kembar_source_options *kembar_collection_options(const kembar_collection *collection) {
    return &collection->options;
}

void kembar_collection_set_read_seconds(kembar_collection *collection, double seconds) {
    collection->read_seconds = seconds;
}

double kembar_collection_read_seconds(const kembar_collection *collection) {
    return collection->read_seconds;
}
