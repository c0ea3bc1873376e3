#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "pipeline/imprint_bytes.h"
#include "pipeline/imprint_cache_parts.h"
#include "read/path.h"

/* Before and after, found by the former. */
typedef struct change {
    const kembar_imprint *before, *after;
} change;

/* What goes into the new file. */
typedef struct saving {
    kembar_imprint_cache *cache;
    change *changes; /* owned; by address */
    size_t n_changes;
    kembar_cache_entry *asked; /* owned; what was asked for, by key, each once */
    size_t n_asked;
    kembar_run_item *items; /* owned; each key once */
    size_t n_items, capacity;
    kembar_arena *arena; /* borrowed; where values are */
    int merges;
} saving;

/* --- what was asked for --- */

static int compare_asked(const void *x, const void *y) {
    const kembar_cache_entry *a = x, *b = y;
    return kembar_run_key_compare(a->key, b->key);
}

static kembar_status list_asked(saving *s) {
    const kembar_imprint_cache *cache = s->cache;
    size_t n = 0;
    for (size_t i = 0; i < cache->n_workers; i++)
        n += cache->workers[i].n_items;
    s->asked = kembar_alloc(n, sizeof *s->asked);
    if (!s->asked)
        return KEMBAR_ERROR_MEMORY;
    n = 0;
    for (size_t i = 0; i < cache->n_workers; i++)
        for (size_t k = 0; k < cache->workers[i].n_items; k++)
            s->asked[n++] = cache->workers[i].items[k];
    if (n)
        qsort(s->asked, n, sizeof *s->asked, compare_asked);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_asked(&s->asked[s->n_asked - 1], &s->asked[i]) != 0)
            s->asked[s->n_asked++] = s->asked[i];
    return KEMBAR_OK;
}

static int compare_changes(const void *x, const void *y) {
    uintptr_t a = (uintptr_t)((const change *)x)->before;
    uintptr_t b = (uintptr_t)((const change *)y)->before;
    return (a > b) - (a < b);
}

static kembar_status list_changes(saving *s, const kembar_imprint_changes *changes) {
    s->changes = kembar_alloc(changes->n, sizeof *s->changes);
    if (!s->changes)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < changes->n; i++)
        if (changes->before[i] != changes->after[i])
            s->changes[s->n_changes++] = (change){changes->before[i], changes->after[i]};
    if (s->n_changes)
        qsort(s->changes, s->n_changes, sizeof *s->changes, compare_changes);
    return KEMBAR_OK;
}

/* NULL: it is as it was. */
static const change *find_change(const saving *s, const kembar_cache_entry *entry) {
    change key = {entry->imprint, NULL};
    if (s->n_changes == 0)
        return NULL;
    return bsearch(&key, s->changes, s->n_changes, sizeof *s->changes, compare_changes);
}

/* --- items --- */

static kembar_status add_item(saving *s, kembar_hash128 key, kembar_view value) {
    if (!value.data ||
        kembar_array_reserve((void **)&s->items, &s->capacity, s->n_items + 1, sizeof *s->items))
        return KEMBAR_ERROR_MEMORY;
    s->items[s->n_items++] = (kembar_run_item){key, value};
    return KEMBAR_OK;
}

static int is_due(const saving *s, const kembar_cache_entry *entry, const change *to) {
    return s->merges || entry->is_new || to;
}

/* Lines and anchors are of the whole text, and not listed again. */
static kembar_status add_asked(saving *s, const kembar_cache_entry *entry, const change *to) {
    kembar_imprint imprint = to ? *to->after : *entry->imprint;
    imprint.lines = entry->imprint->lines;
    imprint.n_lines = entry->imprint->n_lines;
    imprint.anchors = entry->imprint->anchors;
    imprint.n_anchors = entry->imprint->n_anchors;
    return add_item(s, entry->key, kembar_imprint_encode(s->arena, &imprint, entry->id));
}

static kembar_status list_due(saving *s) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < s->n_asked && !status; i++) {
        const kembar_cache_entry *entry = &s->asked[i];
        const change *to = find_change(s, entry);
        if (is_due(s, entry, to))
            status = add_asked(s, entry, to);
    }
    return status;
}

/* --- what others are there for --- */

/* Not 0 when an item of file `run` that was not asked for is carried on. */
static int is_carried(const saving *s, size_t run, const kembar_run_item *item) {
    const kembar_imprint_cache *cache = s->cache;
    kembar_cache_entry key = {.key = item->key};
    kembar_imprint imprint;
    kembar_view id, newer;
    if (!kembar_imprint_decode(item->value, &imprint, &id) ||
        kembar_imprint_idle(item->value) >= KEMBAR_CACHE_IDLE)
        return 0;
    for (size_t i = 0; i < run; i++)
        if (cache->runs[i].file && kembar_run_file_find(cache->runs[i].file, item->key, &newer))
            return 0;
    return !s->n_asked || !bsearch(&key, s->asked, s->n_asked, sizeof *s->asked, compare_asked);
}

static kembar_status carry_all(saving *s) {
    const kembar_imprint_cache *cache = s->cache;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < cache->n_runs && s->merges; i++)
        for (size_t k = 0;
             cache->runs[i].file && k < kembar_run_file_count(cache->runs[i].file) && !status;
             k++) {
            kembar_run_item item = kembar_run_file_item(cache->runs[i].file, k);
            if (is_carried(s, i, &item))
                status = add_item(s, item.key,
                                  kembar_imprint_copy_idle(s->arena, item.value,
                                                           kembar_imprint_idle(item.value) + 1));
        }
    return status;
}

/* --- files --- */

/* One more than the newest. */
static uint32_t next_number(const kembar_imprint_cache *cache) {
    char digits[9] = {0};
    if (cache->n_runs == 0)
        return 1;
    memcpy(digits, cache->runs[0].name + sizeof KEMBAR_CACHE_PREFIX + KEMBAR_CACHE_HEX, 8);
    return (uint32_t)strtoul(digits, NULL, 16) + 1;
}

/* Named by what it holds, so that two processes that write the same write one file. */
static char *name_file(const saving *s) {
    char name[KEMBAR_CACHE_NAME_BYTES];
    uint64_t high = 0, low = 0;
    for (size_t i = 0; i < s->n_items; i++) {
        const kembar_run_item *item = &s->items[i];
        high += kembar_hash_mix(item->key.high ^ kembar_hash_mix(item->key.low));
        low ^= kembar_hash_bytes(item->value.data, item->value.size, item->key.low);
    }
    (void)snprintf(name, sizeof name,
                   KEMBAR_CACHE_PREFIX "%016" PRIx64 "-%08" PRIx32 "%08" PRIx64 "%016" PRIx64
                                       ".run",
                   s->cache->kind, next_number(s->cache), high >> 32, low);
    return kembar_path_join(s->cache->folder, name);
}

/* Files that are in the new one, and broken ones. Those that cannot be removed do no harm. */
static void remove_old(const kembar_imprint_cache *cache, const char *written, int merges) {
    for (size_t i = 0; i < cache->n_runs; i++)
        if ((cache->runs[i].file ? merges : cache->runs[i].is_broken) &&
            (!written || strcmp(cache->runs[i].path, written) != 0))
            (void)!kembar_file_remove(cache->runs[i].path, NULL);
}

static kembar_status write_items(saving *s, kembar_temporaries *temporaries) {
    kembar_error error = {0};
    char *path = name_file(s);
    if (!path)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status =
        kembar_run_file_write(path, s->cache->kind, s->items, s->n_items, temporaries, &error);
    if (!status)
        remove_old(s->cache, path, s->merges);
    else if (status != KEMBAR_ERROR_MEMORY)
        status = kembar_cache_add_fault(s->cache, path, error.message);
    kembar_free(path);
    return status;
}

/* A file of another kind. */
typedef struct other {
    char *path; /* owned */
    int64_t time_s;
} other;

static int compare_others(const void *x, const void *y) {
    const other *a = x, *b = y;
    if (a->time_s != b->time_s)
        return a->time_s > b->time_s ? -1 : 1;
    return strcmp(a->path, b->path);
}

static kembar_status list_others(const kembar_imprint_cache *cache, DIR *entries, other **out,
                                 size_t *n_out, size_t *capacity) {
    int is_own;
    for (const struct dirent *entry; (entry = readdir(entries));) {
        struct stat info;
        if (!kembar_cache_is_run(cache, entry->d_name, &is_own) || is_own)
            continue;
        char *path = kembar_path_join(cache->folder, entry->d_name);
        if (!path || kembar_array_reserve((void **)out, capacity, *n_out + 1, sizeof **out)) {
            kembar_free(path);
            return KEMBAR_ERROR_MEMORY;
        }
        if (stat(path, &info) == 0)
            (*out)[(*n_out)++] = (other){path, (int64_t)info.st_mtime};
        else
            kembar_free(path);
    }
    return KEMBAR_OK;
}

/* For other options, or of versions that nobody has any more: the last few stay. */
static kembar_status remove_others(const kembar_imprint_cache *cache) {
    other *others = NULL;
    size_t n = 0, capacity = 0;
    DIR *entries = opendir(cache->folder);
    if (!entries)
        return KEMBAR_OK;
    kembar_status status = list_others(cache, entries, &others, &n, &capacity);
    (void)closedir(entries);
    if (n)
        qsort(others, n, sizeof *others, compare_others);
    for (size_t i = 0; i < n; i++) {
        if (i >= KEMBAR_CACHE_OTHER_RUNS && !status)
            (void)!kembar_file_remove(others[i].path, NULL);
        kembar_free(others[i].path);
    }
    kembar_free(others);
    return status;
}

static int has_due(const saving *s) {
    for (size_t i = 0; i < s->n_asked; i++)
        if (is_due(s, &s->asked[i], find_change(s, &s->asked[i])))
            return 1;
    return 0;
}

static kembar_status save(saving *s, const kembar_imprint_changes *changes,
                          kembar_temporaries *temporaries) {
    if (list_asked(s) || list_changes(s, changes))
        return KEMBAR_ERROR_MEMORY;
    if (!has_due(s)) {
        remove_old(s->cache, NULL, 0);
        return KEMBAR_OK;
    }
    s->merges = s->cache->n_runs + 1 > KEMBAR_CACHE_RUNS;
    if (list_due(s) || carry_all(s) || write_items(s, temporaries))
        return KEMBAR_ERROR_MEMORY;
    return remove_others(s->cache);
}

kembar_status kembar_imprint_cache_save(kembar_imprint_cache *cache,
                                        const kembar_imprint_changes *changes,
                                        kembar_temporaries *temporaries, kembar_error *error) {
    saving s = {.cache = cache, .arena = &cache->workers[0].arena};
    kembar_status status = save(&s, changes, temporaries);
    kembar_free(s.changes);
    kembar_free(s.asked);
    kembar_free(s.items);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}
