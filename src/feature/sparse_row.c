#include "feature/sparse_row.h"

#include <string.h>

#include "base/alloc.h"

enum { MARK_WORDS = 256, MIN_SLOT_BITS = 4, CHUNK = 256 };
#define NO_COLUMN UINT32_MAX

static size_t slot_of(const kembar_sparse_row *row, uint32_t column) {
    return (column * UINT32_C(0x9e3779b1)) >> row->shift;
}

/* Room for at least twice n_items, a power of two. */
static kembar_status make_room(kembar_sparse_row *row, size_t n_items) {
    unsigned bits = MIN_SLOT_BITS;
    while ((size_t)1 << bits < 2 * n_items)
        bits++;
    if (!row->marks)
        row->marks = kembar_alloc(MARK_WORDS, sizeof *row->marks);
    if (!row->marks)
        return KEMBAR_ERROR_MEMORY;
    if (row->capacity < (size_t)1 << bits) {
        kembar_free(row->columns);
        kembar_free(row->values);
        row->capacity = (size_t)1 << bits;
        row->columns = kembar_alloc(row->capacity, sizeof *row->columns);
        row->values = kembar_alloc(row->capacity, sizeof *row->values);
        if (!row->columns || !row->values) {
            kembar_sparse_row_deinit(row);
            return KEMBAR_ERROR_MEMORY;
        }
    }
    row->shift = 32 - bits;
    memset(row->marks, 0, MARK_WORDS * sizeof *row->marks);
    memset(row->columns, 0xff, ((size_t)1 << bits) * sizeof *row->columns);
    return KEMBAR_OK;
}

kembar_status kembar_sparse_row_set(kembar_sparse_row *row, const kembar_sparse *sparse, size_t i) {
    if (make_room(row, sparse->first[i + 1] - sparse->first[i]))
        return KEMBAR_ERROR_MEMORY;
    size_t mask = ((size_t)1 << (32 - row->shift)) - 1;
    for (size_t at = sparse->first[i]; at < sparse->first[i + 1]; at++) {
        uint32_t column = sparse->columns[at];
        size_t slot = slot_of(row, column);
        while (row->columns[slot] != NO_COLUMN)
            slot = (slot + 1) & mask;
        row->columns[slot] = column;
        row->values[slot] = sparse->values[at];
        row->marks[column / 64 % MARK_WORDS] |= (uint64_t)1 << (column % 64);
    }
    return KEMBAR_OK;
}

void kembar_sparse_row_deinit(kembar_sparse_row *row) {
    kembar_free(row->marks);
    kembar_free(row->columns);
    kembar_free(row->values);
    *row = (kembar_sparse_row){0};
}

/* Without a branch, as which columns two rows share cannot be predicted. */
static size_t list_marked(const kembar_sparse_row *row, const uint32_t *columns, size_t n,
                          uint16_t *marked) {
    size_t n_marked = 0;
    for (size_t k = 0; k < n; k++) {
        marked[n_marked] = (uint16_t)k;
        n_marked += row->marks[columns[k] / 64 % MARK_WORDS] >> (columns[k] % 64) & 1;
    }
    return n_marked;
}

/* A column that the row lacks would add an exact 0, so the sum is that of a merge, term by term. */
double kembar_sparse_row_dot(const kembar_sparse_row *row, const kembar_sparse *sparse, size_t j) {
    uint16_t marked[CHUNK];
    size_t mask = ((size_t)1 << (32 - row->shift)) - 1;
    double sum = 0;
    for (size_t begin = sparse->first[j], n; begin < sparse->first[j + 1]; begin += n) {
        n = sparse->first[j + 1] - begin < CHUNK ? sparse->first[j + 1] - begin : CHUNK;
        size_t n_marked = list_marked(row, sparse->columns + begin, n, marked);
        for (size_t k = 0; k < n_marked; k++) {
            /* NOLINTNEXTLINE(clang-analyzer-core.*): list_marked has filled n_marked of them */
            uint32_t column = sparse->columns[begin + marked[k]];
            size_t slot = slot_of(row, column);
            while (row->columns[slot] != column && row->columns[slot] != NO_COLUMN)
                slot = (slot + 1) & mask;
            if (row->columns[slot] == column)
                sum += (double)row->values[slot] * (double)sparse->values[begin + marked[k]];
        }
    }
    return sum;
}

void kembar_sparse_row_prefetch(const kembar_sparse *sparse, size_t j) {
    enum { LINE = 16 }; /* columns, or values, of one cache line */
    for (size_t k = sparse->first[j]; k < sparse->first[j + 1]; k += LINE) {
        __builtin_prefetch(&sparse->columns[k]);
        __builtin_prefetch(&sparse->values[k]);
    }
}
