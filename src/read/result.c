#include "read/result.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/views.h"
#include "text/utf8.h"

void kembar_read_document_deinit(kembar_read_document *read) {
    kembar_document_free(read->document);
    kembar_free(read->raw);
    *read = (kembar_read_document){0};
}

/* Appends the formatted reason; one too long for `line` is cut. */
static void append_reason(kembar_buffer *out, const char *format, va_list args) {
    char line[1024];
    if (vsnprintf(line, sizeof line, format, args) < 0) {
        line[0] = '\0';
    }
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
    /* A cut may have split the last character. */
    kembar_view whole = {line, strlen(line)};
    kembar_buffer_append(out, line, kembar_utf8_valid_prefix(whole));
}

kembar_status kembar_rejected_init(kembar_rejected *out, kembar_view path, uint64_t position,
                                   kembar_view id, const char *format, ...) {
    *out = (kembar_rejected){.path_bytes = path.size,
                             .id_bytes = id.data == NULL ? SIZE_MAX : id.size,
                             .position = position};
    va_list args;
    va_start(args, format);
    append_reason(&out->text, format, args);
    va_end(args);
    out->reason_bytes = out->text.size;
    kembar_buffer_append_char(&out->text, '\0');
    kembar_buffer_append_view(&out->text, path);
    kembar_buffer_append_view(&out->text, id);
    kembar_status status = kembar_buffer_status(&out->text);
    if (status != KEMBAR_OK) {
        kembar_rejected_deinit(out);
    }
    return status;
}

void kembar_rejected_deinit(kembar_rejected *rejected) {
    kembar_buffer_deinit(&rejected->text);
    *rejected = (kembar_rejected){0};
}

kembar_view kembar_rejected_path(const kembar_rejected *rejected) {
    return (kembar_view){rejected->text.data + rejected->reason_bytes + 1, rejected->path_bytes};
}

kembar_view kembar_rejected_id(const kembar_rejected *rejected) {
    if (rejected->id_bytes == SIZE_MAX) {
        return (kembar_view){NULL, 0};
    }
    kembar_view path = kembar_rejected_path(rejected);
    return (kembar_view){path.data + path.size, rejected->id_bytes};
}

kembar_rejection kembar_rejected_view(const kembar_rejected *rejected) {
    return (kembar_rejection){.path = kembar_rejected_path(rejected),
                              .position = rejected->position,
                              .id = kembar_rejected_id(rejected),
                              .reason = rejected->text.data};
}

void kembar_rejected_list_deinit(kembar_rejected_list *list) {
    for (size_t i = 0; i < list->n_items; i++) {
        kembar_rejected_deinit(&list->items[i]);
    }
    kembar_free(list->items);
    *list = (kembar_rejected_list){0};
}

kembar_status kembar_rejected_list_add(kembar_rejected_list *list, kembar_rejected *rejected) {
    void *items = list->items;
    kembar_status status =
        kembar_array_reserve(&items, &list->capacity, list->n_items + 1, sizeof *list->items);
    list->items = items;
    if (status != KEMBAR_OK) {
        kembar_rejected_deinit(rejected);
        return status;
    }
    list->items[list->n_items++] = *rejected;
    *rejected = (kembar_rejected){0};
    return KEMBAR_OK;
}

/* A rejection with its place in the list, since qsort is not stable. */
typedef struct placed {
    kembar_rejected rejected;
    size_t place;
} placed;

static int compare_placed(const void *left, const void *right) {
    const placed *a = left;
    const placed *b = right;
    kembar_view path_a = kembar_rejected_path(&a->rejected);
    kembar_view path_b = kembar_rejected_path(&b->rejected);
    int order = kembar_view_compare(path_a, path_b);
    if (order != 0) {
        return order;
    }
    if (a->rejected.position != b->rejected.position) {
        return a->rejected.position < b->rejected.position ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

static kembar_status sort_rejected(kembar_rejected_list *list) {
    placed *items = kembar_alloc(list->n_items, sizeof *items);
    if (items == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < list->n_items; i++) {
        items[i] = (placed){list->items[i], i};
    }
    if (list->n_items > 0) {
        qsort(items, list->n_items, sizeof *items, compare_placed);
    }
    for (size_t i = 0; i < list->n_items; i++) {
        list->items[i] = items[i].rejected;
    }
    kembar_free(items);
    return KEMBAR_OK;
}

kembar_status kembar_rejected_list_views(kembar_rejected_list *list, kembar_rejection **views) {
    *views = NULL;
    kembar_rejection *items = kembar_alloc(list->n_items, sizeof *items);
    if (items == NULL || sort_rejected(list) != KEMBAR_OK) {
        kembar_free(items);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < list->n_items; i++) {
        items[i] = kembar_rejected_view(&list->items[i]);
    }
    *views = items;
    return KEMBAR_OK;
}

void kembar_file_result_clear(kembar_file_result *result) {
    for (size_t i = 0; i < result->n_documents; i++) {
        kembar_read_document_deinit(&result->documents[i]);
    }
    kembar_free(result->documents);
    result->documents = NULL;
    result->n_documents = 0;
    result->capacity = 0;
    kembar_free(result->traces);
    result->traces = NULL;
    result->n_traces = 0;
    result->trace_capacity = 0;
    kembar_rejected_list_deinit(&result->rejections);
}

void kembar_file_result_deinit(kembar_file_result *result) {
    kembar_file_result_clear(result);
    *result = (kembar_file_result){0};
}

kembar_status kembar_file_result_add(kembar_file_result *result, kembar_read_document *read) {
    void *documents = result->documents;
    kembar_status status = kembar_array_reserve(&documents, &result->capacity,
                                                result->n_documents + 1, sizeof *result->documents);
    result->documents = documents;
    if (status != KEMBAR_OK) {
        kembar_read_document_deinit(read);
        return status;
    }
    result->documents[result->n_documents++] = *read;
    *read = (kembar_read_document){0};
    return KEMBAR_OK;
}

static kembar_status reserve_traces(kembar_file_result *result, size_t n_more) {
    return kembar_array_reserve((void **)&result->traces, &result->trace_capacity,
                                result->n_traces + n_more, sizeof *result->traces);
}

int kembar_file_result_expect_traces(kembar_file_result *result, size_t n_more) {
    return reserve_traces(result, n_more) == KEMBAR_OK;
}

kembar_status kembar_file_result_add_trace(kembar_file_result *result,
                                           const kembar_read_trace *trace) {
    kembar_status status = reserve_traces(result, 1);
    if (status == KEMBAR_OK) {
        result->traces[result->n_traces++] = *trace;
    }
    return status;
}

static kembar_status join_documents(kembar_file_result *result, kembar_file_result *more) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < more->n_documents && status == KEMBAR_OK; i++) {
        status = kembar_file_result_add(result, &more->documents[i]);
    }
    return status;
}

static kembar_status join_traces(kembar_file_result *result, kembar_file_result *more) {
    size_t n = more->n_traces;
    if (n == 0) {
        return KEMBAR_OK;
    }
    if (result->traces == NULL) {
        result->traces = more->traces;
        result->n_traces = n;
        result->trace_capacity = more->trace_capacity;
        more->traces = NULL;
        return KEMBAR_OK;
    }
    kembar_status status = reserve_traces(result, n);
    if (status == KEMBAR_OK) {
        memcpy(result->traces + result->n_traces, more->traces, n * sizeof *more->traces);
        result->n_traces += n;
    }
    return status;
}

kembar_status kembar_file_result_join(kembar_file_result *result, kembar_file_result *more) {
    kembar_status status = join_documents(result, more);
    if (status == KEMBAR_OK) {
        status = join_traces(result, more);
    }
    for (size_t i = 0; i < more->rejections.n_items && status == KEMBAR_OK; i++) {
        status = kembar_rejected_list_add(&result->rejections, &more->rejections.items[i]);
    }
    kembar_file_result_clear(more);
    return status;
}
