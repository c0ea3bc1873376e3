#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "pipeline/check_run.h"
#include "read/same_files.h"

#define NOBODY UINT32_MAX

typedef struct split {
    kembar_check_run *run;
    const kembar_catalogue *new, *old;   /* the catalogues; old may be NULL */
    uint8_t *is_changed;                 /* owned; of each file of `new` */
    uint8_t *is_repeated;                /* owned; of each file of `old`: it is one of `new` */
    uint32_t *new_by_rank, *old_by_rank; /* owned; documents in the order of ids; NOBODY: none */
    size_t n_new_records, n_old_records;
} split;

static kembar_status split_init(split *in, kembar_check_run *run, kembar_error *error) {
    *in = (split){.run = run, .new = run->engine.new, .old = run->engine.old};
    in->n_new_records = kembar_catalogue_record_count(in->new);
    in->n_old_records = in->old ? kembar_catalogue_record_count(in->old) : 0;
    size_t n = in->n_new_records + in->n_old_records;
    size_t n_old_files = in->old ? kembar_catalogue_plan(in->old)->n_entries : 0;
    in->is_changed = kembar_alloc_zeroed(kembar_catalogue_plan(in->new)->n_entries, 1);
    in->is_repeated = kembar_alloc_zeroed(n_old_files, 1);
    in->new_by_rank = kembar_alloc(in->n_new_records, sizeof *in->new_by_rank);
    in->old_by_rank = kembar_alloc(in->n_old_records, sizeof *in->old_by_rank);
    run->places = kembar_alloc(n, sizeof *run->places);
    run->numbers = kembar_alloc(n, sizeof *run->numbers);
    return in->is_changed && in->is_repeated && in->new_by_rank && in->old_by_rank && run->places &&
                   run->numbers
               ? KEMBAR_OK
               : kembar_error_memory(error);
}

static void split_deinit(split *in) {
    kembar_free(in->is_changed);
    kembar_free(in->is_repeated);
    kembar_free(in->new_by_rank);
    kembar_free(in->old_by_rank);
}

static int is_changed(const split *in, size_t record) {
    return in->is_changed[kembar_catalogue_entry(in->new, record)];
}

static void add(split *in, size_t record, int is_in_old, uint32_t *by_rank,
                const kembar_catalogue *catalogue) {
    kembar_dedup_set *set = &in->run->engine.set;
    by_rank[kembar_catalogue_rank(catalogue, record)] = (uint32_t)set->n;
    in->run->places[set->n++] = (kembar_dedup_place){(uint32_t)record, (uint32_t)is_in_old};
}

/* In the order of reading: what is old of both, then what is new. */
static void list_places(split *in) {
    kembar_dedup_set *set = &in->run->engine.set;
    for (size_t i = 0; i < in->n_old_records; i++)
        in->old_by_rank[i] = NOBODY;
    for (size_t i = 0; i < in->n_old_records; i++)
        if (!in->is_repeated[kembar_catalogue_entry(in->old, i)])
            add(in, i, 1, in->old_by_rank, in->old);
    for (size_t i = 0; i < in->n_new_records; i++)
        if (!is_changed(in, i))
            add(in, i, 0, in->new_by_rank, in->new);
    set->n_old = set->n;
    for (size_t i = 0; i < in->n_new_records; i++)
        if (is_changed(in, i))
            add(in, i, 0, in->new_by_rank, in->new);
}

/* The next in the order of ids from place *at on; NOBODY at the end. New ones, or old ones. */
static uint32_t next_of(const split *in, const uint32_t *by_rank, size_t n, size_t *at,
                        int wants_old) {
    const kembar_dedup_set *set = &in->run->engine.set;
    while (*at < n &&
           (by_rank[*at] == NOBODY || kembar_dedup_set_is_old(set, by_rank[*at]) != wants_old))
        ++*at;
    return *at < n ? by_rank[*at] : NOBODY;
}

/* Old ones by id, those of `old` first where both have it; then new ones by id. */
static void number(split *in) {
    uint32_t n = 0, *numbers = in->run->numbers;
    size_t i = 0, k = 0;
    for (;;) {
        uint32_t a = next_of(in, in->old_by_rank, in->n_old_records, &i, 1);
        uint32_t b = next_of(in, in->new_by_rank, in->n_new_records, &k, 1);
        if (a == NOBODY && b == NOBODY)
            break;
        int takes_a =
            b == NOBODY ||
            (a != NOBODY && kembar_view_compare(kembar_dedup_set_id(&in->run->engine.set, a),
                                                kembar_dedup_set_id(&in->run->engine.set, b)) <= 0);
        numbers[takes_a ? a : b] = n++;
        i += (size_t)takes_a;
        k += (size_t)!takes_a;
    }
    for (k = 0; next_of(in, in->new_by_rank, in->n_new_records, &k, 0) != NOBODY; k++)
        numbers[in->new_by_rank[k]] = n++;
}

static kembar_status mark_files(split *in, const kembar_changed_paths *changed,
                                kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    if (changed)
        status = kembar_same_files_by_path(in->new, changed->paths, changed->n_paths,
                                           in->is_changed, error);
    for (size_t i = 0; !changed && i < kembar_catalogue_plan(in->new)->n_entries; i++)
        in->is_changed[i] = 1;
    if (!status && in->old && kembar_same_files(in->old, in->new, in->is_repeated))
        status = kembar_error_memory(error);
    return status;
}

kembar_status kembar_check_split(kembar_check_run *run, const kembar_changed_paths *changed,
                                 kembar_error *error) {
    split in;
    kembar_dedup_set *set = &run->engine.set;
    kembar_status status = split_init(&in, run, error);
    if (!status)
        status = mark_files(&in, changed, error);
    if (!status) {
        *set = (kembar_dedup_set){.options = &run->engine.options,
                                  .old = in.old,
                                  .new = in.new,
                                  .places = run->places,
                                  .numbers = run->numbers};
        list_places(&in);
        number(&in);
        if (kembar_dedup_set_list(set))
            status = kembar_error_memory(error);
    }
    split_deinit(&in);
    return status;
}
