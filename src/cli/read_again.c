#include "read_again.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "inputs.h"
#include "messages.h"

/* Where the run found a document. */
typedef struct place {
    kembar_view path;
    uint64_t position;
    size_t index; /* among the documents of the results */
} place;

static int compare_places(const void *x, const void *y) {
    const place *a = x, *b = y;
    size_t shorter = a->path.size < b->path.size ? a->path.size : b->path.size;
    int order = shorter > 0 ? memcmp(a->path.data, b->path.data, shorter) : 0;
    if (order == 0)
        order = (a->path.size > b->path.size) - (a->path.size < b->path.size);
    if (order == 0)
        order = (a->position > b->position) - (a->position < b->position);
    return order;
}

static place *list_places(const kembar_results *results, size_t *n) {
    const kembar_result_document *documents = kembar_results_documents(results, n);
    place *places = malloc((*n + 1) * sizeof *places);
    if (!places)
        return NULL;
    for (size_t i = 0; i < *n; i++)
        places[i] = (place){documents[i].input, documents[i].position, i};
    qsort(places, *n, sizeof *places, compare_places);
    return places;
}

/* Each document of a collection takes its place in the list; others were rejected by the run. */
static void take_places(kembar_read_again *out, const kembar_collection *collection,
                        kembar_view path, const place *places, size_t n_places) {
    size_t n = kembar_collection_document_count(collection);
    for (size_t i = 0; i < n; i++) {
        const kembar_document *document = kembar_collection_document(collection, i);
        place wanted = {path, kembar_document_position(document), 0};
        const place *found = bsearch(&wanted, places, n_places, sizeof wanted, compare_places);
        if (found)
            out->documents[found->index] = document;
    }
}

static int is_same_input(const kembar_collection *collection, const kembar_result_input *input) {
    if (kembar_collection_input_count(collection) != 1)
        return 0;
    const char *digest = kembar_collection_input(collection, 0)->digest;
    return strlen(digest) == input->digest.size &&
           memcmp(digest, input->digest.data, input->digest.size) == 0;
}

static int read_input(kembar_read_again *out, const kembar_arguments *arguments,
                      const kembar_results *results, const kembar_result_input *input) {
    struct stat info;
    kembar_error error = {0};
    kembar_collection *collection = NULL;
    /* The string is one of a pool, and ends with a NUL. */
    if (stat(input->path.data, &info) != 0) {
        out->fault = input;
        out->is_gone = 1;
        return 0;
    }
    if (kembar_inputs_read_as(kembar_results_source_options(results), input->path.data, &collection,
                              &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    out->collections[out->n_collections++] = collection;
    if (!is_same_input(collection, input))
        out->fault = input;
    return 0;
}

static int read_inputs(kembar_read_again *out, const kembar_arguments *arguments,
                       const kembar_results *results, const place *places, size_t n_places) {
    size_t n_inputs;
    const kembar_result_input *inputs = kembar_results_inputs(results, &n_inputs);
    out->collections = calloc(n_inputs + 1, sizeof *out->collections);
    out->documents = calloc(n_places + 1, sizeof *out->documents);
    if (!out->collections || !out->documents)
        return kembar_out_of_memory();
    int code = 0;
    for (size_t i = 0; i < n_inputs && code == 0 && !out->fault; i++) {
        code = read_input(out, arguments, results, &inputs[i]);
        if (code == 0 && !out->fault)
            take_places(out, out->collections[i], inputs[i].path, places, n_places);
    }
    for (size_t i = 0; i < n_places && code == 0 && !out->fault; i++)
        out->is_incomplete |= out->documents[i] == NULL;
    return code;
}

int kembar_read_again_all(kembar_read_again *out, const kembar_arguments *arguments,
                          const kembar_results *results) {
    size_t n_places;
    *out = (kembar_read_again){0};
    place *places = list_places(results, &n_places);
    int code =
        places ? read_inputs(out, arguments, results, places, n_places) : kembar_out_of_memory();
    free(places);
    if (code != 0 || out->fault || out->is_incomplete) {
        free(out->documents);
        out->documents = NULL;
    }
    return code;
}

void kembar_read_again_deinit(kembar_read_again *again) {
    for (size_t i = 0; i < again->n_collections; i++)
        kembar_collection_free(again->collections[i]);
    free(again->collections);
    free(again->documents);
    *again = (kembar_read_again){0};
}
