#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "eval/measures.h"
#include "eval/results_model.h"
#include "eval/truth.h"
#include "eval/tsv.h"

/* A document of the table, with one name at a time to sort by. */
typedef struct placed_document {
    kembar_view name;
    uint64_t line;
    size_t row;
} placed_document;

static int compare_names(const void *left, const void *right) {
    const placed_document *x = left, *y = right;
    int order = kembar_view_compare(x->name, y->name);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static kembar_status check_ids(placed_document *documents, const kembar_results *results,
                               const kembar_tsv *tsv, const char *path,
                               kembar_eval_unknown_ids *unknown, kembar_error *error) {
    for (size_t i = 0; i < tsv->n_rows; i++) {
        const kembar_tsv_row *row = &tsv->rows[i];
        documents[i] = (placed_document){row->columns[0], row->line, i};
        if (kembar_eval_unknown_ids_check(unknown, results, row->columns[0]) != KEMBAR_OK)
            return kembar_error_memory(error);
    }
    qsort(documents, tsv->n_rows, sizeof *documents, compare_names);
    for (size_t i = 1; i < tsv->n_rows; i++)
        if (kembar_view_compare(documents[i - 1].name, documents[i].name) == 0)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, documents[i].line,
                                    "this document has a story in an earlier line");
    return KEMBAR_OK;
}

/* Numbers for equal names, by their order; a document without a name stays alone. */
static void number_names(placed_document *documents, size_t n, uint32_t *numbers) {
    uint32_t number = 0;
    qsort(documents, n, sizeof *documents, compare_names);
    for (size_t i = 0; i < n; i++) {
        int is_same = i > 0 && documents[i].name.data &&
                      kembar_view_compare(documents[i - 1].name, documents[i].name) == 0;
        if (i > 0 && !is_same)
            number++;
        numbers[documents[i].row] = number;
    }
}

static kembar_view story_of(const kembar_results *results, kembar_view id) {
    const kembar_result_document *document = kembar_results_document(results, id);
    return document ? document->story : (kembar_view){NULL, 0};
}

static void place(placed_document *documents, uint32_t *numbers, const kembar_results *results,
                  const kembar_tsv *tsv, kembar_measure_placed *placed) {
    for (size_t i = 0; i < tsv->n_rows; i++)
        documents[i] = (placed_document){tsv->rows[i].columns[1], tsv->rows[i].line, i};
    number_names(documents, tsv->n_rows, numbers);
    for (size_t i = 0; i < tsv->n_rows; i++) {
        placed[i].truth = numbers[i];
        documents[i] =
            (placed_document){story_of(results, tsv->rows[i].columns[0]), tsv->rows[i].line, i};
    }
    number_names(documents, tsv->n_rows, numbers);
    for (size_t i = 0; i < tsv->n_rows; i++)
        placed[i].found = numbers[i];
}

static kembar_status compare(const kembar_results *results, const kembar_tsv *tsv, const char *path,
                             placed_document *documents, uint32_t *numbers,
                             kembar_measure_placed *placed, kembar_eval_unknown_ids *unknown,
                             kembar_eval *out, kembar_error *error) {
    kembar_status status = check_ids(documents, results, tsv, path, unknown, error);
    if (status != KEMBAR_OK)
        return status;
    place(documents, numbers, results, tsv, placed);
    if (kembar_measure_partitions(placed, tsv->n_rows, out) != KEMBAR_OK)
        return kembar_error_memory(error);
    out->has_stories = 1;
    return KEMBAR_OK;
}

kembar_status kembar_eval_stories(const kembar_results *results, const kembar_tsv *tsv,
                                  const char *path, kembar_eval_unknown_ids *unknown,
                                  kembar_eval *out, kembar_error *error) {
    size_t n = tsv->n_rows;
    if (n == 0)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, 0, "names no document");
    placed_document *documents = kembar_alloc(n, sizeof *documents);
    uint32_t *numbers = kembar_alloc(n, sizeof *numbers);
    kembar_measure_placed *placed = kembar_alloc(n, sizeof *placed);
    kembar_status status;
    if (documents && numbers && placed)
        status = compare(results, tsv, path, documents, numbers, placed, unknown, out, error);
    else
        status = kembar_error_memory(error);
    kembar_free(documents);
    kembar_free(numbers);
    kembar_free(placed);
    return status;
}
