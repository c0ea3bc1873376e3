#include "collected.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

kembar_collection *collect_with(const kembar_source_options *options, int n_threads,
                                const char *const *paths) {
    kembar_source *source = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_source_new(&source, options, &error), KEMBAR_OK);
    for (; *paths != NULL; paths++) {
        kembar_status status = **paths == '@' ? kembar_source_add_list(source, *paths + 1, &error)
                                              : kembar_source_add(source, *paths, &error);
        assert_int_equal(status, KEMBAR_OK);
    }
    kembar_collection *collection = NULL;
    assert_int_equal(kembar_source_read(source, n_threads, NULL, NULL, &collection, &error),
                     KEMBAR_OK);
    kembar_source_free(source);
    return collection;
}

kembar_collection *collect(const char *path) {
    const char *paths[] = {path, NULL};
    return collect_with(NULL, 1, paths);
}

static void print_view(FILE *out, const char *name, kembar_view view) {
    if (view.data == NULL) {
        (void)fprintf(out, "%s: absent\n", name);
    } else {
        (void)fprintf(out, "%s: %.*s\n", name, (int)view.size, view.data);
    }
}

const char *ids_of(const kembar_collection *collection) {
    static char text[4096];
    text[0] = '\0';
    for (size_t i = 0; i < kembar_collection_document_count(collection); i++) {
        kembar_view id = kembar_document_id(kembar_collection_document(collection, i));
        size_t n = strlen(text);
        (void)snprintf(text + n, sizeof text - n, "%.*s ", (int)id.size, id.data);
    }
    return text;
}

const char *rejections_of(const kembar_collection *collection) {
    static char text[8192];
    text[0] = '\0';
    for (size_t i = 0; i < kembar_collection_rejection_count(collection); i++) {
        const kembar_rejection *r = kembar_collection_rejection(collection, i);
        size_t n = strlen(text);
        (void)snprintf(text + n, sizeof text - n, "%.*s:%" PRIu64 " %s\n", (int)r->path.size,
                       r->path.data, r->position, r->reason);
    }
    return text;
}

static void dump_document(FILE *out, const kembar_collection *collection, size_t i) {
    const kembar_document *document = kembar_collection_document(collection, i);
    print_view(out, "id", kembar_document_id(document));
    print_view(out, "title", kembar_document_title(document));
    print_view(out, "date", kembar_document_date(document));
    print_view(out, "source", kembar_document_source(document));
    print_view(out, "url", kembar_document_url(document));
    print_view(out, "text", kembar_document_text(document));
    print_view(out, "input", kembar_document_input(document));
    print_view(out, "raw", kembar_collection_raw(collection, i));
    (void)fprintf(out, "position %" PRIu64 ", tokens %" PRIu64 "\n",
                  kembar_document_position(document), kembar_document_token_count(document));
}

char *dump_of(const kembar_collection *collection) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < kembar_collection_document_count(collection); i++) {
        dump_document(out, collection, i);
    }
    for (size_t i = 0; i < kembar_collection_input_count(collection); i++) {
        const kembar_input *input = kembar_collection_input(collection, i);
        print_view(out, "input", input->path);
        (void)fprintf(out, "%" PRIu64 " bytes, %s, %" PRIu64 " documents\n", input->size_bytes,
                      input->digest, input->n_documents);
    }
    for (size_t i = 0; i < kembar_collection_rejection_count(collection); i++) {
        const kembar_rejection *rejection = kembar_collection_rejection(collection, i);
        print_view(out, "rejected", rejection->path);
        print_view(out, "id", rejection->id);
        (void)fprintf(out, "%" PRIu64 " %s\n", rejection->position, rejection->reason);
    }
    for (size_t i = 0; i < kembar_collection_skipped_count(collection); i++) {
        const kembar_skipped *skipped = kembar_collection_skipped(collection, i);
        (void)fprintf(out, "skipped %s %" PRIu64 "\n", skipped->ending, skipped->n_files);
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

void expect_collected(kembar_collection *collection, const char *ids, const char *rejections) {
    assert_string_equal(ids_of(collection), ids);
    assert_string_equal(rejections_of(collection), rejections);
    kembar_collection_free(collection);
}

void expect_view(kembar_view view, const char *text) {
    if (text == NULL) {
        assert_null(view.data);
        return;
    }
    assert_non_null(view.data);
    assert_int_equal(view.size, strlen(text));
    assert_memory_equal(view.data, text, view.size);
}
