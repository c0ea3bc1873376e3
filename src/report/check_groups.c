#include "report/check_groups.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/views.h"

typedef struct placed {
    const kembar_place *subject;
    size_t index;
} placed;

static int compare_subjects(const kembar_place *a, const kembar_place *b) {
    int difference = kembar_view_compare(a->id, b->id);
    if (difference == 0)
        difference = kembar_view_compare(a->path, b->path);
    if (difference == 0 && a->position != b->position)
        difference = a->position < b->position ? -1 : 1;
    return difference;
}

static int compare_placed(const void *left, const void *right) {
    const placed *a = left, *b = right;
    int difference = compare_subjects(a->subject, b->subject);
    return difference ? difference : a->index < b->index ? -1 : a->index > b->index;
}

/* The first finding of a group comes first: groups are sorted by it. */
typedef struct first_finding {
    size_t index, begin, end;
} first_finding;

static int compare_first(const void *left, const void *right) {
    const first_finding *a = left, *b = right;
    return a->index < b->index ? -1 : a->index > b->index;
}

static size_t find_groups(const placed *items, size_t n_items, first_finding *found) {
    size_t n_groups = 0;
    for (size_t begin = 0, end; begin < n_items; begin = end) {
        for (end = begin + 1; end < n_items; end++)
            if (compare_subjects(items[begin].subject, items[end].subject) != 0)
                break;
        found[n_groups++] = (first_finding){items[begin].index, begin, end};
    }
    return n_groups;
}

static void fill(kembar_check_groups *out, const kembar_check *check, const placed *items,
                 const first_finding *found) {
    size_t at = 0;
    for (size_t g = 0; g < out->n_groups; g++) {
        kembar_check_group *group = &out->groups[g];
        *group = (kembar_check_group){.begin = at};
        for (size_t i = found[g].begin; i < found[g].end; i++) {
            uint8_t state = check->findings[items[i].index].state;
            out->order[at++] = items[i].index;
            if (state <= KEMBAR_FINDING_NOTED)
                group->n_state[state]++;
        }
        group->end = at;
    }
}

kembar_status kembar_check_groups_init(kembar_check_groups *out, const kembar_check *check) {
    size_t n = check->n_findings;
    placed *items = kembar_alloc(n, sizeof *items);
    first_finding *found = kembar_alloc(n, sizeof *found);
    kembar_status status = items && found ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    *out = (kembar_check_groups){0};
    if (status == KEMBAR_OK && n > 0) {
        for (size_t i = 0; i < n; i++)
            items[i] = (placed){&check->findings[i].subject, i};
        qsort(items, n, sizeof *items, compare_placed);
        out->n_groups = find_groups(items, n, found);
        qsort(found, out->n_groups, sizeof *found, compare_first);
        out->order = kembar_alloc(n, sizeof *out->order);
        out->groups = kembar_alloc(out->n_groups, sizeof *out->groups);
        status = out->order && out->groups ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    }
    if (status == KEMBAR_OK && n > 0)
        fill(out, check, items, found);
    else if (status != KEMBAR_OK)
        kembar_check_groups_deinit(out);
    kembar_free(found);
    kembar_free(items);
    return status;
}

void kembar_check_groups_deinit(kembar_check_groups *groups) {
    kembar_free(groups->order);
    kembar_free(groups->groups);
    *groups = (kembar_check_groups){0};
}
