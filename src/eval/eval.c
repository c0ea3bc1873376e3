#include "kembar/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/views.h"
#include "eval/results_model.h"
#include "eval/truth.h"
#include "eval/tsv.h"

kembar_status kembar_eval_unknown_ids_check(kembar_eval_unknown_ids *unknown,
                                            const kembar_results *results, kembar_view id) {
    if (kembar_results_document(results, id))
        return KEMBAR_OK;
    kembar_status status = kembar_array_reserve((void **)&unknown->ids, &unknown->capacity,
                                                unknown->n_ids + 1, sizeof *unknown->ids);
    if (status == KEMBAR_OK)
        unknown->ids[unknown->n_ids++] = id;
    return status;
}

static int compare_ids(const void *left, const void *right) {
    const kembar_view *x = left, *y = right;
    return kembar_view_compare(*x, *y);
}

static uint64_t count_distinct(kembar_eval_unknown_ids *unknown) {
    uint64_t n_distinct = 0;
    if (unknown->n_ids > 0)
        qsort(unknown->ids, unknown->n_ids, sizeof *unknown->ids, compare_ids);
    for (size_t i = 0; i < unknown->n_ids; i++)
        n_distinct += i == 0 || compare_ids(&unknown->ids[i - 1], &unknown->ids[i]) != 0;
    return n_distinct;
}

static void move_view(kembar_view *view, char **at) {
    memcpy(*at, view->data, view->size);
    (*at)[view->size] = '\0';
    view->data = *at;
    *at += view->size + 1;
}

/* Gives the mistakes their own text: what they borrow from goes before them. */
static kembar_status own_text(kembar_eval *eval) {
    size_t n_bytes = 0;
    for (size_t i = 0; i < eval->n_mistakes; i++)
        n_bytes += eval->mistakes[i].a.size + eval->mistakes[i].b.size + 2;
    eval->storage = kembar_alloc(n_bytes, 1);
    if (!eval->storage)
        return KEMBAR_ERROR_MEMORY;
    char *at = eval->storage;
    for (size_t i = 0; i < eval->n_mistakes; i++) {
        move_view(&eval->mistakes[i].a, &at);
        move_view(&eval->mistakes[i].b, &at);
    }
    return KEMBAR_OK;
}

static kembar_status run(const kembar_results *results, const char *truth_path,
                         const char *stories_path, kembar_tsv tables[2],
                         kembar_eval_unknown_ids *unknown, kembar_eval *out, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    if (truth_path) {
        status = kembar_tsv_read(&tables[0], truth_path, 3, error);
        if (status == KEMBAR_OK)
            status = kembar_eval_pairs(results, &tables[0], truth_path, unknown, out, error);
    }
    if (status == KEMBAR_OK && stories_path) {
        status = kembar_tsv_read(&tables[1], stories_path, 2, error);
        if (status == KEMBAR_OK)
            status = kembar_eval_stories(results, &tables[1], stories_path, unknown, out, error);
    }
    if (status == KEMBAR_OK && own_text(out) != KEMBAR_OK)
        status = kembar_error_memory(error);
    return status;
}

kembar_status kembar_eval_run(const kembar_results *results, const char *truth_path,
                              const char *stories_path, kembar_eval *out, kembar_error *error) {
    kembar_tsv tables[2] = {{0}, {0}};
    kembar_eval_unknown_ids unknown = {0};
    *out = (kembar_eval){0};
    kembar_status status = run(results, truth_path, stories_path, tables, &unknown, out, error);
    if (status == KEMBAR_OK)
        out->n_unknown_ids = count_distinct(&unknown);
    else
        kembar_eval_deinit(out);
    kembar_free(unknown.ids);
    kembar_tsv_deinit(&tables[0]);
    kembar_tsv_deinit(&tables[1]);
    return status;
}

void kembar_eval_deinit(kembar_eval *eval) {
    kembar_free(eval->mistakes);
    kembar_free(eval->storage);
    *eval = (kembar_eval){0};
}
