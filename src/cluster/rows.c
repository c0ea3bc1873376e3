#include "cluster/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/views.h"

static int compare_members(const void *a, const void *b) {
    const kembar_member *x = a, *y = b;
    if (x->is_self != y->is_self)
        return x->is_self ? -1 : 1;
    if (x->relation != y->relation)
        return x->relation > y->relation ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->doc_id < y->doc_id ? -1 : x->doc_id > y->doc_id;
}

void kembar_rows_sort_members(kembar_member *members, size_t n_members) {
    qsort(members, n_members, sizeof *members, compare_members);
}

static int compare_views(const void *a, const void *b) {
    const kembar_view *x = a, *y = b;
    return kembar_view_compare(*x, *y);
}

static void fill_id(kembar_cluster *out, const kembar_cluster_input *input) {
    uint32_t smallest = out->members[0].doc_id;
    for (size_t i = 1; i < out->n_members; i++)
        if (out->members[i].doc_id < smallest)
            smallest = out->members[i].doc_id;
    kembar_view id = input->prepared[smallest].document->id;
    char digits[33];
    kembar_hash128_format(kembar_hash128_bytes(id.data, id.size), digits);
    out->id[0] = out->kind == KEMBAR_CLUSTER_STORY ? 's' : 'd';
    out->id[1] = '-';
    memcpy(out->id + 2, digits, 16);
    out->id[18] = '\0';
}

static void fill_sources(kembar_cluster *out, const kembar_cluster_input *input,
                         kembar_view *sources) {
    size_t n = 0, n_distinct = 0;
    for (size_t i = 0; i < out->n_members; i++) {
        kembar_view source = input->prepared[out->members[i].doc_id].document->source;
        if (source.data)
            sources[n++] = source;
    }
    qsort(sources, n, sizeof *sources, compare_views);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !kembar_view_equal(sources[i], sources[n_distinct - 1]))
            sources[n_distinct++] = sources[i];
    out->sources = sources;
    out->n_sources = n_distinct;
}

/* Dates of one day compare as bytes, so that the answer does not depend on the order of members. */
static int compare_dates(int32_t day_a, kembar_view a, int32_t day_b, kembar_view b) {
    return day_a != day_b ? (day_a < day_b ? -1 : 1) : kembar_view_compare(a, b);
}

static void fill_dates(kembar_cluster *out, const kembar_cluster_input *input) {
    int32_t first_day = 0, last_day = 0;
    for (size_t i = 0; i < out->n_members; i++) {
        const kembar_document *document = input->prepared[out->members[i].doc_id].document;
        int32_t day = kembar_document_day(document);
        if (day == INT32_MIN)
            continue;
        kembar_view date = document->date;
        if (!out->first_date.data || compare_dates(day, date, first_day, out->first_date) < 0) {
            out->first_date = date;
            first_day = day;
        }
        if (!out->last_date.data || compare_dates(day, date, last_day, out->last_date) > 0) {
            out->last_date = date;
            last_day = day;
        }
    }
}

static int is_weaker(kembar_tie a, kembar_tie b) {
    if (a.score != b.score)
        return a.score < b.score;
    return a.a < b.a || (a.a == b.a && a.b < b.b);
}

static void fill_weakest(kembar_cluster *out, const kembar_tie *strongest) {
    kembar_tie weakest = {-1, out->representative, out->representative};
    for (size_t i = 0; i < out->n_members; i++) {
        kembar_tie tie = strongest[out->members[i].doc_id];
        if (tie.score >= 0 && (weakest.score < 0 || is_weaker(tie, weakest)))
            weakest = tie;
    }
    out->weakest_score = weakest.score;
    out->weakest_a = weakest.a;
    out->weakest_b = weakest.b;
}

void kembar_rows_fill(kembar_cluster *out, const kembar_cluster_input *input,
                      const kembar_tie *strongest, kembar_view *sources) {
    fill_id(out, input);
    fill_sources(out, input, sources);
    fill_dates(out, input);
    fill_weakest(out, strongest);
    for (size_t i = 0; i < out->n_members; i++)
        out->languages |= 1u << input->prepared[out->members[i].doc_id].document->language;
}
