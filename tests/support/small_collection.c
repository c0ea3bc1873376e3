#include "small_collection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feature/tfidf.h"

static kembar_view view_of(const char *text) {
    return text ? (kembar_view){text, strlen(text)} : (kembar_view){0};
}

static void prepare(small_collection *out, size_t i, const small_document *document) {
    kembar_record record = {.id = view_of(document->id),
                            .title = view_of(document->title),
                            .date = view_of(document->date),
                            .source = view_of(document->source),
                            .text = view_of(document->text)};
    assert_int_equal(kembar_document_new(&out->documents[i], &record, NULL), KEMBAR_OK);
    assert_int_equal(kembar_prepared_init(&out->prepared[i], out->documents[i], NULL, 5, 5),
                     KEMBAR_OK);
    out->exact_class[i] = (uint32_t)i;
    for (size_t j = i; j-- > 0;)
        if (out->prepared[j].content_hash == out->prepared[i].content_hash)
            out->exact_class[i] = (uint32_t)j;
}

void small_collection_init(small_collection *out, const small_document *documents,
                           size_t n_documents) {
    *out = (small_collection){.n_documents = n_documents, .options = kembar_options_default()};
    out->documents = calloc(n_documents, sizeof *out->documents);
    out->prepared = calloc(n_documents, sizeof *out->prepared);
    out->exact_class = calloc(n_documents, sizeof *out->exact_class);
    assert_true(out->documents && out->prepared && out->exact_class);
    for (size_t i = 0; i < n_documents; i++)
        prepare(out, i, &documents[i]);
    kembar_term_table table;
    assert_int_equal(kembar_term_table_build(&table, out->prepared, n_documents, NULL, 1, NULL),
                     KEMBAR_OK);
    assert_int_equal(kembar_tfidf_fit(&table, 1, &out->frequencies, &out->matrix, NULL), KEMBAR_OK);
}

void small_collection_deinit(small_collection *collection) {
    for (size_t i = 0; i < collection->n_documents; i++) {
        kembar_prepared_deinit(&collection->prepared[i]);
        kembar_document_free(collection->documents[i]);
    }
    kembar_sparse_deinit(&collection->matrix);
    kembar_frequencies_deinit(&collection->frequencies);
    free(collection->documents);
    free(collection->prepared);
    free(collection->exact_class);
}

kembar_cluster_input small_collection_input(const small_collection *collection,
                                            const kembar_pair *pairs, size_t n_pairs) {
    return (kembar_cluster_input){.prepared = collection->prepared,
                                  .n_documents = collection->n_documents,
                                  .exact_class = collection->exact_class,
                                  .pairs = pairs,
                                  .n_pairs = n_pairs,
                                  .matrix = &collection->matrix,
                                  .frequencies = &collection->frequencies,
                                  .options = &collection->options,
                                  .n_threads = 1};
}

kembar_pair small_pair(uint32_t a, uint32_t b, kembar_relation relation, int32_t score) {
    return (kembar_pair){.a = a,
                         .b = b,
                         .relation = (uint8_t)relation,
                         .facts_differ = relation == KEMBAR_RELATION_NEAR ? 0 : -1,
                         .mutual = -1,
                         .link = -1,
                         .score = score,
                         .coverage_a = score,
                         .coverage_b = score};
}
