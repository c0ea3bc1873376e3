/* Baselines of any bytes: refused with the line, or entries in order that are written, read and
 * written again as the same bytes, and matched with themselves. */
#include <stdio.h>

#include "fuzz.h"
#include "pipeline/baseline.h"
#include "text/utf8.h"

static void check_entry(const kembar_baseline_entry *entry) {
    FUZZ_CHECK(kembar_utf8_valid_prefix(entry->id_a) <= entry->id_a.size);
    FUZZ_CHECK(entry->id_a.size <= KEMBAR_BASELINE_TEXT_BYTES && entry->id_a.data);
    FUZZ_CHECK(entry->id_b.size <= KEMBAR_BASELINE_TEXT_BYTES && entry->id_b.data);
    FUZZ_CHECK(entry->note.size <= KEMBAR_BASELINE_TEXT_BYTES);
    FUZZ_CHECK(entry->relation > KEMBAR_RELATION_NONE && entry->relation <= KEMBAR_RELATION_EXACT);
    FUZZ_CHECK(entry->line > 0);
    FUZZ_CHECK(!entry->expires.data || entry->expires.size == 10);
}

static void check_order(const kembar_baseline_entry *entries, size_t n) {
    for (size_t i = 0; i < n; i++) {
        kembar_pair_name name = kembar_pair_name_of_entry(&entries[i]), last;
        check_entry(&entries[i]);
        if (i == 0)
            continue;
        last = kembar_pair_name_of_entry(&entries[i - 1]);
        FUZZ_CHECK(kembar_pair_name_compare(&last, &name) < 0);
    }
}

/* Every entry covers the pair that it names. */
static void check_match(const kembar_baseline *baseline) {
    size_t n;
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n);
    kembar_baseline_pair *pairs = kembar_alloc(n, sizeof *pairs);
    uint8_t *states = kembar_alloc(n, 1);
    FUZZ_CHECK(pairs && states);
    for (size_t i = 0; i < n; i++)
        pairs[n - 1 - i] = (kembar_baseline_pair){
            entries[i].b, entries[i].a, entries[i].id_b, entries[i].id_a, entries[i].relation, 0};
    FUZZ_CHECK(kembar_baseline_match(baseline, "0000-01-01", pairs, n, NULL, 0, states, NULL) ==
               KEMBAR_OK);
    for (size_t i = 0; i < n; i++)
        FUZZ_CHECK(pairs[n - 1 - i].entry == i && states[i] == KEMBAR_ENTRY_USED);
    kembar_free(pairs);
    kembar_free(states);
}

static kembar_baseline *save_and_open(const kembar_baseline *baseline, const char *path) {
    kembar_baseline_update update = {0};
    kembar_baseline *again = NULL;
    FUZZ_CHECK(kembar_baseline_save(baseline, &update, path, NULL, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_baseline_open(&again, path, NULL) == KEMBAR_OK);
    return again;
}

static void check_saved(const kembar_baseline *baseline) {
    char path[1024];
    size_t n, n_again;
    (void)snprintf(path, sizeof path, "%s", fuzz_write("saved.jsonl", (kembar_view){"", 0}));
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n);
    kembar_baseline *again = save_and_open(baseline, path);
    const kembar_baseline_entry *others = kembar_baseline_entries(again, &n_again);
    FUZZ_CHECK(n == n_again);
    for (size_t i = 0; i < n; i++) {
        kembar_pair_name name = kembar_pair_name_of_entry(&entries[i]);
        kembar_pair_name other = kembar_pair_name_of_entry(&others[i]);
        FUZZ_CHECK(kembar_pair_name_compare(&name, &other) == 0 && others[i].line == i + 1);
        FUZZ_CHECK(kembar_view_equal(entries[i].note, others[i].note));
        FUZZ_CHECK(!entries[i].note.data == !others[i].note.data);
        FUZZ_CHECK(kembar_view_equal(entries[i].expires, others[i].expires));
    }
    kembar_baseline_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(fuzz_view(data, size));
    kembar_baseline *baseline = NULL;
    kembar_error error = {0};
    kembar_status status =
        kembar_baseline_parse(&baseline, (kembar_view){copy, size}, "known.jsonl", &error);
    kembar_free(copy);
    FUZZ_CHECK(status == error.code && (status == KEMBAR_OK) == (baseline != NULL));
    if (status == KEMBAR_OK) {
        size_t n;
        const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n);
        check_order(entries, n);
        check_match(baseline);
        check_saved(baseline);
    } else {
        FUZZ_CHECK(error.position > 0 && error.message[0] != '\0');
        FUZZ_CHECK(status == KEMBAR_ERROR_FORMAT || status == KEMBAR_ERROR_LIMIT);
    }
    kembar_baseline_free(baseline);
    return 0;
}
