#include "pipeline/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/views.h"
#include "document/date.h"
#include "pipeline/content_key.h"

enum { DAY_BYTES = 10 };

void kembar_baseline_free(kembar_baseline *baseline) {
    if (!baseline)
        return;
    kembar_arena_deinit(&baseline->texts);
    kembar_free(baseline->entries);
    kembar_free(baseline);
}

const kembar_baseline_entry *kembar_baseline_entries(const kembar_baseline *baseline,
                                                     size_t *n_entries) {
    *n_entries = baseline->n_entries;
    return baseline->entries;
}

int kembar_baseline_is_day(const char *text) {
    char normal[KEMBAR_DATE_BYTES];
    kembar_view view = {text, strlen(text)};
    /* Only what is its own normal form: 2027-1-31 would not sort. */
    return view.size == DAY_BYTES &&
           kembar_date_normalise(view, KEMBAR_LANGUAGE_OTHER, normal) == DAY_BYTES &&
           memcmp(normal, text, DAY_BYTES) == 0;
}

int kembar_baseline_is_expired(const kembar_baseline_entry *entry, const char *today) {
    return entry->expires.data &&
           kembar_view_compare(entry->expires, (kembar_view){today, strlen(today)}) < 0;
}

kembar_pair_name kembar_pair_name_of(kembar_content_key a, kembar_view id_a, kembar_content_key b,
                                     kembar_view id_b) {
    int order = kembar_content_key_compare(a, b);
    if (order == 0)
        order = kembar_view_compare(id_a, id_b);
    return order <= 0 ? (kembar_pair_name){a, b, id_a, id_b} : (kembar_pair_name){b, a, id_b, id_a};
}

kembar_pair_name kembar_pair_name_of_entry(const kembar_baseline_entry *entry) {
    return (kembar_pair_name){entry->a, entry->b, entry->id_a, entry->id_b};
}

int kembar_pair_name_compare_keys(const kembar_pair_name *a, const kembar_pair_name *b) {
    int order = kembar_content_key_compare(a->a, b->a);
    return order ? order : kembar_content_key_compare(a->b, b->b);
}

int kembar_pair_name_compare(const kembar_pair_name *a, const kembar_pair_name *b) {
    int order = kembar_pair_name_compare_keys(a, b);
    if (order == 0)
        order = kembar_view_compare(a->id_a, b->id_a);
    return order ? order : kembar_view_compare(a->id_b, b->id_b);
}

/* An absent view last: never is later than any day, a note comes before none. */
static int compare_absent_last(kembar_view a, kembar_view b) {
    if (!a.data || !b.data)
        return !a.data - !b.data;
    return kembar_view_compare(a, b);
}

/* Of one pair the entry that holds longest comes first; the rest only makes the order total. */
static int compare_entries(const void *left, const void *right) {
    const kembar_baseline_entry *a = left, *b = right;
    kembar_pair_name name_a = kembar_pair_name_of_entry(a), name_b = kembar_pair_name_of_entry(b);
    int order = kembar_pair_name_compare(&name_a, &name_b);
    if (order == 0)
        order = compare_absent_last(b->expires, a->expires);
    if (order == 0)
        order = b->relation - a->relation;
    if (order == 0)
        order = compare_absent_last(a->note, b->note);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

size_t kembar_baseline_sort(kembar_baseline_entry *entries, size_t n_entries) {
    size_t n_kept = 0;
    if (n_entries > 0)
        qsort(entries, n_entries, sizeof *entries, compare_entries);
    for (size_t i = 0; i < n_entries; i++) {
        kembar_pair_name name = kembar_pair_name_of_entry(&entries[i]);
        kembar_pair_name last =
            n_kept > 0 ? kembar_pair_name_of_entry(&entries[n_kept - 1]) : (kembar_pair_name){0};
        if (n_kept == 0 || kembar_pair_name_compare(&name, &last) != 0)
            entries[n_kept++] = entries[i];
    }
    return n_kept;
}
