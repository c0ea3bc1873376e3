#include "run_dedup.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

kembar_dedup_options dedup_options(void) {
    kembar_dedup_options options = kembar_dedup_options_default();
    options.run.n_threads = 2;
    options.lists_pairs = 1;
    options.sample_shingles = 0;
    return options;
}

kembar_source *source_of(const char *const *paths) {
    kembar_source *source = NULL;
    assert_int_equal(kembar_source_new(&source, NULL, NULL), KEMBAR_OK);
    for (; *paths; paths++)
        assert_int_equal(kembar_source_add(source, *paths, NULL), KEMBAR_OK);
    return source;
}

kembar_dedup_result dedup_paths(const char *const *paths, const char *const *against,
                                const kembar_dedup_options *options) {
    kembar_run_context context = {0};
    kembar_dedup_result result;
    kembar_error error = {0};
    kembar_source *source = source_of(paths), *old = against ? source_of(against) : NULL;
    kembar_status status = kembar_run_dedup(source, old, options, &context, &result, &error);
    if (status != KEMBAR_OK)
        fail_msg("%s: %s", error.file, error.message);
    kembar_source_free(source);
    kembar_source_free(old);
    return result;
}

kembar_dedup_result dedup_file(const char *path, const kembar_dedup_options *options) {
    const char *const paths[] = {path, NULL};
    return dedup_paths(paths, NULL, options);
}

uint32_t record_of(const kembar_catalogue *catalogue, const char *id) {
    for (uint32_t i = 0; i < kembar_catalogue_record_count(catalogue); i++) {
        kembar_view of = kembar_catalogue_id(catalogue, i);
        if (of.size == strlen(id) && memcmp(of.data, id, of.size) == 0)
            return i;
    }
    fail_msg("no record %s", id);
    return 0;
}

static void print_id(FILE *out, const kembar_catalogue *catalogue, uint32_t record) {
    kembar_view id = kembar_catalogue_id(catalogue, record);
    (void)fprintf(out, "%.*s ", (int)id.size, id.data);
}

static void print_row(FILE *out, const kembar_dedup_result *result, uint32_t record) {
    const kembar_dedup_row *row = &result->rows[record];
    print_id(out, result->catalogue, record);
    if (row->duplicate_of != UINT32_MAX) {
        print_id(out, row->of_against ? result->against : result->catalogue, row->duplicate_of);
        (void)fprintf(out, "%d %d %d", row->of_against, row->relation, row->score);
    }
    (void)fputc('\n', out);
}

static void print_pair(FILE *out, const kembar_dedup_result *result, size_t i) {
    const kembar_pair *pair = &result->pairs[i];
    int is_old = result->pairs_against && result->pairs_against[i];
    print_id(out, is_old ? result->against : result->catalogue, pair->a);
    print_id(out, result->catalogue, pair->b);
    (void)fprintf(out, "%d %d %d %d %d %d %d %d %d\n", is_old, pair->relation, pair->score,
                  pair->facts_differ, pair->jaccard, pair->containment_a, pair->containment_b,
                  pair->coverage_a, pair->coverage_b);
}

char *dedup_dump(const kembar_dedup_result *result) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    uint32_t *by_rank = calloc(result->n_rows + 1, sizeof *by_rank);
    assert_non_null(by_rank);
    for (uint32_t i = 0; i < result->n_rows; i++)
        by_rank[kembar_catalogue_rank(result->catalogue, i)] = i;
    for (size_t i = 0; i < result->n_rows; i++)
        print_row(out, result, by_rank[i]);
    for (size_t i = 0; i < result->n_pairs; i++)
        print_pair(out, result, i);
    for (size_t i = 0; i < result->n_counts; i++)
        (void)fprintf(out, "%s %llu\n", result->counts[i].name,
                      (unsigned long long)result->counts[i].value);
    free(by_rank);
    assert_int_equal(fclose(out), 0);
    return text;
}
