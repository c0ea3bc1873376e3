#include "read/plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "read/path.h"
#include "read/source_options.h"
#include "read/walk.h"
#include "text/utf8.h"

void kembar_entry_deinit(kembar_entry *entry) {
    kembar_free(entry->path);
    kembar_free(entry->shown);
    kembar_free(entry->id);
    kembar_free(entry->real_name);
    *entry = (kembar_entry){0};
}

void kembar_plan_deinit(kembar_plan *plan) {
    for (size_t i = 0; i < plan->n_entries; i++) {
        kembar_entry_deinit(&plan->entries[i]);
    }
    kembar_free(plan->entries);
    kembar_rejected_list_deinit(&plan->rejections);
    kembar_free(plan->skipped);
    *plan = (kembar_plan){0};
}

char *kembar_plan_shown(const char *path) {
    kembar_view bytes = {path, strlen(path)};
    if (kembar_utf8_valid_prefix(bytes) == bytes.size) {
        return kembar_path_copy(bytes);
    }
    kembar_buffer repaired = {0};
    (void)kembar_utf8_repair(bytes, &repaired);
    char *shown = kembar_buffer_status(&repaired) == KEMBAR_OK
                      ? kembar_path_copy(kembar_buffer_view(&repaired))
                      : NULL;
    kembar_buffer_deinit(&repaired);
    return shown;
}

kembar_status kembar_plan_add(kembar_plan *plan, kembar_entry *entry) {
    void *entries = plan->entries;
    kembar_status status = kembar_array_reserve(&entries, &plan->entry_capacity,
                                                plan->n_entries + 1, sizeof *plan->entries);
    plan->entries = entries;
    if (status != KEMBAR_OK) {
        kembar_entry_deinit(entry);
        return status;
    }
    entry->order = plan->n_entries;
    plan->entries[plan->n_entries++] = *entry;
    *entry = (kembar_entry){0};
    return KEMBAR_OK;
}

kembar_status kembar_plan_reject(kembar_plan *plan, const char *path, const char *format, ...) {
    char reason[512];
    va_list args;
    va_start(args, format);
    if (vsnprintf(reason, sizeof reason, format, args) < 0) {
        reason[0] = '\0';
    }
    va_end(args);
    char *shown = kembar_plan_shown(path);
    if (shown == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    kembar_rejected rejected;
    kembar_status status = kembar_rejected_init(&rejected, (kembar_view){shown, strlen(shown)}, 0,
                                                (kembar_view){NULL, 0}, "%s", reason);
    kembar_free(shown);
    return status != KEMBAR_OK ? status : kembar_rejected_list_add(&plan->rejections, &rejected);
}

kembar_status kembar_plan_skip(kembar_plan *plan, const char *name) {
    void *skipped = plan->skipped;
    kembar_status status = kembar_array_reserve(&skipped, &plan->skipped_capacity,
                                                plan->n_skipped + 1, sizeof *plan->skipped);
    plan->skipped = skipped;
    if (status == KEMBAR_OK) {
        kembar_file_ending(name, plan->skipped[plan->n_skipped++].text);
    }
    return status;
}

static const char *real_name(const kembar_entry *entry) {
    return entry->real_name == NULL ? kembar_path_base(entry->path) : entry->real_name;
}

static int compare_u64(uint64_t a, uint64_t b) {
    return a < b ? -1 : a > b;
}

int kembar_entry_compare_place(const kembar_entry *a, const kembar_entry *b) {
    if (a->path == NULL || b->path == NULL) {
        return (a->path != NULL) - (b->path != NULL);
    }
    int order = compare_u64(a->folder_device, b->folder_device);
    if (order == 0) {
        order = compare_u64(a->folder_inode, b->folder_inode);
    }
    return order == 0 ? strcmp(real_name(a), real_name(b)) : order;
}

/* By place; of one place the file under its own name before links to it, then in the order found.
 */
static int compare_same_file(const void *left, const void *right) {
    const kembar_entry *a = left;
    const kembar_entry *b = right;
    int order = kembar_entry_compare_place(a, b);
    if (order != 0) {
        return order;
    }
    if ((a->real_name == NULL) != (b->real_name == NULL)) {
        return a->real_name == NULL ? -1 : 1;
    }
    return compare_u64(a->order, b->order);
}

static void drop_repeated(kembar_plan *plan) {
    qsort(plan->entries, plan->n_entries, sizeof *plan->entries, compare_same_file);
    size_t n_kept = 1;
    for (size_t i = 1; i < plan->n_entries; i++) {
        if (kembar_entry_compare_place(&plan->entries[n_kept - 1], &plan->entries[i]) == 0) {
            kembar_entry_deinit(&plan->entries[i]);
        } else {
            plan->entries[n_kept++] = plan->entries[i];
        }
    }
    plan->n_entries = n_kept;
}

static int compare_shown(const void *left, const void *right) {
    const kembar_entry *a = left;
    const kembar_entry *b = right;
    int order = strcmp(a->shown, b->shown);
    return order == 0 ? compare_u64(a->order, b->order) : order;
}

static int compare_roots(const void *left, const void *right) {
    const kembar_root *a = left;
    const kembar_root *b = right;
    if (a->path == NULL || b->path == NULL) {
        return (a->path != NULL) - (b->path != NULL);
    }
    int order = strcmp(a->path, b->path);
    return order == 0 ? a->is_listed - b->is_listed : order;
}

/* Moves roots with a path that came before to the end; returns how many differ. */
static size_t part_repeated(kembar_root *roots, size_t n_roots) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n_roots; i++) {
        const kembar_root *last = n_kept == 0 ? NULL : &roots[n_kept - 1];
        int repeats = last != NULL && last->path != NULL && roots[i].path != NULL &&
                      strcmp(last->path, roots[i].path) == 0;
        if (!repeats) {
            kembar_root root = roots[i];
            roots[i] = roots[n_kept];
            roots[n_kept++] = root;
        }
    }
    return n_kept;
}

kembar_view kembar_entry_source(const kembar_entry *entry) {
    return (kembar_view){entry->source, entry->source == NULL ? 0 : strlen(entry->source)};
}

kembar_status kembar_plan_make(kembar_plan *plan, kembar_root *roots, size_t n_roots,
                               const kembar_read_settings *settings) {
    if (n_roots > 0) {
        qsort(roots, n_roots, sizeof *roots, compare_roots);
    }
    n_roots = part_repeated(roots, n_roots);
    kembar_status status = kembar_walk_roots(plan, roots, n_roots, settings);
    if (status == KEMBAR_OK && plan->n_entries > 0) {
        drop_repeated(plan);
        qsort(plan->entries, plan->n_entries, sizeof *plan->entries, compare_shown);
        for (size_t i = 0; i < plan->n_entries; i++) {
            plan->entries[i].source = kembar_source_of(settings, plan->entries[i].shown);
        }
    }
    return status;
}
