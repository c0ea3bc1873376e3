#include "model/frequencies.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/ranges.h"
#include "base/sort.h"

/* A fit while it goes through the ranges. */
typedef struct frequencies_fit {
    kembar_frequencies *out;
    size_t terms_capacity, documents_capacity;
    const uint64_t *terms;
    const size_t *first;
    uint32_t min_documents;
    uint32_t *columns;
    kembar_keyed *items; /* owned; of one range */
    size_t items_capacity;
} frequencies_fit;

static kembar_status gather(frequencies_fit *fit, uint64_t range, unsigned bits, size_t *n) {
    *n = 0;
    for (size_t i = 0; i < fit->out->n_documents; i++) {
        size_t at = fit->first[i], size = fit->first[i + 1] - at;
        const uint64_t *terms = fit->terms + at;
        size_t begin = kembar_ranges_begin(terms, size, range, bits);
        size_t end = kembar_ranges_begin(terms, size, range + 1, bits);
        if (kembar_array_reserve((void **)&fit->items, &fit->items_capacity, *n + end - begin,
                                 sizeof *fit->items))
            return KEMBAR_ERROR_MEMORY;
        for (size_t k = begin; k < end; k++)
            fit->items[(*n)++] = (kembar_keyed){terms[k], (uint32_t)(at + k), 0};
    }
    return KEMBAR_OK;
}

static kembar_status add_term(frequencies_fit *fit, uint64_t term, size_t n_with) {
    kembar_frequencies *out = fit->out;
    if (out->n_terms + 1 >= KEMBAR_FREQUENCIES_NO_COLUMN)
        return KEMBAR_ERROR_LIMIT;
    if (kembar_array_reserve((void **)&out->terms, &fit->terms_capacity, out->n_terms + 1,
                             sizeof *out->terms) ||
        kembar_array_reserve((void **)&out->documents, &fit->documents_capacity, out->n_terms + 1,
                             sizeof *out->documents))
        return KEMBAR_ERROR_MEMORY;
    out->terms[out->n_terms] = term;
    out->documents[out->n_terms++] = (uint32_t)n_with;
    return KEMBAR_OK;
}

static kembar_status add_range(frequencies_fit *fit, size_t n) {
    const kembar_keyed *sorted = fit->items;
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && sorted[end].key == sorted[begin].key;)
            end++;
        uint32_t column = KEMBAR_FREQUENCIES_NO_COLUMN;
        if (end - begin >= fit->min_documents) {
            column = (uint32_t)fit->out->n_terms;
            kembar_status status = add_term(fit, sorted[begin].key, end - begin);
            if (status)
                return status;
        }
        if (fit->columns)
            for (size_t i = begin; i < end; i++)
                fit->columns[sorted[i].value] = column;
    }
    return KEMBAR_OK;
}

static kembar_status fit_ranges(frequencies_fit *fit, size_t n_items, int n_threads) {
    unsigned bits = kembar_ranges_bits(n_items);
    kembar_status status = KEMBAR_OK;
    size_t n;
    for (uint64_t range = 0; range >> bits == 0 && !status; range++) {
        status = gather(fit, range, bits, &n);
        if (!status)
            status = kembar_sort_keyed(fit->items, n, n_threads);
        if (!status)
            status = add_range(fit, n);
    }
    kembar_free(fit->items);
    return status;
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
    frequencies_fit fit = {.out = out,
                           .terms = terms,
                           .first = first,
                           .min_documents = min_documents,
                           .columns = columns};
    kembar_status status = fit_ranges(&fit, n, n_threads);
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
