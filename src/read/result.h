/* What reading one file gives: documents and rejections in the order of the file. */
#ifndef KEMBAR_READ_RESULT_H
#define KEMBAR_READ_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "kembar/document.h"
#include "kembar/source.h"
#include "kembar/status.h"

/* What is left of a document that went through a tap (read/tap.h), and where its bytes lie. */
typedef struct kembar_read_trace {
    kembar_view id;      /* borrowed from the tap; data NULL: none was left */
    const void *summary; /* borrowed from the tap */
    uint64_t offset;     /* of its bytes in the file */
    uint64_t hash;       /* of its bytes */
    uint64_t position;   /* its line; 0: the whole file */
    uint32_t size_bytes;
    uint32_t entry; /* index of its file in the plan */
} kembar_read_trace;

/* A document that was read. `input` is the index of its file. */
typedef struct kembar_read_document {
    kembar_document *document; /* owned; NULL: there is none */
    char *raw;                 /* owned; the JSONL line when it is kept, else NULL */
    size_t raw_bytes;
    size_t input;
} kembar_read_document;

/* Reason, NUL, path, id in one buffer. Path and id are repaired UTF-8. */
typedef struct kembar_rejected {
    kembar_buffer text; /* owned */
    size_t reason_bytes;
    size_t path_bytes;
    size_t id_bytes; /* SIZE_MAX: no id known */
    uint64_t position;
} kembar_rejected;

typedef struct kembar_rejected_list {
    kembar_rejected *items; /* owned */
    size_t n_items;
    size_t capacity;
} kembar_rejected_list;

void kembar_read_document_deinit(kembar_read_document *read);

/* Fills *out; control characters of the reason become '?', so that it is one line. `id` may be
 * absent. */
kembar_status kembar_rejected_init(kembar_rejected *out, kembar_view path, uint64_t position,
                                   kembar_view id, const char *format, ...)
    KEMBAR_PRINTF(5, 6) KEMBAR_MUST_CHECK;
void kembar_rejected_deinit(kembar_rejected *rejected);
kembar_view kembar_rejected_path(const kembar_rejected *rejected); /* borrowed */
/* As callers see it; borrowed. */
kembar_rejection kembar_rejected_view(const kembar_rejected *rejected);
kembar_view kembar_rejected_id(const kembar_rejected *rejected); /* borrowed; data NULL: unknown */

void kembar_rejected_list_deinit(kembar_rejected_list *list);
/* Moves *rejected to the end of the list; on failure frees it. */
kembar_status kembar_rejected_list_add(kembar_rejected_list *list,
                                       kembar_rejected *rejected) KEMBAR_MUST_CHECK;
/* Sorts by path (bytes), then position; what is equal keeps its order. Moves an array to *views
 * (kembar_free): each as callers see it, borrowed from the list. */
kembar_status kembar_rejected_list_views(kembar_rejected_list *list,
                                         kembar_rejection **views) KEMBAR_MUST_CHECK;

/* Start from a zeroed struct. */
typedef struct kembar_file_result {
    kembar_read_document *documents; /* owned */
    size_t n_documents;
    size_t capacity;
    kembar_read_trace *traces; /* owned; instead of documents, where there is a tap */
    size_t n_traces;
    size_t trace_capacity;
    kembar_rejected_list rejections;
    int was_opened;
    int spool_id;         /* which of the tap's spools holds its decoded bytes; -1: none */
    uint64_t spool_begin; /* from where on */
    uint64_t size_bytes;  /* on disk */
    char digest[33];      /* zeros where there is a tap */
} kembar_file_result;

void kembar_file_result_deinit(kembar_file_result *result);
/* Drops documents, traces and rejections. */
void kembar_file_result_clear(kembar_file_result *result);
/* Moves *read to the end; on failure frees it. */
kembar_status kembar_file_result_add(kembar_file_result *result,
                                     kembar_read_document *read) KEMBAR_MUST_CHECK;
/* Makes room for so many more where there is memory for it, and says whether there is: they can be
 * added without. */
int kembar_file_result_expect_traces(kembar_file_result *result, size_t n_more);
kembar_status kembar_file_result_add_trace(kembar_file_result *result,
                                           const kembar_read_trace *trace) KEMBAR_MUST_CHECK;
/* Moves all that *more holds to the end; on failure frees what is left of it. */
kembar_status kembar_file_result_join(kembar_file_result *result,
                                      kembar_file_result *more) KEMBAR_MUST_CHECK;

#endif
