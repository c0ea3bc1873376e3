#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/views.h"
#include "eval/measures.h"
#include "eval/results_model.h"
#include "eval/truth.h"
#include "eval/tsv.h"

typedef struct truth_pair {
    kembar_view a, b; /* a < b */
    kembar_relation relation;
    uint64_t line;
} truth_pair;

/* Truth and run side by side. */
typedef struct pair_judge {
    truth_pair *truth; /* owned; by (a, b), distinct */
    size_t n_truth;
    int is_judged[KEMBAR_RELATION_EXACT + 1];
    kembar_eval *out;
    size_t mistake_capacity;
    uint64_t n_names_right;
} pair_judge;

static int compare_pairs(kembar_view a, kembar_view b, kembar_view other_a, kembar_view other_b) {
    int order = kembar_view_compare(a, other_a);
    return order != 0 ? order : kembar_view_compare(b, other_b);
}

/* The line decides between equals, so that the second of two is the one that is named. */
static int compare_truth(const void *left, const void *right) {
    const truth_pair *x = left, *y = right;
    int order = compare_pairs(x->a, x->b, y->a, y->b);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static kembar_status read_pair(const kembar_tsv_row *row, const char *path, truth_pair *out,
                               kembar_error *error) {
    int order = kembar_view_compare(row->columns[0], row->columns[1]);
    *out = (truth_pair){.a = row->columns[order < 0 ? 0 : 1],
                        .b = row->columns[order < 0 ? 1 : 0],
                        .relation = kembar_relation_parse(row->columns[2]),
                        .line = row->line};
    if (order == 0)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, row->line,
                                "a document is paired with itself");
    if (out->relation == KEMBAR_RELATION_NONE)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, row->line,
                                "the third column is no relation");
    return KEMBAR_OK;
}

/* Sorts and drops repetitions; two relations for one pair are a fault. */
static kembar_status order_truth(pair_judge *judge, const char *path, kembar_error *error) {
    truth_pair *truth = judge->truth;
    size_t n_kept = 0;
    qsort(truth, judge->n_truth, sizeof *truth, compare_truth);
    for (size_t i = 0; i < judge->n_truth; i++) {
        const truth_pair *kept = n_kept > 0 ? &truth[n_kept - 1] : NULL;
        if (!kept || compare_pairs(kept->a, kept->b, truth[i].a, truth[i].b) != 0)
            truth[n_kept++] = truth[i];
        else if (kept->relation != truth[i].relation)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, path, truth[i].line,
                                    "this pair has another relation in an earlier line");
    }
    judge->n_truth = n_kept;
    return KEMBAR_OK;
}

static kembar_status read_truth(pair_judge *judge, const kembar_results *results,
                                const kembar_tsv *tsv, const char *path,
                                kembar_eval_unknown_ids *unknown, kembar_error *error) {
    judge->truth = kembar_alloc(tsv->n_rows, sizeof *judge->truth);
    if (!judge->truth)
        return kembar_error_memory(error);
    for (size_t i = 0; i < tsv->n_rows; i++) {
        truth_pair *pair = &judge->truth[judge->n_truth++];
        kembar_status status = read_pair(&tsv->rows[i], path, pair, error);
        if (status != KEMBAR_OK)
            return status;
        judge->is_judged[pair->relation] = 1;
        if (kembar_eval_unknown_ids_check(unknown, results, pair->a) != KEMBAR_OK ||
            kembar_eval_unknown_ids_check(unknown, results, pair->b) != KEMBAR_OK)
            return kembar_error_memory(error);
    }
    return order_truth(judge, path, error);
}

static unsigned is_duplicate(uint8_t relation) {
    return relation >= KEMBAR_RELATION_EXCERPT && relation <= KEMBAR_RELATION_EXACT;
}

static void count(pair_judge *judge, uint8_t truth, uint8_t found) {
    kembar_eval *out = judge->out;
    if (judge->is_judged[truth])
        out->by_relation[truth].n_truth++;
    if (judge->is_judged[found])
        out->by_relation[found].n_found++;
    if (truth == found)
        out->by_relation[truth].n_right++;
    out->duplicates.n_truth += is_duplicate(truth);
    out->duplicates.n_found += is_duplicate(found);
    if (is_duplicate(truth) && is_duplicate(found)) {
        out->duplicates.n_right++;
        judge->n_names_right += truth == found;
    }
}

/* One pair with what each side says, NONE where it is silent. */
static kembar_status judge_pair(pair_judge *judge, kembar_view a, kembar_view b, uint8_t truth,
                                uint8_t found) {
    kembar_eval *out = judge->out;
    if (!judge->is_judged[truth] && !judge->is_judged[found])
        return KEMBAR_OK;
    count(judge, truth, found);
    if (truth == found)
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)&out->mistakes, &judge->mistake_capacity, out->n_mistakes + 1,
                             sizeof *out->mistakes) != KEMBAR_OK)
        return KEMBAR_ERROR_MEMORY;
    out->mistakes[out->n_mistakes++] = (kembar_eval_pair){a, b, truth, found};
    return KEMBAR_OK;
}

static kembar_status judge_all(pair_judge *judge, const kembar_results *results) {
    size_t n_pairs;
    const kembar_result_pair *pairs = kembar_results_pairs(results, &n_pairs);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0, j = 0; status == KEMBAR_OK && (i < judge->n_truth || j < n_pairs);) {
        const truth_pair *truth = judge->truth + i;
        const kembar_result_pair *pair = j < n_pairs ? pairs + j : NULL;
        int order = i == judge->n_truth ? 1
                    : j == n_pairs      ? -1
                                        : compare_pairs(truth->a, truth->b, pair->a, pair->b);
        if (order < 0)
            status = judge_pair(judge, truth->a, truth->b, (uint8_t)truth->relation,
                                KEMBAR_RELATION_NONE);
        else
            status = judge_pair(judge, pair->a, pair->b,
                                order == 0 ? (uint8_t)truth->relation : KEMBAR_RELATION_NONE,
                                pair->relation);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

kembar_status kembar_eval_pairs(const kembar_results *results, const kembar_tsv *tsv,
                                const char *path, kembar_eval_unknown_ids *unknown,
                                kembar_eval *out, kembar_error *error) {
    pair_judge judge = {.out = out};
    for (int i = KEMBAR_RELATION_EXCERPT; i <= KEMBAR_RELATION_EXACT; i++)
        judge.is_judged[i] = 1;
    kembar_status status = read_truth(&judge, results, tsv, path, unknown, error);
    if (status == KEMBAR_OK && judge_all(&judge, results) != KEMBAR_OK)
        status = kembar_error_memory(error);
    kembar_free(judge.truth);
    if (status != KEMBAR_OK)
        return status;
    for (int i = 0; i <= KEMBAR_RELATION_EXACT; i++)
        kembar_measure_score(&out->by_relation[i]);
    kembar_measure_score(&out->duplicates);
    out->names_right = kembar_measure_ratio(judge.n_names_right, out->duplicates.n_right);
    return KEMBAR_OK;
}
