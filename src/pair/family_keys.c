#include "pair/family_keys.h"

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "base/parallel.h"

enum { SLICE = 64, MIN_BITS = 1, MAX_BITS = 24 };

typedef struct key_job {
    kembar_family_keys *out;
    const kembar_prepared *prepared;
    const kembar_postings *rare;
    unsigned bits;
    uint32_t *starts; /* owned; by the leading bits of a key the first of those that have them */
} key_job;

static kembar_status make_starts(key_job *job) {
    const uint64_t *keys = job->rare->family_keys;
    size_t n = job->rare->n_family_keys, i = 0;
    job->bits = MIN_BITS;
    while (job->bits < MAX_BITS && (size_t)1 << job->bits < n)
        job->bits++;
    job->starts = kembar_alloc(((size_t)1 << job->bits) + 1, sizeof *job->starts);
    if (!job->starts)
        return KEMBAR_ERROR_MEMORY;
    for (size_t slot = 0; slot >> job->bits == 0; slot++) {
        while (i < n && keys[i] >> (64 - job->bits) < slot)
            i++;
        job->starts[slot] = (uint32_t)i;
    }
    job->starts[(size_t)1 << job->bits] = (uint32_t)n;
    return KEMBAR_OK;
}

/* The place of a key, or UINT32_MAX. */
static uint32_t find_key(const key_job *job, uint64_t key) {
    size_t slot = key >> (64 - job->bits), at;
    size_t begin = job->starts[slot], n = job->starts[slot + 1] - begin;
    const uint64_t *keys = job->rare->family_keys + begin;
    KEMBAR_LOWER_BOUND(at, n, keys[at] < key);
    return at < n && keys[at] == key ? (uint32_t)(begin + at) : UINT32_MAX;
}

static int is_enough(const kembar_shingle_set *set, size_t n_frequent) {
    return n_frequent > 0 && n_frequent * KEMBAR_FAMILY_SHARE >= set->n_items;
}

static kembar_status list_possible(key_job *job, size_t n_documents) {
    kembar_family_keys *out = job->out;
    for (int is_counted = 0; is_counted < 2; is_counted++) {
        out->n_members = 0;
        for (size_t i = 0; i < n_documents; i++) {
            if (!is_enough(&job->prepared[i].shingles, job->rare->n_frequent[i]))
                continue;
            if (is_counted)
                out->members[out->n_members] = (uint32_t)i;
            out->n_members++;
        }
        if (!is_counted)
            out->members = kembar_alloc(out->n_members, sizeof *out->members);
        if (!out->members)
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    const key_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_shingle_set *set = &job->prepared[job->out->members[i]].shingles;
        size_t n = 0;
        for (size_t k = 0; k < set->n_items; k++)
            n += find_key(job, set->items[k]) != UINT32_MAX;
        job->out->first[i + 1] = is_enough(set, n) ? n : 0;
    }
    return KEMBAR_OK;
}

static kembar_status fill_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const key_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_shingle_set *set = &job->prepared[job->out->members[i]].shingles;
        uint32_t *keys = job->out->keys + job->out->first[i], key;
        for (size_t k = 0; k < set->n_items; k++)
            if ((key = find_key(job, set->items[k])) != UINT32_MAX)
                *keys++ = key;
    }
    return KEMBAR_OK;
}

/* Leaves out those that hold too few; counts become offsets. */
static void drop_others(kembar_family_keys *out) {
    size_t kept = 0;
    out->first[0] = 0;
    for (size_t i = 0; i < out->n_members; i++) {
        size_t n = out->first[i + 1];
        if (n == 0)
            continue;
        out->members[kept] = out->members[i];
        out->first[kept + 1] = out->first[kept] + n;
        kept++;
    }
    out->n_members = kept;
}

static kembar_status build(key_job *job, size_t n_documents, int n_threads) {
    kembar_family_keys *out = job->out;
    if (make_starts(job) || list_possible(job, n_documents))
        return KEMBAR_ERROR_MEMORY;
    out->first = kembar_alloc(out->n_members + 1, sizeof *out->first);
    if (!out->first ||
        kembar_parallel_for(n_threads, out->n_members, SLICE, count_slice, job, NULL))
        return KEMBAR_ERROR_MEMORY;
    drop_others(out);
    out->keys = kembar_alloc(out->first[out->n_members], sizeof *out->keys);
    if (!out->keys)
        return KEMBAR_ERROR_MEMORY;
    return kembar_parallel_for(n_threads, out->n_members, SLICE, fill_slice, job, NULL);
}

kembar_status kembar_family_keys_build(kembar_family_keys *out, const kembar_prepared *prepared,
                                       size_t n_documents, const kembar_postings *rare,
                                       int n_threads) {
    key_job job = {.out = out, .prepared = prepared, .rare = rare};
    *out = (kembar_family_keys){0};
    if (rare->n_family_keys == 0)
        return KEMBAR_OK;
    kembar_status status = build(&job, n_documents, n_threads);
    kembar_free(job.starts);
    if (status)
        kembar_family_keys_deinit(out);
    return status;
}

void kembar_family_keys_deinit(kembar_family_keys *keys) {
    kembar_free(keys->members);
    kembar_free(keys->first);
    kembar_free(keys->keys);
    *keys = (kembar_family_keys){0};
}
