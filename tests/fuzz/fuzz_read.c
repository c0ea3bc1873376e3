/* A file of any format and bytes: every document valid, ids in order, the rest rejected with a
 * reason, and the same for any number of threads. Input: a byte for the name, then the file. */
#include "document/document.h"
#include "fuzz.h"
#include "kembar/source.h"

static const char *const names[] = {"in.txt",    "in.md",        "in.jsonl",  "in.ndjson.gz",
                                    "in.txt.gz", "in.jsonl.zst", "in.md.zst", "in"};
enum { N_NAMES = sizeof names / sizeof *names, MAX_DOCUMENT = 1 << 16 };

static kembar_collection *read_file(const char *path, int n_threads) {
    kembar_source_options options = kembar_source_options_default();
    kembar_source *source = NULL;
    kembar_collection *collection = NULL;
    options.max_document_bytes = MAX_DOCUMENT;
    options.keep_raw = 1;
    FUZZ_CHECK(kembar_source_new(&source, &options, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_add(source, path, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_read(source, n_threads, NULL, NULL, &collection, NULL) == KEMBAR_OK);
    kembar_source_free(source);
    return collection;
}

static void check_collection(const kembar_collection *collection) {
    size_t n = kembar_collection_document_count(collection);
    for (size_t i = 0; i < n; i++) {
        const kembar_document *document = kembar_collection_document(collection, i);
        FUZZ_CHECK(kembar_document_validate(document, NULL) == KEMBAR_OK);
        FUZZ_CHECK(document->text.size <= 3 * MAX_DOCUMENT + 1);
        FUZZ_CHECK(kembar_collection_find(collection, document->id) == i);
        if (i > 0)
            FUZZ_CHECK(kembar_view_compare(
                           kembar_document_id(kembar_collection_document(collection, i - 1)),
                           document->id) < 0);
    }
    for (size_t i = 0; i < kembar_collection_rejection_count(collection); i++) {
        const kembar_rejection *rejection = kembar_collection_rejection(collection, i);
        fuzz_check_shown((kembar_view){rejection->reason, strlen(rejection->reason)}, 0);
        FUZZ_CHECK(rejection->reason[0] != '\0');
    }
    FUZZ_CHECK(n + kembar_collection_rejection_count(collection) > 0 ||
               kembar_collection_input_count(collection) == 1);
}

static void check_same(const kembar_collection *a, const kembar_collection *b) {
    size_t n = kembar_collection_document_count(a), m = kembar_collection_rejection_count(a);
    FUZZ_CHECK(n == kembar_collection_document_count(b));
    FUZZ_CHECK(m == kembar_collection_rejection_count(b));
    for (size_t i = 0; i < n; i++) {
        const kembar_document *x = kembar_collection_document(a, i);
        const kembar_document *y = kembar_collection_document(b, i);
        FUZZ_CHECK(kembar_view_equal(x->id, y->id) && kembar_view_equal(x->text, y->text));
        FUZZ_CHECK(x->position == y->position);
        FUZZ_CHECK(kembar_view_equal(kembar_collection_raw(a, i), kembar_collection_raw(b, i)));
    }
    for (size_t i = 0; i < m; i++)
        FUZZ_CHECK(strcmp(kembar_collection_rejection(a, i)->reason,
                          kembar_collection_rejection(b, i)->reason) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    const char *name = names[fuzz_take_byte(&rest) % N_NAMES];
    const char *path = fuzz_write(name, rest);
    kembar_collection *one = read_file(path, 1), *two = read_file(path, 2);
    check_collection(one);
    check_same(one, two);
    kembar_collection_free(one);
    kembar_collection_free(two);
    return 0;
}
