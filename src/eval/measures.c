#include "eval/measures.h"

#include "base/alloc.h"
#include "base/sort.h"

enum { WHOLE_MICRO = 1000000 };

static int32_t to_micro(double fraction) {
    double scaled = fraction * WHOLE_MICRO;
    return (int32_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

int32_t kembar_measure_ratio(uint64_t part, uint64_t whole) {
    return whole == 0 ? -1 : to_micro((double)part / (double)whole);
}

void kembar_measure_score(kembar_eval_score *score) {
    score->precision = kembar_measure_ratio(score->n_right, score->n_found);
    score->recall = kembar_measure_ratio(score->n_right, score->n_truth);
    score->f1 = kembar_measure_ratio(2 * score->n_right, score->n_truth + score->n_found);
}

/* Sizes of the classes of both partitions and of their intersections. */
typedef struct contingency {
    size_t n;            /* documents, and the length of the arrays */
    uint64_t *n_truth;   /* owned; by class */
    uint64_t *n_found;   /* owned */
    uint64_t *cell_keys; /* owned; a document each, sorted: found class, truth class */
} contingency;

static void contingency_deinit(contingency *table) {
    kembar_free(table->n_truth);
    kembar_free(table->n_found);
    kembar_free(table->cell_keys);
}

static kembar_status contingency_init(contingency *table, const kembar_measure_placed *placed,
                                      size_t n) {
    table->n = n;
    table->n_truth = kembar_alloc_zeroed(n, sizeof *table->n_truth);
    table->n_found = kembar_alloc_zeroed(n, sizeof *table->n_found);
    table->cell_keys = kembar_alloc(n, sizeof *table->cell_keys);
    if (!table->n_truth || !table->n_found || !table->cell_keys)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        table->n_truth[placed[i].truth]++;
        table->n_found[placed[i].found]++;
        table->cell_keys[i] = (uint64_t)placed[i].found << 32 | placed[i].truth;
    }
    return kembar_sort_u64(table->cell_keys, n);
}

static double pairs_in(uint64_t n) {
    return (double)n * ((double)n - 1) / 2;
}

static double pairs_in_classes(const uint64_t *sizes, size_t n, uint64_t *n_classes) {
    double n_pairs = 0;
    for (size_t i = 0; i < n; i++) {
        n_pairs += pairs_in(sizes[i]);
        *n_classes += sizes[i] > 0;
    }
    return n_pairs;
}

static int32_t adjusted_rand(double together, double in_truth, double in_found, double all) {
    double expected = all > 0 ? in_truth * in_found / all : 0;
    double highest = (in_truth + in_found) / 2;
    return highest > expected ? to_micro((together - expected) / (highest - expected))
                              : WHOLE_MICRO;
}

static void measure(const contingency *table, kembar_eval *out) {
    double together = 0, precision = 0, recall = 0;
    for (size_t begin = 0, end; begin < table->n; begin = end) {
        uint64_t key = table->cell_keys[begin];
        for (end = begin + 1; end < table->n && table->cell_keys[end] == key;)
            end++;
        double n_cell = (double)(end - begin);
        together += pairs_in(end - begin);
        precision += n_cell * n_cell / (double)table->n_found[key >> 32];
        recall += n_cell * n_cell / (double)table->n_truth[key & UINT32_MAX];
    }
    out->n_story_documents = table->n;
    double in_truth = pairs_in_classes(table->n_truth, table->n, &out->n_story_truth);
    double in_found = pairs_in_classes(table->n_found, table->n, &out->n_story_found);
    out->story_ari = adjusted_rand(together, in_truth, in_found, pairs_in(table->n));
    precision /= (double)table->n;
    recall /= (double)table->n;
    out->story_b3_precision = to_micro(precision);
    out->story_b3_recall = to_micro(recall);
    out->story_b3_f1 = to_micro(2 * precision * recall / (precision + recall));
}

kembar_status kembar_measure_partitions(const kembar_measure_placed *placed, size_t n_placed,
                                        kembar_eval *out) {
    contingency table = {0};
    kembar_status status = contingency_init(&table, placed, n_placed);
    if (status == KEMBAR_OK)
        measure(&table, out);
    contingency_deinit(&table);
    return status;
}
