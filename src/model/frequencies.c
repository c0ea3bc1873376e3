#include "model/frequencies.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sort.h"

static size_t count_groups(const kembar_keyed *sorted, size_t n, uint32_t min_documents) {
    size_t groups = 0;
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && sorted[end].key == sorted[begin].key;)
            end++;
        groups += end - begin >= min_documents;
    }
    return groups;
}

static void fill_groups(kembar_frequencies *out, const kembar_keyed *sorted, size_t n,
                        uint32_t min_documents, uint32_t *columns) {
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && sorted[end].key == sorted[begin].key;)
            end++;
        uint32_t column = KEMBAR_FREQUENCIES_NO_COLUMN;
        if (end - begin >= min_documents) {
            column = (uint32_t)out->n_terms++;
            out->terms[column] = sorted[begin].key;
            out->documents[column] = (uint32_t)(end - begin);
        }
        if (columns)
            for (size_t i = begin; i < end; i++)
                columns[sorted[i].value] = column;
    }
}

static kembar_status fit_sorted(kembar_frequencies *out, const kembar_keyed *sorted, size_t n,
                                uint32_t min_documents, uint32_t *columns) {
    size_t groups = count_groups(sorted, n, min_documents);
    if (groups >= KEMBAR_FREQUENCIES_NO_COLUMN)
        return KEMBAR_ERROR_LIMIT;
    out->terms = kembar_alloc(groups, sizeof *out->terms);
    out->documents = kembar_alloc(groups, sizeof *out->documents);
    if (!out->terms || !out->documents)
        return KEMBAR_ERROR_MEMORY;
    fill_groups(out, sorted, n, min_documents, columns);
    return KEMBAR_OK;
}

static kembar_status fault(kembar_frequencies *out, kembar_status status, kembar_error *error) {
    kembar_frequencies_deinit(out);
    if (status == KEMBAR_ERROR_MEMORY)
        return kembar_error_memory(error);
    return kembar_error_set(error, status, NULL, 0, "too many distinct terms in one collection");
}

kembar_status kembar_frequencies_fit(kembar_frequencies *out, const uint64_t *terms,
                                     const size_t *first, size_t n_documents,
                                     uint32_t min_documents, int n_threads, uint32_t *columns,
                                     kembar_error *error) {
    size_t n = n_documents ? first[n_documents] : 0;
    *out = (kembar_frequencies){.n_documents = n_documents};
    if (n >= UINT32_MAX)
        return fault(out, KEMBAR_ERROR_LIMIT, error);
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    if (!items)
        return fault(out, KEMBAR_ERROR_MEMORY, error);
    for (size_t i = 0; i < n; i++)
        items[i] = (kembar_keyed){terms[i], (uint32_t)i, 0};
    kembar_status status = kembar_sort_keyed(items, n, n_threads);
    if (!status)
        status = fit_sorted(out, items, n, min_documents, columns);
    kembar_free(items);
    return status ? fault(out, status, error) : KEMBAR_OK;
}

void kembar_frequencies_deinit(kembar_frequencies *frequencies) {
    kembar_free(frequencies->terms);
    kembar_free(frequencies->documents);
    *frequencies = (kembar_frequencies){0};
}

uint32_t kembar_frequencies_column(const kembar_frequencies *frequencies, uint64_t term) {
    size_t low = kembar_lower_bound_u64(frequencies->terms, frequencies->n_terms, term);
    int found = low < frequencies->n_terms && frequencies->terms[low] == term;
    return found ? (uint32_t)low : KEMBAR_FREQUENCIES_NO_COLUMN;
}
