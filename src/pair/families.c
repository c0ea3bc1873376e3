#include "pair/families.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "pair/family_keys.h"
#include "pair/ranks.h"
#include "pair/verify.h"
#include "text/shingles.h"

/* Members are taken in batches: those of one meet the leaders before it side by side, then its own
 * one after the other. */
enum { SLICE = 8, MIN_BATCH = 16, MAX_BATCH = 1024 };
#define NO_ENTRY UINT32_MAX
#define NOBODY UINT32_MAX

/* A leader in the list of a shingle. */
typedef struct leader_entry {
    uint32_t leader, next;
} leader_entry;

typedef struct family_worker {
    kembar_family_partner *found; /* owned; doc_id: the number of a leader */
    size_t n_found;
    uint32_t *counts;    /* owned; of each leader, zero between members */
    kembar_keyed *pairs; /* owned; key: both documents; value: shingles */
    size_t n_pairs, pair_capacity;
    kembar_aligner *aligner;
} family_worker;

typedef struct family_build {
    const kembar_prepared *prepared;
    const kembar_postings *rare;
    const kembar_options *options;
    const uint8_t *always; /* of each document: leads, and nobody follows it; NULL: none does */
    kembar_family_keys keys;
    uint32_t *order;       /* owned; members by rank */
    uint32_t *attached_to; /* owned; of each member the number of a leader that it is near to, or
                              NOBODY */
    uint32_t *leaders;     /* owned; documents */
    uint32_t *n_followers; /* owned; of each leader */
    uint8_t *is_following; /* owned; of each member */
    size_t n_leaders;
    uint32_t *heads;       /* owned; of each shingle its last leader's entry */
    uint8_t *n_listed;     /* owned; of each shingle */
    leader_entry *entries; /* owned */
    size_t n_entries, entry_capacity;
    family_worker *workers; /* owned */
    int n_workers;
} family_build;

/* --- a member and the leaders before it --- */

/* Leaders are listed in order, so that the last stands first. */
static void count_leaders(const family_build *build, family_worker *worker, uint32_t member,
                          uint32_t from) {
    worker->n_found = 0;
    for (size_t k = build->keys.first[member]; k < build->keys.first[member + 1]; k++)
        for (uint32_t at = build->heads[build->keys.keys[k]];
             at != NO_ENTRY && build->entries[at].leader >= from; at = build->entries[at].next) {
            uint32_t leader = build->entries[at].leader;
            if (worker->counts[leader]++ == 0)
                worker->found[worker->n_found++].doc_id = leader;
        }
}

/* What is not counted is rare: pairs that share enough of that are candidates without us. */
static int may_be_promising(const family_build *build, uint32_t a, uint32_t b, size_t counted) {
    size_t n_a = build->prepared[a].shingles.n_items, n_b = build->prepared[b].shingles.n_items;
    size_t most = counted + (size_t)build->options->rare_shingles_shared - 1;
    size_t smaller = n_a < n_b ? n_a : n_b;
    return kembar_verify_is_promising(n_a, n_b, most < smaller ? most : smaller);
}

static int by_shared(const void *x, const void *y) {
    const kembar_family_partner *a = x, *b = y;
    if (a->n_shared != b->n_shared)
        return a->n_shared > b->n_shared ? -1 : 1;
    return a->doc_id < b->doc_id ? -1 : a->doc_id > b->doc_id;
}

/* Finds the leaders from number `from` on that are worth a look, those that share most first. */
static void meet(const family_build *build, family_worker *worker, uint32_t member, uint32_t from) {
    uint32_t document = build->keys.members[member];
    size_t kept = 0;
    count_leaders(build, worker, member, from);
    for (size_t i = 0; i < worker->n_found; i++) {
        uint32_t leader = worker->found[i].doc_id, n_shared = worker->counts[leader];
        worker->counts[leader] = 0;
        if (may_be_promising(build, build->leaders[leader], document, n_shared))
            worker->found[kept++] = (kembar_family_partner){leader, n_shared};
    }
    worker->n_found = kept;
    qsort(worker->found, kept, sizeof *worker->found, by_shared);
}

/* Notes those found as partners. */
static kembar_status note(const family_build *build, family_worker *worker, uint32_t member) {
    uint64_t document = build->keys.members[member];
    if (kembar_array_reserve((void **)&worker->pairs, &worker->pair_capacity,
                             worker->n_pairs + worker->n_found, sizeof *worker->pairs))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < worker->n_found; i++) {
        uint64_t leader = build->leaders[worker->found[i].doc_id];
        worker->pairs[worker->n_pairs++] =
            (kembar_keyed){leader < document ? leader << 32 | document : document << 32 | leader,
                           worker->found[i].n_shared, 0};
    }
    return KEMBAR_OK;
}

/* As verification would have it: the document with the smaller index is the first. *n_shared
 * receives the shingles that both have. */
static kembar_status is_copy(const family_build *build, family_worker *worker, uint32_t x,
                             uint32_t y, int *answer, size_t *n_shared) {
    const kembar_prepared *a = &build->prepared[x < y ? x : y];
    const kembar_prepared *b = &build->prepared[x < y ? y : x];
    kembar_pair_finding finding;
    *answer = 0;
    *n_shared = kembar_shingles_shared(a->shingles.items, a->shingles.n_items, b->shingles.items,
                                       b->shingles.n_items);
    if (!kembar_pair_is_wanted(a->document, b->document, build->options) ||
        !kembar_verify_is_promising(a->shingles.n_items, b->shingles.n_items, *n_shared))
        return KEMBAR_OK;
    if (kembar_aligner_set(worker->aligner, a) ||
        kembar_verify_contents(&finding, worker->aligner, a, b, build->options))
        return KEMBAR_ERROR_MEMORY;
    *answer = finding.relation == KEMBAR_RELATION_NEAR && finding.facts_differ != 1;
    return KEMBAR_OK;
}

static int always_leads(const family_build *build, uint32_t document) {
    return build->always && build->always[document] != 0;
}

/* Looks for a leader that the member is near to. It follows one when most of what they share is
 * frequent; else they would have found each other without us. */
static kembar_status attach(family_build *build, family_worker *worker, uint32_t member) {
    int is_near = 0;
    if (always_leads(build, build->keys.members[member]))
        return KEMBAR_OK;
    for (size_t i = 0; i < worker->n_found && !is_near; i++) {
        const kembar_family_partner *found = &worker->found[i];
        size_t n_shared;
        if (always_leads(build, build->leaders[found->doc_id]))
            continue;
        if (is_copy(build, worker, build->leaders[found->doc_id], build->keys.members[member],
                    &is_near, &n_shared))
            return KEMBAR_ERROR_MEMORY;
        if (!is_near)
            continue;
        build->attached_to[member] = found->doc_id;
        build->is_following[member] = 2 * (size_t)found->n_shared >= n_shared;
    }
    return KEMBAR_OK;
}

static void count_follower(family_build *build, uint32_t member) {
    if (build->is_following[member])
        build->n_followers[build->attached_to[member]]++;
}

/* Whether so many leaders are tried now, and have fewer who follow them. */
static int is_of_form(const family_build *build, uint32_t key) {
    uint32_t n_listed = build->n_listed[key];
    uint64_t n_followers = 0;
    if (n_listed < KEMBAR_FAMILY_TRIED || (n_listed & (n_listed - 1)) != 0)
        return 0;
    for (uint32_t at = build->heads[key]; at != NO_ENTRY; at = build->entries[at].next)
        n_followers += build->n_followers[build->entries[at].leader];
    return n_followers < n_listed;
}

static kembar_status add_leader(family_build *build, uint32_t member) {
    const kembar_family_keys *keys = &build->keys;
    size_t n_keys = keys->first[member + 1] - keys->first[member];
    if (build->n_entries + n_keys >= NO_ENTRY)
        return KEMBAR_ERROR_LIMIT;
    if (kembar_array_reserve((void **)&build->entries, &build->entry_capacity,
                             build->n_entries + n_keys, sizeof *build->entries))
        return KEMBAR_ERROR_MEMORY;
    for (size_t k = keys->first[member]; k < keys->first[member + 1]; k++) {
        uint32_t key = keys->keys[k];
        if (is_of_form(build, key)) {
            build->heads[key] = NO_ENTRY;
            build->n_listed[key] = KEMBAR_FAMILY_LEADERS;
        }
        if (build->n_listed[key] == KEMBAR_FAMILY_LEADERS)
            continue;
        build->n_listed[key]++;
        build->entries[build->n_entries] =
            (leader_entry){(uint32_t)build->n_leaders, build->heads[key]};
        build->heads[key] = (uint32_t)build->n_entries++;
    }
    build->leaders[build->n_leaders++] = keys->members[member];
    return KEMBAR_OK;
}

/* --- batches --- */

typedef struct batch {
    family_build *build;
    const uint32_t *members;
} batch;

static kembar_status meet_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const batch *of = context;
    family_worker *worker = &of->build->workers[worker_id];
    for (size_t i = begin; i < end; i++) {
        meet(of->build, worker, of->members[i], 0);
        if (attach(of->build, worker, of->members[i]) || note(of->build, worker, of->members[i]))
            return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

/* A member meets the leaders from number `from` on that are of its own batch. */
static kembar_status meet_own(family_build *build, uint32_t member, uint32_t from) {
    family_worker *worker = &build->workers[0];
    int is_alone = build->attached_to[member] == NOBODY;
    if (build->n_leaders == from)
        return KEMBAR_OK;
    meet(build, worker, member, from);
    if (is_alone && attach(build, worker, member))
        return KEMBAR_ERROR_MEMORY;
    if (is_alone)
        count_follower(build, member);
    return note(build, worker, member);
}

static kembar_status finish_batch(const batch *of, size_t n) {
    family_build *build = of->build;
    uint32_t from = (uint32_t)build->n_leaders;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n; i++)
        count_follower(build, of->members[i]);
    for (size_t i = 0; i < n && !status; i++) {
        status = meet_own(build, of->members[i], from);
        if (!status && build->attached_to[of->members[i]] == NOBODY)
            status = add_leader(build, of->members[i]);
    }
    return status;
}

static kembar_status go_through_members(family_build *build, kembar_error *error) {
    size_t n = build->keys.n_members, step;
    kembar_status status = KEMBAR_OK;
    for (size_t begin = 0; begin < n && !status; begin += step) {
        step = begin < MIN_BATCH ? MIN_BATCH : begin < MAX_BATCH ? begin : MAX_BATCH;
        batch of = {build, build->order + begin};
        size_t n_batch = n - begin < step ? n - begin : step;
        status =
            kembar_parallel_for(build->options->n_threads, n_batch, SLICE, meet_slice, &of, error);
        if (!status)
            status = finish_batch(&of, n_batch);
    }
    return status;
}

/* --- what is made of it --- */

static kembar_status order_members(family_build *build, size_t n_documents) {
    kembar_ranks ranks;
    uint32_t *member_of = kembar_alloc(n_documents, sizeof *member_of);
    size_t n = 0;
    if (!member_of ||
        kembar_ranks_build(&ranks, build->prepared, n_documents, build->options->n_threads)) {
        kembar_free(member_of);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < n_documents; i++)
        member_of[i] = UINT32_MAX;
    for (size_t i = 0; i < build->keys.n_members; i++)
        member_of[build->keys.members[i]] = (uint32_t)i;
    for (int is_later = 0; is_later < 2; is_later++)
        for (size_t i = 0; i < n_documents; i++) {
            uint32_t document = ranks.documents[i];
            if (member_of[document] != UINT32_MAX && always_leads(build, document) != is_later)
                build->order[n++] = member_of[document];
        }
    kembar_ranks_deinit(&ranks);
    kembar_free(member_of);
    return KEMBAR_OK;
}

static kembar_status start(family_build *build, size_t n_documents, kembar_error *error) {
    size_t n = build->keys.n_members, n_keys = build->rare->n_family_keys;
    build->n_workers = build->options->n_threads;
    build->order = kembar_alloc(n, sizeof *build->order);
    build->attached_to = kembar_alloc(n, sizeof *build->attached_to);
    build->n_followers = kembar_alloc_zeroed(n, sizeof *build->n_followers);
    build->is_following = kembar_alloc_zeroed(n, 1);
    build->leaders = kembar_alloc(n, sizeof *build->leaders);
    build->heads = kembar_alloc(n_keys, sizeof *build->heads);
    build->n_listed = kembar_alloc_zeroed(n_keys, 1);
    build->workers = kembar_alloc_zeroed((size_t)build->n_workers, sizeof *build->workers);
    if (!build->order || !build->attached_to || !build->n_followers || !build->is_following ||
        !build->leaders || !build->heads || !build->n_listed || !build->workers ||
        order_members(build, n_documents))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        build->attached_to[i] = NOBODY;
    for (size_t i = 0; i < n_keys; i++)
        build->heads[i] = NO_ENTRY;
    for (int i = 0; i < build->n_workers; i++) {
        family_worker *worker = &build->workers[i];
        worker->found = kembar_alloc(n, sizeof *worker->found);
        worker->counts = kembar_alloc_zeroed(n, sizeof *worker->counts);
        if (!worker->found || !worker->counts || kembar_aligner_new(&worker->aligner, error))
            return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

static void stop(family_build *build) {
    for (int i = 0; build->workers && i < build->n_workers; i++) {
        kembar_free(build->workers[i].found);
        kembar_free(build->workers[i].counts);
        kembar_free(build->workers[i].pairs);
        kembar_aligner_free(build->workers[i].aligner);
    }
    kembar_free(build->workers);
    kembar_free(build->order);
    kembar_free(build->attached_to);
    kembar_free(build->n_followers);
    kembar_free(build->is_following);
    kembar_free(build->leaders);
    kembar_free(build->heads);
    kembar_free(build->n_listed);
    kembar_free(build->entries);
    kembar_family_keys_deinit(&build->keys);
}

/* Which worker saw a pair does not matter: none is seen twice. */
static kembar_status list_partners(const family_build *build, kembar_families *out) {
    size_t n = 0;
    for (int i = 0; i < build->n_workers; i++)
        n += build->workers[i].n_pairs;
    kembar_keyed *pairs = kembar_alloc(n, sizeof *pairs);
    out->partners = kembar_alloc(n, sizeof *out->partners);
    if (!pairs || !out->partners) {
        kembar_free(pairs);
        return KEMBAR_ERROR_MEMORY;
    }
    n = 0;
    for (int i = 0; i < build->n_workers; i++) {
        const family_worker *worker = &build->workers[i];
        if (worker->n_pairs)
            memcpy(pairs + n, worker->pairs, worker->n_pairs * sizeof *pairs);
        n += worker->n_pairs;
    }
    kembar_status status = kembar_sort_keyed(pairs, n, build->options->n_threads);
    for (size_t i = 0; i < n && !status; i++) {
        out->partners[i] = (kembar_family_partner){(uint32_t)pairs[i].key, pairs[i].value};
        out->first[(pairs[i].key >> 32) + 1]++;
    }
    for (size_t i = 0; i < out->n_documents && !status; i++)
        out->first[i + 1] += out->first[i];
    kembar_free(pairs);
    return status;
}

static void mark_insiders(const family_build *build, kembar_families *out) {
    for (size_t i = 0; i < build->keys.n_members; i++) {
        uint32_t document = build->keys.members[i];
        out->is_following[document] = build->is_following[i];
        if (build->is_following[i])
            out->is_outside[document] = 0;
    }
    for (size_t i = 0; i < build->n_leaders; i++)
        if (build->n_followers[i] > 0)
            out->is_outside[build->leaders[i]] = 0;
}

static kembar_status fill(kembar_families *out, family_build *build, kembar_error *error) {
    kembar_status status = start(build, out->n_documents, error);
    if (!status)
        status = go_through_members(build, error);
    if (!status)
        status = list_partners(build, out);
    if (!status)
        mark_insiders(build, out);
    return status;
}

kembar_status kembar_families_build(kembar_families *out, const kembar_prepared *prepared,
                                    const uint8_t *take, size_t n_documents, const uint8_t *always,
                                    const kembar_postings *rare, const kembar_options *options,
                                    kembar_error *error) {
    family_build build = {.prepared = prepared, .always = always, .rare = rare, .options = options};
    *out = (kembar_families){.n_documents = n_documents};
    out->is_outside = kembar_alloc(n_documents, 1);
    out->is_following = kembar_alloc_zeroed(n_documents, 1);
    out->first = kembar_alloc_zeroed(n_documents + 1, sizeof *out->first);
    kembar_status status =
        out->is_outside && out->is_following && out->first ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_documents && !status; i++)
        out->is_outside[i] = !take || take[i];
    if (!status)
        status =
            kembar_family_keys_build(&build.keys, prepared, n_documents, rare, options->n_threads);
    if (!status && build.keys.n_members > 0)
        status = fill(out, &build, error);
    stop(&build);
    if (!status)
        return KEMBAR_OK;
    kembar_families_deinit(out);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many shingles for one run");
    return kembar_error_memory(error);
}

void kembar_families_deinit(kembar_families *families) {
    kembar_free(families->is_outside);
    kembar_free(families->is_following);
    kembar_free(families->partners);
    kembar_free(families->first);
    *families = (kembar_families){0};
}
