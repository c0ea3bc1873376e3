/* Word lists of any bytes go through the map's compiler, and what it writes can be read back.
 * Input: two lists, divided by a separator; the first a dictionary, the second probabilities. */
#include "fuzz.h"
#include "lexicon/bilingual.h"
#include "lexicon/compile/entries.h"
#include "lexicon/compile/map_bytes.h"
#include "lexicon/compile/rank.h"

static size_t row_of_kind(kembar_list_kind kind) {
    size_t n_rows, i = 0;
    const kembar_list_row *rows = kembar_list_rows(&n_rows);
    while (rows[i].kind != kind)
        i++;
    return i;
}

static int add(kembar_entries *entries, kembar_list_kind kind, kembar_view part) {
    kembar_error error = {0};
    char *copy = fuzz_copy(part);
    kembar_view list = {copy, part.size};
    kembar_status status = kembar_entries_add(entries, row_of_kind(kind), list, "list", &error);
    FUZZ_CHECK(status == error.code);
    FUZZ_CHECK(status == KEMBAR_OK || status == KEMBAR_ERROR_FORMAT ||
               status == KEMBAR_ERROR_LIMIT);
    kembar_free(copy);
    return status == KEMBAR_OK;
}

static void check_rows(const kembar_map_rows *rows, const kembar_bilingual *map) {
    for (size_t i = 0; i < rows->n_items; i++) {
        const kembar_map_row *row = &rows->items[i];
        FUZZ_CHECK(i == 0 || strcmp(row[-1].id, row->id) <= 0);
        size_t n, found = 0;
        const kembar_translation *items =
            kembar_bilingual_find(map, (kembar_view){row->id, strlen(row->id)}, &n);
        for (size_t k = 0; k < n; k++)
            found += kembar_view_equal(items[k].stem, row->stem) ? 1 : 0;
        FUZZ_CHECK(found == 1);
    }
    FUZZ_CHECK(kembar_bilingual_translation_count(map) == rows->n_items);
}

static void compile(kembar_entries *entries) {
    kembar_map_rows rows = {0};
    kembar_buffer bytes = {0};
    kembar_bilingual *map = NULL;
    kembar_entries_finish(entries);
    FUZZ_CHECK(kembar_map_rank(&rows, entries, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_map_bytes(&bytes, &rows, entries->n_pairs, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_bilingual_parse(&map, kembar_buffer_view(&bytes), "map", NULL) == KEMBAR_OK);
    check_rows(&rows, map);
    kembar_bilingual_free(map);
    kembar_map_rows_deinit(&rows);
    kembar_buffer_deinit(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view first = fuzz_take_part(&rest);
    kembar_entries entries;
    FUZZ_CHECK(kembar_entries_init(&entries, NULL) == KEMBAR_OK);
    if (add(&entries, KEMBAR_LIST_DICTIONARY, first) && add(&entries, KEMBAR_LIST_MODEL1, rest))
        compile(&entries);
    kembar_entries_deinit(&entries);
    return 0;
}
