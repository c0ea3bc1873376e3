/* Learning furniture from documents that are all held. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "model/furniture.h"

static int compare_source(const void *x, const void *y) {
    const kembar_document *a = *(const kembar_document *const *)x;
    const kembar_document *b = *(const kembar_document *const *)y;
    return kembar_view_compare(a->source, b->source);
}

typedef struct source_entry {
    const kembar_document *document; /* first, so that compare_source serves */
    uint32_t doc_id;
} source_entry;

static kembar_status number_sources(kembar_furniture_page *pages,
                                    const kembar_document *const *documents, size_t n_documents) {
    source_entry *entries = kembar_alloc(n_documents, sizeof *entries);
    if (!entries)
        return KEMBAR_ERROR_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < n_documents; i++)
        if (documents[i]->source.size)
            entries[n++] = (source_entry){documents[i], (uint32_t)i};
    qsort(entries, n, sizeof *entries, compare_source);
    uint32_t id = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_source(&entries[i - 1], &entries[i]) != 0)
            id++;
        pages[entries[i].doc_id].source_id = id;
    }
    kembar_free(entries);
    return KEMBAR_OK;
}

static kembar_status document_of(void *context, int worker_id, size_t i,
                                 const kembar_document **out, kembar_error *error) {
    const kembar_document *const *documents = context;
    (void)worker_id;
    (void)error;
    *out = documents[i];
    return KEMBAR_OK;
}

static void fill_pages(kembar_furniture_page *pages, kembar_furniture_line *lines,
                       const kembar_document *const *documents, size_t n_documents) {
    for (size_t i = 0; i < n_documents; i++) {
        pages[i] = (kembar_furniture_page){.lines = lines,
                                           .n_lines = kembar_furniture_list(documents[i], lines),
                                           .n_tokens = documents[i]->tokens.n_items};
        lines += pages[i].n_lines;
    }
}

kembar_status kembar_furniture_fit(kembar_furniture *out, const kembar_document *const *documents,
                                   size_t n_documents, int n_threads, kembar_error *error) {
    size_t total = 0;
    *out = (kembar_furniture){0};
    for (size_t i = 0; i < n_documents; i++)
        total += documents[i]->n_blocks;
    kembar_furniture_page *pages = kembar_alloc(n_documents, sizeof *pages);
    kembar_furniture_line *lines = kembar_alloc(total, sizeof *lines);
    kembar_status status = pages && lines ? KEMBAR_OK : kembar_error_memory(error);
    if (pages && lines) {
        fill_pages(pages, lines, documents, n_documents);
        if (number_sources(pages, documents, n_documents))
            status = kembar_error_memory(error);
    }
    /* Handed back as const by document_of. */
    if (!status)
        status = kembar_furniture_learn(out, pages, n_documents, document_of,
                                        (void *)(uintptr_t)documents, n_threads, error);
    kembar_free(pages);
    kembar_free(lines);
    return status;
}
