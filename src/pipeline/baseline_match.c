#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"
#include "base/views.h"
#include "pipeline/baseline.h"
#include "pipeline/content_key.h"

/* A pair that was found, by name. */
typedef struct found_pair {
    kembar_pair_name name;
    kembar_baseline_pair *pair; /* the caller's */
} found_pair;

/* A document of a pair that is still free, or of an entry that is. */
typedef struct anchor {
    kembar_content_key key;
    kembar_view id;
    size_t index; /* of the entry or found pair */
} anchor;

typedef struct matcher {
    const kembar_baseline_entry *entries;
    size_t n_entries;
    uint8_t *states;
    uint8_t
        *is_placed; /* both documents of the entry are in their places: it is for no other pair */
    found_pair *pairs; /* owned; sorted */
    size_t n_pairs;
    kembar_baseline_document *documents; /* owned; those with a key of an entry, sorted */
    size_t n_documents;
    kembar_content_key *keys; /* owned; of the entries, sorted, distinct */
    size_t n_keys;
    anchor *entry_anchors, *pair_anchors; /* owned; scratch */
} matcher;

/* Entries and pairs with the same two keys. */
typedef struct group {
    size_t first_entry, end_entry, first_pair, end_pair;
} group;

static int compare_keys(const void *left, const void *right) {
    return kembar_content_key_compare(*(const kembar_content_key *)left,
                                      *(const kembar_content_key *)right);
}

static int compare_found(const void *left, const void *right) {
    return kembar_pair_name_compare(&((const found_pair *)left)->name,
                                    &((const found_pair *)right)->name);
}

/* Old ones first, so that one that is new as well as old counts as old. */
static int compare_documents(const void *left, const void *right) {
    const kembar_baseline_document *a = left, *b = right;
    int order = kembar_content_key_compare(a->key, b->key);
    if (order == 0)
        order = a->is_new - b->is_new;
    return order ? order : kembar_view_compare(a->id, b->id);
}

static int compare_anchors(const void *left, const void *right) {
    const anchor *a = left, *b = right;
    int order = kembar_content_key_compare(a->key, b->key);
    if (order == 0)
        order = kembar_view_compare(a->id, b->id);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void deinit(matcher *in) {
    kembar_free(in->is_placed);
    kembar_free(in->pairs);
    kembar_free(in->documents);
    kembar_free(in->keys);
    kembar_free(in->entry_anchors);
    kembar_free(in->pair_anchors);
}

static kembar_status reserve(matcher *in, size_t n_pairs, size_t n_documents) {
    in->is_placed = kembar_alloc_zeroed(in->n_entries, 1);
    in->pairs = kembar_alloc(n_pairs, sizeof *in->pairs);
    in->documents = kembar_alloc(n_documents, sizeof *in->documents);
    in->keys = kembar_alloc(in->n_entries, 2 * sizeof *in->keys);
    in->entry_anchors = kembar_alloc(in->n_entries, 2 * sizeof *in->entry_anchors);
    in->pair_anchors = kembar_alloc(n_pairs, 2 * sizeof *in->pair_anchors);
    return in->is_placed && in->pairs && in->documents && in->keys && in->entry_anchors &&
                   in->pair_anchors
               ? KEMBAR_OK
               : KEMBAR_ERROR_MEMORY;
}

static int has_key(const matcher *in, kembar_content_key key) {
    return bsearch(&key, in->keys, in->n_keys, sizeof key, compare_keys) != NULL;
}

static void list_keys(matcher *in) {
    kembar_content_key *keys = in->keys;
    for (size_t i = 0; i < in->n_entries; i++) {
        keys[2 * i] = in->entries[i].a;
        keys[2 * i + 1] = in->entries[i].b;
    }
    if (in->n_entries > 0)
        qsort(keys, 2 * in->n_entries, sizeof *keys, compare_keys);
    for (size_t i = 0; i < 2 * in->n_entries; i++)
        if (i == 0 || kembar_content_key_compare(keys[i], keys[in->n_keys - 1]) != 0)
            keys[in->n_keys++] = keys[i];
}

static void list_pairs(matcher *in, kembar_baseline_pair *pairs, size_t n_pairs) {
    for (size_t i = 0; i < n_pairs; i++) {
        kembar_baseline_pair *pair = &pairs[i];
        pair->entry = SIZE_MAX;
        if (has_key(in, pair->a) && has_key(in, pair->b))
            in->pairs[in->n_pairs++] =
                (found_pair){kembar_pair_name_of(pair->a, pair->id_a, pair->b, pair->id_b), pair};
    }
    if (in->n_pairs > 0)
        qsort(in->pairs, in->n_pairs, sizeof *in->pairs, compare_found);
}

static void list_documents(matcher *in, const kembar_baseline_document *documents,
                           size_t n_documents) {
    for (size_t i = 0; i < n_documents; i++)
        if (has_key(in, documents[i].key))
            in->documents[in->n_documents++] = documents[i];
    if (in->n_documents > 0)
        qsort(in->documents, in->n_documents, sizeof *in->documents, compare_documents);
}

/* 0 where there is no such document, 1 where it is old, 2 where it is new. */
static int place_of(const matcher *in, kembar_content_key key, kembar_view id) {
    for (uint8_t is_new = 0; is_new < 2; is_new++) {
        kembar_baseline_document wanted = {key, id, is_new};
        if (in->n_documents > 0 &&
            bsearch(&wanted, in->documents, in->n_documents, sizeof wanted, compare_documents))
            return 1 + is_new;
    }
    return 0;
}

static int comes_before(const kembar_baseline_document *document, kembar_content_key key,
                        uint8_t is_new) {
    int order = kembar_content_key_compare(document->key, key);
    return order < 0 || (order == 0 && document->is_new < is_new);
}

/* First document that does not come before (key, is_new). */
static size_t lower_bound(const matcher *in, kembar_content_key key, uint8_t is_new) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, in->n_documents, comes_before(&in->documents[at], key, is_new));
    return at;
}

static size_t count_old(const matcher *in, kembar_content_key key) {
    return lower_bound(in, key, 1) - lower_bound(in, key, 0);
}

/* Pairs of old documents with the keys of an entry; they were not compared. */
static size_t count_old_pairs(const matcher *in, const kembar_baseline_entry *entry) {
    size_t n_a = count_old(in, entry->a), n_b = count_old(in, entry->b);
    int is_one_key = kembar_content_key_compare(entry->a, entry->b) == 0;
    return is_one_key ? n_a * (n_a - (n_a > 0)) / 2 : n_a * n_b;
}

static void take(matcher *in, size_t entry, size_t pair) {
    in->states[entry] = KEMBAR_ENTRY_USED;
    in->pairs[pair].pair->entry = entry;
}

static int is_free_entry(const matcher *in, size_t entry) {
    return !in->is_placed[entry] && in->states[entry] == KEMBAR_ENTRY_UNUSED;
}

static int is_free_pair(const matcher *in, size_t pair) {
    return in->pairs[pair].pair->entry == SIZE_MAX;
}

/* Returns how many entries of the group are pairs of old documents. */
static size_t place_entries(matcher *in, const group *g, const char *today) {
    size_t n_old = 0;
    for (size_t i = g->first_entry; i < g->end_entry; i++) {
        const kembar_baseline_entry *entry = &in->entries[i];
        int place_a = place_of(in, entry->a, entry->id_a);
        int place_b = place_of(in, entry->b, entry->id_b);
        int is_old = place_a == 1 && place_b == 1;
        in->states[i] = is_old ? KEMBAR_ENTRY_UNSEEN : KEMBAR_ENTRY_UNUSED;
        in->is_placed[i] = place_a > 0 && place_b > 0;
        if (kembar_baseline_is_expired(entry, today))
            in->states[i] = KEMBAR_ENTRY_EXPIRED;
        n_old += (size_t)is_old;
    }
    return n_old;
}

static void take_named(matcher *in, const group *g) {
    size_t i = g->first_entry, k = g->first_pair;
    while (i < g->end_entry && k < g->end_pair) {
        kembar_pair_name name = kembar_pair_name_of_entry(&in->entries[i]);
        int order = kembar_pair_name_compare(&name, &in->pairs[k].name);
        if (order == 0 && in->states[i] != KEMBAR_ENTRY_EXPIRED)
            take(in, i, k);
        i += order <= 0;
        k += order >= 0;
    }
}

static size_t list_anchors(const kembar_pair_name *name, size_t index, anchor *out) {
    out[0] = (anchor){name->a, name->id_a, index};
    out[1] = (anchor){name->b, name->id_b, index};
    return 2;
}

/* Entries with a document in its place go to pairs of that document. */
static void take_anchored(matcher *in, const group *g) {
    anchor *left = in->entry_anchors, *right = in->pair_anchors;
    size_t n_left = 0, n_right = 0, i = 0, k = 0;
    for (size_t entry = g->first_entry; entry < g->end_entry; entry++) {
        kembar_pair_name name = kembar_pair_name_of_entry(&in->entries[entry]);
        if (is_free_entry(in, entry))
            n_left += list_anchors(&name, entry, left + n_left);
    }
    for (size_t pair = g->first_pair; pair < g->end_pair && n_left > 0; pair++)
        if (is_free_pair(in, pair))
            n_right += list_anchors(&in->pairs[pair].name, pair, right + n_right);
    if (n_left == 0 || n_right == 0)
        return;
    qsort(left, n_left, sizeof *left, compare_anchors);
    qsort(right, n_right, sizeof *right, compare_anchors);
    while (i < n_left && k < n_right) {
        int order = kembar_content_key_compare(left[i].key, right[k].key);
        if (order == 0)
            order = kembar_view_compare(left[i].id, right[k].id);
        int is_left_free = is_free_entry(in, left[i].index);
        int is_right_free = is_free_pair(in, right[k].index);
        if (order == 0 && is_left_free && is_right_free)
            take(in, left[i].index, right[k].index);
        i += order < 0 || (order == 0 && (is_right_free || !is_left_free));
        k += order > 0 || (order == 0 && (is_left_free || !is_right_free));
    }
}

/* Old pairs have a right to entries before new ones: else a further copy would take the entry of
 * documents that were renamed since. */
static void take_rest(matcher *in, const group *g, size_t n_old) {
    size_t pair = g->first_pair;
    for (size_t entry = g->first_entry; entry < g->end_entry; entry++) {
        if (!is_free_entry(in, entry))
            continue;
        while (pair < g->end_pair && !is_free_pair(in, pair))
            pair++;
        if (n_old > 0) {
            in->states[entry] = KEMBAR_ENTRY_UNSEEN;
            n_old--;
        } else if (pair < g->end_pair) {
            take(in, entry, pair);
        }
    }
}

static void match_group(matcher *in, const group *g, const char *today) {
    size_t n_placed = place_entries(in, g, today);
    size_t n_old = count_old_pairs(in, &in->entries[g->first_entry]);
    take_named(in, g);
    take_anchored(in, g);
    take_rest(in, g, n_old > n_placed ? n_old - n_placed : 0);
}

static size_t end_of_group(const matcher *in, size_t first) {
    kembar_pair_name name = kembar_pair_name_of_entry(&in->entries[first]);
    size_t end = first + 1;
    for (; end < in->n_entries; end++) {
        kembar_pair_name next = kembar_pair_name_of_entry(&in->entries[end]);
        if (kembar_pair_name_compare_keys(&name, &next) != 0)
            break;
    }
    return end;
}

static void match_all(matcher *in, const char *today) {
    size_t pair = 0;
    for (group g = {0}; g.first_entry < in->n_entries; g.first_entry = g.end_entry) {
        kembar_pair_name name = kembar_pair_name_of_entry(&in->entries[g.first_entry]);
        g.end_entry = end_of_group(in, g.first_entry);
        while (pair < in->n_pairs &&
               kembar_pair_name_compare_keys(&in->pairs[pair].name, &name) < 0)
            pair++;
        g.first_pair = pair;
        while (pair < in->n_pairs &&
               kembar_pair_name_compare_keys(&in->pairs[pair].name, &name) == 0)
            pair++;
        g.end_pair = pair;
        match_group(in, &g, today);
    }
}

kembar_status kembar_baseline_match(const kembar_baseline *baseline, const char *today,
                                    kembar_baseline_pair *pairs, size_t n_pairs,
                                    const kembar_baseline_document *documents, size_t n_documents,
                                    uint8_t *states, kembar_error *error) {
    matcher in = {.entries = baseline->entries, .n_entries = baseline->n_entries, .states = states};
    kembar_status status = reserve(&in, n_pairs, n_documents);
    if (status == KEMBAR_OK) {
        list_keys(&in);
        list_pairs(&in, pairs, n_pairs);
        list_documents(&in, documents, n_documents);
        match_all(&in, today);
    } else {
        for (size_t i = 0; i < n_pairs; i++)
            pairs[i].entry = SIZE_MAX;
        (void)kembar_error_memory(error);
    }
    deinit(&in);
    return status;
}
