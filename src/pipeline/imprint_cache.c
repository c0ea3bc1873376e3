#include "pipeline/imprint_cache.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/run_file.h"
#include "kembar/version.h"
#include "text/utf8.h"

enum { FORMAT_VERSION = 1, MAX_RUNS = 8, NAME_BYTES = 96 };
#define PREFIX "imprints-"
#define MAX_RUN_BYTES ((uint64_t)16 << 30)

/* One file. */
typedef struct run {
    kembar_run_file *file; /* owned; NULL: it could not be read */
    char *path;            /* owned */
    int is_broken;         /* and never can be */
} run;

typedef struct cache_worker {
    kembar_arena arena;     /* imprints found, values to keep */
    kembar_run_item *items; /* owned; to keep */
    size_t n_items, capacity;
} cache_worker;

struct kembar_imprint_cache {
    char *folder;          /* owned */
    uint64_t kind;         /* what changes what is made of bytes */
    uint64_t options_hash; /* of the source that is read */
    kembar_read_memory memory;
    run *runs; /* owned */
    size_t n_runs, run_capacity;
    cache_worker *workers; /* owned */
    size_t n_workers;
    kembar_rejected_list faults;
};

/* --- opening --- */

static uint64_t kind_of(const kembar_dedup_options *options) {
    const uint64_t parts[] = {FORMAT_VERSION,
                              (uint64_t)options->run.shingle_tokens,
                              (uint64_t)options->run.min_tokens,
                              (uint64_t)options->run.n_bands,
                              (uint64_t)options->run.band_rows,
                              (uint64_t)options->sample_shingles,
                              (uint64_t)options->on};
    const char *unicode = kembar_utf8_unicode_version();
    uint64_t hash = kembar_hash_bytes(KEMBAR_VERSION, sizeof KEMBAR_VERSION, 0);
    hash = kembar_hash_bytes(unicode, strlen(unicode), hash);
    return kembar_hash_bytes(parts, sizeof parts, hash);
}

static kembar_status add_fault(kembar_imprint_cache *cache, const char *path, const char *reason) {
    kembar_rejected fault;
    if (kembar_rejected_init(&fault, (kembar_view){path, strlen(path)}, 0, (kembar_view){0}, "%s",
                             reason))
        return KEMBAR_ERROR_MEMORY;
    return kembar_rejected_list_add(&cache->faults, &fault);
}

static char *join(const char *folder, const char *name) {
    size_t n = strlen(folder), m = strlen(name);
    char *path = kembar_alloc(n + m + 2, 1);
    if (!path)
        return NULL;
    memcpy(path, folder, n);
    path[n] = '/';
    memcpy(path + n + 1, name, m + 1);
    return path;
}

/* Files that go while they are looked for are another process's matter. */
static kembar_status open_run(kembar_imprint_cache *cache, const char *name) {
    kembar_error error = {0};
    run opened = {.path = join(cache->folder, name)};
    if (!opened.path || kembar_array_reserve((void **)&cache->runs, &cache->run_capacity,
                                             cache->n_runs + 1, sizeof *cache->runs)) {
        kembar_free(opened.path);
        return KEMBAR_ERROR_MEMORY;
    }
    kembar_status status =
        kembar_run_file_open(&opened.file, opened.path, cache->kind, MAX_RUN_BYTES, &error);
    int exists = 1;
    if (status == KEMBAR_ERROR_IO && kembar_file_exists(opened.path, &exists, NULL) == KEMBAR_OK &&
        !exists) {
        kembar_free(opened.path);
        return KEMBAR_OK;
    }
    opened.is_broken = status == KEMBAR_ERROR_FORMAT || status == KEMBAR_ERROR_LIMIT;
    cache->runs[cache->n_runs++] = opened;
    if (status == KEMBAR_ERROR_MEMORY)
        return status;
    return status ? add_fault(cache, opened.path, error.message) : KEMBAR_OK;
}

static void begin_name(const kembar_imprint_cache *cache, char out[NAME_BYTES]) {
    (void)snprintf(out, NAME_BYTES, PREFIX "%016" PRIx64 "-", cache->kind);
}

static int is_run(const char *name, const char *begin) {
    static const char end[] = ".run";
    size_t size = strlen(name), n_end = sizeof end - 1;
    return strncmp(name, begin, strlen(begin)) == 0 && size > n_end &&
           strcmp(name + size - n_end, end) == 0;
}

static kembar_status open_runs(kembar_imprint_cache *cache) {
    char begin[NAME_BYTES];
    kembar_status status = KEMBAR_OK;
    DIR *entries = opendir(cache->folder);
    if (!entries)
        return errno == ENOMEM ? KEMBAR_ERROR_MEMORY
                               : add_fault(cache, cache->folder, "cannot read this folder");
    begin_name(cache, begin);
    for (const struct dirent *entry; !status && (entry = readdir(entries));)
        if (is_run(entry->d_name, begin))
            status = open_run(cache, entry->d_name);
    (void)closedir(entries);
    return status;
}

static kembar_status open_folder(kembar_imprint_cache *cache, const char *folder) {
    kembar_error error = {0};
    cache->folder = kembar_alloc(strlen(folder) + 1, 1);
    if (!cache->folder)
        return KEMBAR_ERROR_MEMORY;
    memcpy(cache->folder, folder, strlen(folder) + 1);
    kembar_status status = kembar_folder_make(folder, &error);
    if (status == KEMBAR_ERROR_MEMORY)
        return status;
    if (status)
        return add_fault(cache, folder, error.message);
    /* Whatever they were to hold: the next file has another name. */
    kembar_file_remove_stale_like(folder, PREFIX);
    return open_runs(cache);
}

/* --- the memory of a reading --- */

static int find(void *context, int worker_id, uint64_t salt, kembar_view bytes, kembar_hash128 *key,
                kembar_view *id, const void **summary) {
    kembar_imprint_cache *cache = context;
    *key = kembar_hash128_bytes(bytes.data, bytes.size);
    key->high ^= kembar_hash_mix(cache->options_hash ^ salt);
    for (size_t i = 0; i < cache->n_runs; i++) {
        kembar_view value;
        if (!cache->runs[i].file || !kembar_run_file_find(cache->runs[i].file, *key, &value))
            continue;
        kembar_imprint *imprint =
            kembar_arena_take(&cache->workers[worker_id].arena, sizeof *imprint);
        if (!imprint)
            return -1;
        if (!kembar_imprint_decode(value, imprint, id))
            continue;
        *summary = imprint;
        return 1;
    }
    return 0;
}

static kembar_status keep(void *context, int worker_id, kembar_hash128 key, kembar_view id,
                          const void *summary) {
    kembar_imprint_cache *cache = context;
    cache_worker *worker = &cache->workers[worker_id];
    if (kembar_array_reserve((void **)&worker->items, &worker->capacity, worker->n_items + 1,
                             sizeof *worker->items))
        return KEMBAR_ERROR_MEMORY;
    kembar_view value = kembar_imprint_encode(&worker->arena, summary, id);
    if (!value.data)
        return KEMBAR_ERROR_MEMORY;
    worker->items[worker->n_items++] = (kembar_run_item){key, value};
    return KEMBAR_OK;
}

const kembar_read_memory *kembar_imprint_cache_memory(kembar_imprint_cache *cache,
                                                      uint64_t options_hash) {
    cache->options_hash = options_hash;
    cache->memory = (kembar_read_memory){.context = cache, .find = find, .keep = keep};
    return &cache->memory;
}

kembar_status kembar_imprint_cache_open(kembar_imprint_cache **out, const char *folder,
                                        const kembar_dedup_options *options, kembar_error *error) {
    kembar_imprint_cache *cache = kembar_alloc_zeroed(1, sizeof *cache);
    *out = NULL;
    if (!cache)
        return kembar_error_memory(error);
    cache->kind = kind_of(options);
    cache->n_workers = (size_t)options->run.n_threads;
    cache->workers = kembar_alloc_zeroed(cache->n_workers, sizeof *cache->workers);
    if (!cache->workers || open_folder(cache, folder)) {
        kembar_imprint_cache_free(cache);
        return kembar_error_memory(error);
    }
    *out = cache;
    return KEMBAR_OK;
}

void kembar_imprint_cache_free(kembar_imprint_cache *cache) {
    if (!cache)
        return;
    for (size_t i = 0; i < cache->n_runs; i++) {
        kembar_run_file_close(cache->runs[i].file);
        kembar_free(cache->runs[i].path);
    }
    for (size_t i = 0; cache->workers && i < cache->n_workers; i++) {
        kembar_arena_deinit(&cache->workers[i].arena);
        kembar_free(cache->workers[i].items);
    }
    kembar_free(cache->runs);
    kembar_free(cache->workers);
    kembar_rejected_list_deinit(&cache->faults);
    kembar_free(cache->folder);
    kembar_free(cache);
}

const kembar_rejected_list *kembar_imprint_cache_faults(const kembar_imprint_cache *cache) {
    return &cache->faults;
}

/* --- saving --- */

static int merges(const kembar_imprint_cache *cache) {
    return cache->n_runs + 1 > MAX_RUNS;
}

/* What goes into the new file: what was kept, and where there are many files what is in them. */
static kembar_run_item *list_items(const kembar_imprint_cache *cache, size_t *n_items) {
    size_t n = 0;
    for (size_t i = 0; i < cache->n_workers; i++)
        n += cache->workers[i].n_items;
    for (size_t i = 0; i < cache->n_runs && merges(cache); i++)
        n += cache->runs[i].file ? kembar_run_file_count(cache->runs[i].file) : 0;
    kembar_run_item *items = kembar_alloc(n, sizeof *items);
    *n_items = 0;
    for (size_t i = 0; items && i < cache->n_workers; i++)
        for (size_t k = 0; k < cache->workers[i].n_items; k++)
            items[(*n_items)++] = cache->workers[i].items[k];
    for (size_t i = 0; items && i < cache->n_runs && merges(cache); i++)
        for (size_t k = 0; cache->runs[i].file && k < kembar_run_file_count(cache->runs[i].file);
             k++)
            items[(*n_items)++] = kembar_run_file_item(cache->runs[i].file, k);
    return items;
}

/* Named by what it holds, so that two processes that write the same write one file. */
static char *name_file(const kembar_imprint_cache *cache, const kembar_run_item *items,
                       size_t n_items) {
    char name[NAME_BYTES], begin[NAME_BYTES];
    uint64_t high = 0, low = 0;
    for (size_t i = 0; i < n_items; i++) {
        high += kembar_hash_mix(items[i].key.high ^ kembar_hash_mix(items[i].key.low));
        low ^= kembar_hash_mix(items[i].key.low);
    }
    begin_name(cache, begin);
    (void)snprintf(name, sizeof name, "%.40s%016" PRIx64 "%016" PRIx64 ".run", begin, high, low);
    return join(cache->folder, name);
}

/* Files that are in the new one, and broken ones. Those that cannot be removed do no harm. */
static void remove_old(const kembar_imprint_cache *cache, const char *written) {
    for (size_t i = 0; i < cache->n_runs; i++)
        if ((cache->runs[i].file ? merges(cache) : cache->runs[i].is_broken) &&
            strcmp(cache->runs[i].path, written) != 0)
            (void)!kembar_file_remove(cache->runs[i].path, NULL);
}

static kembar_status write_items(kembar_imprint_cache *cache, kembar_run_item *items,
                                 size_t n_items, kembar_temporaries *temporaries) {
    kembar_error error = {0};
    char *path = name_file(cache, items, n_items);
    if (!path)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status =
        kembar_run_file_write(path, cache->kind, items, n_items, temporaries, &error);
    if (!status)
        remove_old(cache, path);
    else if (status != KEMBAR_ERROR_MEMORY)
        status = add_fault(cache, path, error.message);
    kembar_free(path);
    return status;
}

kembar_status kembar_imprint_cache_save(kembar_imprint_cache *cache,
                                        kembar_temporaries *temporaries, kembar_error *error) {
    size_t n_kept = 0, n_items;
    for (size_t i = 0; i < cache->n_workers; i++)
        n_kept += cache->workers[i].n_items;
    if (n_kept == 0)
        return KEMBAR_OK;
    kembar_run_item *items = list_items(cache, &n_items);
    kembar_status status =
        items ? write_items(cache, items, n_items, temporaries) : KEMBAR_ERROR_MEMORY;
    kembar_free(items);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}
