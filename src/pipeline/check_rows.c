#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/views.h"
#include "pipeline/check_run.h"

/* --- which one is the subject --- */

/* INT32_MIN, undated, wraps to the last day of all. */
static int is_subject(const kembar_dedup_set *set, uint32_t document, uint32_t other) {
    if (kembar_dedup_set_is_old(set, document) || kembar_dedup_set_is_old(set, other))
        return kembar_dedup_set_is_old(set, other);
    uint32_t day = kembar_dedup_set_day(set, document);
    uint32_t other_day = kembar_dedup_set_day(set, other);
    if (day != other_day)
        return day > other_day;
    return kembar_dedup_set_number(set, document) > kembar_dedup_set_number(set, other);
}

kembar_status kembar_check_add(kembar_check_run *run, const kembar_pair *pair, int *is_turned) {
    const kembar_dedup_set *set = &run->engine.set;
    if (kembar_array_reserve((void **)&run->rows, &run->row_capacity, run->n_rows + 1,
                             sizeof *run->rows))
        return KEMBAR_ERROR_MEMORY;
    kembar_check_row *row = &run->rows[run->n_rows++];
    *row = (kembar_check_row){.pair = *pair, .entry = SIZE_MAX};
    *is_turned = !is_subject(set, pair->a, pair->b);
    if (*is_turned)
        kembar_pair_turn(&row->pair);
    row->subject_id = kembar_dedup_set_id(set, row->pair.a);
    row->other_id = kembar_dedup_set_id(set, row->pair.b);
    return KEMBAR_OK;
}

kembar_status kembar_check_near(kembar_check_run *run, kembar_error *error) {
    const kembar_dedup_set *set = &run->engine.set;
    kembar_status status = kembar_dedup_engine_find(&run->engine, error);
    if (status)
        return status;
    const kembar_dedup_findings *findings = &run->engine.findings;
    uint32_t *documents = kembar_alloc(set->n, sizeof *documents);
    if (!documents)
        return kembar_error_memory(error);
    for (uint32_t i = 0; i < set->n; i++)
        documents[kembar_dedup_set_number(set, i)] = i;
    for (size_t i = 0; i < findings->pairs.n_items && !status; i++) {
        kembar_pair pair = findings->pairs.items[i];
        int is_turned;
        pair.a = documents[pair.a];
        pair.b = documents[pair.b];
        if (kembar_check_add(run, &pair, &is_turned))
            status = kembar_error_memory(error);
    }
    kembar_free(documents);
    return status;
}

/* --- states --- */

static kembar_baseline_document *list_documents(const kembar_dedup_set *set) {
    kembar_baseline_document *documents = kembar_alloc(set->n, sizeof *documents);
    for (uint32_t i = 0; documents && i < set->n; i++)
        documents[i] = (kembar_baseline_document){.key = set->imprints[i]->key,
                                                  .id = kembar_dedup_set_id(set, i),
                                                  .is_new = !kembar_dedup_set_is_old(set, i)};
    return documents;
}

static kembar_baseline_pair *list_pairs(const kembar_check_run *run) {
    const kembar_dedup_set *set = &run->engine.set;
    kembar_baseline_pair *pairs = kembar_alloc(run->n_rows, sizeof *pairs);
    for (size_t i = 0; pairs && i < run->n_rows; i++) {
        const kembar_check_row *row = &run->rows[i];
        pairs[i] = (kembar_baseline_pair){.a = set->imprints[row->pair.a]->key,
                                          .b = set->imprints[row->pair.b]->key,
                                          .id_a = row->subject_id,
                                          .id_b = row->other_id,
                                          .relation = row->pair.relation,
                                          .entry = SIZE_MAX};
    }
    return pairs;
}

static kembar_status match(kembar_check_run *run, const kembar_baseline *baseline,
                           const char *today, kembar_check *out, kembar_error *error) {
    kembar_baseline_pair *pairs = list_pairs(run);
    kembar_baseline_document *documents = list_documents(&run->engine.set);
    (void)kembar_baseline_entries(baseline, &out->n_entries);
    out->entry_states = kembar_alloc(out->n_entries, 1);
    kembar_status status;
    if (pairs && documents && out->entry_states) {
        status = kembar_baseline_match(baseline, today, pairs, run->n_rows, documents,
                                       run->engine.set.n, out->entry_states, error);
        for (size_t i = 0; i < run->n_rows && !status; i++)
            run->rows[i].entry = pairs[i].entry;
    } else {
        status = kembar_error_memory(error);
    }
    kembar_free(pairs);
    kembar_free(documents);
    return status;
}

static uint8_t state_of(const kembar_check_run *run, const kembar_check_row *row) {
    if (row->entry != SIZE_MAX)
        return KEMBAR_FINDING_KNOWN;
    return row->pair.facts_differ == 1 && !run->options.facts_differ ? KEMBAR_FINDING_NOTED
                                                                     : KEMBAR_FINDING_NEW;
}

static int state_rank(const kembar_check_row *row) {
    static const int ranks[] = {
        [KEMBAR_FINDING_NEW] = 0, [KEMBAR_FINDING_NOTED] = 1, [KEMBAR_FINDING_KNOWN] = 2};
    return ranks[row->state];
}

static int compare_rows(const void *x, const void *y) {
    const kembar_check_row *a = x, *b = y;
    if (a->state != b->state)
        return state_rank(a) - state_rank(b);
    if (a->pair.relation != b->pair.relation)
        return a->pair.relation > b->pair.relation ? -1 : 1;
    if (a->pair.equal_tokens != b->pair.equal_tokens)
        return a->pair.equal_tokens > b->pair.equal_tokens ? -1 : 1;
    int order = kembar_view_compare(a->subject_id, b->subject_id);
    if (order == 0)
        order = kembar_view_compare(a->other_id, b->other_id);
    /* Equal ids are of different catalogues: which is which does not depend on the order of
     * reading. */
    if (order == 0 && a->pair.a != b->pair.a)
        order = a->pair.a < b->pair.a ? -1 : 1;
    if (order == 0 && a->pair.b != b->pair.b)
        order = a->pair.b < b->pair.b ? -1 : 1;
    return order;
}

kembar_status kembar_check_match(kembar_check_run *run, const kembar_baseline *baseline,
                                 const char *today, kembar_check *out, kembar_error *error) {
    kembar_status status = baseline ? match(run, baseline, today, out, error) : KEMBAR_OK;
    if (status)
        return status;
    for (size_t i = 0; i < run->n_rows; i++) {
        kembar_check_row *row = &run->rows[i];
        row->state = state_of(run, row);
        out->n_new += row->state == KEMBAR_FINDING_NEW;
        out->n_noted += row->state == KEMBAR_FINDING_NOTED;
        out->n_known += row->state == KEMBAR_FINDING_KNOWN;
    }
    if (run->n_rows)
        qsort(run->rows, run->n_rows, sizeof *run->rows, compare_rows);
    out->is_tripped = out->n_new > run->options.max_findings;
    return KEMBAR_OK;
}
