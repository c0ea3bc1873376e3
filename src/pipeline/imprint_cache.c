#include "pipeline/imprint_cache.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "kembar/version.h"
#include "pipeline/imprint_bytes.h"
#include "pipeline/imprint_cache_parts.h"
#include "read/path.h"
#include "text/utf8.h"

enum { FORMAT_VERSION = 4 };
#define MAX_RUN_BYTES ((uint64_t)16 << 30)

/* --- names --- */

static uint64_t kind_of(const kembar_dedup_options *options) {
    const uint64_t parts[] = {FORMAT_VERSION, (uint64_t)options->run.shingle_tokens,
                              (uint64_t)options->run.min_tokens, (uint64_t)options->sample_shingles,
                              (uint64_t)options->on};
    const char *unicode = kembar_utf8_unicode_version();
    uint64_t hash = kembar_hash_bytes(KEMBAR_VERSION, sizeof KEMBAR_VERSION, 0);
    hash = kembar_hash_bytes(unicode, strlen(unicode), hash);
    return kembar_hash_bytes(parts, sizeof parts, hash);
}

/* imprints-KIND-NUMBER_AND_HASH.run, of 16 and 32 hex digits. */
int kembar_cache_is_run(const kembar_imprint_cache *cache, const char *name, int *is_own) {
    static const char prefix[] = KEMBAR_CACHE_PREFIX, end[] = ".run", hex[] = "0123456789abcdef";
    char own[KEMBAR_CACHE_HEX + 1];
    size_t n_prefix = sizeof prefix - 1;
    *is_own = 0;
    if (strncmp(name, prefix, n_prefix) != 0)
        return 0;
    const char *kind = name + n_prefix;
    size_t n_kind = strspn(kind, hex);
    if (n_kind != KEMBAR_CACHE_HEX || kind[n_kind] != '-')
        return 0;
    const char *rest = kind + n_kind + 1;
    if (strspn(rest, hex) != 2 * (size_t)KEMBAR_CACHE_HEX ||
        strcmp(rest + 2 * (size_t)KEMBAR_CACHE_HEX, end) != 0)
        return 0;
    (void)snprintf(own, sizeof own, "%016" PRIx64, cache->kind);
    *is_own = strncmp(kind, own, KEMBAR_CACHE_HEX) == 0;
    return 1;
}

/* --- opening --- */

kembar_status kembar_cache_add_fault(kembar_imprint_cache *cache, const char *path,
                                     const char *reason) {
    kembar_rejected fault;
    if (kembar_rejected_init(&fault, (kembar_view){path, strlen(path)}, 0, (kembar_view){0}, "%s",
                             reason))
        return KEMBAR_ERROR_MEMORY;
    return kembar_rejected_list_add(&cache->faults, &fault);
}

/* Files that go while they are looked for are another process's matter. */
static kembar_status open_run(kembar_imprint_cache *cache, const char *name) {
    kembar_error error = {0};
    kembar_cache_run opened = {.path = kembar_path_join(cache->folder, name)};
    if (!opened.path || kembar_array_reserve((void **)&cache->runs, &cache->run_capacity,
                                             cache->n_runs + 1, sizeof *cache->runs)) {
        kembar_free(opened.path);
        return KEMBAR_ERROR_MEMORY;
    }
    opened.name = kembar_path_base(opened.path);
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
    return status ? kembar_cache_add_fault(cache, opened.path, error.message) : KEMBAR_OK;
}

static int compare_runs(const void *x, const void *y) {
    const kembar_cache_run *a = x, *b = y;
    return -strcmp(a->name, b->name);
}

static kembar_status open_runs(kembar_imprint_cache *cache) {
    kembar_status status = KEMBAR_OK;
    int is_own;
    DIR *entries = opendir(cache->folder);
    if (!entries)
        return errno == ENOMEM
                   ? KEMBAR_ERROR_MEMORY
                   : kembar_cache_add_fault(cache, cache->folder, "cannot read this folder");
    for (const struct dirent *entry; !status && (entry = readdir(entries));)
        if (kembar_cache_is_run(cache, entry->d_name, &is_own) && is_own)
            status = open_run(cache, entry->d_name);
    (void)closedir(entries);
    /* The newest first: what was made again stands before what it was made of. */
    if (cache->n_runs)
        qsort(cache->runs, cache->n_runs, sizeof *cache->runs, compare_runs);
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
        return kembar_cache_add_fault(cache, folder, error.message);
    /* Whatever they were to hold: the next file has another name. */
    kembar_file_remove_stale_like(folder, KEMBAR_CACHE_PREFIX);
    return open_runs(cache);
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

/* --- the memory of a reading --- */

static kembar_status take_note(kembar_cache_worker *worker, kembar_cache_entry entry) {
    if (kembar_array_reserve((void **)&worker->items, &worker->capacity, worker->n_items + 1,
                             sizeof *worker->items))
        return KEMBAR_ERROR_MEMORY;
    worker->items[worker->n_items++] = entry;
    return KEMBAR_OK;
}

/* Whether the file has an imprint under this key that can be used. */
static int find_in(const kembar_run_file *file, kembar_hash128 key, kembar_imprint *out,
                   kembar_view *id) {
    kembar_view value;
    return file && kembar_run_file_find(file, key, &value) && kembar_imprint_decode(value, out, id);
}

static int find(void *context, int worker_id, uint64_t salt, kembar_view bytes, kembar_hash128 *key,
                kembar_view *id, const void **summary) {
    kembar_imprint_cache *cache = context;
    kembar_cache_worker *worker = &cache->workers[worker_id];
    kembar_imprint found;
    *key = kembar_hash128_bytes(bytes.data, bytes.size);
    key->high ^= kembar_hash_mix(cache->options_hash ^ salt);
    for (size_t i = 0; i < cache->n_runs; i++) {
        if (!find_in(cache->runs[i].file, *key, &found, id))
            continue;
        const kembar_imprint *kept = kembar_arena_copy(&worker->arena, &found, sizeof found);
        if (!kept || take_note(worker, (kembar_cache_entry){*key, *id, kept, 0}))
            return -1;
        *summary = kept;
        return 1;
    }
    return 0;
}

static kembar_status keep(void *context, int worker_id, kembar_hash128 key, kembar_view id,
                          const void *summary) {
    kembar_imprint_cache *cache = context;
    kembar_cache_worker *worker = &cache->workers[worker_id];
    if (id.data)
        id.data = kembar_arena_copy(&worker->arena, id.data, id.size);
    return take_note(worker, (kembar_cache_entry){key, id, summary, 1});
}

const kembar_read_memory *kembar_imprint_cache_memory(kembar_imprint_cache *cache,
                                                      uint64_t options_hash) {
    cache->options_hash = options_hash;
    cache->memory = (kembar_read_memory){.context = cache, .find = find, .keep = keep};
    return &cache->memory;
}
