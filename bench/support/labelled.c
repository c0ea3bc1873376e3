#include "labelled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"
#include "eval/tsv.h"
#include "folder.h"
#include "kembar/compare.h"

static uint32_t find(const bench_labelled *labelled, kembar_view id) {
    size_t i = kembar_collection_find(labelled->collection, id);
    return i == SIZE_MAX ? UINT32_MAX : (uint32_t)i;
}

static void read_table(kembar_tsv *table, const char *folder, const char *name, size_t n_columns) {
    char path[BENCH_PATH_BYTES];
    kembar_error error = {0};
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        bench_need(KEMBAR_ERROR_LIMIT, NULL);
    bench_need(kembar_tsv_read(table, path, n_columns, &error), &error);
}

static void read_pairs(bench_labelled *labelled, const char *folder) {
    kembar_tsv table;
    read_table(&table, folder, "truth.tsv", 3);
    labelled->pairs = bench_need_memory(kembar_alloc(table.n_rows, sizeof *labelled->pairs));
    for (size_t i = 0; i < table.n_rows; i++) {
        const kembar_view *columns = table.rows[i].columns;
        uint32_t a = find(labelled, columns[0]), b = find(labelled, columns[1]);
        if (a == UINT32_MAX || b == UINT32_MAX ||
            kembar_relation_parse(columns[2]) < KEMBAR_RELATION_EXCERPT)
            continue;
        labelled->pairs[labelled->n_pairs++] =
            a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    }
    bench_need(kembar_sort_u64(labelled->pairs, labelled->n_pairs), NULL);
    kembar_tsv_deinit(&table);
}

/* A story's number is that of the first line with its name. */
static uint32_t story_number(const kembar_tsv *table, size_t line) {
    kembar_view name = table->rows[line].columns[1];
    for (size_t i = 0; i < line; i++) {
        kembar_view other = table->rows[i].columns[1];
        if (other.size == name.size && memcmp(other.data, name.data, name.size) == 0)
            return (uint32_t)i;
    }
    return (uint32_t)line;
}

static void read_stories(bench_labelled *labelled, const char *folder) {
    kembar_tsv table;
    read_table(&table, folder, "stories.tsv", 2);
    labelled->story =
        bench_need_memory(kembar_alloc(labelled->n_documents, sizeof *labelled->story));
    for (size_t i = 0; i < labelled->n_documents; i++)
        labelled->story[i] = UINT32_MAX;
    for (size_t i = 0; i < table.n_rows; i++) {
        uint32_t document = find(labelled, table.rows[i].columns[0]);
        if (document != UINT32_MAX)
            labelled->story[document] = story_number(&table, i);
    }
    kembar_tsv_deinit(&table);
}

void bench_labelled_read(bench_labelled *out, const kembar_collection *collection,
                         const char *folder) {
    *out = (bench_labelled){.collection = collection,
                            .n_documents = kembar_collection_document_count(collection)};
    read_pairs(out, folder);
    read_stories(out, folder);
}

void bench_labelled_keep_language(bench_labelled *labelled, kembar_language language) {
    for (size_t i = 0; i < labelled->n_documents; i++)
        if (kembar_document_language(kembar_collection_document(labelled->collection, i)) !=
            language)
            labelled->story[i] = UINT32_MAX;
}

void bench_labelled_deinit(bench_labelled *labelled) {
    kembar_free(labelled->pairs);
    kembar_free(labelled->story);
}

double bench_labelled_f1(const bench_labelled *labelled, const uint64_t *pairs, size_t n_pairs) {
    size_t n_right = 0;
    for (size_t i = 0, k = 0; i < n_pairs && k < labelled->n_pairs;) {
        n_right += pairs[i] == labelled->pairs[k];
        if (pairs[i] <= labelled->pairs[k])
            i++;
        else
            k++;
    }
    return n_pairs + labelled->n_pairs == 0
               ? 1
               : 2 * (double)n_right / (double)(n_pairs + labelled->n_pairs);
}

double bench_labelled_ari(const bench_labelled *labelled, const uint32_t *cluster_of) {
    double n_all = 0, n_truth = 0, n_found = 0, n_both = 0;
    for (size_t i = 0; i < labelled->n_documents; i++) {
        for (size_t k = 0; k < i; k++) {
            if (labelled->story[i] == UINT32_MAX || labelled->story[k] == UINT32_MAX)
                continue;
            int in_truth = labelled->story[i] == labelled->story[k];
            int in_found = cluster_of[i] == cluster_of[k];
            n_all++;
            n_truth += in_truth;
            n_found += in_found;
            n_both += in_truth && in_found;
        }
    }
    double expected = n_all > 0 ? n_truth * n_found / n_all : 0;
    double highest = (n_truth + n_found) / 2;
    return highest > expected ? (n_both - expected) / (highest - expected) : 1;
}
