/* What chooses between the levels of a kernel goes by what the processor says it can, and gives the
 * same bytes whatever that is. The linker's --wrap leads the question here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bit_filter.h"
#include "base/cpu.h"
#include "base/hash_spans.h"
#include "base/random.h"
#include "base/sort.h"
#include "document/block_hash.h"
#include "feature/sketch.h"
#include "model/furniture_anchors.h"
#include "model/furniture_rows.h"
#include "read/json_flat.h"
#include "text/line_marks.h"
#include "text/shingles.h"
#include "text/tokens_cut.h"
#include "text/tokens_pack.h"

enum { N_ITEMS = 900, N_FEW = 20, PLACES = 128, N_KERNELS = 15 };

kembar_cpu_level __real_kembar_cpu(void);
kembar_cpu_level __wrap_kembar_cpu(void);

static kembar_cpu_level told;
static size_t n_asked;

kembar_cpu_level __wrap_kembar_cpu(void) {
    n_asked++;
    return told;
}

typedef struct results {
    kembar_token_cut cut;
    uint64_t hashes[KEMBAR_CUT_MAX_BYTES / 2 + KEMBAR_CUT_SLACK];
    uint32_t signature[PLACES];
    uint64_t sorted[N_ITEMS], few_sorted[N_FEW];
    size_t n_shared;
    uint32_t anchors[N_ITEMS];
    size_t n_anchors;
    uint32_t rows[N_ITEMS];
    uint64_t filtered;
    uint64_t shingles[N_ITEMS];
    uint64_t block_hash;
    kembar_line_marks marks;
    size_t n_copied;
    kembar_token packed[KEMBAR_CUT_MAX_BYTES / 2];
    uint64_t unpacked[KEMBAR_CUT_MAX_BYTES / 2];
} results;

static void fill(kembar_random *random, char *text, uint64_t *items) {
    static const char letters[] = "aB9_ c,\n\xc3\xa9";
    for (size_t i = 0; i < KEMBAR_CUT_MAX_BYTES; i++)
        text[i] = letters[kembar_random_below(random, sizeof letters - 1)];
    for (size_t i = 0; i < N_ITEMS; i++)
        items[i] = kembar_random_next(random);
}

static void run_all(results *out, const char *text, const uint64_t *items) {
    static kembar_token tokens[N_ITEMS];
    uint64_t other[N_ITEMS];
    for (size_t i = 0; i < N_ITEMS; i++)
        tokens[i].hash = items[i];
    memset(out, 0, sizeof *out);
    n_asked = 0;
    kembar_token_cut_make(&out->cut, text, KEMBAR_CUT_MAX_BYTES);
    kembar_hash_spans spans = {text, out->cut.begins, out->cut.ends, out->cut.n_words};
    kembar_hash_spans_make(&spans, out->hashes);
    kembar_sketch_make(items, N_ITEMS, PLACES, out->signature);
    memcpy(out->sorted, items, sizeof out->sorted);
    assert_int_equal(kembar_sort_u64(out->sorted, N_ITEMS), KEMBAR_OK);
    memcpy(out->few_sorted, items, sizeof out->few_sorted);
    assert_int_equal(kembar_sort_u64(out->few_sorted, N_FEW), KEMBAR_OK);
    for (size_t i = 0; i < N_ITEMS; i++)
        other[i] = out->sorted[i] + i % 3 / 2;
    out->n_shared = kembar_shingles_shared(out->sorted, N_ITEMS, other, N_ITEMS);
    out->n_anchors = kembar_furniture_anchors(items, N_ITEMS, out->anchors);
    kembar_furniture_rows(tokens, N_ITEMS - KEMBAR_ROW_TOKENS + 1, out->rows);
    kembar_bit_filter filter = {(uint32_t[]){0x00ff00ff, 0xffff0000}, 2};
    out->filtered = kembar_bit_filter_mask(&filter, out->rows, KEMBAR_BIT_FILTER_MASK_KEYS);
    kembar_shingles_hash(items, N_ITEMS, 5, out->shingles);
    out->block_hash = kembar_block_hash_tokens(tokens, N_ITEMS);
    kembar_line_marks_make(&out->marks, text, KEMBAR_LINE_MARKS_BYTES);
    static char copy[KEMBAR_CUT_MAX_BYTES + KEMBAR_JSON_ROOM_SLACK];
    out->n_copied = kembar_json_copy_plain((kembar_view){text, KEMBAR_CUT_MAX_BYTES}, copy);
    kembar_tokens_pack(&spans, out->hashes, 70000, out->packed);
    kembar_tokens_hashes(out->packed, out->cut.n_words, out->unpacked);
    assert_int_equal(n_asked, N_KERNELS);
}

static void every_level_gives_the_same(void **state) {
    static char text[KEMBAR_CUT_MAX_BYTES + KEMBAR_HASH_SPAN_SLACK];
    static results expected, found;
    uint64_t items[N_ITEMS];
    kembar_random random = {23};
    (void)state;
    fill(&random, text, items);
    told = KEMBAR_CPU_SCALAR;
    run_all(&expected, text, items);
    assert_true(expected.cut.n_words > 400);
    assert_int_equal(expected.n_shared, N_ITEMS - N_ITEMS / 3);
    for (int level = KEMBAR_CPU_AVX2; level <= (int)__real_kembar_cpu(); level++) {
        told = (kembar_cpu_level)level;
        run_all(&found, text, items);
        size_t n = found.cut.n_words;
        assert_int_equal(n, expected.cut.n_words);
        assert_memory_equal(found.cut.folded, expected.cut.folded, KEMBAR_CUT_MAX_BYTES);
        assert_memory_equal(found.cut.begins, expected.cut.begins, n * sizeof *found.cut.begins);
        assert_memory_equal(found.cut.ends, expected.cut.ends, n * sizeof *found.cut.ends);
        assert_memory_equal(found.cut.flags, expected.cut.flags, n);
        assert_memory_equal(found.hashes, expected.hashes, n * sizeof *found.hashes);
        assert_memory_equal(found.signature, expected.signature, sizeof found.signature);
        assert_memory_equal(found.sorted, expected.sorted, sizeof found.sorted);
        assert_memory_equal(found.few_sorted, expected.few_sorted, sizeof found.few_sorted);
        assert_int_equal(found.n_shared, expected.n_shared);
        assert_int_equal(found.n_anchors, expected.n_anchors);
        assert_memory_equal(found.anchors, expected.anchors,
                            found.n_anchors * sizeof *found.anchors);
        assert_memory_equal(found.rows, expected.rows, sizeof found.rows);
        assert_true(found.filtered == expected.filtered);
        assert_memory_equal(found.shingles, expected.shingles, sizeof found.shingles);
        assert_true(found.block_hash == expected.block_hash);
        assert_memory_equal(found.packed, expected.packed, sizeof found.packed);
        assert_memory_equal(found.unpacked, expected.hashes, n * sizeof *found.unpacked);
        assert_int_equal(found.n_copied, expected.n_copied);
        assert_memory_equal(&found.marks, &expected.marks, sizeof found.marks);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_level_gives_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
